#include "elements.h"

#include <poll.h>

elem_id named(const char *name)
{
	elem_id id = { .iface = SNDRV_CTL_ELEM_IFACE_MIXER };

	snprintf((char *)id.name, sizeof(id.name), "%s", name);
	return id;
}

elem_id numbered(unsigned numid)
{
	return (elem_id){ .numid = numid };
}

int control(int flags)
{
	int fd = open_control(flags);

	if (fd < 0)
		die("open controlC%d", card);
	return fd;
}

int subscribed(int flags)
{
	int fd = control(flags), one = 1;

	if (ioctl(fd, SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &one) < 0)
		die("SUBSCRIBE_EVENTS");
	return fd;
}

int get_info(int fd, elem_id id, elem_info *info)
{
	memset(info, 0, sizeof(*info));
	info->id = id;
	return ioctl(fd, SNDRV_CTL_IOCTL_ELEM_INFO, info);
}

int get_value(int fd, elem_id id, elem_value *v)
{
	memset(v, 0, sizeof(*v));
	v->id = id;
	return ioctl(fd, SNDRV_CTL_IOCTL_ELEM_READ, v);
}

int put(int fd, elem_id id, long value)
{
	elem_value v = { .id = id };

	v.value.integer.value[0] = value;
	v.value.integer.value[1] = value;
	return ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &v);
}

elem_info describe(const char *name, int type, unsigned count)
{
	elem_info info = { .id = named(name), .type = type, .count = count };

	if (type == SNDRV_CTL_ELEM_TYPE_INTEGER)
		info.value.integer.max = 100;
	if (type == SNDRV_CTL_ELEM_TYPE_INTEGER64)
		info.value.integer64.max = 100;
	return info;
}

int add(int fd, elem_info *info)
{
	return ioctl(fd, SNDRV_CTL_IOCTL_ELEM_ADD, info);
}

int remove_id(int fd, elem_id id)
{
	return ioctl(fd, SNDRV_CTL_IOCTL_ELEM_REMOVE, &id);
}

int lock(int fd, elem_id id)
{
	return ioctl(fd, SNDRV_CTL_IOCTL_ELEM_LOCK, &id);
}

int unlock(int fd, elem_id id)
{
	return ioctl(fd, SNDRV_CTL_IOCTL_ELEM_UNLOCK, &id);
}

elem_id added(int fd, elem_id id)
{
	elem_info info;

	if (LONG_MAX > INT_MAX)
		return id;
	id.numid = 0;
	return get_info(fd, id, &info) < 0 ? id : info.id;
}

void must_add(int fd, elem_info *info)
{
	if (add(fd, info) < 0)
		die("ELEM_ADD of %s", info->id.name);
	info->id = added(fd, info->id);
}

int list(int fd, unsigned offset, unsigned space, elem_id *ids, struct snd_ctl_elem_list *l)
{
	memset(l, 0, sizeof(*l));
	l->offset = offset;
	l->space = space;
	l->pids = ids;
	return ioctl(fd, SNDRV_CTL_IOCTL_ELEM_LIST, l);
}

unsigned elements(int fd)
{
	struct snd_ctl_elem_list l;

	if (list(fd, 0, 0, NULL, &l) < 0)
		die("ELEM_LIST");
	return l.count;
}

/* The number that the first element of this probe got, and how many there were before. */
static unsigned first = UINT_MAX, before;

void begin_adding(void)
{
	elem_info info = describe("First", SNDRV_CTL_ELEM_TYPE_BOOLEAN, 1);
	int fd = control(O_RDWR);

	before = elements(fd);
	must_add(fd, &info);
	if (get_info(fd, info.id, &info) < 0) /* 32-bit programs are not told the number */
		die("ELEM_INFO");
	first = info.id.numid;
	if (remove_id(fd, info.id) < 0)
		die("ELEM_REMOVE");
	close(fd);
}

void end_adding(void)
{
	struct snd_ctl_elem_list l;
	elem_id id;
	int fd = control(O_RDWR);

	while (!list(fd, before, 1, &id, &l) && l.used)
		if (remove_id(fd, numbered(id.numid)) < 0)
			die("remove %s", id.name);
	close(fd);
}

static const char *number(unsigned numid)
{
	static char text[16];

	if (numid < first || numid >= 1 << 30) /* which no element has */
		snprintf(text, sizeof(text), "#%u", numid);
	else
		snprintf(text, sizeof(text), "#+%u", numid - first);
	return text;
}

void say_id(const elem_id *id)
{
	say("%s %d:%u:%u '%.44s' %u", number(id->numid), id->iface, id->device, id->subdevice, id->name, id->index);
}

void say_info(int result, const elem_info *info)
{
	say("%s", outcome(result));
	if (result < 0)
		return;
	say_id(&info->id);
	say("type %d access %#x count %u", info->type, info->access, info->count);
	switch (info->type) {
	case SNDRV_CTL_ELEM_TYPE_INTEGER64:
		say("%lld..%lld step %lld", info->value.integer64.min, info->value.integer64.max, info->value.integer64.step);
		break;
	case SNDRV_CTL_ELEM_TYPE_ENUMERATED:
		say("item %u of %u '%s'", info->value.enumerated.item, info->value.enumerated.items, info->value.enumerated.name);
		break;
	default:
		say("%ld..%ld step %ld", info->value.integer.min, info->value.integer.max, info->value.integer.step);
	}
}

void say_value(int fd, elem_id id)
{
	elem_info info;
	elem_value v;
	int result = get_value(fd, id, &v);

	say("%s", outcome(result));
	if (result < 0 || get_info(fd, id, &info) < 0)
		return;
	for (unsigned i = 0; i < info.count && i < 4; i++) {
		switch (info.type) {
		case SNDRV_CTL_ELEM_TYPE_ENUMERATED:
			say("%u", v.value.enumerated.item[i]);
			break;
		case SNDRV_CTL_ELEM_TYPE_BYTES:
		case SNDRV_CTL_ELEM_TYPE_IEC958:
			say("%02x", v.value.bytes.data[i]);
			break;
		case SNDRV_CTL_ELEM_TYPE_INTEGER64:
			say("%lld", v.value.integer64.value[i]);
			break;
		default:
			say("%ld", v.value.integer.value[i]);
		}
	}
}

void say_events(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct snd_ctl_event e;
	int n = 0;

	for (; poll(&p, 1, 0) == 1 && read(fd, &e, sizeof(e)) == sizeof(e); n++)
		say("%s%x %s '%s' %u", n ? "| " : "", e.data.elem.mask, number(e.data.elem.id.numid), e.data.elem.id.name, e.data.elem.id.index);
	if (!n)
		say("none");
}

int tlv(int fd, unsigned long request, unsigned numid, unsigned length, unsigned *words, size_t count)
{
	struct snd_ctl_tlv *t = calloc(1, sizeof(*t) + count * sizeof(*words));
	int result;

	t->numid = numid;
	t->length = length;
	memcpy(t->tlv, words, count * sizeof(*words));
	result = ioctl(fd, request, t);
	memcpy(words, t->tlv, count * sizeof(*words));
	free(t);
	return result;
}

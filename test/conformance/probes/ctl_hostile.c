/*
 * What makes no sense to a control node: structs of nothing but a byte, memory that is
 * not there, lengths beyond reason, floods, and memory that changes under the call.
 *
 *	ctl_hostile CARD
 */
#include "elements.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>

enum { PAGE = 4096, KIB = 1024 };

static int fd;

#define CTL(name) { #name, SNDRV_CTL_IOCTL_##name }

static const struct request {
	const char *name;
	unsigned long number;
} requests[] = {
	CTL(PVERSION), CTL(CARD_INFO), CTL(ELEM_LIST), CTL(ELEM_INFO), CTL(ELEM_READ), CTL(ELEM_WRITE), CTL(ELEM_LOCK),
	CTL(ELEM_UNLOCK), CTL(SUBSCRIBE_EVENTS), CTL(ELEM_ADD), CTL(ELEM_REPLACE), CTL(ELEM_REMOVE), CTL(TLV_READ),
	CTL(TLV_WRITE), CTL(TLV_COMMAND), CTL(PCM_NEXT_DEVICE), CTL(PCM_INFO), CTL(PCM_PREFER_SUBDEVICE), CTL(POWER),
	CTL(POWER_STATE),
};

/* Memory */

static char *map(size_t pages, int protection)
{
	char *p = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		die("mmap");
	memset(p, 0, pages * PAGE);
	if (mprotect(p, pages * PAGE, protection) < 0)
		die("mprotect");
	return p;
}

/* before_nothing is size bytes behind which there is no memory. */
static void *before_nothing(size_t size)
{
	char *p = map(4, PROT_READ | PROT_WRITE);

	if (munmap(p + 3 * PAGE, PAGE) < 0)
		die("munmap");
	return p + 3 * PAGE - size;
}

/* Places where nothing can be written. */
static void *const the_kernels = (void *)~(uintptr_t)(PAGE - 1);
static void *closed, *fixed;

static void make_places(void)
{
	closed = map(2, PROT_NONE);
	fixed = map(2, PROT_READ);
}

/* Structs of nothing but a byte, at the end of memory. */
static void ask_bytes(void)
{
	static const unsigned char bytes[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };

	in("nonsense");
	for (size_t i = 0; i < COUNT(requests); i++) {
		size_t size = _IOC_SIZE(requests[i].number);
		unsigned char *arg = before_nothing(size);

		for (size_t b = 0; b < COUNT(bytes); b++) {
			int own = control(O_RDWR), result;
			size_t same = 0;

			memset(arg, bytes[b], size);
			result = ioctl(own, requests[i].number, arg);
			key("%s of bytes %#x", requests[i].name, bytes[b]);
			say("%s", outcome(result));
			while (same < size && arg[same] == bytes[b])
				same++;
			if (result < 0 && same < size)
				say("and something was changed");
			done();
			close(own);
		}
	}
}

/* Structs that are nowhere. */
static void ask_places(void)
{
	in("hostile memory");
	for (size_t i = 0; i < COUNT(requests); i++) {
		unsigned long number = requests[i].number;

		key("%s", requests[i].name);
		say("NULL %s", outcome(ioctl(fd, number, NULL)));
		say("the kernel's %s", outcome(ioctl(fd, number, the_kernels)));
		say("closed %s", outcome(ioctl(fd, number, closed)));
		say("all but a byte %s", outcome(ioctl(fd, number, before_nothing(_IOC_SIZE(number) - 1))));
		done();
	}
}

/* Structs that can be read but not written, after all else was well. */
static void ask_fixed(void)
{
	union {
		elem_info info;
		elem_value value;
		struct snd_ctl_elem_list list;
	} *arg = (void *)map(1, PROT_READ | PROT_WRITE);
	elem_info own = describe("Own", SNDRV_CTL_ELEM_TYPE_INTEGER, 1), now;

	must_add(fd, &own);
	in("fixed memory");

#define ASK(request, ...) do { \
	if (mprotect(arg, PAGE, PROT_READ | PROT_WRITE) < 0) \
		die("mprotect"); \
	memset(arg, 0, PAGE); \
	__VA_ARGS__; \
	if (mprotect(arg, PAGE, PROT_READ) < 0) \
		die("mprotect"); \
	key("%s", #request); \
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_##request, arg))); \
} while (0)

	ASK(ELEM_LIST);
	done();
	ASK(ELEM_INFO, arg->info.id = own.id);
	done();
	ASK(ELEM_READ, arg->value.id = own.id);
	done();
	ASK(ELEM_WRITE, arg->value.id = own.id, arg->value.value.integer.value[0] = 77);
	say_value(fd, own.id);
	done();
	ASK(ELEM_UNLOCK, arg->info.id = own.id);
	done();
	ASK(ELEM_LOCK, arg->info.id = own.id);
	done();
	ASK(ELEM_ADD, arg->info = describe("Other", SNDRV_CTL_ELEM_TYPE_INTEGER, 1));
	say_info(get_info(fd, named("Other"), &now), &now);
	done();
	ASK(ELEM_REPLACE, arg->info = describe("Own", SNDRV_CTL_ELEM_TYPE_BOOLEAN, 2));
	say_info(get_info(fd, named("Own"), &now), &now);
	done();
	remove_id(fd, named("Own"));
	remove_id(fd, named("Other"));
}

/* Lists */

static void ask_list(const char *what, unsigned offset, unsigned space, void *ids)
{
	struct snd_ctl_elem_list l;
	int result = list(fd, offset, space, ids, &l);

	key("%s, %u from %u on", what, space, offset);
	say("%s used %u", outcome(result), l.used);
	done();
}

static void ask_lists(void)
{
	static const unsigned spaces[] = { 0, 1, 2, UINT_MAX };
	struct snd_ctl_elem_list own = { .space = 1 };
	unsigned all = elements(fd);
	elem_id *ids;

	in("hostile lists");
	for (size_t i = 0; i < COUNT(spaces); i++) {
		ask_list("ids at NULL", 0, spaces[i], NULL);
		ask_list("ids in the kernel's memory", 0, spaces[i], the_kernels);
		ask_list("ids in closed memory", 0, spaces[i], closed);
		ask_list("ids in fixed memory", 0, spaces[i], fixed);
		ask_list("memory for one id and a half", 0, spaces[i], before_nothing(sizeof(*ids) * 3 / 2));
		ask_list("memory for one id but a byte", 0, spaces[i], before_nothing(sizeof(*ids) - 1));
		ask_list("an odd address", 0, spaces[i], (char *)before_nothing(2 * sizeof(*ids) + 1));
		ask_list("ids at NULL beyond the end", UINT_MAX, spaces[i], NULL);
		ask_list("ids at NULL far beyond the end", 1 << 30, spaces[i], NULL);
	}
	ids = before_nothing(all * sizeof(*ids));
	key("memory for all and no more");
	say("%s", outcome(list(fd, 0, UINT_MAX, ids, &own)));
	say("used all %d the first %u", own.used == all, ids[0].numid);
	done();
	ids = before_nothing(2 * sizeof(*ids));
	key("the first id before the end of memory");
	say("%s", outcome(list(fd, 0, 3, ids, &own)));
	say("the second %u", ids[1].numid);
	done();
	memset(&own, 0, sizeof(own));
	own.space = 1;
	own.pids = (void *)&own;
	key("ids over the question");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_LIST, &own)));
	say("space %u used %u", own.space, own.used);
	done();
}

/* TLV data */

static const struct request tlv_requests[] = { CTL(TLV_READ), CTL(TLV_WRITE), CTL(TLV_COMMAND) };

/* A TLV ioctl that claims length bytes of data, of which there is memory for some. */
static int short_tlv(unsigned long request, unsigned numid, unsigned length, size_t memory)
{
	struct snd_ctl_tlv *t = before_nothing(sizeof(*t) + memory);

	t->numid = numid;
	t->length = length;
	memset(t->tlv, 0x22, memory);
	return ioctl(fd, request, t);
}

static void ask_lengths(const char *what, unsigned numid)
{
	static const unsigned lengths[] = {
		0, 4, 7, 8, 16, PAGE, 128 * KIB, 128 * KIB + 1, 1U << 31, UINT_MAX - 7, UINT_MAX,
	};

	for (size_t r = 0; r < COUNT(tlv_requests); r++) {
		for (size_t i = 0; i < COUNT(lengths); i++) {
			unsigned long request = tlv_requests[r].number;

			key("%s of %s, %u bytes", tlv_requests[r].name, what, lengths[i]);
			say("memory for none %s", outcome(short_tlv(request, numid, lengths[i], 0)));
			say("for 4 %s", outcome(short_tlv(request, numid, lengths[i], 4)));
			say("for 16 %s", outcome(short_tlv(request, numid, lengths[i], 16)));
			say("for a page %s", outcome(short_tlv(request, numid, lengths[i], PAGE)));
			done();
		}
	}
}

static elem_info add_own(const char *name, unsigned access)
{
	elem_info info = describe(name, SNDRV_CTL_ELEM_TYPE_INTEGER, 2);

	info.access = access;
	must_add(fd, &info);
	if (get_info(fd, info.id, &info) < 0) /* 32-bit programs are not told the number */
		die("ELEM_INFO of %s", name);
	return info;
}

static void ask_tlvs(void)
{
	enum { RW = SNDRV_CTL_ELEM_ACCESS_READWRITE };
	elem_info own = add_own("Own", RW | SNDRV_CTL_ELEM_ACCESS_TLV_WRITE), plain = add_own("Plain", RW);

	in("hostile lengths");
	ask_lengths("a driver's", 1);
	ask_lengths("one's own", own.id.numid);
	ask_lengths("one's own without any", plain.id.numid);
	ask_lengths("none", 0);
	ask_lengths("what is not there", UINT_MAX);
	remove_id(fd, own.id);
	remove_id(fd, plain.id);
}

/* Elements that make no sense */

static void ask_add(const char *what, elem_info *info)
{
	int result = add(fd, info);

	key("%s", what);
	say("%s", outcome(result));
	if (!result) {
		elem_info now;

		say_info(get_info(fd, info->id, &now), &now);
		say("removed %s", outcome(remove_id(fd, info->id)));
	}
	done();
}

static elem_info choice(unsigned items, const void *names, unsigned length)
{
	elem_info info = describe("Choice", SNDRV_CTL_ELEM_TYPE_ENUMERATED, 1);

	info.value.enumerated.items = items;
	info.value.enumerated.names_ptr = (uintptr_t)names;
	info.value.enumerated.names_length = length;
	return info;
}

static void ask_choice(const char *what, unsigned items, const void *names, unsigned length)
{
	elem_info info = choice(items, names, length);

	ask_add(what, &info);
}

static void ask_choices(void)
{
	char *end = before_nothing(4);

	memcpy(end, "a\0b", 4);
	ask_choice("names at the end of memory", 2, end, 4);
	ask_choice("names beyond the end of memory", 2, end, 5);
	ask_choice("names in the kernel's memory", 1, the_kernels, 4);
	ask_choice("names in closed memory", 1, closed, 4);
	ask_choice("names in fixed memory, empty ones", 1, fixed, 4);
	ask_choice("names of no length", 1, end, 0);
	ask_choice("names of no length at NULL", 1, NULL, 0);
	ask_choice("names of UINT_MAX bytes", 1, end, UINT_MAX);
	ask_choice("names of 2 GiB", 1, end, 1U << 31);
	ask_choice("names of 64 KiB beyond the end of memory", 1, end, 64 * KIB);
	ask_choice("names of 64 KiB and a byte", 1, end, 64 * KIB + 1);
	ask_choice("INT_MAX items", INT_MAX, end, 4);
	ask_choice("UINT_MAX items", UINT_MAX, end, 4);
	ask_choice("2 GiB of items", 1U << 31, end, 4);
}

#define ADD(what, kind, number, ...) do { \
	elem_info info = describe("Added", SNDRV_CTL_ELEM_TYPE_##kind, number); \
	__VA_ARGS__; \
	ask_add(what, &info); \
} while (0)

static void ask_adds(void)
{
	in("hostile elements");
	ask_choices();
	ADD("a name of one strange letter", INTEGER, 1, info.id = named("\x01"));
	ADD("a name of bytes 0xff", INTEGER, 1, info.id = named("\xff\xff\xff"));
	ADD("letters after the name's end", INTEGER, 1, memcpy(info.id.name + 10, "x", 1));
	ADD("interface -1", INTEGER, 1, info.id.iface = -1);
	ADD("interface INT_MIN", INTEGER, 1, info.id.iface = INT_MIN);
	ADD("device UINT_MAX", INTEGER, 1, info.id.device = UINT_MAX);
	ADD("subdevice UINT_MAX", INTEGER, 1, info.id.subdevice = UINT_MAX);
	ADD("all of them", INTEGER, 1, info.id.iface = -1, info.id.device = info.id.subdevice = info.id.numid = UINT_MAX);
	ADD("a set at the last index", INTEGER, 1, info.id.index = UINT_MAX, info.owner = 1028);
	ADD("a set that ends at the last index", INTEGER, 1, info.id.index = UINT_MAX - 1028, info.owner = 1028);
	ADD("type INT_MAX", INTEGER, 1, info.type = INT_MAX);
	ADD("type INT_MIN", INTEGER, 1, info.type = INT_MIN);
	ADD("what is reserved", INTEGER, 1, memset(info.reserved, 0xff, sizeof(info.reserved)));
	ADD("bytes where there is no range", BOOLEAN, 1, memset(&info.value, 0xff, sizeof(info.value)));
	ADD("a range of bytes 0xff", INTEGER, 1, memset(&info.value, 0xff, sizeof(info.value)));
	ADD("a wide range of bytes 0xff", INTEGER64, 1, memset(&info.value, 0xff, sizeof(info.value)));
	ADD("no number of elements but all bits", INTEGER, 1, info.owner = INT_MAX);
}

/* Floods */

static unsigned waiting(int events)
{
	struct snd_ctl_event e[64];
	unsigned n = 0;
	ssize_t got;

	while ((got = read(events, e, sizeof(e))) > 0)
		n += got / sizeof(e[0]);
	return n;
}

static void ask_events(void)
{
	enum { MANY = 3000 };
	int events = subscribed(O_RDWR | O_NONBLOCK);
	elem_info info = describe("Flood", SNDRV_CTL_ELEM_TYPE_INTEGER, 2);

	for (int i = 0; i < MANY; i++) {
		must_add(fd, &info);
		if (remove_id(fd, info.id) < 0)
			die("ELEM_REMOVE");
		info.id.numid = 0;
	}
	key("events of %d elements that came and went", MANY);
	say("%u", waiting(events));
	done();
	must_add(fd, &info);
	for (int i = 0; i < MANY; i++)
		put(fd, info.id, i % 100);
	key("events of %d changes of one element", MANY);
	say("%u", waiting(events));
	done();
	remove_id(fd, info.id);
	close(events);
}

static void ask_room(void)
{
	elem_info large = describe("Large", SNDRV_CTL_ELEM_TYPE_BYTES, 512), small = describe("Small", SNDRV_CTL_ELEM_TYPE_BOOLEAN, 1);
	int other = control(O_RDWR), n = 0, result;
	elem_info now;

	large.owner = 1028;
	for (; (result = add(fd, &large)) == 0; n++) {
		large.id.numid = 0;
		large.id.index += large.owner;
	}
	key("large sets");
	say("%d then %s, another file's %s", n, outcome(result), outcome(add(other, &large)));
	done();
	key("a small one");
	say("%s", outcome(add(other, &small)));
	say_info(get_info(fd, named("Small"), &now), &now);
	say("removed by another %s", outcome(remove_id(fd, named("Small"))));
	say("removed %s", outcome(remove_id(other, named("Small"))));
	done();
	key("one removed");
	say("%s", outcome(remove_id(fd, named("Large"))));
	large.id.index = 0;
	large.id.numid = 0;
	say("another file's %s", outcome(add(other, &large)));
	large.id.numid = 0;
	say("again %s", outcome(add(other, &large)));
	say("removed %s", outcome(remove_id(other, named("Large"))));
	done();
	key("one replaced by a larger one");
	small.id.index = 1;
	small.id.numid = 0;
	say("%s", outcome(add(other, &small)));
	large.id = small.id;
	large.id.numid = 0;
	large.owner = 1000;
	say("%s", outcome(ioctl(other, SNDRV_CTL_IOCTL_ELEM_REPLACE, &large)));
	say_info(get_info(fd, small.id, &now), &now);
	done();
	close(other);
	close(fd);
	end_adding();
	fd = control(O_RDWR);
}

static void ask_floods(void)
{
	in("hostile floods");
	ask_events();
	ask_room();
}

/* Memory that changes under the call: a thread writes two words in turn. */

static struct {
	_Atomic unsigned *word;
	unsigned first, second;
	atomic_bool stop;
} scribble;

static void *scribbler(void *unused)
{
	while (!scribble.stop) {
		*scribble.word = scribble.first;
		*scribble.word = scribble.second;
	}
	return NULL;
}

/* Each call is made this often, and what it may answer is told when nothing else came. */
enum { TRIES = 300 };

static void while_it_changes(const char *what, void *word, unsigned first, unsigned second, int (*call)(void *), void *arg)
{
	pthread_t thread;
	int wrong = 0;

	scribble.word = word;
	scribble.first = first;
	scribble.second = second;
	scribble.stop = false;
	*scribble.word = first;
	if (pthread_create(&thread, NULL, scribbler, NULL))
		die("pthread_create");
	for (int i = 0; i < TRIES; i++)
		wrong += !call(arg);
	scribble.stop = true;
	pthread_join(thread, NULL);
	key("%s", what);
	say("%s", wrong ? "something else too" : "one or the other");
	if (wrong)
		printf(" # %d times", wrong);
	done();
}

static elem_info ten, twenty;

static int read_number(void *arg)
{
	elem_value *v = arg;

	return !ioctl(fd, SNDRV_CTL_IOCTL_ELEM_READ, v) && (v->value.integer.value[0] == 10 || v->value.integer.value[0] == 20);
}

static int info_number(void *arg)
{
	elem_info *info = arg;

	return !ioctl(fd, SNDRV_CTL_IOCTL_ELEM_INFO, info) && (!strcmp((char *)info->id.name, "Ten") || !strcmp((char *)info->id.name, "Twenty"));
}

static int write_value(void *arg)
{
	int result = ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, arg), refused = errno;
	elem_value now;

	return (!result || refused == EINVAL) && !get_value(fd, ten.id, &now) && now.value.integer.value[0] == 10;
}

static int write_tlv(void *arg)
{
	int result = ioctl(fd, SNDRV_CTL_IOCTL_TLV_WRITE, arg), refused = errno;

	return result >= 0 || refused == EINVAL;
}

static int add_choice(void *arg)
{
	elem_info *info = arg, now;
	int result = add(fd, info), refused = errno;

	if (result < 0)
		return refused == EINVAL;
	return !get_info(fd, info->id, &now) && now.value.enumerated.items <= 2 && !remove_id(fd, named("Choice"));
}

static int list_some(void *arg)
{
	int result = ioctl(fd, SNDRV_CTL_IOCTL_ELEM_LIST, arg), refused = errno;

	return !result || refused == EFAULT;
}

static void ask_scribbling(void)
{
	static struct { struct snd_ctl_tlv t; unsigned data[4]; } small;
	elem_value v = { 0 };
	elem_info info = { 0 };
	struct snd_ctl_elem_list l = { .pids = before_nothing(sizeof(elem_id)) };

	in("scribbling");
	ten = add_own("Ten", SNDRV_CTL_ELEM_ACCESS_READWRITE | SNDRV_CTL_ELEM_ACCESS_TLV_WRITE);
	twenty = add_own("Twenty", SNDRV_CTL_ELEM_ACCESS_READWRITE);
	if (put(fd, ten.id, 10) < 0 || put(fd, twenty.id, 20) < 0)
		die("ELEM_WRITE");
	while_it_changes("read of a number", &v.id.numid, ten.id.numid, twenty.id.numid, read_number, &v);
	while_it_changes("info of a number", &info.id.numid, ten.id.numid, twenty.id.numid, info_number, &info);
	memset(&v, 0, sizeof(v));
	v.id = ten.id;
	v.value.integer.value[0] = 10;
	while_it_changes("write of a value", &v.value.integer.value[1], 10, 1000, write_value, &v);
	small.t.numid = ten.id.numid;
	while_it_changes("the length of TLV data", &small.t.length, 16, UINT_MAX, write_tlv, &small);
	small.t.length = 16;
	while_it_changes("TLV data", &small.data[1], 1, 2, write_tlv, &small);
	info = choice(2, "a\0b", 4);
	while_it_changes("the number of items", &info.value.enumerated.items, 2, 3, add_choice, &info);
	info = choice(2, "a\0b", 4);
	while_it_changes("the length of names", &info.value.enumerated.names_length, 4, UINT_MAX, add_choice, &info);
	while_it_changes("the room for a list", &l.space, 1, UINT_MAX, list_some, &l);
	key("what is left");
	say_value(fd, ten.id);
	say_value(fd, twenty.id);
	done();
	remove_id(fd, ten.id);
	remove_id(fd, twenty.id);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	fd = control(O_RDWR);
	make_places();
	begin_adding();
	ask_bytes();
	ask_places();
	ask_fixed();
	ask_lists();
	ask_tlvs();
	ask_adds();
	ask_floods();
	ask_scribbling();
	close(fd);
	end_adding();
	return 0;
}

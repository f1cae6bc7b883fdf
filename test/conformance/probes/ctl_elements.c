/*
 * The elements of a driver: how they are found, what they are, and what they take.
 *
 *	ctl_elements CARD
 *
 * CARD is snd-dummy's.
 */
#include "elements.h"

#include <sys/mman.h>

static int fd;

enum { MASTER = 1, MASTER_SWITCH = 2, CD = 9, BOX = 11, ALL = 11 };

static void ask_info(const char *what, elem_id id)
{
	elem_info info;

	key("info of %s", what);
	say_info(get_info(fd, id, &info), &info);
	done();
}

static void ask_read(const char *what, elem_id id)
{
	elem_value v;
	int result = get_value(fd, id, &v);

	key("read of %s", what);
	say("%s", outcome(result));
	if (!result)
		say_id(&v.id);
	done();
}

static void ask_both(const char *what, elem_id id)
{
	ask_info(what, id);
	ask_read(what, id);
}

/* Names as programs may fill them in. */
static elem_id filled(const char *name, char rest)
{
	elem_id id = named(name);

	memset(id.name + strlen(name) + 1, rest, sizeof(id.name) - strlen(name) - 1);
	return id;
}

static elem_id unterminated(void)
{
	elem_id id = named("");

	memset(id.name, 'x', sizeof(id.name));
	return id;
}

static void ask_finding(void)
{
	elem_id id;

	for (unsigned n = 1; n <= ALL; n++) {
		char what[16];

		snprintf(what, sizeof(what), "number %u", n);
		ask_info(what, numbered(n));
	}
	ask_both("number 12", numbered(12));
	ask_both("number UINT_MAX", numbered(UINT_MAX));
	ask_both("no number and no name", numbered(0));
	ask_both("Mic Volume", named("Mic Volume"));
	ask_both("mic volume", named("mic volume"));
	ask_both("Mic Volume with letters after its end", filled("Mic Volume", 'x'));
	ask_both("a name without an end", unterminated());
	id = named("Mic Volume");
	id.index = 1;
	ask_both("Mic Volume, index 1", id);
	id.index = UINT_MAX;
	ask_both("Mic Volume, index UINT_MAX", id);
	id = named("Mic Volume");
	id.device = 1;
	ask_both("Mic Volume, device 1", id);
	id = named("Mic Volume");
	id.subdevice = 1;
	ask_both("Mic Volume, subdevice 1", id);
	id = named("Mic Volume");
	id.iface = SNDRV_CTL_ELEM_IFACE_PCM;
	ask_both("Mic Volume of the interface PCM", id);
	id.iface = 99;
	ask_both("Mic Volume of interface 99", id);
	id = named("Mic Volume");
	id.numid = MASTER;
	id.index = 5;
	ask_both("number 1 with the name Mic Volume", id);
}

static void ask_items(void)
{
	static const unsigned items[] = { 0, 1, 2, UINT_MAX };
	elem_info info;

	for (size_t i = 0; i < COUNT(items); i++) {
		memset(&info, 0, sizeof(info));
		info.id.numid = BOX;
		info.value.enumerated.item = items[i];
		key("item %u", items[i]);
		say_info(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_INFO, &info), &info);
		done();
	}
}

/* What the structs have besides is the program's. */
static void ask_rest(void)
{
	elem_info info;
	elem_value v;

	memset(&info, 0x11, sizeof(info));
	info.id = numbered(MASTER);
	key("info over other bytes");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_INFO, &info)));
	say("step %#lx owner %d reserved %#x", (long)info.value.integer.step, info.owner, info.reserved[63]);
	done();

	memset(&v, 0x11, sizeof(v));
	v.id = numbered(MASTER);
	v.indirect = 0;
	key("read over other bytes");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_READ, &v)));
	say("%ld %ld %#lx reserved %#x", v.value.integer.value[0], v.value.integer.value[1],
	    (long)v.value.integer.value[2], v.reserved[127]);
	done();

	memset(&v, 0x11, sizeof(v));
	v.id = numbered(BOX);
	v.indirect = 0;
	key("read of an item over other bytes");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_READ, &v)));
	say("%u %#x", v.value.enumerated.item[0], v.value.enumerated.item[1]);
	done();

	memset(&v, 0, sizeof(v));
	v.id = numbered(MASTER);
	v.indirect = 1;
	key("read with the obsolete bit");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_READ, &v)));
	done();
}

/* Writes */

static void ask_write(const char *what, unsigned numid, long left, long right)
{
	elem_value v = { .id = numbered(numid) };
	int events = subscribed(O_RDWR);

	v.value.integer.value[0] = left;
	v.value.integer.value[1] = right;
	key("write %s %ld %ld", what, left, right);
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &v)));
	say("returned %ld %ld, now", v.value.integer.value[0], v.value.integer.value[1]);
	say_value(fd, numbered(numid));
	say("events");
	say_events(events);
	done();
	close(events);
}

static void ask_choice(unsigned item)
{
	elem_value v = { .id = numbered(BOX) };
	int events = subscribed(O_RDWR);
	elem_info info;

	v.value.enumerated.item[0] = item;
	key("choose item %u", item);
	say("%s, now", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &v)));
	say_value(fd, numbered(BOX));
	say("events");
	say_events(events);
	done();
	close(events);
	key("CD Volume while item %u is chosen", item);
	say_info(get_info(fd, numbered(CD), &info), &info);
	done();
	key("write CD Volume while item %u is chosen", item);
	say("%s", outcome(put(fd, numbered(CD), item)));
	say_value(fd, numbered(CD));
	done();
}

static void ask_ranges(void)
{
	static const long volumes[][2] = {
		{ -50, -50 }, { -51, 0 }, { 0, -51 }, { 100, 100 }, { 101, 0 }, { 0, 101 }, { 7, 8 }, { 7, 8 }, { 7, 9 },
		{ INT_MAX, INT_MIN }, { LONG_MAX, LONG_MIN }, { 0, 0 },
	};
	static const long switches[][2] = { { 1, 0 }, { 1, 1 }, { 2, 2 }, { 3, 3 }, { -1, -2 }, { 256, 257 }, { LONG_MIN, LONG_MAX }, { 0, 0 } };
	elem_value v = { .id = named("Line Volume") };

	for (size_t i = 0; i < COUNT(volumes); i++)
		if (i != 10 || LONG_MAX > INT_MAX) /* which a 32-bit program has asked already */
			ask_write(i == 7 ? "again" : "volume", MASTER, volumes[i][0], volumes[i][1]);
	for (size_t i = 0; i < COUNT(switches); i++)
		ask_write("switch", MASTER_SWITCH, switches[i][0], switches[i][1]);
	ask_choice(0);
	ask_choice(2);
	ask_choice(UINT_MAX);
	ask_choice(1);
	put(fd, numbered(CD), 0);

	key("write by name");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &v)));
	say_id(&v.id);
	done();
	key("write to what is not there");
	say("%s", outcome(put(fd, named("Lime Volume"), 0)));
	done();
}

static void ask_open_flags(void)
{
	static const struct {
		const char *name;
		int flags;
	} kinds[] = { { "O_RDONLY", O_RDONLY }, { "O_WRONLY", O_WRONLY }, { "O_RDWR", O_RDWR } };

	for (size_t i = 0; i < COUNT(kinds); i++) {
		int other = control(kinds[i].flags);
		elem_value v;

		key("a file that is %s", kinds[i].name);
		say("read %s", outcome(get_value(other, numbered(MASTER), &v)));
		say("write %s", outcome(put(other, numbered(MASTER), 5)));
		say("lock %s", outcome(lock(other, numbered(MASTER))));
		done();
		close(other);
	}
	put(fd, numbered(MASTER), 0);
}

/* Lists */

static void ask_window(unsigned offset, unsigned space)
{
	struct snd_ctl_elem_list l;
	elem_id ids[ALL + 1] = { 0 };
	int result = list(fd, offset, space, ids, &l);

	key("offset %u space %u", offset, space);
	say("%s used %u count %u offset %u space %u first %u last %u after %u", outcome(result), l.used, l.count, l.offset, l.space,
	    ids[0].numid, l.used ? ids[l.used - 1].numid : 0, ids[l.used].numid);
	done();
}

static void ask_lists(void)
{
	static const unsigned windows[][2] = {
		{ 0, 0 }, { 0, 1 }, { 0, 5 }, { 0, 11 }, { 0, 12 }, { 3, 4 }, { 10, 1 }, { 10, 5 }, { 11, 1 }, { 12, 1 }, { 5, 0 },
		{ 0, 16385 }, { 0, UINT_MAX }, { UINT_MAX, 1 }, { UINT_MAX, UINT_MAX }, { UINT_MAX, 0 },
	};
	struct snd_ctl_elem_list l = { 0 };
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED || munmap(page + 4096, 4096) < 0)
		die("mmap");
	for (size_t i = 0; i < COUNT(windows); i++)
		ask_window(windows[i][0], windows[i][1]);
	key("no place for the ids");
	say("%s", outcome(list(fd, 0, 5, NULL, &l)));
	say("%s", outcome(list(fd, 11, 5, NULL, &l)));
	say("%s", outcome(list(fd, 0, 0, NULL, &l)));
	done();
	key("ids over the end of the memory");
	say("%s", outcome(list(fd, 0, 11, (elem_id *)(page + 4096 - 5 * sizeof(elem_id)), &l)));
	say("%s", outcome(list(fd, 0, 5, (elem_id *)(page + 4096 - 5 * sizeof(elem_id)), &l)));
	done();
	memset(&l, 0x11, sizeof(l));
	l.space = 0;
	key("a list over other bytes");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_LIST, &l)));
	say("used %u count %u offset %#x reserved %#x", l.used, l.count, l.offset, l.reserved[49]);
	done();
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	fd = control(O_RDWR);
	in("elements");
	ask_finding();
	ask_items();
	ask_rest();
	ask_open_flags();
	in("ranges");
	ask_ranges();
	in("lists");
	ask_lists();
	return 0;
}

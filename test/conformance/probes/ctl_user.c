/*
 * Elements that programs add.
 *
 *	ctl_user CARD
 *
 * CARD is snd-dummy's.
 */
#include "elements.h"

static int fd;

static void say_added(int result, elem_info *info)
{
	elem_info now;

	say("%s", outcome(result));
	if (result < 0)
		return;
	say_id(&info->id);
	say("is");
	say_info(get_info(fd, numbered(added(fd, info->id).numid), &now), &now);
}

/* ask_add adds an element, tells what became of it, and removes it. */
static void ask_add(const char *what, elem_info info)
{
	int result = add(fd, &info);

	key("%s", what);
	say_added(result, &info);
	if (!result)
		say("removed %s", outcome(remove_id(fd, numbered(added(fd, info.id).numid))));
	done();
}

#define ADD(what, type, count, ...) do { \
	elem_info info = describe("Added", SNDRV_CTL_ELEM_TYPE_##type, count); \
	__VA_ARGS__; \
	ask_add(what, info); \
} while (0)

static char names[66000];

static elem_info choice(unsigned items, const char *text, size_t length)
{
	elem_info info = describe("Choice", SNDRV_CTL_ELEM_TYPE_ENUMERATED, 1);

	memcpy(names, text, length);
	info.value.enumerated.items = items;
	info.value.enumerated.names_ptr = (uintptr_t)names;
	info.value.enumerated.names_length = length;
	return info;
}

static void ask_types(void)
{
	static const struct {
		const char *name;
		int type;
		unsigned counts[4];
	} types[] = {
		{ "NONE", 0, { 1 } },
		{ "BOOLEAN", SNDRV_CTL_ELEM_TYPE_BOOLEAN, { 1, 128, 129, UINT_MAX } },
		{ "INTEGER", SNDRV_CTL_ELEM_TYPE_INTEGER, { 1, 128, 129, UINT_MAX } },
		{ "BYTES", SNDRV_CTL_ELEM_TYPE_BYTES, { 1, 512, 513, UINT_MAX } },
		{ "IEC958", SNDRV_CTL_ELEM_TYPE_IEC958, { 1, 2 } },
		{ "INTEGER64", SNDRV_CTL_ELEM_TYPE_INTEGER64, { 1, 64, 65 } },
		{ "after the last", 7, { 1 } },
		{ "before the first", -1, { 1 } },
	};

	for (size_t i = 0; i < COUNT(types); i++)
		for (size_t j = 0; j < COUNT(types[i].counts); j++) {
			char what[64];

			if (j && !types[i].counts[j])
				continue;
			snprintf(what, sizeof(what), "type %s, count %u", types[i].name, types[i].counts[j]);
			ask_add(what, describe("Added", types[i].type, types[i].counts[j]));
		}
	ADD("count 0", INTEGER, 0);
}

static void ask_access(void)
{
	static const unsigned accesses[] = {
		1, 2, 3, 4, 0x10, 0x20, 0x23, 0x33, 0x40, 0x63, 0x100, 0x103, 0x200, 0x603, 0x10000003, 0x20000003, UINT_MAX,
	};

	for (size_t i = 0; i < COUNT(accesses); i++) {
		elem_info info = describe("Added", SNDRV_CTL_ELEM_TYPE_INTEGER, 1);
		elem_value v;

		info.access = accesses[i];
		key("access %#x", accesses[i]);
		say_added(add(fd, &info), &info);
		say("read %s", outcome(get_value(fd, info.id, &v)));
		say("write %s", outcome(put(fd, info.id, 1)));
		remove_id(fd, info.id);
		done();
	}
}

static void ask_names(void)
{
	ADD("no name", INTEGER, 1, info.id.name[0] = 0);
	ADD("a name of 43 letters", INTEGER, 1, memset(info.id.name, 'x', 43));
	ADD("a name of 44 letters", INTEGER, 1, memset(info.id.name, 'x', 44));
	ADD("a name that is there", INTEGER, 1, info.id = named("Master Volume"));
	ADD("one of its interface PCM", INTEGER, 1, info.id = named("Master Volume"), info.id.iface = SNDRV_CTL_ELEM_IFACE_PCM);
	ADD("one of its device 1", INTEGER, 1, info.id = named("Master Volume"), info.id.device = 1);
	ADD("one of its subdevice 1", INTEGER, 1, info.id = named("Master Volume"), info.id.subdevice = 1);
	ADD("one of its index 1", INTEGER, 1, info.id = named("Master Volume"), info.id.index = 1);
	ADD("interface 99", INTEGER, 1, info.id.iface = 99);
	ADD("a number that is there", INTEGER, 1, info.id.numid = 1);
	ADD("a number that is not there", INTEGER, 1, info.id.numid = 1 << 30);
	ADD("a number with a name that is there", INTEGER, 1, info.id = named("Master Volume"), info.id.numid = 1 << 30);
}

static void ask_counts(void)
{
	static const int counts[] = { 0, 1, 2, 1028, 1029, 9000, 2000000, -1, INT_MIN };

	for (size_t i = 0; i < COUNT(counts); i++) {
		elem_info info = describe("Added", SNDRV_CTL_ELEM_TYPE_INTEGER, 1);
		elem_id last;
		int result;

		info.owner = counts[i];
		result = add(fd, &info);
		key("%d elements", counts[i]);
		say_added(result, &info);
		last = info.id;
		last.numid = 0;
		last.index = counts[i] - 1;
		say("the last");
		say_value(fd, last);
		say("of %u, removed %s", elements(fd), outcome(remove_id(fd, last)));
		remove_id(fd, info.id);
		done();
	}
	ADD("index UINT_MAX", INTEGER, 1, info.id.index = UINT_MAX);
	ADD("index UINT_MAX - 1", INTEGER, 1, info.id.index = UINT_MAX - 1);
	ADD("index UINT_MAX - 2 of two", INTEGER, 1, info.id.index = UINT_MAX - 2, info.owner = 2);
}

/* Sets whose indices meet. */
static void ask_overlaps(void)
{
	elem_info middle = describe("Overlap", SNDRV_CTL_ELEM_TYPE_INTEGER, 1), around = middle, inside = middle, now;
	elem_id id = middle.id;

	middle.id.index = 3;
	around.owner = 6;
	inside.id.index = 4;
	must_add(fd, &middle);
	key("a set around an element");
	say_added(add(fd, &around), &around);
	done();
	key("an element in a set");
	say_added(add(fd, &inside), &inside);
	done();
	key("the element that two have");
	id.index = 3;
	say_info(get_info(fd, id, &now), &now);
	say("removed %s", outcome(remove_id(fd, id)));
	say_info(get_info(fd, id, &now), &now);
	say("removed %s", outcome(remove_id(fd, id)));
	say_info(get_info(fd, id, &now), &now);
	done();
}

static void ask_choices(void)
{
	static const unsigned lengths[] = { 0, 1, 65536, 65537 };
	static char text[66000];
	elem_info info;

	ask_add("two items", choice(2, "a\0b", 4));
	ask_add("no items", choice(0, "a\0b", 4));
	ask_add("more items than names", choice(3, "a\0b", 4));
	ask_add("fewer items than names", choice(1, "a\0b", 4));
	ask_add("an item without a name", choice(2, "a\0\0b", 4));
	ask_add("a name without an end", choice(2, "a\0b", 3));
	ask_add("very many items", choice(UINT_MAX, "a\0b", 4));
	memset(text, 'n', 64);
	text[63] = 0;
	ask_add("a name of 63 letters", choice(1, text, 64));
	text[63] = 'n';
	text[64] = 0;
	ask_add("a name of 64 letters", choice(1, text, 65));
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = i % 2 ? 0 : 'n';
	for (size_t i = 0; i < COUNT(lengths); i++) {
		char what[64];

		snprintf(what, sizeof(what), "names of %u bytes", lengths[i]);
		ask_add(what, choice(1, text, lengths[i]));
	}
	info = choice(32768, text, 65536);
	ask_add("32768 items", info);
	info.value.enumerated.names_ptr = 0;
	ask_add("names at NULL", info);
	info.value.enumerated.names_ptr = 0x10000;
	ask_add("names that are nowhere", info);

	info = choice(2, "first\0second", 13);
	must_add(fd, &info);
	for (unsigned item = 0; item < 4; item++) {
		elem_info now = { .id = info.id };
		elem_value v = { .id = info.id };

		now.value.enumerated.item = item;
		v.value.enumerated.item[0] = item;
		key("item %u of two", item);
		say_info(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_INFO, &now), &now);
		say("names at %llu, %u bytes", (unsigned long long)now.value.enumerated.names_ptr, now.value.enumerated.names_length);
		say("chosen %s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &v)));
		say_value(fd, info.id);
		done();
	}
	remove_id(fd, info.id);
}

/* Values */

static void ask_integer(elem_info *info, long value)
{
	elem_value v = { .id = info->id };

	v.value.integer.value[0] = value;
	key("%s: write %ld", info->id.name, value);
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &v)));
	say_value(fd, info->id);
	done();
}

static void ask_range(const char *name, int type, long min, long max, long step)
{
	static const long values[] = { 0, 1, 2, 3, 10, 11, -1, -3, -10, LONG_MAX, LONG_MIN };
	elem_info info = describe(name, type, 1);

	info.value.integer.min = min;
	info.value.integer.max = max;
	info.value.integer.step = step;
	must_add(fd, &info);
	for (size_t i = 0; i < COUNT(values); i++)
		ask_integer(&info, values[i]);
	remove_id(fd, info.id);
}

static void ask_data(const char *name, int type, unsigned count)
{
	elem_info info = describe(name, type, count);
	elem_value v;

	must_add(fd, &info);
	key("%s: at first", name);
	say_value(fd, info.id);
	done();
	memset(&v, 0xaa, sizeof(v));
	v.id = info.id;
	v.indirect = 0;
	key("%s: write of all bytes", name);
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &v)));
	memset(&v.value, 0x11, sizeof(v.value));
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_READ, &v)));
	for (size_t i = 0; i < sizeof(v.value); i++)
		if (((unsigned char *)&v.value)[i] != 0xaa) {
			say("%zu bytes", i);
			break;
		}
	done();
	remove_id(fd, info.id);
}

static void ask_values(void)
{
	ask_range("Boolean", SNDRV_CTL_ELEM_TYPE_BOOLEAN, 0, 0, 0);
	ask_range("0 to 10", SNDRV_CTL_ELEM_TYPE_INTEGER, 0, 10, 0);
	ask_range("-10 to 10 by 3", SNDRV_CTL_ELEM_TYPE_INTEGER, -10, 10, 3);
	ask_range("10 to 0", SNDRV_CTL_ELEM_TYPE_INTEGER, 10, 0, 0);
	ask_range("64 bits, 0 to 10 by 2", SNDRV_CTL_ELEM_TYPE_INTEGER64, 0, 10, 2);
	ask_range("all numbers", SNDRV_CTL_ELEM_TYPE_INTEGER, LONG_MIN, LONG_MAX, 0);
	ask_range("0 to 10 by -1", SNDRV_CTL_ELEM_TYPE_INTEGER, 0, 10, -1);
	ask_data("Bytes", SNDRV_CTL_ELEM_TYPE_BYTES, 13);
	ask_data("Bytes 512", SNDRV_CTL_ELEM_TYPE_BYTES, 512);
	ask_data("IEC958", SNDRV_CTL_ELEM_TYPE_IEC958, 1);
}

/* Replacing and removing */

static void ask_replacing(void)
{
	elem_info info = describe("Own", SNDRV_CTL_ELEM_TYPE_INTEGER, 1), other;

	key("replace what is not there");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_REPLACE, &info)));
	done();
	other = describe("Master Volume", SNDRV_CTL_ELEM_TYPE_INTEGER, 1);
	key("replace a driver's");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_REPLACE, &other)));
	done();
	must_add(fd, &info);
	put(fd, info.id, 9);
	other = describe("Own", SNDRV_CTL_ELEM_TYPE_BYTES, 4);
	other.id.numid = 1;
	key("replace one's own");
	say_added(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_REPLACE, &other), &other);
	say_value(fd, other.id);
	done();
	other.count = 513;
	key("replace it with what cannot be");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_REPLACE, &other)));
	say_info(get_info(fd, named("Own"), &info), &info);
	done();
}

static void ask_removing(void)
{
	elem_info info = describe("Own", SNDRV_CTL_ELEM_TYPE_INTEGER, 1);
	elem_id id;

	key("remove a driver's");
	say("%s %s", outcome(remove_id(fd, numbered(1))), outcome(remove_id(fd, named("Master Volume"))));
	done();
	key("remove what is not there");
	say("%s %s", outcome(remove_id(fd, numbered(1 << 30))), outcome(remove_id(fd, named("Own"))));
	say("%s", outcome(remove_id(fd, numbered(0))));
	done();
	info.owner = 3;
	must_add(fd, &info);
	id = info.id;
	id.numid = 0;
	id.index = 2;
	key("remove by the index of the third");
	say("%s", outcome(remove_id(fd, id)));
	say("%s", outcome(remove_id(fd, info.id)));
	done();
}

static void ask_list(void)
{
	struct snd_ctl_elem_list l;
	elem_info info = describe("Listed", SNDRV_CTL_ELEM_TYPE_INTEGER, 1);
	elem_id ids[8];

	info.owner = 3;
	must_add(fd, &info);
	info = describe("Last", SNDRV_CTL_ELEM_TYPE_INTEGER, 1);
	must_add(fd, &info);
	for (unsigned offset = 10; offset < 16; offset++) {
		memset(ids, 0, sizeof(ids));
		list(fd, offset, 2, ids, &l);
		key("list from the %u. on", offset);
		say("used %u count %u", l.used, l.count);
		for (unsigned i = 0; i < l.used; i++)
			say_id(&ids[i]);
		done();
	}
}

/* The memory that programs may use up. */

static void ask_room(const char *what, elem_info info, unsigned words)
{
	static unsigned data[32768];
	unsigned n = 0;
	int result;

	fd = control(O_RDWR);
	for (;; n++) {
		info.id.index = n * 2000;
		info.id.numid = 0;
		result = add(fd, &info);
		if (!result && words)
			result = tlv(fd, SNDRV_CTL_IOCTL_TLV_WRITE, added(fd, info.id).numid, words * 4, data, words);
		if (result < 0)
			break;
	}
	key("room for %s", what);
	say("%u, then %s", n, outcome(result));
	done();
	close(fd);
	end_adding();
}

static void ask_limit(void)
{
	static char text[65536];
	elem_info info = describe("Filling", SNDRV_CTL_ELEM_TYPE_BOOLEAN, 128);

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = i % 2 ? 0 : 'n';
	ask_room("128 booleans", info, 0);
	info.owner = 100;
	ask_room("100 times 128 booleans", info, 0);
	info = describe("Filling", SNDRV_CTL_ELEM_TYPE_BYTES, 1);
	info.owner = 1028;
	ask_room("1028 times a byte", info, 0);
	info = describe("Filling", SNDRV_CTL_ELEM_TYPE_IEC958, 1);
	info.owner = 1000;
	ask_room("1000 times IEC958", info, 0);
	ask_room("choices with names of 64 KiB", choice(1, text, sizeof(text)), 0);
	info = describe("Filling", SNDRV_CTL_ELEM_TYPE_INTEGER, 1);
	info.access = SNDRV_CTL_ELEM_ACCESS_TLV_WRITE;
	ask_room("TLV data of 128 KiB", info, 32768);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	fd = control(O_RDWR);
	begin_adding();
	in("user elements");
	ask_types();
	ask_access();
	ask_names();
	ask_counts();
	ask_overlaps();
	ask_choices();
	ask_replacing();
	ask_removing();
	ask_list();
	in("ranges of user elements");
	ask_values();
	close(fd);
	end_adding();
	in("room for user elements");
	ask_limit();
	return 0;
}

/*
 * The mixer elements and channel maps of a card that has one playback volume.
 *
 *	ctl_chmap CARD
 *
 * Names and ranges are the card's own, and not told.
 */
#include "elements.h"
#include "stream.h"

enum { READ = SNDRV_CTL_IOCTL_TLV_READ };

static int fd;

/* ending finds the first element whose name ends so. */
static elem_id ending(const char *end)
{
	static elem_id ids[64];
	struct snd_ctl_elem_list l;

	if (list(fd, 0, COUNT(ids), ids, &l) < 0)
		die("ELEM_LIST");
	for (unsigned i = 0; i < l.used; i++) {
		size_t length = strlen((char *)ids[i].name);

		if (length >= strlen(end) && !strcmp((char *)ids[i].name + length - strlen(end), end))
			return ids[i];
	}
	errno = 0;
	die("no element ends in %s", end);
}

static elem_id by_number(elem_id id)
{
	return numbered(id.numid);
}

/* in_range is where a value is in its range. */
static const char *in_range(long value, const elem_info *info)
{
	return value == info->value.integer.min ? "min" : value == info->value.integer.max ? "max" : "between";
}

static void say_places(elem_id id)
{
	elem_info info;
	elem_value v;

	if (get_info(fd, by_number(id), &info) < 0 || get_value(fd, by_number(id), &v) < 0)
		die("look at an element");
	for (unsigned i = 0; i < info.count; i++)
		say("%s", in_range(v.value.integer.value[i], &info));
}

static void ask_element(const char *what, elem_id id)
{
	elem_info info;

	key("%s", what);
	say("%s", outcome(get_info(fd, by_number(id), &info)));
	say("iface %d type %d access %#x count %u min %ld step %ld", info.id.iface, info.type, info.access, info.count,
	    info.value.integer.min, info.value.integer.step);
	done();
}

/* ask_write writes a value above the maximum or below the minimum, or in the middle. */
static void ask_write(const char *what, elem_id id, const char *name, long left, long right)
{
	elem_value v = { .id = by_number(id) };

	v.value.integer.value[0] = left;
	v.value.integer.value[1] = right;
	key("%s: write %s", what, name);
	say("%s, now", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &v)));
	say_places(id);
	done();
}

static void ask_volume(elem_id id)
{
	elem_info info;
	elem_value before;
	long min, max;

	if (get_info(fd, by_number(id), &info) < 0 || get_value(fd, by_number(id), &before) < 0)
		die("look at the volume");
	min = info.value.integer.min;
	max = info.value.integer.max;
	ask_write("volume", id, "min", min, min);
	ask_write("volume", id, "max", max, max);
	ask_write("volume", id, "max min", max, min);
	ask_write("volume", id, "between", max - 1, max - 1);
	ask_write("volume", id, "above", max + 1, max + 1);
	ask_write("volume", id, "below", min - 1, min - 1);
	ask_write("volume", id, "min and above", min, max + 1);
	ask_write("volume", id, "a very large number", LONG_MAX, LONG_MAX);
	ask_write("volume", id, "a very small number", LONG_MIN, LONG_MIN);
	ask_write("volume", id, "a number of 33 bits", 1L << 32, 1L << 32);
	ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &before);
}

static void ask_switch(elem_id id)
{
	static const long values[] = { 0, 1, 2, 0, -1, 256, 0, LONG_MIN, 1 };

	for (size_t i = 0; i < COUNT(values); i++) {
		elem_value v = { .id = by_number(id) };

		v.value.integer.value[0] = values[i];
		key("%zu. switch: write %ld", i + 1, values[i]);
		say("%s, now", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &v)));
		say_places(id);
		done();
	}
}

static void ask_events(elem_id id)
{
	struct snd_ctl_event e = { 0 };
	elem_value v;
	int events = subscribed(O_RDWR | O_NONBLOCK);

	if (get_value(fd, by_number(id), &v) < 0)
		die("read");
	key("events of writes");
	ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &v);
	say("the same: %s", outcome(read(events, &e, sizeof(e))));
	v.value.integer.value[0]--;
	ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &v);
	say("less: %s", outcome(read(events, &e, sizeof(e))));
	say("%#x %s", e.data.elem.mask, e.data.elem.id.numid == id.numid ? "its own" : "another's");
	v.value.integer.value[0]++;
	ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &v);
	say("more: %s", outcome(read(events, &e, sizeof(e))));
	done();
	close(events);
}

static void ask_tlv(const char *what, elem_id id, unsigned long op, unsigned length, int data)
{
	unsigned words[6] = { 0x11, 0x12, 0x13, 0x14, 0x15, 0x16 };
	int result = tlv(fd, op, id.numid, length, words, COUNT(words));

	key("%s, %u bytes", what, length);
	say("%s", outcome(result));
	for (int i = 0; i < data; i++)
		say("%x", words[i]);
	done();
}

static void ask_scale(elem_id volume, elem_id toggle)
{
	static const unsigned lengths[] = { 4, 8, 12, 15, 16, 4096 };

	for (size_t i = 0; i < COUNT(lengths); i++)
		ask_tlv("scale", volume, READ, lengths[i], lengths[i] < 16 ? 6 : 2);
	ask_tlv("write of the scale", volume, SNDRV_CTL_IOCTL_TLV_WRITE, 16, 0);
	ask_tlv("command of the scale", volume, SNDRV_CTL_IOCTL_TLV_COMMAND, 16, 0);
	ask_tlv("scale of the switch", toggle, READ, 16, 0);
}

/* Channel maps */

static void say_map(elem_id id)
{
	elem_value v;
	elem_info info;
	int result;

	if (get_info(fd, by_number(id), &info) < 0)
		die("ELEM_INFO");
	memset(&v, 0x11, sizeof(v));
	v.id = by_number(id);
	v.indirect = 0;
	result = ioctl(fd, SNDRV_CTL_IOCTL_ELEM_READ, &v);
	say("%s", outcome(result));
	for (unsigned i = 0; !result && i <= info.count; i++)
		say("%lx", v.value.integer.value[i]);
}

static void ask_map(elem_id id)
{
	static const unsigned lengths[] = { 4, 8, 12, 15, 16, 20, 23, 24, 4096 };
	struct snd_pcm_hw_params hw;
	elem_info info;
	elem_value v = { .id = by_number(id) };
	int stream;

	key("channel map");
	say("%s", outcome(get_info(fd, by_number(id), &info)));
	say("%s device %u subdevice %u index %u iface %d", info.id.name, info.id.device, info.id.subdevice, info.id.index, info.id.iface);
	say("type %d access %#x count %u %ld..%ld step %ld", info.type, info.access, info.count, info.value.integer.min,
	    info.value.integer.max, info.value.integer.step);
	done();
	for (size_t i = 0; i < COUNT(lengths); i++)
		ask_tlv("maps", id, READ, lengths[i], lengths[i] < 24 ? 0 : 6);
	ask_tlv("write of the maps", id, SNDRV_CTL_IOCTL_TLV_WRITE, 24, 0);
	ask_tlv("command of the maps", id, SNDRV_CTL_IOCTL_TLV_COMMAND, 24, 0);
	key("write of a map");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &v)));
	done();

	key("map of a closed stream");
	say_map(id);
	done();
	stream = open_pcm(0, PLAYBACK, O_RDWR);
	key("map of an open stream");
	say_map(id);
	done();
	hw_any(&hw);
	if (ioctl(stream, SNDRV_PCM_IOCTL_HW_REFINE, &hw) < 0)
		die("HW_REFINE");
	key("map of a stream that was asked what it can");
	say_map(id);
	done();
	configure(stream, &SETUP(.rate = 48000, .period = 1024, .buffer = 4096));
	key("map of a stream with parameters");
	say_map(id);
	done();
	if (ioctl(stream, SNDRV_PCM_IOCTL_PREPARE) < 0)
		die("PREPARE");
	key("map of a prepared stream");
	say_map(id);
	done();
	if (ioctl(stream, SNDRV_PCM_IOCTL_HW_FREE) < 0)
		die("HW_FREE");
	key("map of a stream without parameters");
	say_map(id);
	done();
	close(stream);
	/* The last close may be told later. */
	for (int i = 0; i < 1000 && !get_value(fd, by_number(id), &v) && v.value.integer.value[0]; i++)
		usleep(1000);
	key("map of a stream that was closed");
	say_map(id);
	done();
}

int main(int argc, char **argv)
{
	elem_id volume, toggle;

	begin(argc, argv, 0, "");
	fd = control(O_RDWR);
	volume = ending("Playback Volume");
	toggle = ending("Playback Switch");
	in("volumes and switches");
	ask_element("volume", volume);
	ask_element("switch", toggle);
	ask_volume(volume);
	ask_switch(toggle);
	ask_events(volume);
	in("scales");
	ask_scale(volume, toggle);
	in("channel maps");
	ask_map(ending("Playback Channel Map"));
	return 0;
}

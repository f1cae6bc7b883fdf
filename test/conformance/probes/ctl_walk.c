/*
 * A card and all its elements, whatever they are.
 *
 *	ctl_walk CARD
 *
 * An element is told by its name, which no other of its card has. Switches, volumes and choices
 * are left as they were.
 */
#include "elements.h"
#include "stream.h"

#include <poll.h>

enum { MANY = 64 };

static int fd, other, events;

/* The card */

/* The place of a device is not told: it is another one on each machine. */
static void ask_card(void)
{
	struct snd_ctl_card_info info = { 0 };
	int version = 0, power = -1;
	char *at;

	key("CARD_INFO");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_CARD_INFO, &info)));
	at = strstr((char *)info.longname, " at ");
	if (at)
		*at = 0;
	say("card %d '%s' '%s' '%s' '%s'", info.card, info.id, info.driver, info.name, info.longname);
	done();
	key("CARD_INFO, the mixer");
	say("'%s'", info.mixername);
	done();
	key("CARD_INFO, the components");
	say("'%s'", info.components);
	done();
	key("PVERSION");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_PVERSION, &version)));
	say("%#x", version);
	done();
	key("POWER_STATE");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_POWER_STATE, &power)));
	say("%d", power);
	done();
	key("POWER");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_POWER, &power)));
	done();
}

static void ask_pcm(int device, int stream, unsigned subdevice)
{
	struct snd_pcm_info info = { .device = device, .stream = stream, .subdevice = subdevice };

	key("PCM_INFO of %s %d, subdevice %u", stream_name(stream), device, subdevice);
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_PCM_INFO, &info)));
	say("card %d '%s' '%s' '%s' class %d.%d %u of %u", info.card, info.id, info.name, info.subname, info.dev_class, info.dev_subclass,
	    info.subdevices_avail, info.subdevices_count);
	done();
}

static void ask_pcms(void)
{
	int next = -1;

	for (int i = 0; i < 2; i++) {
		key("PCM_NEXT_DEVICE after %d", next);
		say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, &next)));
		say("%d", next);
		done();
	}
	for (int device = 0; device < 2; device++)
		for (int stream = PLAYBACK; stream <= CAPTURE; stream++) {
			ask_pcm(device, stream, 0);
			ask_pcm(device, stream, 1);
		}
	next = 0;
	key("PCM_PREFER_SUBDEVICE 0");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE, &next)));
	done();
}

/* What elements are */

static void ask_found(const elem_id *id)
{
	elem_id by_name = *id, by_number = numbered(id->numid);
	elem_info info;

	key("%s", id->name);
	say_info(get_info(fd, by_number, &info), &info);
	say("owner %d", info.owner);
	done();
	by_name.numid = 0;
	key("%s: by its name", id->name);
	say("%s", outcome(get_info(fd, by_name, &info)));
	say_id(&info.id);
	done();
	by_name.index++;
	key("%s: the next index", id->name);
	say("%s", outcome(get_info(fd, by_name, &info)));
	done();
	key("%s: at first", id->name);
	say_value(fd, by_number);
	done();
}

static void ask_tlv(const elem_id *id, unsigned length)
{
	unsigned words[8] = { 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18 };
	int result = tlv(fd, SNDRV_CTL_IOCTL_TLV_READ, id->numid, length, words, COUNT(words));

	key("%s: read of %u bytes", id->name, length);
	say("%s", outcome(result));
	for (size_t i = 0; !result && i < COUNT(words); i++)
		say("%x", words[i]);
	done();
}

static void ask_tlvs(const elem_id *id)
{
	static const unsigned lengths[] = { 4, 8, 15, 16, 24, 4096 };
	unsigned words[4] = { 1, 8, 0, 0 };

	for (size_t i = 0; i < COUNT(lengths); i++)
		ask_tlv(id, lengths[i]);
	key("%s: write, command", id->name);
	say("%s", outcome(tlv(fd, SNDRV_CTL_IOCTL_TLV_WRITE, id->numid, 16, words, COUNT(words))));
	say("%s", outcome(tlv(fd, SNDRV_CTL_IOCTL_TLV_COMMAND, id->numid, 16, words, COUNT(words))));
	done();
}

/* What they take */

/* end_write ends the line of a write. */
static void end_write(const elem_id *id, elem_value *v)
{
	say("%s now", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, v)));
	say_value(fd, *id);
	say("events");
	say_events(events);
	done();
}

static void ask_write(const elem_id *id, const char *what, long first, long second)
{
	elem_value v = { .id = *id };

	v.value.integer.value[0] = first;
	v.value.integer.value[1] = second;
	key("%s: %s", id->name, what);
	end_write(id, &v);
}

static void ask_numbers(const elem_id *id, long min, long max)
{
	ask_write(id, "the lowest", min, min);
	ask_write(id, "the highest", max, max);
	ask_write(id, "the highest again", max, max);
	ask_write(id, "the lowest and the highest", min, max);
	ask_write(id, "the highest and the lowest", max, min);
	ask_write(id, "above both", max + 1, max + 1);
	ask_write(id, "the lowest, and above", min, max + 1);
	ask_write(id, "above, and the lowest", max + 1, min);
	ask_write(id, "the highest for the last time", max, max);
	ask_write(id, "below both", min - 1, min - 1);
	ask_write(id, "the lowest, and below", min, min - 1);
	ask_write(id, "INT_MAX", INT_MAX, INT_MAX);
	ask_write(id, "INT_MIN", INT_MIN, INT_MIN);
	ask_write(id, "LONG_MAX", LONG_MAX, LONG_MAX);
	ask_write(id, "LONG_MIN", LONG_MIN, LONG_MIN);
}

static void ask_choice(const elem_id *id, unsigned item)
{
	elem_value v = { .id = *id };

	v.value.enumerated.item[0] = item;
	key("%s: item %u", id->name, item);
	end_write(id, &v);
}

static void ask_choices(const elem_id *id, unsigned items)
{
	for (unsigned item = 0; item <= items; item++)
		ask_choice(id, item);
	ask_choice(id, UINT_MAX);
}

static void drop_events(void)
{
	struct snd_ctl_event e;

	while (revents(events, POLLIN) & POLLIN)
		if (read(events, &e, sizeof(e)) < 0)
			die("read events");
}

static void ask_writes(const elem_id *id)
{
	elem_value before;
	elem_info info;

	if (get_info(fd, *id, &info) < 0 || get_value(fd, *id, &before) < 0)
		die("look at %s", id->name);
	if (!(info.access & SNDRV_CTL_ELEM_ACCESS_WRITE)) {
		ask_write(id, "what it is", before.value.integer.value[0], before.value.integer.value[1]);
		ask_write(id, "another value", before.value.integer.value[0] + 1, 0);
		return;
	}
	if (info.type == SNDRV_CTL_ELEM_TYPE_ENUMERATED)
		ask_choices(id, info.value.enumerated.items);
	else
		ask_numbers(id, info.value.integer.min, info.value.integer.max);
	before.id = *id;
	ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &before);
	drop_events();
}

/* write_back writes the values that an element has. */
static const char *write_back(int file, elem_id id)
{
	elem_value v;

	if (get_value(file, id, &v) < 0)
		return outcome(-1);
	return outcome(ioctl(file, SNDRV_CTL_IOCTL_ELEM_WRITE, &v));
}

static void ask_lock(const elem_id *id)
{
	key("%s", id->name);
	say("lock %s", outcome(lock(fd, *id)));
	say("again %s", outcome(lock(fd, *id)));
	say("of another %s", outcome(lock(other, *id)));
	say("write %s", write_back(fd, *id));
	say("of another %s", write_back(other, *id));
	say("unlock of another %s", outcome(unlock(other, *id)));
	say("of the owner %s", outcome(unlock(fd, *id)));
	say("again %s", outcome(unlock(fd, *id)));
	say("events");
	say_events(events);
	done();
}

/* Channel maps of streams that are set up as all such cards can be. */
static void ask_map(const elem_id *id)
{
	int stream = strstr((char *)id->name, "Playback") ? PLAYBACK : CAPTURE;
	int pcm = open_pcm(id->device, stream, O_RDWR);

	key("%s: open", id->name);
	say_value(fd, *id);
	done();
	configure(pcm, &SETUP(.rate = 48000, .period = 1024, .buffer = 4096));
	key("%s: set up", id->name);
	say_value(fd, *id);
	say("events");
	say_events(events);
	done();
	if (ioctl(pcm, SNDRV_PCM_IOCTL_HW_FREE) < 0)
		die("HW_FREE");
	key("%s: freed", id->name);
	say_value(fd, *id);
	done();
	close(pcm);
}

int main(int argc, char **argv)
{
	struct snd_ctl_elem_list l;
	elem_id ids[MANY];

	begin(argc, argv, 0, "");
	fd = control(O_RDWR);
	other = control(O_RDWR);
	events = subscribed(O_RDWR);
	in("the card");
	ask_card();
	ask_pcms();
	in("its elements");
	key("how many");
	say("%s", outcome(list(fd, 0, MANY, ids, &l)));
	say("%u of %u", l.used, l.count);
	done();
	for (unsigned i = 0; i < l.used; i++)
		ask_found(&ids[i]);
	in("TLV data of its elements");
	for (unsigned i = 0; i < l.used; i++)
		ask_tlvs(&ids[i]);
	in("writes to its elements");
	for (unsigned i = 0; i < l.used; i++)
		ask_writes(&ids[i]);
	in("locks of its elements");
	for (unsigned i = 0; i < l.used; i++)
		ask_lock(&ids[i]);
	in("channel maps of its streams");
	for (unsigned i = 0; i < l.used; i++)
		if (ids[i].iface == SNDRV_CTL_ELEM_IFACE_PCM && strstr((char *)ids[i].name, "Channel Map"))
			ask_map(&ids[i]);
	return 0;
}

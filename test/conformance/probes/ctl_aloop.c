/*
 * The elements of a loopback card: what they tell of a cable, and what they do to it.
 *
 *	ctl_aloop CARD
 */
#include "elements.h"
#include "stream.h"

#include <stdarg.h>

enum { SHIFT, NOTIFY, ACTIVE, EACH = 7 };

static const char *const names[] = {
	"PCM Rate Shift 100000", "PCM Notify", "PCM Slave Active", "PCM Slave Format", "PCM Slave Rate", "PCM Slave Channels",
	"PCM Slave Access Mode",
};

static int fd, events;

static elem_id element(int which, unsigned device, unsigned subdevice)
{
	elem_id id = named(names[which]);

	id.iface = SNDRV_CTL_ELEM_IFACE_PCM;
	id.device = device;
	id.subdevice = subdevice;
	return id;
}

static void prefer(int number)
{
	if (ioctl(fd, SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE, &number) < 0)
		die("PCM_PREFER_SUBDEVICE");
}

/* What the elements are */

static void ask_elements(unsigned device, unsigned subdevice)
{
	elem_info info;

	for (int which = 0; which < EACH; which++) {
		key("%s of %u,%u", names[which], device, subdevice);
		say_info(get_info(fd, element(which, device, subdevice), &info), &info);
		say("is");
		say_value(fd, element(which, device, subdevice));
		done();
	}
}

static void ask_write(int which, long value)
{
	elem_value v = { .id = element(which, 1, 7) };
	static int n;

	v.value.integer.value[0] = value;
	key("%d. write %ld to %s", ++n, value, names[which]);
	say("%s, now", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &v)));
	say_value(fd, element(which, 1, 7));
	say("events");
	say_events(events);
	done();
}

static void ask_writes(void)
{
	static const long shifts[] = { 79999, 80000, 80000, 100001, 120000, 120001, 0, -1, LONG_MAX, LONG_MIN, (1L << 32) + 90000, 100000 };
	static const long switches[] = { 0, 1, 1, 2, 0, -1, 0, 1L << 32, 0 };

	for (size_t i = 0; i < COUNT(shifts); i++)
		ask_write(SHIFT, shifts[i]);
	for (size_t i = 0; i < COUNT(switches); i++)
		ask_write(NOTIFY, switches[i]);
	for (int which = ACTIVE; which < EACH; which++)
		ask_write(which, 1);
}

/* What they tell of a cable. Its playback is on device 0. */

static void say_slave(unsigned subdevice)
{
	for (int which = ACTIVE; which < EACH; which++)
		say_value(fd, element(which, 1, subdevice));
}

static void told(unsigned subdevice, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void told(unsigned subdevice, const char *format, ...)
{
	char what[128];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	key("%s", what);
	say("tells");
	say_slave(subdevice);
	say("events");
	say_events(events);
	done();
}

static int set_up(int device, int stream, const struct setup *s)
{
	int pcm = open_pcm(device, stream, O_RDWR);

	configure(pcm, s);
	return pcm;
}

static void step(int pcm, unsigned long request)
{
	if (ioctl(pcm, request) < 0)
		die("ioctl %lx", request);
}

static const struct setup wide = {
	.access = SNDRV_PCM_ACCESS_RW_INTERLEAVED, .format = SNDRV_PCM_FORMAT_S32_LE, .channels = 6, .rate = 96000,
	.period = 512, .buffer = 2048, .start = LONG_MAX, .stop = LONG_MAX,
};

static void fill(int pcm, const struct setup *s)
{
	static char silence[2048 * 24];
	struct snd_xferi x = { .buf = silence, .frames = s->buffer };

	if (s->access == SNDRV_PCM_ACCESS_RW_NONINTERLEAVED)
		return;
	if (ioctl(pcm, SNDRV_PCM_IOCTL_WRITEI_FRAMES, &x) < 0)
		die("WRITEI");
}

static void ask_playback(void)
{
	struct setup apart = wide, plain = SETUP(.period = 512, .buffer = 2048, .stop = LONG_MAX);
	int pcm;

	prefer(1);
	told(1, "nothing is open");
	pcm = open_pcm(0, PLAYBACK, O_RDWR);
	told(1, "a playback is open");
	configure(pcm, &wide);
	told(1, "it has parameters");
	step(pcm, SNDRV_PCM_IOCTL_PREPARE);
	told(1, "it is prepared");
	fill(pcm, &wide);
	step(pcm, SNDRV_PCM_IOCTL_START);
	told(1, "it runs");
	step(pcm, SNDRV_PCM_IOCTL_DROP);
	told(1, "it is stopped");
	step(pcm, SNDRV_PCM_IOCTL_DROP);
	told(1, "it is stopped again");
	step(pcm, SNDRV_PCM_IOCTL_PREPARE);
	fill(pcm, &wide);
	step(pcm, SNDRV_PCM_IOCTL_START);
	told(1, "it runs again");
	close(pcm);
	for (int i = 0; i < 1000; i++) {
		elem_value v;

		if (!get_value(fd, element(ACTIVE, 1, 1), &v) && !v.value.integer.value[0])
			break;
		usleep(1000);
	}
	told(1, "it is closed while it runs");
	pcm = set_up(0, PLAYBACK, &plain);
	step(pcm, SNDRV_PCM_IOCTL_PREPARE);
	told(1, "one that is otherwise is prepared");
	fill(pcm, &plain);
	step(pcm, SNDRV_PCM_IOCTL_START);
	told(1, "that one runs");
	step(pcm, SNDRV_PCM_IOCTL_DROP);
	told(1, "that one is stopped");
	close(pcm);
	apart.access = SNDRV_PCM_ACCESS_MMAP_NONINTERLEAVED;
	pcm = set_up(0, PLAYBACK, &apart);
	step(pcm, SNDRV_PCM_IOCTL_PREPARE);
	(void)!ioctl(pcm, SNDRV_PCM_IOCTL_FORWARD, &(unsigned long){ 2048 });
	step(pcm, SNDRV_PCM_IOCTL_START);
	told(1, "one with its channels apart runs");
	step(pcm, SNDRV_PCM_IOCTL_DROP);
	told(1, "it is dropped");
	close(pcm);
}

/* Both ends of a cable */

static void say_pcm_state(const char *what, int pcm)
{
	say("%s", what);
	say_state(pcm);
}

static void ask_both(void)
{
	struct setup s = wide, other = SETUP(.period = 512, .buffer = 2048, .stop = LONG_MAX);
	int play, capture;

	prefer(2);
	play = set_up(0, PLAYBACK, &s);
	capture = set_up(1, CAPTURE, &s);
	step(play, SNDRV_PCM_IOCTL_PREPARE);
	step(capture, SNDRV_PCM_IOCTL_PREPARE);
	fill(play, &s);
	step(play, SNDRV_PCM_IOCTL_START);
	told(2, "a playback runs beside a capture like it");
	step(capture, SNDRV_PCM_IOCTL_START);
	told(2, "the capture runs too");
	step(capture, SNDRV_PCM_IOCTL_DROP);
	told(2, "the capture is stopped");
	step(play, SNDRV_PCM_IOCTL_DROP);
	told(2, "both are stopped");
	close(play);
	close(capture);

	prefer(3);
	play = set_up(0, PLAYBACK, &s);
	capture = set_up(1, CAPTURE, &other);
	step(play, SNDRV_PCM_IOCTL_PREPARE);
	step(capture, SNDRV_PCM_IOCTL_PREPARE);
	key("a capture unlike the playback starts");
	say("%s", outcome(ioctl(capture, SNDRV_PCM_IOCTL_START)));
	say_slave(3);
	say("events");
	say_events(events);
	done();
	fill(play, &s);
	step(play, SNDRV_PCM_IOCTL_START);
	told(3, "the playback starts");
	close(play);
	close(capture);
}

/* What an end may choose, when the other one has chosen. */
static void say_choice(int pcm)
{
	struct snd_pcm_hw_params p;
	struct snd_interval *rate, *channels;

	hw_any(&p);
	say("%s", outcome(ioctl(pcm, SNDRV_PCM_IOCTL_HW_REFINE, &p)));
	rate = hw_interval(&p, SNDRV_PCM_HW_PARAM_RATE);
	channels = hw_interval(&p, SNDRV_PCM_HW_PARAM_CHANNELS);
	say("%x:%x %u..%u %u..%u", p.masks[1].bits[1], p.masks[1].bits[0], rate->min, rate->max, channels->min, channels->max);
}

static void ask_choice(const char *what, int pcm)
{
	key("%s may choose", what);
	say_choice(pcm);
	done();
}

static void ask_notify(int number, long notify)
{
	struct setup s = wide, other = SETUP(.period = 512, .buffer = 2048, .stop = LONG_MAX);
	static char text[64];
	int play, capture, late;

	prefer(number);
	close(events);
	put(fd, element(NOTIFY, 1, number), notify);
	events = subscribed(O_RDWR);
	snprintf(text, sizeof(text), "notify %ld", notify);
	in(text);
	capture = set_up(1, CAPTURE, &other);
	step(capture, SNDRV_PCM_IOCTL_PREPARE);
	play = open_pcm(0, PLAYBACK, O_RDWR);
	ask_choice("a playback beside a prepared capture", play);
	key("it chooses otherwise");
	{
		struct snd_pcm_hw_params p;

		hw_setup(&p, &s);
		say("%s", outcome(ioctl(play, SNDRV_PCM_IOCTL_HW_PARAMS, &p)));
	}
	done();
	step(capture, SNDRV_PCM_IOCTL_HW_FREE);
	ask_choice("the playback when the capture has no parameters", play);
	close(play);
	close(capture);

	prefer(number);
	play = set_up(0, PLAYBACK, &s);
	capture = set_up(1, CAPTURE, &other);
	step(capture, SNDRV_PCM_IOCTL_PREPARE);
	step(capture, SNDRV_PCM_IOCTL_START);
	key("a playback that was set up otherwise is prepared");
	say("%s", outcome(ioctl(play, SNDRV_PCM_IOCTL_PREPARE)));
	say_pcm_state("capture", capture);
	done();
	ask_choice("the capture then", capture);
	fill(play, &s);
	key("and it runs");
	say("%s", outcome(ioctl(play, SNDRV_PCM_IOCTL_START)));
	say_pcm_state("capture", capture);
	say("tells");
	say_slave(number);
	say("events");
	say_events(events);
	done();
	key("the capture is prepared and started again");
	say("%s", outcome(ioctl(capture, SNDRV_PCM_IOCTL_PREPARE)));
	say("%s", outcome(ioctl(capture, SNDRV_PCM_IOCTL_START)));
	done();
	close(capture);
	late = open_pcm(1, CAPTURE, O_RDWR);
	ask_choice("a capture that is opened then", late);
	step(play, SNDRV_PCM_IOCTL_DROP);
	step(play, SNDRV_PCM_IOCTL_HW_FREE);
	ask_choice("that one, when the playback has no parameters", late);
	close(play);
	ask_choice("that one, when the playback is closed", late);
	close(late);
}

/* Faster and slower */

static unsigned long position(int pcm)
{
	struct snd_pcm_sync_ptr p = { .flags = SNDRV_PCM_SYNC_PTR_HWSYNC | SNDRV_PCM_SYNC_PTR_APPL | SNDRV_PCM_SYNC_PTR_AVAIL_MIN };

	if (ioctl(pcm, SNDRV_PCM_IOCTL_SYNC_PTR, &p) < 0)
		die("SYNC_PTR");
	return p.s.status.hw_ptr;
}

static int running(int number, int stream, long shift)
{
	struct setup s = SETUP(.rate = 48000, .period = 4096, .buffer = 16384, .stop = LONG_MAX);
	int pcm;

	prefer(number);
	put(fd, element(SHIFT, 1, number), shift);
	pcm = set_up(stream == PLAYBACK ? 0 : 1, stream, &s);
	step(pcm, SNDRV_PCM_IOCTL_PREPARE);
	if (stream == PLAYBACK) {
		static char silence[16384 * 4];
		struct snd_xferi x = { .buf = silence, .frames = 16384 };

		if (ioctl(pcm, SNDRV_PCM_IOCTL_WRITEI_FRAMES, &x) < 0)
			die("WRITEI");
	}
	return pcm;
}

/* In per cent, of two that were started together, to the nearest 25. */
static void say_ratio(int one, int two, unsigned long from_one, unsigned long from_two)
{
	unsigned long a, b;

	do
		usleep(20000);
	while (position(two) - from_two < 48000);
	a = position(one) - from_one;
	b = position(two) - from_two;
	say("%lu%%", (a * 100 / b + 12) / 25 * 25);
}

static void ask_speed(int stream)
{
	int one = running(5, stream, 120000), two = running(6, stream, 80000);
	unsigned long a, b;

	key("%s: a shift of 120000 against one of 80000", stream_name(stream));
	step(one, SNDRV_PCM_IOCTL_START);
	step(two, SNDRV_PCM_IOCTL_START);
	say_ratio(one, two, 0, 0);
	done();
	key("%s: 80000 against 120000, changed under way", stream_name(stream));
	put(fd, element(SHIFT, 1, 5), 80000);
	put(fd, element(SHIFT, 1, 6), 120000);
	/* snd-aloop looks when a period ends. */
	a = position(one);
	b = position(two);
	while (position(one) - a < 8192 || position(two) - b < 8192)
		usleep(10000);
	say_ratio(one, two, position(one), position(two));
	done();
	close(one);
	close(two);
	put(fd, element(SHIFT, 1, 5), 100000);
	put(fd, element(SHIFT, 1, 6), 100000);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	fd = control(O_RDWR);
	events = subscribed(O_RDWR);
	in("loopback elements");
	ask_elements(0, 0);
	ask_elements(0, 7);
	ask_elements(1, 0);
	ask_elements(1, 7);
	key("number of elements");
	say("%u", elements(fd));
	done();
	ask_writes();
	in("loopback played");
	ask_playback();
	ask_both();
	in("loopback speed");
	ask_speed(PLAYBACK);
	ask_speed(CAPTURE);
	ask_notify(4, 0);
	ask_notify(4, 1);
	put(fd, element(NOTIFY, 1, 4), 0);
	return 0;
}

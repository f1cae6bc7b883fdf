/*
 * Sets a PCM stream up, and prints what the stream makes of it.
 *
 *	params CARD playback|capture
 *
 * The areas are hw_params, sw_params and channel_info. Each question meets a file
 * that was opened for it. The answer of SW_PARAMS is
 *
 *	ERROR FIELD=VALUE..., avail_min=N
 *
 * with the fields that came back otherwise than they were sent; what follows the
 * comma is the stream's own afterwards.
 */
#include "still.h"

static void hw_params_or_die(struct setup s)
{
	if (hw_params(s) < 0)
		die("HW_PARAMS");
}

static void prepare(void)
{
	if (ask(SNDRV_PCM_IOCTL_PREPARE, NULL) < 0)
		die("PREPARE");
}

static void say_appl(void)
{
	struct snd_pcm_sync_ptr p;

	look(fd, &p);
	say("%s appl=%lu hw=%lu avail_min=%lu", state_name(p.s.status.state), p.c.control.appl_ptr,
	    p.s.status.hw_ptr, p.c.control.avail_min);
}

/* hw_params */

static unsigned value(struct snd_pcm_hw_params *p, int param)
{
	return hw_interval(p, param)->min;
}

static void say_sizes(struct snd_pcm_hw_params *p)
{
	say("channels=%u rate=%u period=%u periods=%u buffer=%u", value(p, SNDRV_PCM_HW_PARAM_CHANNELS),
	    value(p, SNDRV_PCM_HW_PARAM_RATE), value(p, SNDRV_PCM_HW_PARAM_PERIOD_SIZE),
	    value(p, SNDRV_PCM_HW_PARAM_PERIODS), value(p, SNDRV_PCM_HW_PARAM_BUFFER_SIZE));
}

/* A configuration that the last one does not bind. */
static void ask_again(void)
{
	struct setup other = SETUP(.channels = 1, .rate = 44100, .period = 1000, .buffer = 3000);
	struct snd_pcm_hw_params p, first;
	long r;

	set_up(SETUP());
	key("%s: another configuration without HW_FREE", stream_name(stream));
	hw_setup(&p, &other);
	r = ask(SNDRV_PCM_IOCTL_HW_PARAMS, &p);
	say("%s", outcome(r));
	say_sizes(&p);
	say_appl();
	done();

	set_up(SETUP());
	key("%s: everything is allowed again after HW_PARAMS", stream_name(stream));
	hw_any(&p);
	r = ask(SNDRV_PCM_IOCTL_HW_REFINE, &p);
	say("%s rate=%u-%u", outcome(r), value(&p, SNDRV_PCM_HW_PARAM_RATE), hw_interval(&p, SNDRV_PCM_HW_PARAM_RATE)->max);
	done();

	reopen();
	hw_setup(&first, &(SETUP()));
	if (ask(SNDRV_PCM_IOCTL_HW_PARAMS, &first) < 0)
		die("HW_PARAMS");
	key("%s: the answer of HW_PARAMS as a request", stream_name(stream));
	p = first;
	r = ask(SNDRV_PCM_IOCTL_HW_PARAMS, &p);
	say("%s %s rmask=%#x cmask=%#x", outcome(r), memcmp(&p.masks, &first.masks, sizeof(p.masks)) ||
	    memcmp(&p.intervals, &first.intervals, sizeof(p.intervals)) ? "other values" : "the same values",
	    p.rmask, p.cmask);
	done();
}

/* What HW_PARAMS does to what was written before it. */
static void ask_pointers(void)
{
	set_up(SETUP());
	prepare();
	if (stream == PLAYBACK && transfer(100) < 0)
		die("WRITEI");
	key("%s: pointers after HW_PARAMS of a prepared stream", stream_name(stream));
	say("%s", outcome(hw_params(SETUP(.period = 1024, .buffer = 4096))));
	say_appl();
	done();
	key("%s: and after PREPARE", stream_name(stream));
	say("%s", outcome(ask(SNDRV_PCM_IOCTL_PREPARE, NULL)));
	say_appl();
	done();
	key("%s: and after HW_FREE", stream_name(stream));
	say("%s", outcome(ask(SNDRV_PCM_IOCTL_HW_FREE, NULL)));
	say_appl();
	done();
	key("%s: a program's pointer is checked against the boundary of before HW_FREE", stream_name(stream));
	{
		struct snd_pcm_sync_ptr p = { .flags = SNDRV_PCM_SYNC_PTR_AVAIL_MIN, .c.control.appl_ptr = 5 };

		say("%s", outcome(ask(SNDRV_PCM_IOCTL_SYNC_PTR, &p)));
		say_appl();
	}
	done();
	reopen();
	key("%s: a program's pointer before HW_PARAMS", stream_name(stream));
	{
		struct snd_pcm_sync_ptr p = { .flags = SNDRV_PCM_SYNC_PTR_AVAIL_MIN, .c.control.appl_ptr = 5 };

		say("%s", outcome(ask(SNDRV_PCM_IOCTL_SYNC_PTR, &p)));
		say_appl();
	}
	done();
	reopen();
	key("%s: an avail_min before HW_PARAMS", stream_name(stream));
	{
		struct snd_pcm_sync_ptr p = { .flags = SNDRV_PCM_SYNC_PTR_APPL, .c.control.avail_min = 5 };

		say("%s", outcome(ask(SNDRV_PCM_IOCTL_SYNC_PTR, &p)));
		say_appl();
	}
	done();
	key("%s: and after it", stream_name(stream));
	say("%s", outcome(hw_params(SETUP())));
	say_appl();
	done();
}

/* One frame is soon played, and then the stream has stopped again. */
static void say_started(void)
{
	struct snd_pcm_sync_ptr p;

	look(fd, &p);
	say("%s", p.s.status.state == SNDRV_PCM_STATE_PREPARED ? "prepared" : "started");
}

/* The sw_params that come with HW_PARAMS, by what they do. */
static void ask_defaults(void)
{
	struct snd_pcm_status p;

	reopen();
	hw_params_or_die(SETUP());
	prepare();
	key("%s: one frame starts a stream by default", stream_name(stream));
	transfer(1);
	say_started();
	done();

	set_up(SETUP(.start = 1000));
	hw_params_or_die(SETUP());
	prepare();
	key("%s: HW_PARAMS forgets the start threshold", stream_name(stream));
	transfer(1);
	say_started();
	done();

	set_up(SETUP(.stop = ULONG_MAX));
	hw_params_or_die(SETUP());
	prepare();
	key("%s: HW_PARAMS forgets the stop threshold", stream_name(stream));
	/* A playback that may run for ever starts with nothing to play, one that may not fails. */
	say("%s", outcome(ask(SNDRV_PCM_IOCTL_START, NULL)));
	done();

	set_up(SETUP(.stamps = SNDRV_PCM_TSTAMP_ENABLE));
	for (int again = 0; again < 2; again++) {
		key("%s: time stamps %s", stream_name(stream), again ? "after HW_PARAMS again" : "that were asked for");
		memset(&p, 0, sizeof(p));
		say("%s", outcome(ask(SNDRV_PCM_IOCTL_STATUS, &p)));
		say("tstamp%s trigger%s", p.tstamp.tv_sec ? ">0" : "=0", p.trigger_tstamp.tv_sec ? ">0" : "=0");
		done();
		hw_params_or_die(SETUP());
	}
	set_up(SETUP(.avail_min = 77));
	hw_params_or_die(SETUP(.period = 1024, .buffer = 4096));
	key("%s: avail_min is the period after HW_PARAMS", stream_name(stream));
	say_appl();
	done();
}

/* The boundary is the largest power of two of buffers that leaves room for one more. */
static void ask_boundaries(void)
{
	static const unsigned buffers[] = { 16384, 16383, 4096, 3000, 100, 64, 48, 33 };

	for (size_t i = 0; i < COUNT(buffers); i++) {
		struct setup s = SETUP(.period = buffers[i], .buffer = buffers[i]);
		struct snd_pcm_sw_params p;

		reopen();
		key("%s: boundary of a buffer of %u frames", stream_name(stream), buffers[i]);
		say("%s", outcome(hw_params(s)));
		sw_setup(&p, &s);
		say("%s", outcome(ask(SNDRV_PCM_IOCTL_SW_PARAMS, &p)));
		say("%lu", p.boundary);
		done();
	}
}

/* Sizes that do not fit each other, or anything. */
static void ask_sizes(void)
{
	static const struct odd {
		const char *name;
		unsigned channels, rate, period, buffer;
	} odds[] = {
		{ "a period as large as the buffer", 2, RATE, 4096, 4096 },
		{ "a period larger than the buffer", 2, RATE, 4097, 4096 },
		{ "a period that does not divide the buffer", 2, RATE, 1000, 2500 },
		{ "a period of half a buffer and one frame", 2, RATE, 1025, 2048 },
		{ "a period below the least", 2, RATE, 15, 4096 },
		{ "the least period", 2, RATE, 16, 4096 },
		{ "the least buffer", 1, RATE, 32, 32 },
		{ "a prime number of frames", 1, RATE, 4093, 4093 },
		{ "a period of 1001 frames at 44100 Hz", 2, 44100, 1001, 4004 },
		{ "a rate below the least", 2, 4000, 1024, 4096 },
		{ "no channels", 0, RATE, 1024, 4096 },
		{ "too many channels", 33, RATE, 1024, 4096 },
		{ "an empty buffer", 2, RATE, 0, 0 },
	};

	for (size_t i = 0; i < COUNT(odds); i++) {
		struct snd_pcm_hw_params p;
		struct setup s = SETUP(.channels = odds[i].channels, .rate = odds[i].rate,
				       .period = odds[i].period, .buffer = odds[i].buffer);
		long r;

		reopen();
		hw_setup(&p, &s);
		r = ask(SNDRV_PCM_IOCTL_HW_PARAMS, &p);
		key("%s: %s", stream_name(stream), odds[i].name);
		say("%s", outcome(r));
		if (r >= 0) {
			say_sizes(&p);
			say("period_time=%u buffer_time=%u", value(&p, SNDRV_PCM_HW_PARAM_PERIOD_TIME),
			    value(&p, SNDRV_PCM_HW_PARAM_BUFFER_TIME));
		}
		say_state(fd);
		done();
	}
}

/* The flags of struct snd_pcm_hw_params come back as they were. */
static void ask_flags(void)
{
	static const unsigned flags[] = { 0, 1, 2, 4, 8, 0x80000000 };

	for (size_t i = 0; i < COUNT(flags); i++) {
		struct snd_pcm_hw_params p;

		reopen();
		hw_setup(&p, &(SETUP()));
		p.flags = flags[i];
		key("%s: flags %#x", stream_name(stream), flags[i]);
		say("%s", outcome(ask(SNDRV_PCM_IOCTL_HW_PARAMS, &p)));
		say("%#x", p.flags);
		say_state(fd);
		done();
	}
}

static void run_hw_params(void)
{
	in("hw_params");
	ask_again();
	ask_pointers();
	ask_defaults();
	ask_boundaries();
	ask_sizes();
	ask_flags();
}

/* sw_params */

enum { NOW = SNDRV_PCM_VERSION, OLD = SNDRV_PROTOCOL_VERSION(2, 0, 11), FIRST = SNDRV_PROTOCOL_VERSION(2, 0, 12) };
enum { GOOD = SNDRV_PCM_TSTAMP_TYPE_MONOTONIC, BAD = SNDRV_PCM_TSTAMP_TYPE_LAST + 1 };

static unsigned long boundary;	/* of SETUP() */

/* A change of the usual sw_params: FIELD, VALUE, and perhaps another of each. */
static struct snd_pcm_sw_params usual(void)
{
	struct snd_pcm_sw_params p;
	struct setup s = SETUP();

	sw_setup(&p, &s);
	return p;
}

#define TELL(field, format) \
	do { \
		if (sent->field != got->field) \
			say(#field "=" format, got->field); \
	} while (0)

/* What has changed on the way, but for the boundary, which is an answer. */
static void say_changes(const struct snd_pcm_sw_params *sent, const struct snd_pcm_sw_params *got)
{
	TELL(tstamp_mode, "%d");
	TELL(period_step, "%u");
	TELL(sleep_min, "%u");
	TELL(avail_min, "%lu");
	TELL(xfer_align, "%lu");
	TELL(start_threshold, "%lu");
	TELL(stop_threshold, "%lu");
	TELL(silence_threshold, "%lu");
	TELL(silence_size, "%lu");
	TELL(proto, "%#x");
	TELL(tstamp_type, "%u");
	if (memcmp(sent->reserved, got->reserved, sizeof(got->reserved)))
		say("reserved");
	say("boundary%s", got->boundary == boundary ? "" : "=?");
}

static void ask_sw(const char *name, struct snd_pcm_sw_params sent)
{
	struct snd_pcm_sw_params got = sent;
	struct snd_pcm_sync_ptr p;

	set_up(SETUP());
	key("%s: %s", stream_name(stream), name);
	say("%s", outcome(ask(SNDRV_PCM_IOCTL_SW_PARAMS, &got)));
	say_changes(&sent, &got);
	look(fd, &p);
	printf(", avail_min=%lu", p.c.control.avail_min);
	done();
}

/* A question: the usual sw_params with these fields. */
#define SW(name, ...) \
	do { \
		struct snd_pcm_sw_params p = usual(); \
		__VA_ARGS__; \
		ask_sw(name, p); \
	} while (0)

static void ask_thresholds(void)
{
	SW("as usual", (void)p);
	SW("avail_min 0", p.avail_min = 0);
	SW("avail_min 1", p.avail_min = 1);
	SW("avail_min of the buffer", p.avail_min = BUFFER);
	SW("avail_min above the buffer", p.avail_min = BUFFER + 1);
	SW("avail_min ULONG_MAX", p.avail_min = ULONG_MAX);
	SW("start_threshold 0", p.start_threshold = 0);
	SW("start_threshold above the buffer", p.start_threshold = BUFFER + 1);
	SW("start_threshold of the boundary", p.start_threshold = boundary);
	SW("start_threshold ULONG_MAX", p.start_threshold = ULONG_MAX);
	SW("stop_threshold 0", p.stop_threshold = 0);
	SW("stop_threshold above the buffer", p.stop_threshold = BUFFER + 1);
	SW("stop_threshold of the boundary", p.stop_threshold = boundary);
	SW("stop_threshold ULONG_MAX", p.stop_threshold = ULONG_MAX);
}

static void ask_silence(void)
{
	SW("silence of nothing below a threshold", p.silence_threshold = PERIOD);
	SW("silence of a frame without a threshold", p.silence_size = 1);
	SW("silence of as much as the threshold", p.silence_size = PERIOD, p.silence_threshold = PERIOD);
	SW("silence of more than the threshold", p.silence_size = PERIOD + 1, p.silence_threshold = PERIOD);
	SW("silence of the buffer", p.silence_size = BUFFER, p.silence_threshold = BUFFER);
	SW("silence below a threshold above the buffer", p.silence_size = 1, p.silence_threshold = BUFFER + 1);
	SW("silence just below the boundary", p.silence_size = boundary - 1);
	SW("silence of the boundary", p.silence_size = boundary);
	SW("silence of the boundary below a threshold", p.silence_size = boundary, p.silence_threshold = 1);
	SW("silence of ULONG_MAX", p.silence_size = ULONG_MAX);
	SW("silence of ULONG_MAX below a threshold", p.silence_size = ULONG_MAX, p.silence_threshold = BUFFER);
}

static void ask_stamps(void)
{
	SW("tstamp_mode -1", p.tstamp_mode = -1);
	SW("tstamp_mode ENABLE", p.tstamp_mode = SNDRV_PCM_TSTAMP_ENABLE);
	SW("tstamp_mode after the last", p.tstamp_mode = SNDRV_PCM_TSTAMP_LAST + 1);
	SW("tstamp_mode INT_MAX", p.tstamp_mode = INT_MAX);
	SW("tstamp_type GETTIMEOFDAY", p.tstamp_type = SNDRV_PCM_TSTAMP_TYPE_GETTIMEOFDAY);
	SW("tstamp_type MONOTONIC_RAW", p.tstamp_type = SNDRV_PCM_TSTAMP_TYPE_MONOTONIC_RAW);
	SW("tstamp_type after the last", p.tstamp_type = BAD);
	SW("tstamp_type UINT_MAX", p.tstamp_type = UINT_MAX);
	SW("tstamp_type after the last from protocol 2.0.12", p.proto = FIRST, p.tstamp_type = BAD);
	SW("tstamp_type after the last from protocol 2.0.11", p.proto = OLD, p.tstamp_type = BAD);
	SW("tstamp_type after the last from protocol 0", p.proto = 0, p.tstamp_type = BAD);
	SW("tstamp_type after the last from protocol UINT_MAX", p.proto = UINT_MAX, p.tstamp_type = BAD);
}

/* What nobody reads any more. */
static void ask_rest(void)
{
	SW("period_step 0", p.period_step = 0);
	SW("period_step UINT_MAX", p.period_step = UINT_MAX);
	SW("sleep_min UINT_MAX", p.sleep_min = UINT_MAX);
	SW("xfer_align 0", p.xfer_align = 0);
	SW("xfer_align ULONG_MAX", p.xfer_align = ULONG_MAX);
	SW("protocol 0", p.proto = 0);
	SW("protocol UINT_MAX", p.proto = UINT_MAX);
	SW("a boundary of the program's", p.boundary = 12345);
	SW("reserved bytes", memset(p.reserved, 0xff, sizeof(p.reserved)));
}

/* A failure leaves everything as it was. */
static void ask_failures(void)
{
	struct snd_pcm_sw_params p = usual();

	set_up(SETUP());
	p.avail_min = 5;
	p.start_threshold = 1;
	p.silence_size = PERIOD;
	key("%s: a failure changes nothing", stream_name(stream));
	say("%s", outcome(ask(SNDRV_PCM_IOCTL_SW_PARAMS, &p)));
	prepare();
	transfer(10);
	say_appl();
	done();
}

/* The clock that time stamps are of, by its size: one of them began in 1970. */
static const char *clock_of(struct timespec t)
{
	return !t.tv_sec && !t.tv_nsec ? "none" : t.tv_sec > 1000000000 ? "realtime" : "monotonic";
}

static void say_clock(void)
{
	struct snd_pcm_status p;

	memset(&p, 0, sizeof(p));
	if (ask(SNDRV_PCM_IOCTL_STATUS, &p) < 0)
		die("STATUS");
	say("tstamp=%s trigger=%s", clock_of((struct timespec){ p.tstamp.tv_sec, p.tstamp.tv_nsec }),
	    clock_of((struct timespec){ p.trigger_tstamp.tv_sec, p.trigger_tstamp.tv_nsec }));
}

static void ask_clock(const char *name, int ttstamp, unsigned proto, unsigned type, int again)
{
	struct snd_pcm_sw_params p = usual();

	reopen();
	hw_params_or_die(SETUP());
	if (ttstamp >= 0 && ask(SNDRV_PCM_IOCTL_TTSTAMP, &ttstamp) < 0)
		die("TTSTAMP");
	p.tstamp_mode = SNDRV_PCM_TSTAMP_ENABLE;
	p.proto = proto;
	p.tstamp_type = type;
	if (ask(SNDRV_PCM_IOCTL_SW_PARAMS, &p) < 0)
		die("SW_PARAMS");
	if (again) {
		hw_params_or_die(SETUP());
		p.proto = 0;
		if (ask(SNDRV_PCM_IOCTL_SW_PARAMS, &p) < 0)
			die("SW_PARAMS");
	}
	prepare();
	if (stream == PLAYBACK)
		transfer(100);
	if (ask(SNDRV_PCM_IOCTL_START, NULL) < 0 || ask(SNDRV_PCM_IOCTL_DROP, NULL) < 0)
		die("START and DROP");
	key("%s: the clock %s", stream_name(stream), name);
	say_clock();
	done();
}

static void ask_clocks(void)
{
	enum { DAY = SNDRV_PCM_TSTAMP_TYPE_GETTIMEOFDAY, RAW = SNDRV_PCM_TSTAMP_TYPE_MONOTONIC_RAW };

	ask_clock("of a program that names none", -1, 0, GOOD, 0);
	ask_clock("of TTSTAMP MONOTONIC", GOOD, 0, DAY, 0);
	ask_clock("of TTSTAMP MONOTONIC_RAW", RAW, 0, DAY, 0);
	ask_clock("of TTSTAMP GETTIMEOFDAY", DAY, OLD, GOOD, 0);
	ask_clock("of SW_PARAMS from protocol 2.0.11, which names none", -1, OLD, GOOD, 0);
	ask_clock("of SW_PARAMS from protocol 2.0.12", -1, FIRST, GOOD, 0);
	ask_clock("of SW_PARAMS, after TTSTAMP", GOOD, NOW, DAY, 0);
	ask_clock("of before HW_PARAMS", -1, NOW, GOOD, 1);
}

static void find_boundary(void)
{
	struct snd_pcm_sw_params p = usual();

	set_up(SETUP());
	if (ask(SNDRV_PCM_IOCTL_SW_PARAMS, &p) < 0)
		die("SW_PARAMS");
	boundary = p.boundary;
}

static void run_sw_params(void)
{
	in("sw_params");
	find_boundary();
	ask_thresholds();
	ask_silence();
	ask_stamps();
	ask_rest();
	ask_failures();
	ask_clocks();
}

/* channel_info */

static void ask_channel(unsigned channel)
{
	struct snd_pcm_channel_info p = { .channel = channel, .offset = 7, .first = 7, .step = 7 };
	long r = ask(SNDRV_PCM_IOCTL_CHANNEL_INFO, &p);

	say("[%u] %s", channel, outcome(r));
	if (r >= 0)
		say("channel=%u offset=%ld first=%u step=%u", p.channel, (long)p.offset, p.first, p.step);
}

static void run_channel_info(void)
{
	static const struct layout {
		const char *name;
		struct setup setup;
	} layouts[] = {
		{ "S16_LE stereo", SETUP() },
		{ "S16_LE mono", SETUP(.channels = 1) },
		{ "U8 stereo", SETUP(.format = SNDRV_PCM_FORMAT_U8) },
		{ "S24_3LE stereo", SETUP(.format = SNDRV_PCM_FORMAT_S24_3LE) },
		{ "S32_LE of 32 channels", SETUP(.format = SNDRV_PCM_FORMAT_S32_LE, .channels = 32, .period = 100, .buffer = 300) },
		{ "mapped S16_LE stereo", SETUP(.access = SNDRV_PCM_ACCESS_MMAP_INTERLEAVED) },
		{ "S16_LE stereo, channels apart", SETUP(.access = SNDRV_PCM_ACCESS_RW_NONINTERLEAVED) },
		{ "mapped S16_LE stereo, channels apart", SETUP(.access = SNDRV_PCM_ACCESS_MMAP_NONINTERLEAVED) },
		{ "S24_3LE of 3 channels apart", SETUP(.format = SNDRV_PCM_FORMAT_S24_3LE, .channels = 3, .period = 333,
			.buffer = 999, .access = SNDRV_PCM_ACCESS_RW_NONINTERLEAVED) },
	};

	in("channel_info");
	for (size_t i = 0; i < COUNT(layouts); i++) {
		const struct setup *s = &layouts[i].setup;

		reopen();
		key("%s: %s", stream_name(stream), layouts[i].name);
		say("%s", outcome(hw_params(*s)));
		for (unsigned c = 0; c < s->channels; c += s->channels > 2 ? s->channels - 1 : 1)
			ask_channel(c);
		ask_channel(s->channels);
		ask_channel(UINT_MAX);
		done();
	}
	reopen();
	key("%s: before HW_PARAMS", stream_name(stream));
	ask_channel(0);
	done();
	set_up(SETUP());
	key("%s: after HW_FREE", stream_name(stream));
	say("%s", outcome(ask(SNDRV_PCM_IOCTL_HW_FREE, NULL)));
	ask_channel(0);
	done();
}

int main(int argc, char **argv)
{
	begin(argc, argv, 1, "playback|capture");
	stream = stream_named(argv[2]);
	run_hw_params();
	run_sw_params();
	run_channel_info();
	return 0;
}

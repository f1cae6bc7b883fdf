/*
 * STATUS and its time stamps. A time is told only as whether it lies between two
 * looks at its clock.
 *
 *	status CARD playback|capture
 */
#include "stream.h"

static int direction;

static const struct clock { const char *name; int type; clockid_t id; } clocks[] = {
	{ "GETTIMEOFDAY", SNDRV_PCM_TSTAMP_TYPE_GETTIMEOFDAY, CLOCK_REALTIME },
	{ "MONOTONIC", SNDRV_PCM_TSTAMP_TYPE_MONOTONIC, CLOCK_MONOTONIC },
	{ "MONOTONIC_RAW", SNDRV_PCM_TSTAMP_TYPE_MONOTONIC_RAW, CLOCK_MONOTONIC_RAW },
};

static long long nanoseconds(const struct timespec *t)
{
	return t->tv_sec * 1000000000LL + t->tv_nsec;
}

static long long now(const struct clock *c)
{
	struct timespec t;

	clock_gettime(c->id, &t);
	return nanoseconds(&t);
}

/* say_when tells a time by two looks at its clock. */
static void say_when(const char *name, const struct timespec *t, long long before, long long after)
{
	long long at = nanoseconds(t);

	say("%s %s", name, !at ? "0" : at < before ? "before" : at > after ? "after" : "then");
}

static int fresh(int stamps)
{
	return prepared(direction, &SETUP(.stamps = stamps));
}

static void queue(int fd)
{
	set_appl(fd, direction == PLAYBACK ? 16000 : 0);
}

static void type(int fd, int t)
{
	if (ioctl(fd, SNDRV_PCM_IOCTL_TTSTAMP, &t) < 0)
		die("TTSTAMP");
}

static void let_move(int fd, unsigned long frames)
{
	unsigned long hw = hw_ptr(fd);

	AWAIT(hwsync(fd) == 0 && hw_ptr(fd) >= hw + frames);
}

/* One stream's life, by each clock, with and without time stamps. */
static void ask_clock(const struct clock *c, int stamps)
{
	const char *mode = stamps ? "ENABLE" : "NONE";
	int fd = fresh(stamps);
	struct snd_pcm_status s;
	unsigned long hw;
	long long before, after;

	type(fd, c->type);
	queue(fd);
	before = now(c);
	status(fd, &s);
	key("%s, %s: prepared", c->name, mode);
	say_when("trigger", (struct timespec *)&s.trigger_tstamp, before, now(c));
	say_when("tstamp", (struct timespec *)&s.tstamp, before, now(c));
	say_when("driver", (struct timespec *)&s.driver_tstamp, before, now(c));
	done();

	before = now(c);
	run(fd);
	after = now(c);
	status(fd, &s);
	key("%s, %s: the trigger of START", c->name, mode);
	say_when("trigger", (struct timespec *)&s.trigger_tstamp, before, after);
	done();

	let_move(fd, 64);
	/* A time stamp is that of the last move. */
	hw = hw_ptr(fd);
	AWAIT((before = now(c), status(fd, &s), after = now(c), s.hw_ptr > hw));
	key("%s, %s: running", c->name, mode);
	say_when("tstamp", (struct timespec *)&s.tstamp, before, after);
	say_when("driver", (struct timespec *)&s.driver_tstamp, before, after);
	say("audio %s", !nanoseconds((struct timespec *)&s.audio_tstamp) ? "0" :
		(unsigned long long)nanoseconds((struct timespec *)&s.audio_tstamp) == s.hw_ptr * 1000000000ULL / RATE ? "hw_ptr" : "?");
	done();

	before = now(c);
	ioctl(fd, SNDRV_PCM_IOCTL_XRUN);
	after = now(c);
	status(fd, &s);
	key("%s, %s: the trigger of XRUN", c->name, mode);
	say_when("trigger", (struct timespec *)&s.trigger_tstamp, before, after);
	done();

	before = now(c);
	status(fd, &s);
	key("%s, %s: stopped", c->name, mode);
	say_when("tstamp", (struct timespec *)&s.tstamp, before, now(c));
	say_when("driver", (struct timespec *)&s.driver_tstamp, before, now(c));
	done();
	close(fd);
}

/* The clock is chosen by TTSTAMP, by SW_PARAMS of a new program, and anew at each open. */
static void ask_choice(void)
{
	static const struct { const char *name; int proto, by_ttstamp, by_sw, clock; } cases[] = {
		{ "by nobody", 0, -1, -1, 0 },
		{ "MONOTONIC by TTSTAMP, then GETTIMEOFDAY by SW_PARAMS", SNDRV_PCM_VERSION, 1, 0, 0 },
		{ "MONOTONIC by TTSTAMP, then SW_PARAMS of protocol 2.0.11", SNDRV_PROTOCOL_VERSION(2, 0, 11), 1, 0, 1 },
		{ "MONOTONIC by TTSTAMP, then SW_PARAMS of protocol 2.0.12", SNDRV_PROTOCOL_VERSION(2, 0, 12), 1, 0, 0 },
		{ "MONOTONIC by SW_PARAMS", SNDRV_PCM_VERSION, -1, 1, 1 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct clock *c = &clocks[cases[i].clock];
		struct setup setup = SETUP(.stamps = 1);
		struct snd_pcm_hw_params hw;
		struct snd_pcm_sw_params sw;
		struct snd_pcm_status s;
		int fd = open_pcm(0, direction, O_RDWR | O_NONBLOCK);
		long long before;

		hw_setup(&hw, &setup);
		if (ioctl(fd, SNDRV_PCM_IOCTL_HW_PARAMS, &hw) < 0)
			die("HW_PARAMS");
		if (cases[i].by_ttstamp >= 0)
			type(fd, cases[i].by_ttstamp);
		sw_setup(&sw, &setup);
		sw.proto = cases[i].proto;
		if (cases[i].by_sw >= 0)
			sw.tstamp_type = cases[i].by_sw;
		if (ioctl(fd, SNDRV_PCM_IOCTL_SW_PARAMS, &sw) < 0)
			die("SW_PARAMS");
		before = now(c);
		status(fd, &s);
		key("the clock, chosen %s: %s", cases[i].name, c->name);
		say_when("tstamp", (struct timespec *)&s.tstamp, before, now(c));
		done();
		close(fd);
	}
}

/* Which operations are a trigger, and which leave the last one. */
static void ask_triggers(void)
{
	static const struct { const char *name; unsigned long request; } steps[] = {
		{ "START", SNDRV_PCM_IOCTL_START },
		{ "RESET", SNDRV_PCM_IOCTL_RESET },
		{ "HWSYNC", SNDRV_PCM_IOCTL_HWSYNC },
		{ "DROP", SNDRV_PCM_IOCTL_DROP },
		{ "DROP again", SNDRV_PCM_IOCTL_DROP },
		{ "PREPARE", SNDRV_PCM_IOCTL_PREPARE },
		{ "DROP of what did not run", SNDRV_PCM_IOCTL_DROP },
		{ "PREPARE again", SNDRV_PCM_IOCTL_PREPARE },
		{ "START again", SNDRV_PCM_IOCTL_START },
		{ "DRAIN", SNDRV_PCM_IOCTL_DRAIN },
		{ "DROP of that", SNDRV_PCM_IOCTL_DROP },
		{ "HW_FREE", SNDRV_PCM_IOCTL_HW_FREE },
	};
	int fd = prepared(direction, &SETUP(.stop = 1UL << 62));
	struct snd_pcm_status last, s;

	queue(fd);
	status(fd, &last);
	for (size_t i = 0; i < COUNT(steps); i++) {
		/* Whether a capture has something left to drain is a matter of time. */
		if (direction == CAPTURE && steps[i].request == SNDRV_PCM_IOCTL_DRAIN)
			continue;
		nap();
		key("the trigger after %s", steps[i].name);
		say("%s", call(fd, steps[i].request));
		if (steps[i].request == SNDRV_PCM_IOCTL_PREPARE)
			queue(fd);
		status(fd, &s);
		say("%s", !s.trigger_tstamp.tv_sec ? "0" :
			memcmp(&s.trigger_tstamp, &last.trigger_tstamp, sizeof(s.trigger_tstamp)) ? "new" : "the last");
		last = s;
		done();
	}
	close(fd);
}

/* The kinds of audio time stamp that can be asked for, of a card that has none of its own. */
static void ask_audio(void)
{
	static const unsigned data[] = { 0, 1, 2, 3, 4, 5, 6, 0xf, 0x10, 0x11, 0x15, 0x20, 0x1f, 0xffff, 0x10001, 0xffffffff };

	for (int stamps = 0; stamps < 2; stamps++) {
		for (size_t i = 0; i < COUNT(data); i++) {
			int fd = fresh(stamps);
			struct snd_pcm_status s;

			queue(fd);
			run(fd);
			let_move(fd, 64);
			memset(&s, 0, sizeof(s));
			s.audio_tstamp_data = data[i];
			key("STATUS_EXT %x, tstamp_mode %d", data[i], stamps);
			say("%s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_STATUS_EXT, &s)));
			say("data=%x accuracy=%u", s.audio_tstamp_data, s.audio_tstamp_accuracy);
			say("audio %s", !nanoseconds((struct timespec *)&s.audio_tstamp) ? "0" :
				(unsigned long long)nanoseconds((struct timespec *)&s.audio_tstamp) ==
				s.hw_ptr * 1000000000ULL / RATE ? "hw_ptr" : "?");
			done();
			close(fd);
		}
	}
}

/* STATUS takes nothing from the caller, and both fill in all of it. */
static void ask_rest(void)
{
	static const struct { const char *name; unsigned long request; } requests[] = {
		{ "STATUS", SNDRV_PCM_IOCTL_STATUS },
		{ "STATUS_EXT", SNDRV_PCM_IOCTL_STATUS_EXT },
	};

	for (size_t i = 0; i < COUNT(requests); i++) {
		int fd = fresh(1), rest = 0;
		struct snd_pcm_status s;

		memset(&s, 0xff, sizeof(s));
		key("%s of a struct full of ones", requests[i].name);
		say("%s", outcome(ioctl(fd, requests[i].request, &s)));
		for (size_t j = 0; j < sizeof(s.reserved); j++)
			rest += s.reserved[j] != 0;
		say("data=%x accuracy=%x reserved %d", s.audio_tstamp_data, s.audio_tstamp_accuracy, rest);
		say("suspended=%d overrange=%lu", s.suspended_state, s.overrange);
		done();
		close(fd);
	}
}

/* How the numbers of a running stream hang together. */
static void ask_numbers(void)
{
	struct snd_pcm_status s, again;
	int fd = fresh(0);

	queue(fd);
	run(fd);
	let_move(fd, 64);
	status(fd, &s);
	key("the numbers of a running stream");
	say("%s", direction == CAPTURE ? (s.avail == s.hw_ptr ? "avail=hw" : "?") :
		s.avail == s.hw_ptr + BUFFER - s.appl_ptr ? "avail=hw+buffer-appl" : "?");
	say("%s", direction == CAPTURE ? (s.delay == (long)s.avail ? "delay=avail" : "?") :
		s.delay == BUFFER - (long)s.avail ? "delay=buffer-avail" : "?");
	say("%s", s.avail_max == s.avail ? "max=avail" : "?");
	let_move(fd, 64);
	status(fd, &again);
	say("then %s", again.avail > s.avail && again.avail_max == again.avail ? "more, max=avail" : "?");
	done();
	ioctl(fd, SNDRV_PCM_IOCTL_DROP);
	status(fd, &s);
	key("the numbers of a stream that was dropped");
	say("%s delay=%ld", s.avail >= again.avail ? "avail stays" : "?", s.delay);
	done();
	close(fd);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 1, "playback|capture");
	direction = stream_named(argv[2]);
	in("status");
	for (size_t i = 0; i < COUNT(clocks); i++) {
		ask_clock(&clocks[i], 1);
		ask_clock(&clocks[i], 0);
	}
	ask_choice();
	ask_triggers();
	ask_audio();
	ask_rest();
	ask_numbers();
	return 0;
}

/*
 * How a stream stops by itself, at stop_threshold, and what comes after.
 *
 *	stop CARD playback|capture
 */
#include "caller.h"

static int direction;

/* A stream that comes to its end in some milliseconds, and one that takes seconds. */
#define BRIEF(...) SETUP(.rate = 48000, .period = 64, .buffer = 128, __VA_ARGS__)

static long transfer(int fd, unsigned long frames)
{
	return direction == PLAYBACK ? writei(fd, memory, frames) : readi(fd, memory, frames);
}

/* A playback has frames queued, a capture none. */
static int running(const struct setup *s, unsigned long queued)
{
	int fd = prepared(direction, s);

	if (direction == PLAYBACK && writei(fd, memory, queued) != (long)queued)
		die("WRITEI");
	run(fd);
	return fd;
}

/* Nobody looks at it: its interrupt finds that it is late. */
static int late(void)
{
	int fd = running(&BRIEF(), 128);

	AWAIT(state(fd) == SNDRV_PCM_STATE_XRUN);
	return fd;
}

static int let_move(int fd)
{
	AWAIT(hwsync(fd) == 0 && hw_ptr(fd) >= 64);
	return fd;
}

static void ask_late(void)
{
	static const struct { const char *name; unsigned long request; } calls[] = {
		{ "HWSYNC", SNDRV_PCM_IOCTL_HWSYNC },
		{ "START", SNDRV_PCM_IOCTL_START },
		{ "RESET", SNDRV_PCM_IOCTL_RESET },
		{ "XRUN", SNDRV_PCM_IOCTL_XRUN },
		{ "DRAIN", SNDRV_PCM_IOCTL_DRAIN },
		{ "DROP", SNDRV_PCM_IOCTL_DROP },
		{ "HW_FREE", SNDRV_PCM_IOCTL_HW_FREE },
		{ "PREPARE", SNDRV_PCM_IOCTL_PREPARE },
	};
	int fd;

	for (size_t i = 0; i < COUNT(calls); i++) {
		fd = late();
		key("too late: %s", calls[i].name);
		say("%s", call(fd, calls[i].request));
		say_state(fd);
		done();
		close(fd);
	}
	fd = late();
	key("too late: transfer, REWIND, FORWARD");
	say("%s", outcome(transfer(fd, 8)));
	say("%s", outcome(move(fd, SNDRV_PCM_IOCTL_REWIND, 8)));
	say("%s", outcome(move(fd, SNDRV_PCM_IOCTL_FORWARD, 8)));
	say_state(fd);
	done();
	key("too late: appl_ptr can be set");
	say("%s", outcome(set_appl(fd, 4711)));
	say("%lu", appl_ptr(fd));
	done();
	close(fd);
}

/* How far it went, and what STATUS has of it. */
static void ask_figures(void)
{
	struct snd_pcm_status s;
	int fd = late();

	status(fd, &s);
	key("too late: figures");
	say("hw_ptr %s appl_ptr+%d", s.hw_ptr >= s.appl_ptr + (direction == CAPTURE ? 128 : 0) ? ">=" : "<",
		direction == CAPTURE ? 128 : 0);
	say("avail %s", s.avail >= 128 ? ">=128" : "<128");
	say("avail_max %s", s.avail_max >= 128 ? ">=128" : "<128");
	say("delay %ld overrange %lu suspended %s", s.delay, s.overrange, state_name(s.suspended_state));
	done();
	close(fd);
}

static void ask_recovery(void)
{
	int fd = late();

	key("too late, PREPARE");
	say("%s", call(fd, SNDRV_PCM_IOCTL_PREPARE));
	say_pointers(fd);
	done();
	key("too late, PREPARE, and run again");
	if (direction == PLAYBACK)
		say("%s", outcome(writei(fd, memory, 128)));
	say("%s", call(fd, SNDRV_PCM_IOCTL_START));
	AWAIT(state(fd) == SNDRV_PCM_STATE_XRUN);
	say_state(fd);
	done();
	key("too late again, DROP, START, PREPARE");
	say("%s", call(fd, SNDRV_PCM_IOCTL_DROP));
	say("%s", call(fd, SNDRV_PCM_IOCTL_START));
	say("%s", call(fd, SNDRV_PCM_IOCTL_PREPARE));
	say_pointers(fd);
	done();
	close(fd);
}

/* SW_PARAMS looks at once whether a running stream is late by its new threshold. */
static void ask_thresholds(void)
{
	static const unsigned long stops[] = { 0, 1, 64, BUFFER - 1, BUFFER, BUFFER + 1, 1UL << 62, LONG_MAX, ULONG_MAX };

	for (size_t i = 0; i < COUNT(stops); i++) {
		struct setup s = SETUP();
		struct snd_pcm_sw_params sw;
		int fd = let_move(running(&s, 16000));

		sw_setup(&sw, &s);
		sw.stop_threshold = stops[i];
		key("SW_PARAMS stop_threshold %s under way", place(stops[i]));
		say("%s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_SW_PARAMS, &sw)));
		say_state(fd);
		done();
		close(fd);
	}
}

/* A write that leaves too much room stops a stream that has not begun; else it stops when the hardware has moved. */
static void ask_early(void)
{
	static const unsigned long stops[] = { 1, 384, 385, 4096 };

	for (size_t i = 0; i < COUNT(stops); i++) {
		int fd = prepared(direction, &SETUP(.period = 1024, .stop = stops[i]));

		key("stop_threshold %lu, 16000 queued, START", stops[i]);
		if (direction == PLAYBACK)
			say("%s", outcome(writei(fd, memory, 16000)));
		say("%s", call(fd, SNDRV_PCM_IOCTL_START));
		AWAIT(state(fd) == SNDRV_PCM_STATE_XRUN);
		if (direction == PLAYBACK)
			say("with frames left: %d", hw_ptr(fd) < appl_ptr(fd));
		done();
		close(fd);
	}
}

/* With stop_threshold at the boundary it never does. */
static void ask_free(void)
{
	struct snd_pcm_status s;
	snd_pcm_sframes_t delay;
	int fd = running(&BRIEF(.stop = 1UL << 62), 128);

	AWAIT(hw_ptr(fd) > 4 * 128);
	status(fd, &s);
	key("free to run: figures");
	say("%s avail %s delay %s", state_name(s.state), s.avail > 2 * 128 ? ">2 buffers" : "less", s.delay < 0 ? "<0" : ">0");
	say("%s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_DELAY, &delay)));
	say("%s", delay < 0 ? "<0" : ">0");
	done();
	key("free to run: poll");
	say("%x", revents(fd, 0x3ff));
	done();
	key("free to run: transfer of 8");
	say("%s", outcome(transfer(fd, 8)));
	say_state(fd);
	done();
	key("free to run: transfer of 3 buffers");
	say("%s", outcome(transfer(fd, 3 * 128)));
	say_state(fd);
	done();
	AWAIT(hwsync(fd) == 0 && (status(fd, &s), s.avail > 128));
	key("free to run: REWIND 1");
	say("%s", outcome(move(fd, SNDRV_PCM_IOCTL_REWIND, 1)));
	done();
	AWAIT(hwsync(fd) == 0 && (status(fd, &s), s.avail > 128));
	key("free to run: FORWARD all, then what is left is less than a buffer");
	say("%s", move(fd, SNDRV_PCM_IOCTL_FORWARD, ULONG_MAX) > 128 ? ">128" : "less");
	status(fd, &s);
	say_state(fd);
	done();
	key("free to run: DROP");
	say("%s", call(fd, SNDRV_PCM_IOCTL_DROP));
	say_state(fd);
	done();
	close(fd);
}

/* appl_ptr in a wrong place is as good as being late. */
static void ask_appl(void)
{
	static const struct { const char *name; unsigned long appl, stop; } cases[] = {
		{ "a buffer and more ahead", 64000, 0 },
		{ "behind", (1UL << 62) - 64, 0 },
		{ "a buffer and more ahead, free to run", 64000, 1UL << 62 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int fd = let_move(running(&SETUP(.stop = cases[i].stop), 16000));
		unsigned long hw = hw_ptr(fd);

		key("appl_ptr %s", cases[i].name);
		say("%s", outcome(set_appl(fd, cases[i].appl)));
		say_state(fd);
		AWAIT(hwsync(fd) < 0 || hw_ptr(fd) > hw + 64);
		say_state(fd);
		done();
		close(fd);
	}
}

static void ask_reset(void)
{
	int fd = let_move(running(&SETUP(), 16000));
	unsigned long hw;

	key("RESET under way");
	say("%s", call(fd, SNDRV_PCM_IOCTL_RESET));
	hw = hw_ptr(fd);
	say("%s", appl_ptr(fd) == hw ? "appl=hw" : "appl!=hw");
	say("%s", hw < BUFFER ? "hw<16384" : "hw>=16384");
	AWAIT(hwsync(fd) < 0 || hw_ptr(fd) > hw + 64);
	say_state(fd);
	done();
	close(fd);
}

/* A stream of which so many frames can be moved. Who wants more waits, a second if it does not move. */
static int with_room(unsigned long frames)
{
	struct setup s = SETUP(.period = 2048, .buffer = 8192);
	int fd = open_pcm(0, direction, O_RDWR);

	configure(fd, &s);
	if (ioctl(fd, SNDRV_PCM_IOCTL_PREPARE) < 0)
		die("PREPARE");
	if (direction == PLAYBACK)
		set_appl(fd, s.buffer - frames);
	else
		move(fd, SNDRV_PCM_IOCTL_REWIND, frames);
	return fd;
}

static void block(struct caller *c, int fd, long frames)
{
	blocked(c, fd, direction == PLAYBACK ? make_writei : make_readi, frames);
}

/* What happens to a stream under a transfer that waits. */
static void ask_blocked(void)
{
	static const struct { const char *name; int started; unsigned long request; } cases[] = {
		{ "XRUN", 1, SNDRV_PCM_IOCTL_XRUN },
		{ "DROP", 0, SNDRV_PCM_IOCTL_DROP },
		{ "DROP while it runs", 1, SNDRV_PCM_IOCTL_DROP },
		{ "PREPARE", 0, SNDRV_PCM_IOCTL_PREPARE },
		{ "HW_FREE", 0, SNDRV_PCM_IOCTL_HW_FREE },
		{ "RESET", 0, SNDRV_PCM_IOCTL_RESET },
		{ "nothing", 0, 0 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int fd = with_room(0);
		struct caller c;

		key("%s under a transfer that waits", cases[i].name);
		block(&c, fd, 2048);
		if (cases[i].started)
			run(fd);
		if (cases[i].request)
			say("%s", call(fd, cases[i].request));
		end_call(&c);
		say_state(fd);
		done();
		close(fd);
	}
}

/* What a transfer has moved before counts more than what ends it, which the next one is told. */
static void ask_parts(void)
{
	static const struct { const char *name; unsigned long request; } cases[] = {
		{ "DROP", SNDRV_PCM_IOCTL_DROP },
		{ "XRUN", SNDRV_PCM_IOCTL_XRUN },
		{ "HW_FREE", SNDRV_PCM_IOCTL_HW_FREE },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int fd = with_room(1000);
		struct caller c;

		key("%s under a transfer that has moved 1000 frames and waits, then another one", cases[i].name);
		block(&c, fd, 4000);
		if (cases[i].request == SNDRV_PCM_IOCTL_XRUN)
			run(fd);
		say("%s", call(fd, cases[i].request));
		end_call(&c);
		say("%s", outcome(transfer(fd, 8)));
		say_state(fd);
		done();
		close(fd);
	}
}

int main(int argc, char **argv)
{
	begin(argc, argv, 1, "playback|capture");
	direction = stream_named(argv[2]);
	in("stop");
	ask_late();
	ask_figures();
	ask_recovery();
	ask_thresholds();
	ask_early();
	ask_free();
	ask_appl();
	ask_reset();
	ask_blocked();
	ask_parts();
	return 0;
}

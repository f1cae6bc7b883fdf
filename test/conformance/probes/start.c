/*
 * How a stream starts: by START, and by itself at start_threshold.
 *
 *	start CARD playback|capture
 */
#include "stream.h"

static int direction;

static const unsigned long thresholds[] = {
	0, 1, 100, PERIOD, BUFFER - 1, BUFFER, BUFFER + 1, 1UL << 62, LONG_MAX, ULONG_MAX,
};

static int armed(unsigned long threshold)
{
	return prepared(direction, &SETUP(.start = threshold));
}

/* A playback starts when enough is queued, however it came there in pieces. */
static void ask_writes(void)
{
	static const unsigned long pieces[] = { 0, 1, 98, 1, PERIOD - 100, PERIOD - 1, 1 };

	for (size_t i = 0; i < COUNT(thresholds); i++) {
		int fd = armed(thresholds[i]);
		unsigned long sum = 0;

		key("start_threshold %s, written until RUNNING", place(thresholds[i]));
		for (size_t j = 0; j < COUNT(pieces) && state(fd) == SNDRV_PCM_STATE_PREPARED; j++) {
			if (writei(fd, memory, pieces[j]) != (long)pieces[j])
				die("WRITEI");
			sum += pieces[j];
		}
		say("%lu", sum);
		say_state(fd);
		done();
		close(fd);
	}
}

/* One piece at once, by each way to write. */
static void ask_one_write(void)
{
	static const struct { unsigned long threshold, frames; } cases[] = {
		{ 100, 99 }, { 100, 100 }, { 100, 101 }, { BUFFER, BUFFER }, { BUFFER, 2 * BUFFER }, { BUFFER + 1, 2 * BUFFER },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int fd = armed(cases[i].threshold);

		key("start_threshold %lu, WRITEI %lu", cases[i].threshold, cases[i].frames);
		say("%s", outcome(writei(fd, memory, cases[i].frames)));
		say_state(fd);
		done();
		close(fd);
		fd = armed(cases[i].threshold);
		key("start_threshold %lu, write(2) of %lu frames", cases[i].threshold, cases[i].frames);
		say("%s", outcome(write(fd, memory, cases[i].frames * 4)));
		say_state(fd);
		done();
		close(fd);
	}
}

/* A capture starts with a read that asks for enough, whatever is there. */
static void ask_reads(void)
{
	static const struct { unsigned long threshold, frames; } cases[] = {
		{ 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 }, { 100, 99 }, { 100, 100 }, { BUFFER, BUFFER - 1 },
		{ BUFFER, BUFFER }, { BUFFER + 1, BUFFER }, { BUFFER + 1, BUFFER + 1 }, { LONG_MAX, 2 * BUFFER },
		{ ULONG_MAX, 2 * BUFFER },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int fd = armed(cases[i].threshold);

		key("start_threshold %s, READI %lu", place(cases[i].threshold), cases[i].frames);
		say("%s", readi(fd, memory, cases[i].frames) == -1 ? strerrorname_np(errno) : "some");
		say_state(fd);
		done();
		close(fd);
		fd = armed(cases[i].threshold);
		key("start_threshold %s, read(2) of %lu frames", place(cases[i].threshold), cases[i].frames);
		say("%s", read(fd, memory, cases[i].frames * 4) == -1 ? strerrorname_np(errno) : "some");
		say_state(fd);
		done();
		close(fd);
	}
}

/* What lets a playback start, and what does not. */
static void ask_start(void)
{
	static const struct { const char *name; unsigned long stop, appl; } cases[] = {
		{ "nothing queued", 0, 0 },
		{ "1 frame queued", 0, 1 },
		{ "all queued", 0, BUFFER },
		{ "more than all queued", 0, BUFFER + 1 },
		{ "nothing queued, stop_threshold boundary-1", (1UL << 62) - 1, 0 },
		{ "nothing queued, stop_threshold boundary", 1UL << 62, 0 },
		{ "nothing queued, stop_threshold LONG_MAX", LONG_MAX, 0 },
		{ "appl_ptr behind, stop_threshold boundary", 1UL << 62, (1UL << 62) - 5 },
		{ "1 frame queued, stop_threshold 1", 1, 1 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int fd = prepared(direction, &SETUP(.stop = cases[i].stop));

		set_appl(fd, cases[i].appl);
		key("START with %s, twice", cases[i].name);
		say("%s", call(fd, SNDRV_PCM_IOCTL_START));
		say("%s", call(fd, SNDRV_PCM_IOCTL_START));
		say_state(fd);
		done();
		close(fd);
	}
}

/* Moving appl_ptr is no reason to start. */
static void ask_commit(void)
{
	int fd = armed(1);

	key("start_threshold 1, appl_ptr by SYNC_PTR");
	say("%s", outcome(set_appl(fd, 100)));
	say_state(fd);
	done();
	key("then FORWARD 100");
	say("%s", outcome(move(fd, SNDRV_PCM_IOCTL_FORWARD, 100)));
	say_state(fd);
	done();
	key("then HWSYNC");
	say("%s", outcome(hwsync(fd)));
	say_state(fd);
	done();
	close(fd);
}

/* The threshold is the one of the last SW_PARAMS, and looked at by the next transfer. */
static void ask_lowered(void)
{
	struct setup s = SETUP();
	struct snd_pcm_sw_params sw;
	int fd = prepared(direction, &s);

	writei(fd, memory, 100);
	s.start = 50;
	sw_setup(&sw, &s);
	key("SW_PARAMS that lowers start_threshold below what is queued");
	say("%s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_SW_PARAMS, &sw)));
	say_state(fd);
	done();
	key("then WRITEI 0");
	say("%s", outcome(writei(fd, memory, 0)));
	say_state(fd);
	done();
	key("then WRITEI 1");
	say("%s", outcome(writei(fd, memory, 1)));
	say_state(fd);
	done();
	close(fd);
}

/* START from where it is not allowed to. */
static void ask_states(void)
{
	int fd = open_pcm(0, direction, O_RDWR | O_NONBLOCK);

	key("START before HW_PARAMS");
	say("%s", call(fd, SNDRV_PCM_IOCTL_START));
	say_state(fd);
	done();
	configure(fd, &SETUP());
	key("START before PREPARE");
	say("%s", call(fd, SNDRV_PCM_IOCTL_START));
	say_state(fd);
	done();
	close(fd);
	fd = armed(LONG_MAX);
	set_appl(fd, 8000);
	run(fd);
	key("PREPARE while it runs");
	say("%s", call(fd, SNDRV_PCM_IOCTL_PREPARE));
	say_state(fd);
	done();
	ioctl(fd, SNDRV_PCM_IOCTL_DROP);
	key("START after DROP");
	say("%s", call(fd, SNDRV_PCM_IOCTL_START));
	say_state(fd);
	done();
	ioctl(fd, SNDRV_PCM_IOCTL_PREPARE);
	key("START after DROP and PREPARE");
	say("%s", call(fd, SNDRV_PCM_IOCTL_START));
	say_state(fd);
	done();
	close(fd);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 1, "playback|capture");
	direction = stream_named(argv[2]);
	in("start");
	if (direction == PLAYBACK) {
		ask_writes();
		ask_one_write();
		ask_lowered();
	} else {
		ask_reads();
	}
	ask_start();
	ask_commit();
	ask_states();
	return 0;
}

/*
 * Sets appl_ptr of a prepared stream to the places where arithmetic may go
 * wrong, and prints what the stream makes of it, alone and under each operation
 * that computes with it.
 *
 *	pointers CARD playback|capture
 *
 * Time does not pass, so all is exact.
 */
#include "stream.h"

#define BOUNDARY (1UL << 62)	/* of a buffer of 16384 frames */

static int direction;

static const unsigned long places[] = {
	0, 1, PERIOD, BUFFER - 1, BUFFER, BUFFER + 1, 2 * BUFFER,
	BOUNDARY - 2 * BUFFER, BOUNDARY - BUFFER, BOUNDARY - 4, BOUNDARY - 1,
	BOUNDARY, BOUNDARY + 1, LONG_MAX, ULONG_MAX,
};

static int at(unsigned long appl)
{
	int fd = prepared(direction, &SETUP());

	if (set_appl(fd, appl) < 0)
		die("appl_ptr %lu", appl);
	return fd;
}

static void ask_places(void)
{
	for (size_t i = 0; i < COUNT(places); i++) {
		int fd = prepared(direction, &SETUP());

		key("SYNC_PTR to %s", place(places[i]));
		say("%s", outcome(set_appl(fd, places[i])));
		say_ring(fd);
		done();
		close(fd);
	}
}

static const struct operation {
	const char *name;
	unsigned long request;
	unsigned long frames;	/* of a move */
} operations[] = {
	{ "FORWARD 1", SNDRV_PCM_IOCTL_FORWARD, 1 },
	{ "FORWARD 8192", SNDRV_PCM_IOCTL_FORWARD, PERIOD },
	{ "FORWARD ULONG_MAX", SNDRV_PCM_IOCTL_FORWARD, ULONG_MAX },
	{ "REWIND 1", SNDRV_PCM_IOCTL_REWIND, 1 },
	{ "REWIND 8192", SNDRV_PCM_IOCTL_REWIND, PERIOD },
	{ "REWIND LONG_MAX", SNDRV_PCM_IOCTL_REWIND, LONG_MAX },
	{ "RESET", SNDRV_PCM_IOCTL_RESET },
	{ "PREPARE", SNDRV_PCM_IOCTL_PREPARE },
	{ "START and DROP", SNDRV_PCM_IOCTL_START },
};

static void operate(int fd, const struct operation *o)
{
	if (o->frames) {
		say("%s", outcome(move(fd, o->request, o->frames)));
	} else {
		say("%s", call(fd, o->request));
		if (o->request == SNDRV_PCM_IOCTL_START)
			say("%s", call(fd, SNDRV_PCM_IOCTL_DROP));
	}
}

/* What computes with a pointer, where it is on an edge. */
static void ask_operations(void)
{
	static const unsigned long edges[] = {
		1, BUFFER - 1, BUFFER, BUFFER + 1, BOUNDARY - BUFFER, BOUNDARY - 1,
	};

	for (size_t i = 0; i < COUNT(edges); i++) {
		for (size_t j = 0; j < COUNT(operations); j++) {
			int fd = at(edges[i]);

			key("%s at %s", operations[j].name, place(edges[i]));
			operate(fd, &operations[j]);
			/* How far the hardware came before DROP is a matter of time. */
			if (operations[j].request == SNDRV_PCM_IOCTL_START)
				say_state(fd);
			else
				say_ring(fd);
			done();
			close(fd);
		}
	}
}

static long transfer(int fd, unsigned long frames)
{
	return direction == PLAYBACK ? writei(fd, memory, frames) : readi(fd, memory, frames);
}

/* Transfers across the end of the ring and of the numbers. */
static void ask_transfers(void)
{
	static const struct { unsigned long at, frames; } cases[] = {
		{ BUFFER - 4, 4 }, { BUFFER - 4, 8 }, { BUFFER, 4 }, { BUFFER + 4, 8 },
		{ BOUNDARY - 4, 4 }, { BOUNDARY - 4, 8 }, { BOUNDARY - 1, 1 }, { BOUNDARY - BUFFER, BUFFER },
		{ BOUNDARY - BUFFER, 2 * BUFFER },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int fd = at(cases[i].at);

		key("transfer of %lu at %s", cases[i].frames, place(cases[i].at));
		say("%s", outcome(transfer(fd, cases[i].frames)));
		say_ring(fd);
		done();
		close(fd);
	}
}

/* How poll(2) and a drain see a pointer that is out of its place. */
static void ask_views(void)
{
	static const unsigned long edges[] = { 0, PERIOD, PERIOD + 1, BUFFER + 1, BOUNDARY - BUFFER, BOUNDARY - 1 };

	for (size_t i = 0; i < COUNT(edges); i++) {
		int fd = at(edges[i]);

		key("poll at %s", place(edges[i]));
		say("%x", revents(fd, 0x3ff));
		done();
		close(fd);
		fd = at(edges[i]);
		key("DRAIN at %s", place(edges[i]));
		say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
		say_state(fd);
		done();
		close(fd);
	}
}

/* The most that STATUS has seen, which it forgets. */
static void ask_avail_max(void)
{
	int fd = prepared(direction, &SETUP());
	struct snd_pcm_status s;

	key("avail_max before a transfer, after it, and again");
	status(fd, &s);
	say("%lu", s.avail_max);
	if (direction == CAPTURE)
		set_appl(fd, BOUNDARY - 100);
	say("%s", outcome(transfer(fd, 40)));
	status(fd, &s);
	say("%lu", s.avail_max);
	status(fd, &s);
	say("%lu", s.avail_max);
	done();
	close(fd);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 1, "playback|capture");
	direction = stream_named(argv[2]);
	in("pointers");
	ask_places();
	ask_operations();
	ask_transfers();
	ask_views();
	ask_avail_max();
	return 0;
}

/*
 * Which O_NONBLOCK counts: a transfer's is that of the last PREPARE, a drain's
 * that of its moment.
 *
 *	nonblock CARD playback|capture
 */
#include "caller.h"

static int direction;

/* A playback that is full, or a capture that is empty: nothing can be moved. */
static void prepare(int fd)
{
	if (ioctl(fd, SNDRV_PCM_IOCTL_PREPARE) < 0)
		die("PREPARE");
	if (direction == PLAYBACK && move(fd, SNDRV_PCM_IOCTL_FORWARD, BUFFER) != BUFFER)
		die("FORWARD");
}

static int opened(int flags)
{
	int fd = open_pcm(0, direction, O_RDWR | flags);

	configure(fd, &SETUP());
	return fd;
}

static void set(int fd, int flags)
{
	if (fcntl(fd, F_SETFL, O_RDWR | flags) < 0)
		die("F_SETFL");
}

/* say_waits makes both kinds of transfer, and says which wait. */
static void say_waits(int fd)
{
	long (*const calls[])(struct caller *) = {
		direction == PLAYBACK ? make_writei : make_readi,
		direction == PLAYBACK ? make_write : make_read,
	};

	for (size_t i = 0; i < COUNT(calls); i++) {
		struct caller c;

		begin_call(&c, fd, calls[i], i ? 400 : 100);
		if (!ended_soon(&c)) {
			say("waits");
			ioctl(fd, SNDRV_PCM_IOCTL_DROP);
		}
		end_call(&c);
		if (!i && state(fd) == SNDRV_PCM_STATE_SETUP)
			prepare(fd);
	}
}

static void ask_transfers(void)
{
	static const struct { const char *name; int open, prepare, transfer; } cases[] = {
		{ "never", 0, 0, 0 },
		{ "always", O_NONBLOCK, O_NONBLOCK, O_NONBLOCK },
		{ "at open", O_NONBLOCK, 0, 0 },
		{ "at open and PREPARE", O_NONBLOCK, O_NONBLOCK, 0 },
		{ "at PREPARE", 0, O_NONBLOCK, 0 },
		{ "after PREPARE", 0, 0, O_NONBLOCK },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int fd = opened(cases[i].open);

		key("transfers, O_NONBLOCK %s", cases[i].name);
		set(fd, cases[i].prepare);
		prepare(fd);
		set(fd, cases[i].transfer);
		/* A second PREPARE, after a drop, would take the new flag. */
		if (cases[i].prepare == cases[i].transfer || cases[i].prepare)
			say_waits(fd);
		else {
			struct caller c;

			blocked(&c, fd, direction == PLAYBACK ? make_writei : make_readi, 100);
			ioctl(fd, SNDRV_PCM_IOCTL_DROP);
			say("waits");
			end_call(&c);
		}
		done();
		close(fd);
	}
}

/* A transfer that waits does not mind, nor does the next one before a PREPARE. */
static void ask_meanwhile(void)
{
	int fd = opened(0);
	struct caller a, b;

	prepare(fd);
	key("O_NONBLOCK under a transfer that waits, and another one");
	blocked(&a, fd, direction == PLAYBACK ? make_writei : make_readi, 100);
	set(fd, O_NONBLOCK);
	blocked(&b, fd, direction == PLAYBACK ? make_writei : make_readi, 100);
	say("%s", a.ended ? "ended" : "wait");
	ioctl(fd, SNDRV_PCM_IOCTL_DROP);
	end_call(&a);
	end_call(&b);
	done();
	close(fd);
}

/* The kernel's own ioctl for the flag. */
static void ask_fionbio(void)
{
	int fd = opened(0), on = 1;

	key("FIONBIO before PREPARE");
	say("%s", outcome(ioctl(fd, FIONBIO, &on)));
	say("%d", !!(fcntl(fd, F_GETFL) & O_NONBLOCK));
	prepare(fd);
	say_waits(fd);
	done();
	close(fd);
}

static void ask_drain(void)
{
	static const struct { const char *name; int prepare, drain; } cases[] = {
		{ "never", 0, 0 },
		{ "at PREPARE", O_NONBLOCK, 0 },
		{ "at DRAIN", 0, O_NONBLOCK },
		{ "always", O_NONBLOCK, O_NONBLOCK },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int fd = open_pcm(0, direction, O_RDWR);

		configure(fd, &SETUP(.rate = 48000, .period = 256, .buffer = 1024));
		set(fd, cases[i].prepare);
		if (ioctl(fd, SNDRV_PCM_IOCTL_PREPARE) < 0)
			die("PREPARE");
		if (direction == PLAYBACK)
			writei(fd, memory, 300);
		set(fd, cases[i].drain);
		key("DRAIN, O_NONBLOCK %s", cases[i].name);
		say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
		done();
		close(fd);
	}
}

/* What can be moved at once is moved. */
static void ask_parts(void)
{
	struct snd_xferi x = { .result = 777, .buf = memory, .frames = BUFFER + 100 };
	int fd = prepared(direction, &SETUP());
	unsigned long request = direction == PLAYBACK ? SNDRV_PCM_IOCTL_WRITEI_FRAMES : SNDRV_PCM_IOCTL_READI_FRAMES;

	if (direction == CAPTURE)	/* 16384 frames can be read again */
		move(fd, SNDRV_PCM_IOCTL_REWIND, BUFFER);
	key("a buffer and 100 frames, twice");
	for (int i = 0; i < 2; i++) {
		say("%s", outcome(ioctl(fd, request, &x)));
		say("told %ld", x.result);
		x.result = 777;
	}
	say_pointers(fd);
	done();
	close(fd);
	fd = prepared(direction, &SETUP());
	if (direction == CAPTURE)
		move(fd, SNDRV_PCM_IOCTL_REWIND, BUFFER);
	key("the same by read(2) or write(2)");
	for (int i = 0; i < 2; i++)
		say("%s", outcome(direction == PLAYBACK ? write(fd, memory, x.frames * 4) : read(fd, memory, x.frames * 4)));
	say_pointers(fd);
	done();
	close(fd);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 1, "playback|capture");
	direction = stream_named(argv[2]);
	in("nonblock");
	ask_transfers();
	ask_meanwhile();
	ask_fionbio();
	ask_drain();
	ask_parts();
	return 0;
}

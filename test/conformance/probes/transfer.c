/*
 * Transfers: how much they move, from where, and what wakes one that waits.
 *
 *	transfer CARD playback|capture
 */
#include "caller.h"

#include <sys/mman.h>

#define BOUNDARY (1UL << 62)

static int direction;

/* room makes so many frames movable in a stream that is still. */
static void room(int fd, unsigned long frames, unsigned long buffer)
{
	if (direction == PLAYBACK)
		move(fd, SNDRV_PCM_IOCTL_FORWARD, buffer - frames);
	else
		move(fd, SNDRV_PCM_IOCTL_REWIND, frames);
}

static int still(const struct setup *s)
{
	int fd = prepared(direction, s);

	room(fd, s->buffer, s->buffer);
	return fd;
}

/* A struct that tells what came of it. */
static void say_xferi(int fd, void *buf, unsigned long frames)
{
	struct snd_xferi x = { .result = 777, .buf = buf, .frames = frames };
	unsigned long request = direction == PLAYBACK ? SNDRV_PCM_IOCTL_WRITEI_FRAMES : SNDRV_PCM_IOCTL_READI_FRAMES;

	say("%s", outcome(ioctl(fd, request, &x)));
	say("told %ld", x.result);
}

static void ask_amounts(void)
{
	static const unsigned long amounts[] = {
		0, 1, BUFFER - 1, BUFFER, BUFFER + 1, 1UL << 20, 1UL << 31, 1UL << 32, 1UL << 40, 1UL << 46, 1UL << 61, BOUNDARY,
		LONG_MAX, ULONG_MAX,
	};

	for (size_t i = 0; i < COUNT(amounts); i++) {
		int fd = still(&SETUP());

		key("%s frames", place(amounts[i]));
		say_xferi(fd, memory, amounts[i]);
		say_pointers(fd);
		done();
		close(fd);
	}
}

/* Memory that ends before the frames do, or may not be used so. */
static void ask_memory(void)
{
	long page = sysconf(_SC_PAGESIZE);
	char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *end = pages + page;
	static const struct { const char *name; int frames; unsigned long at; } cases[] = {
		{ "4 frames up to the end of memory", 4, 0 },
		{ "8 frames, 4 beyond the end of memory", 8, 0 },
		{ "8 frames, 4 beyond the end of memory, and the ring ends between", 8, BUFFER - 4 },
		{ "8 frames, 4 beyond the end of memory, and the ring ends before", 8, BUFFER - 2 },
	};

	if (pages == MAP_FAILED || munmap(end, page))
		die("mmap");
	for (size_t i = 0; i < COUNT(cases); i++) {
		int fd = prepared(direction, &SETUP());

		/* Where the ring ends, and there is room beyond. */
		set_appl(fd, cases[i].at ? BOUNDARY - BUFFER + cases[i].at : direction == PLAYBACK ? 0 : BOUNDARY - BUFFER);
		key("%s", cases[i].name);
		say_xferi(fd, end - 16, cases[i].frames);
		say_pointers(fd);
		done();
		close(fd);
	}
	if (mprotect(pages, page, PROT_READ))
		die("mprotect");
	for (int odd = 0; odd < 2; odd++) {
		int fd = still(&SETUP());

		key("memory that can only be read, %s", odd ? "at an odd address" : "aligned");
		say_xferi(fd, pages + odd, 8);
		done();
		close(fd);
	}
	if (mprotect(pages, page, PROT_NONE))
		die("mprotect");
	for (size_t i = 0; i < 2; i++) {
		int fd = still(&SETUP());

		key("memory that cannot be used, by %s", i ? "read(2) or write(2)" : "ioctl");
		if (!i)
			say_xferi(fd, pages, 8);
		else
			say("%s", outcome(direction == PLAYBACK ? write(fd, pages, 32) : read(fd, pages, 32)));
		say_pointers(fd);
		done();
		close(fd);
	}
	munmap(pages, page);
}

/* Bytes that are no whole frames, for frames of the sizes that the card has. */
static void ask_bytes(void)
{
	static const struct { int format, channels, bytes; } frames[] = {
		{ SNDRV_PCM_FORMAT_U8, 1, 1 }, { SNDRV_PCM_FORMAT_U8, 2, 2 },
		{ SNDRV_PCM_FORMAT_S16_LE, 1, 2 }, { SNDRV_PCM_FORMAT_S16_LE, 2, 4 },
		{ SNDRV_PCM_FORMAT_S24_3LE, 1, 3 }, { SNDRV_PCM_FORMAT_S24_3LE, 2, 6 },
	};

	for (size_t i = 0; i < COUNT(frames); i++) {
		if (!offered(direction, frames[i].format))
			continue;
		for (int n = 1; n < 2 * frames[i].bytes + 2; n++) {
			int fd = still(&SETUP(.format = frames[i].format, .channels = frames[i].channels));

			key("%d bytes of frames of %d bytes, %d channels", n, frames[i].bytes, frames[i].channels);
			say("%s", outcome(direction == PLAYBACK ? write(fd, memory, n) : read(fd, memory, n)));
			say("appl=%s", place(appl_ptr(fd)));
			done();
			close(fd);
		}
	}
}

/* The same with so many bytes that somebody may take them apart. */
static void ask_many_bytes(void)
{
	static const int amounts[] = { 12287, 12289, 16386, 40001, 65535 };

	for (size_t i = 0; i < COUNT(amounts); i++) {
		int fd = still(&SETUP());

		key("%d bytes of frames of 4 bytes", amounts[i]);
		say("%s", (direction == PLAYBACK ? write(fd, memory, amounts[i]) : read(fd, memory, amounts[i])) < 0 ?
			strerrorname_np(errno) : "some");
		done();
		close(fd);
	}
}

static long (*ioctl_call(void))(struct caller *)
{
	return direction == PLAYBACK ? make_writei : make_readi;
}

/* A full stream, or an empty one, whose transfers wait. */
static int waiting(const struct setup *s)
{
	int fd = open_pcm(0, direction, O_RDWR);

	configure(fd, s);
	if (ioctl(fd, SNDRV_PCM_IOCTL_PREPARE) < 0)
		die("PREPARE");
	room(fd, 0, s->buffer);
	return fd;
}

/* A transfer that waits is woken for avail_min frames, or for what is left of it. */
static void ask_wakes(void)
{
	struct setup s = SETUP(.rate = 16000, .period = 256, .buffer = 8192, .avail_min = 3000, .stop = BOUNDARY);
	int fd = waiting(&s);
	unsigned long from = appl_ptr(fd), to;
	struct caller c;

	key("8000 frames, avail_min 3000: the first step");
	blocked(&c, fd, ioctl_call(), 8000);
	run(fd);
	AWAIT((to = appl_ptr(fd)) != from);
	say("%s", (to - from) % BOUNDARY >= 3000 ? "as much at least" : "less");
	end_call(&c);
	done();
	close(fd);

	s = SETUP(.period = 256, .buffer = 8192, .avail_min = 8192);
	fd = waiting(&s);
	key("100 frames, avail_min 8192");
	blocked(&c, fd, ioctl_call(), 100);
	run(fd);
	end_call(&c);
	say("%s", hw_ptr(fd) < 8192 ? "before as many could be moved" : "late");
	done();
	close(fd);

	s = SETUP();
	fd = waiting(&s);
	key("10 frames, periods of a second, and another one looks");
	blocked(&c, fd, ioctl_call(), 10);
	run(fd);
	AWAIT(hwsync(fd) == 0 && hw_ptr(fd) >= 10);
	AWAIT(c.ended || hw_ptr(fd) >= PERIOD);
	say("%s", hw_ptr(fd) < PERIOD ? "before the period's end" : "late");
	end_call(&c);
	done();
	close(fd);
}

/* More than the ring holds. */
static void ask_much(void)
{
	struct setup s = SETUP(.rate = 48000, .period = 4096, .start = 1, .stop = BOUNDARY);
	struct caller c;

	for (int i = 0; i < 2; i++) {
		int fd = open_pcm(0, direction, O_RDWR);

		configure(fd, &s);
		ioctl(fd, SNDRV_PCM_IOCTL_PREPARE);
		key("three rings at once, by %s", i ? "read(2) or write(2)" : "ioctl");
		if (i)
			begin_call(&c, fd, direction == PLAYBACK ? make_write : make_read, 3 * BUFFER * 4);
		else
			begin_call(&c, fd, ioctl_call(), 3 * BUFFER);
		end_call(&c);
		say_state(fd);
		say("appl=%lu", appl_ptr(fd));
		done();
		close(fd);
	}
}

int main(int argc, char **argv)
{
	begin(argc, argv, 1, "playback|capture");
	direction = stream_named(argv[2]);
	in("transfer");
	ask_amounts();
	ask_memory();
	ask_bytes();
	ask_many_bytes();
	ask_wakes();
	ask_much();
	return 0;
}

/*
 * The silence that the kernel plays where a program has written nothing, as it
 * is seen in the mapped ring.
 *
 *	silence CARD
 */
#include "stream.h"

#include <sys/mman.h>

#define BOUNDARY (1UL << 62)
#define NOISE 0x55	/* what the ring is full of, in every byte */

/* The ring that is mapped. */
static unsigned char *ring;
static size_t frame_bytes;
static int silent;	/* a byte of silence */

struct question {
	const char *name;
	unsigned long size, threshold;	/* of the silence */
	unsigned long appl;	/* frames queued */
	int format, stop_free;
};

static void set_silence(int fd, const struct setup *s, unsigned long size, unsigned long threshold)
{
	struct snd_pcm_sw_params sw;

	sw_setup(&sw, s);
	sw.silence_size = size;
	sw.silence_threshold = threshold;
	if (ioctl(fd, SNDRV_PCM_IOCTL_SW_PARAMS, &sw) < 0)
		die("SW_PARAMS");
}

static struct setup setup_of(const struct question *q)
{
	return SETUP(.access = SNDRV_PCM_ACCESS_MMAP_INTERLEAVED, .format = q->format, .stop = q->stop_free ? BOUNDARY : 0);
}

/* noisy prepares a stream whose ring is full of noise. */
static int noisy(const struct question *q)
{
	struct setup s = setup_of(q);
	int fd = open_pcm(0, PLAYBACK, O_RDWR | O_NONBLOCK);

	configure(fd, &s);
	set_silence(fd, &s, q->size, q->threshold);
	frame_bytes = q->format == SNDRV_PCM_FORMAT_U8 ? 2 : 4;
	silent = q->format == SNDRV_PCM_FORMAT_U8 ? 0x80 : 0;
	ring = mmap(NULL, BUFFER * frame_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, SNDRV_PCM_MMAP_OFFSET_DATA);
	if (ring == MAP_FAILED)
		die("mmap");
	memset(ring, NOISE, BUFFER * frame_bytes);
	if (ioctl(fd, SNDRV_PCM_IOCTL_PREPARE) < 0)
		die("PREPARE");
	set_appl(fd, q->appl);
	return fd;
}

static void leave(int fd)
{
	munmap(ring, BUFFER * frame_bytes);
	close(fd);
}

static int is(unsigned long frame, int byte)
{
	for (size_t i = 0; i < frame_bytes; i++)
		if (ring[frame * frame_bytes + i] != byte)
			return 0;
	return 1;
}

/* say_silence tells where the ring is silent. */
static void say_silence(void)
{
	unsigned long from, to = 0;
	int any = 0;

	for (from = 0; from < BUFFER; from = to) {
		int quiet = is(from, silent);

		for (to = from + 1; to < BUFFER && is(to, silent) == quiet; to++)
			;
		if (!quiet)
			continue;
		say("%lu-%lu", from, to);
		any = 1;
	}
	if (!any)
		say("none");
}

static const struct question questions[] = {
	{ "none asked for", 0, 0, 1000 },
	{ "none asked for, threshold 2000", 0, 2000, 1000 },
	{ "64 ahead, enough queued", 64, 64, 1000 },
	{ "as much as is queued", 1000, 1000, 1000 },
	{ "1 more than is queued", 1001, 1001, 1000 },
	{ "64 of the 1000 that are missing", 64, 2000, 1000 },
	{ "all of the 1000 that are missing", 2000, 2000, 1000 },
	{ "the whole ring ahead", BUFFER, BUFFER, 1000 },
	{ "the whole ring ahead, across its end", BUFFER, BUFFER, 16000 },
	{ "the whole ring ahead, all queued", BUFFER, BUFFER, BUFFER },
	{ "a period ahead across the end of the ring", PERIOD, BUFFER, 16000 },
	{ "what is free", BOUNDARY, 0, 1000 },
	{ "what is free, all queued", BOUNDARY, 0, BUFFER },
	{ "what is free, nothing queued", BOUNDARY, 0, 0, .stop_free = 1 },
	{ "64 ahead, nothing queued", 64, 64, 0, .stop_free = 1 },
	{ "what is free, late", BOUNDARY, 0, BOUNDARY - 100, .stop_free = 1 },
	{ "64 ahead, late", 64, 64, BOUNDARY - 100, .stop_free = 1 },
	{ "LONG_MAX", LONG_MAX, 0, 1000 },
	{ "8 bits, 100 ahead", 100, 1100, 1000, .format = SNDRV_PCM_FORMAT_U8 },
	{ "8 bits, what is free", BOUNDARY, 0, 1000, .format = SNDRV_PCM_FORMAT_U8 },
};

static void ask_start(void)
{
	for (size_t i = 0; i < COUNT(questions); i++) {
		struct question q = questions[i];
		int fd;

		if (q.format != SNDRV_PCM_FORMAT_U8)
			q.format = SNDRV_PCM_FORMAT_S16_LE;
		else if (!offered(PLAYBACK, q.format))
			continue;
		fd = noisy(&q);
		key("%s: before START, after", q.name);
		say_silence();
		say("|");
		say("%s", call(fd, SNDRV_PCM_IOCTL_START));
		say_silence();
		done();
		leave(fd);
	}
}

#define USUAL(...) { "", .format = SNDRV_PCM_FORMAT_S16_LE, __VA_ARGS__ }

static unsigned long let_move(int fd, unsigned long least)
{
	AWAIT(hwsync(fd) == 0 && hw_ptr(fd) >= least);
	return hw_ptr(fd);
}

/* count counts the silent frames from one on. */
static unsigned long count(unsigned long from)
{
	unsigned long n = 0;

	while (n < BUFFER && is((from + n) % BUFFER, silent))
		n++;
	return n;
}

/* What is added as the hardware moves. */
static void ask_moving(void)
{
	struct question ahead = USUAL(.size = 1064, .threshold = 1064, .appl = 1000);
	struct question slow = USUAL(.size = 8, .threshold = 1064, .appl = 1000);
	struct question played = USUAL(.size = BOUNDARY, .appl = 16000);
	int fd = noisy(&ahead);
	unsigned long hw;

	run(fd);
	hw = let_move(fd, 64);
	key("64 ahead, under way: as much more as was played");
	say("%s", count(1000) == 64 + hw ? "64+hw_ptr" : "other");
	say("played frames %s", is(0, NOISE) ? "stay" : "silent");
	done();
	key("then RESET");
	say("%s", call(fd, SNDRV_PCM_IOCTL_RESET));
	done();
	leave(fd);

	fd = noisy(&slow);
	run(fd);
	key("8 at once: at START, and more later");
	say("%lu", count(1000));
	let_move(fd, 64);
	say("%s", count(1000) > 8 ? "more" : "no more");
	done();
	leave(fd);

	fd = noisy(&played);
	run(fd);
	hw = let_move(fd, 64);
	key("what is free, under way: as much as was played");
	say("%s", count(0) == hw ? "hw_ptr" : "other");
	say("and at the end %lu", count(16000) - count(0));
	done();
	leave(fd);
}

/* A program that writes again, goes back, or changes its mind. */
static void ask_changes(void)
{
	struct question q = USUAL(.size = 64, .threshold = 1064, .appl = 1000);
	struct setup s = setup_of(&q);
	int fd = noisy(&q);

	run(fd);
	key("SW_PARAMS with more under way: before, after");
	say("%lu", count(1000));
	set_silence(fd, &s, 8192, 8192);
	say("%s", count(1000) >= 8192 - 1000 ? "all" : "less");
	done();
	leave(fd);

	fd = noisy(&q);
	run(fd);
	key("SW_PARAMS with none under way, then more time");
	set_silence(fd, &s, 0, 0);
	let_move(fd, 64);
	say("%lu", count(1000));
	done();
	leave(fd);

	fd = noisy(&q);
	key("RESET while prepared");
	say("%s", call(fd, SNDRV_PCM_IOCTL_RESET));
	say_silence();
	done();
	leave(fd);

	q = (struct question)USUAL(.size = BOUNDARY, .appl = 1000);
	fd = noisy(&q);
	key("what is free, RESET while prepared");
	say("%s", call(fd, SNDRV_PCM_IOCTL_RESET));
	say_silence();
	done();
	leave(fd);

	q = (struct question)USUAL(.size = 4096, .threshold = 4096, .appl = 3000);
	fd = noisy(&q);
	run(fd);
	key("REWIND 2000 under way: silence behind the new place");
	say("%lu", count(3000));
	say("%s", outcome(move(fd, SNDRV_PCM_IOCTL_REWIND, 2000)));
	let_move(fd, 64);
	say("%s", is(1000, silent) ? "silent" : "noise");
	done();
	leave(fd);

	fd = noisy(&q);
	run(fd);
	key("FORWARD 500 under way: silence behind the new place");
	say("%s", outcome(move(fd, SNDRV_PCM_IOCTL_FORWARD, 500)));
	let_move(fd, 64);
	say("%s", count(3000) > 1096 ? "more" : "no more");
	done();
	leave(fd);
}

/* HW_PARAMS makes the ring silent, unless there are parameters that are the same. */
static void ask_cleared(void)
{
	struct question q = USUAL(.appl = 0);
	struct setup s = setup_of(&q), other = s;
	struct snd_pcm_hw_params hw;
	int fd = noisy(&q);

	key("HW_PARAMS anew, and others");
	munmap(ring, BUFFER * frame_bytes);
	hw_setup(&hw, &s);
	say("%s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_HW_PARAMS, &hw)));
	ring = mmap(NULL, BUFFER * frame_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, SNDRV_PCM_MMAP_OFFSET_DATA);
	if (ring == MAP_FAILED)
		die("mmap");
	say_silence();
	munmap(ring, BUFFER * frame_bytes);
	other.period = PERIOD / 2;
	hw_setup(&hw, &other);
	say("%s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_HW_PARAMS, &hw)));
	ring = mmap(NULL, BUFFER * frame_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, SNDRV_PCM_MMAP_OFFSET_DATA);
	if (ring == MAP_FAILED)
		die("mmap");
	say_silence();
	done();
	key("the ring after PREPARE");
	memset(ring, NOISE, BUFFER * frame_bytes);
	say("%s", call(fd, SNDRV_PCM_IOCTL_PREPARE));
	say_silence();
	done();
	leave(fd);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	in("silence");
	ask_start();
	ask_moving();
	ask_changes();
	ask_cleared();
	return 0;
}

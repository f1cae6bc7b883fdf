/*
 * What is played on device 0 of a loopback card is recorded on its device 1:
 * whether it is the same, to the byte, and what else is heard.
 *
 *	cable CARD
 */
#include "caller.h"

#include <sys/mman.h>

#define BOUNDARY (1UL << 62)

/* Both ends of a cable, which are of the substreams of one number. */
struct ends { int play, record; };

static int control;

static void prefer(int number)
{
	if (ioctl(control, SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE, &number) < 0)
		die("PCM_PREFER_SUBDEVICE");
}

static int end(int device, int stream, const struct setup *s)
{
	int fd = open_pcm(device, stream, O_RDWR);

	configure(fd, s);
	if (ioctl(fd, SNDRV_PCM_IOCTL_PREPARE) < 0)
		die("PREPARE");
	return fd;
}

/* silenced has nothing of a stream heard twice. */
static void silenced(int fd, const struct setup *s)
{
	struct snd_pcm_sw_params sw;

	sw_setup(&sw, s);
	sw.silence_size = BOUNDARY;
	if (ioctl(fd, SNDRV_PCM_IOCTL_SW_PARAMS, &sw) < 0)
		die("SW_PARAMS");
}

/*
 * A playback that goes on in silence when its frames are played, for snd-aloop
 * cuts the last ones of a drain off, and a recording that has a lot of time.
 */
static struct ends joined(int number, struct setup s)
{
	struct ends e;

	prefer(number);
	s.stop = BOUNDARY;
	e.play = end(0, PLAYBACK, &s);
	silenced(e.play, &s);
	s.buffer *= 4;
	s.start = 1;
	e.record = end(1, CAPTURE, &s);
	return e;
}

/* Both ends begin, the recording first. */
static void run_both(struct ends e)
{
	run(e.record);
	run(e.play);
}

static void part(struct ends e)
{
	close(e.play);
	close(e.record);
}

/* Tunes: frames whose every byte differs from what is a little before and after, none of them silent. */
enum { LONGEST = 4 * BUFFER };

static unsigned char tune[LONGEST * 32], heard[LONGEST * 32];

static void compose(unsigned seed)
{
	unsigned x = seed * 2654435761u + 12345;

	for (size_t i = 0; i < sizeof(tune); i++) {
		x = x * 1664525 + 1013904223;
		tune[i] = x >> 24 | 1;
	}
}

static size_t frame_size(const struct setup *s)
{
	return s->channels * (s->format == SNDRV_PCM_FORMAT_S24_3LE ? 3 : s->format == SNDRV_PCM_FORMAT_S16_LE ||
		s->format == SNDRV_PCM_FORMAT_S16_BE ? 2 : 4);
}

static int is_silent(const unsigned char *frame, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (frame[i])
			return 0;
	return 1;
}

/* listen records so many frames. */
static void listen(int fd, unsigned char *to, size_t size, unsigned long frames)
{
	while (frames > 0) {
		long n = readi(fd, to, frames > 1013 ? 1013 : frames);

		if (n <= 0)
			die("READI");
		to += n * size;
		frames -= n;
	}
}

/* onset is the first frame of n in heard that is not silent. */
static unsigned long onset(size_t size, unsigned long n)
{
	for (unsigned long i = 0; i < n; i++)
		if (!is_silent(heard + i * size, size))
			return i;
	return n;
}

/* say_heard listens until frames of something have come, and compares them with the tune; then comes silence. */
static void say_heard(int fd, size_t size, unsigned long frames)
{
	unsigned long first, room = sizeof(heard) / size;

	if (room > 2 * (unsigned long)LONGEST)
		room = 2 * LONGEST;
	for (;;) {
		listen(fd, heard, size, 256);
		first = onset(size, 256);
		if (first < 256)
			break;
	}
	if (frames + 1000 > room)
		die("%lu frames are too many", frames);
	memmove(heard, heard + first * size, (256 - first) * size);
	listen(fd, heard + (256 - first) * size, size, frames + 744 + first);
	for (unsigned long i = 0; i < frames; i++) {
		if (memcmp(heard + i * size, tune + i * size, size)) {
			say("another frame at %lu of %lu", i, frames);
			return;
		}
	}
	say("%lu frames", frames);
	for (unsigned long i = frames; i < frames + 744; i++) {
		if (!is_silent(heard + i * size, size)) {
			say("more at %lu", i);
			return;
		}
	}
	say("then silence");
}

static void write_all(int fd, const unsigned char *from, size_t size, unsigned long frames, unsigned long piece)
{
	while (frames > 0) {
		long n = writei(fd, from, frames > piece ? piece : frames);

		if (n <= 0)
			die("WRITEI");
		from += n * size;
		frames -= n;
	}
}

/* Some of a second, and some seconds for who has to be in time. */
#define FAST(...) SETUP(.rate = 48000, .period = 2048, __VA_ARGS__)
#define SLOW(...) SETUP(.rate = 16000, .period = 2048, __VA_ARGS__)

static void ask_formats(void)
{
	static const struct { const char *name; int format, channels; } kinds[] = {
		{ "S16_LE", SNDRV_PCM_FORMAT_S16_LE, 2 }, { "S16_LE", SNDRV_PCM_FORMAT_S16_LE, 1 },
		{ "S16_BE", SNDRV_PCM_FORMAT_S16_BE, 2 },
		{ "S24_3LE", SNDRV_PCM_FORMAT_S24_3LE, 2 }, { "S24_3LE", SNDRV_PCM_FORMAT_S24_3LE, 1 },
		{ "S32_LE", SNDRV_PCM_FORMAT_S32_LE, 8 }, { "FLOAT_LE", SNDRV_PCM_FORMAT_FLOAT_LE, 2 },
		{ "S16_LE", SNDRV_PCM_FORMAT_S16_LE, 3 },
	};

	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct setup s = FAST(.format = kinds[i].format, .channels = kinds[i].channels);
		struct ends e = joined(i % 4, s);

		key("%s, %d channels", kinds[i].name, kinds[i].channels);
		compose(i);
		write_all(e.play, tune, frame_size(&s), BUFFER, BUFFER);
		run_both(e);
		say_heard(e.record, frame_size(&s), BUFFER);
		done();
		part(e);
	}
}

static const unsigned long plenty = 5 * PERIOD / 2;

static void *write_pieces(void *argument)
{
	write_all(*(int *)argument, tune, 4, plenty, 997);
	return NULL;
}

static void *write_bytes(void *argument)
{
	if (write(*(int *)argument, tune, plenty * 4) != (ssize_t)plenty * 4)
		die("write");
	return NULL;
}

/* Around the ring more than twice, in pieces that do not fit into it, and by one write(2). */
static void ask_long(void)
{
	struct setup s = SETUP(.period = 1024, .buffer = PERIOD, .start = PERIOD);
	struct ends a = joined(0, s), b = joined(1, s);
	pthread_t writers[2];

	compose(77);
	run(a.record);
	run(b.record);
	pthread_create(&writers[0], NULL, write_pieces, &a.play);
	pthread_create(&writers[1], NULL, write_bytes, &b.play);
	key("more than two rings, in odd pieces");
	say_heard(a.record, 4, plenty);
	done();
	key("more than two rings, by one write(2)");
	say_heard(b.record, 4, plenty);
	done();
	for (int i = 0; i < 2; i++)
		pthread_join(writers[i], NULL);
	part(a);
	part(b);
}

/* The channels apart: a buffer for each, in and out. */
static void ask_apart(void)
{
	struct setup s = FAST(.access = SNDRV_PCM_ACCESS_RW_NONINTERLEAVED);
	struct ends e = joined(2, s);
	static short in[2][BUFFER], out[2][2 * BUFFER];
	void *from[2] = { in[0], in[1] }, *to[2];
	struct snd_xfern x = { .bufs = from, .frames = BUFFER };
	unsigned long got = 0, first = 0, same = 0;

	compose(79);
	memcpy(in, tune, sizeof(in));
	key("WRITEN and READN");
	say("%s", outcome(ioctl(e.play, SNDRV_PCM_IOCTL_WRITEN_FRAMES, &x)));
	say("%ld", x.result);
	run_both(e);
	while (got < 2 * BUFFER && (!same || got < first + BUFFER)) {
		to[0] = out[0] + got;
		to[1] = out[1] + got;
		x = (struct snd_xfern){ .bufs = to, .frames = 2 * BUFFER - got < 509 ? 2 * BUFFER - got : 509 };
		if (ioctl(e.record, SNDRV_PCM_IOCTL_READN_FRAMES, &x) < 0)
			die("READN");
		got += x.result;
		while (!same && first < got)
			if (out[0][first] || out[1][first])
				same = 1;
			else
				first++;
	}
	for (same = 0; same < BUFFER && first + same < got; same++)
		if (out[0][first + same] != in[0][same] || out[1][first + same] != in[1][same])
			break;
	say("%lu the same", same);
	done();
	part(e);

	e = joined(3, s);
	from[1] = NULL;
	x = (struct snd_xfern){ .bufs = from, .frames = 8, .result = 777 };
	key("WRITEN with a channel of no buffer");
	say("%s", outcome(ioctl(e.play, SNDRV_PCM_IOCTL_WRITEN_FRAMES, &x)));
	say("told %ld", x.result);
	done();
	x = (struct snd_xfern){ .bufs = NULL, .frames = 8, .result = 777 };
	key("WRITEN with no buffers");
	say("%s", outcome(ioctl(e.play, SNDRV_PCM_IOCTL_WRITEN_FRAMES, &x)));
	say("told %ld", x.result);
	done();
	key("WRITEI, write(2) of a stream with its channels apart");
	say("%s", outcome(writei(e.play, memory, 8)));
	say("%s", outcome(write(e.play, memory, 32)));
	say_pointers(e.play);
	done();
	part(e);

	s.channels = 1;
	e = joined(3, s);
	key("WRITEI, write(2), WRITEN of one channel apart");
	say("%s", outcome(writei(e.play, memory, 8)));
	say("%s", outcome(write(e.play, memory, 16)));
	x = (struct snd_xfern){ .bufs = from, .frames = 8, .result = 777 };
	say("%s", outcome(ioctl(e.play, SNDRV_PCM_IOCTL_WRITEN_FRAMES, &x)));
	say_pointers(e.play);
	done();
	part(e);
}

/* A sample of a mapped ring of two channels, of 16 bits. */
static short *sample(void *ring, int access, unsigned long buffer, unsigned long frame, int channel)
{
	return (short *)ring + (access == SNDRV_PCM_ACCESS_MMAP_INTERLEAVED ? frame * 2 + channel : channel * buffer + frame);
}

static void *map_ring(int fd, unsigned long buffer)
{
	void *ring = mmap(NULL, buffer * 4, PROT_READ | PROT_WRITE, MAP_SHARED, fd, SNDRV_PCM_MMAP_OFFSET_DATA);

	if (ring == MAP_FAILED)
		die("mmap");
	return ring;
}

/* No transfer at all: one ring is written to by hand, and the other read so. */
static void ask_mapped(int access, const char *name)
{
	struct ends e = joined(6, FAST(.access = access));
	void *out = map_ring(e.play, BUFFER), *in = map_ring(e.record, 4 * BUFFER);
	const short *notes = (const short *)tune;
	unsigned long first = 0, same = 0;

	compose(85);
	for (unsigned long i = 0; i < BUFFER; i++)
		for (int c = 0; c < 2; c++)
			*sample(out, access, BUFFER, i, c) = notes[2 * i + c];
	key("%s, both ends", name);
	say("%s", outcome(set_appl(e.play, BUFFER)));
	run_both(e);
	AWAIT(hwsync(e.play) == 0 && hw_ptr(e.play) > BUFFER && hwsync(e.record) == 0);
	while (first < 3 * BUFFER && !*sample(in, access, 4 * BUFFER, first, 0))
		first++;
	while (same < BUFFER && *sample(in, access, 4 * BUFFER, first + same, 0) == notes[2 * same] &&
		*sample(in, access, 4 * BUFFER, first + same, 1) == notes[2 * same + 1])
		same++;
	say("%lu frames", same);
	done();
	munmap(out, BUFFER * 4);
	munmap(in, BUFFER * 16);
	part(e);
}

/* What is written again is heard, not what was there. */
static void ask_rewound(void)
{
	struct ends e = joined(4, FAST());
	static unsigned char again[4 * BUFFER];

	compose(80);
	for (size_t i = 0; i < sizeof(again); i++)
		again[i] = ~tune[i] | 1;
	key("rewound while prepared");
	write_all(e.play, tune, 4, 8000, 8000);
	write_all(e.play, again, 4, 4000, 4000);
	say("%s", outcome(move(e.play, SNDRV_PCM_IOCTL_REWIND, 4000)));
	write_all(e.play, tune + 8000 * 4, 4, 4000, 4000);
	run_both(e);
	say_heard(e.record, 4, 12000);
	done();
	part(e);

	e = joined(5, SLOW());
	key("rewound under way");
	write_all(e.play, tune, 4, 12000, 12000);
	write_all(e.play, again, 4, 4000, 4000);
	run_both(e);
	say("%s", outcome(move(e.play, SNDRV_PCM_IOCTL_REWIND, 4000)));
	write_all(e.play, tune + 12000 * 4, 4, 4000, 4000);
	say_heard(e.record, 4, 16000);
	done();
	part(e);

	e = joined(6, FAST());
	key("forwarded over frames of a new ring");
	memset(tune + 1000 * 4, 0, 500 * 4);
	write_all(e.play, tune, 4, 1000, 1000);
	say("%s", outcome(move(e.play, SNDRV_PCM_IOCTL_FORWARD, 500)));
	write_all(e.play, tune + 1500 * 4, 4, 1000, 1000);
	run_both(e);
	say_heard(e.record, 4, 2500);
	done();
	part(e);
}

/* A stream that is free to run, and not silenced, plays its ring over and over. */
static void ask_free(void)
{
	struct setup s = FAST(.stop = BOUNDARY);
	struct ends e = joined(7, s);
	struct snd_pcm_sw_params sw;

	sw_setup(&sw, &s);
	if (ioctl(e.play, SNDRV_PCM_IOCTL_SW_PARAMS, &sw) < 0)
		die("SW_PARAMS");
	key("free to run: the ring is heard again");
	compose(81);
	memcpy(tune + BUFFER * 4, tune, BUFFER * 4);
	write_all(e.play, tune, 4, BUFFER, BUFFER);
	run_both(e);
	listen(e.record, heard, 4, 2 * BUFFER);
	say("%s", memmem(heard, 2 * BUFFER * 4, tune + (BUFFER - 4000) * 4, 8000 * 4) ? "yes" : "no");
	say_state(e.play);
	done();
	part(e);
}

/* A recording without a playback, and one that comes late. */
static void ask_alone(void)
{
	struct ends e = joined(1, FAST());
	unsigned long n;

	key("nobody plays");
	run(e.record);
	listen(e.record, heard, 4, 5000);
	say("%s", onset(4, 5000) == 5000 ? "silence" : "something");
	done();
	part(e);

	e = joined(2, SLOW());
	key("a recording that begins late");
	compose(82);
	write_all(e.play, tune, 4, BUFFER, BUFFER);
	run(e.play);
	AWAIT(hwsync(e.play) == 0 && hw_ptr(e.play) >= 2000);
	run(e.record);
	listen(e.record, heard, 4, 8000);
	n = onset(4, 8000);
	say("%s", n < 8000 && memmem(tune + 2000 * 4, (BUFFER - 2000) * 4, heard + n * 4, (8000 - n < 2000 ? 8000 - n : 2000) * 4) ?
		"the rest from some frame on" : "something else");
	done();
	part(e);

	e = joined(3, FAST());
	key("a playback that is dropped and begins anew");
	write_all(e.play, tune, 4, BUFFER, BUFFER);
	run_both(e);
	listen(e.record, heard, 4, 6000);
	ioctl(e.play, SNDRV_PCM_IOCTL_DROP);
	ioctl(e.play, SNDRV_PCM_IOCTL_PREPARE);
	ioctl(e.record, SNDRV_PCM_IOCTL_DROP);
	ioctl(e.record, SNDRV_PCM_IOCTL_PREPARE);
	compose(83);
	write_all(e.play, tune, 4, 3000, 3000);
	run_both(e);
	say_heard(e.record, 4, 3000);
	done();
	part(e);
}

/* Two cables at once carry each its own. */
static void ask_two(void)
{
	struct ends a = joined(4, FAST()), b = joined(5, FAST());

	key("two cables at once");
	compose(84);
	write_all(a.play, tune, 4, 16000, 16000);
	write_all(b.play, tune + 4000, 4, 15000, 15000);
	run_both(a);
	run_both(b);
	say_heard(a.record, 4, 16000);
	memmove(tune, tune + 4000, 15000 * 4);
	say_heard(b.record, 4, 15000);
	done();
	part(a);
	part(b);
}

/* Ends that are set up differently. */
static void ask_unlike(void)
{
	struct setup s = FAST(), apart = FAST(.access = SNDRV_PCM_ACCESS_RW_NONINTERLEAVED, .stop = BOUNDARY);
	struct caller c;
	int play, record;

	prefer(6);
	play = end(0, PLAYBACK, &s);
	record = end(1, CAPTURE, &apart);
	key("a recording of another kind of access than the playback");
	say("%s", call(record, SNDRV_PCM_IOCTL_START));
	say_state(record);
	done();
	close(play);
	close(record);

	prefer(7);
	record = end(1, CAPTURE, &apart);
	run(record);
	play = end(0, PLAYBACK, &s);
	writei(play, memory, BUFFER);
	key("a playback of another kind of access than the recording");
	blocked(&c, play, make_poll, -1);
	say("%s", call(play, SNDRV_PCM_IOCTL_START));
	say_state(play);
	say_state(record);
	ioctl(play, SNDRV_PCM_IOCTL_DROP);
	end_call(&c);
	done();
	close(play);
	close(record);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	in("cable");
	control = open_control(O_RDWR);
	if (control < 0)
		die("open the control node");
	ask_formats();
	ask_long();
	ask_apart();
	ask_mapped(SNDRV_PCM_ACCESS_MMAP_INTERLEAVED, "MMAP_INTERLEAVED");
	ask_mapped(SNDRV_PCM_ACCESS_MMAP_NONINTERLEAVED, "MMAP_NONINTERLEAVED");
	ask_rewound();
	ask_free();
	ask_alone();
	ask_two();
	ask_unlike();
	return 0;
}

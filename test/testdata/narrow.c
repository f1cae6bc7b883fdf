/*
 * A program for the sound cards that can be compiled as a 32-bit one, with a
 * time_t of four bytes or of eight:
 *
 *	narrow play NODE <SAMPLES        by calls
 *	narrow map NODE <SAMPLES         by the shared memory, of which it maps all
 *	narrow record NODE FRAMES >SAMPLES
 *
 * Samples are S16_LE, 48000 Hz, and what NODE has of channels: two to play, one to
 * record.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <sound/asound.h>

enum { PERIOD = 1024, BUFFER = 32768, PAGE = 4096 };

static void must(const char *what, int good)
{
	if (!good) {
		fprintf(stderr, "narrow: %s: %s\n", what, strerror(errno));
		exit(1);
	}
}

static void only_bit(struct snd_pcm_hw_params *p, int mask, int bit)
{
	memset(p->masks[mask].bits, 0, sizeof(p->masks[mask].bits));
	p->masks[mask].bits[0] = 1U << bit;
}

static void exactly(struct snd_pcm_hw_params *p, int interval, unsigned n)
{
	p->intervals[interval - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL] =
		(struct snd_interval){ .min = n, .max = n, .integer = 1 };
}

static void set_up(int fd, int access, int channels, unsigned long start)
{
	struct snd_pcm_hw_params p;
	struct snd_pcm_sw_params s;

	memset(&p, 0, sizeof(p));
	memset(p.masks, 0xff, sizeof(p.masks));
	for (int i = 0; i < 12; i++)
		p.intervals[i].max = ~0U;
	only_bit(&p, SNDRV_PCM_HW_PARAM_ACCESS, access);
	only_bit(&p, SNDRV_PCM_HW_PARAM_FORMAT, SNDRV_PCM_FORMAT_S16_LE);
	exactly(&p, SNDRV_PCM_HW_PARAM_CHANNELS, channels);
	exactly(&p, SNDRV_PCM_HW_PARAM_RATE, 48000);
	exactly(&p, SNDRV_PCM_HW_PARAM_PERIOD_SIZE, PERIOD);
	exactly(&p, SNDRV_PCM_HW_PARAM_BUFFER_SIZE, BUFFER);
	p.rmask = ~0U;
	must("HW_PARAMS", ioctl(fd, SNDRV_PCM_IOCTL_HW_PARAMS, &p) == 0);
	memset(&s, 0, sizeof(s));
	s.period_step = 1;
	s.avail_min = PERIOD;
	s.start_threshold = start;
	s.stop_threshold = BUFFER;
	must("SW_PARAMS", ioctl(fd, SNDRV_PCM_IOCTL_SW_PARAMS, &s) == 0);
	must("a boundary that is a long", (long)s.boundary > 0 && s.boundary % BUFFER == 0);
	must("PREPARE", ioctl(fd, SNDRV_PCM_IOCTL_PREPARE) == 0);
}

static void drain(int fd)
{
	must("DRAIN", ioctl(fd, SNDRV_PCM_IOCTL_DRAIN) == 0);
}

static void play(int fd)
{
	short samples[2 * PERIOD];
	struct snd_xferi x;
	size_t n;

	set_up(fd, SNDRV_PCM_ACCESS_RW_INTERLEAVED, 2, PERIOD);
	while ((n = fread(samples, 4, PERIOD, stdin)) > 0) {
		x = (struct snd_xferi){ .buf = samples, .frames = n };
		must("WRITEI", ioctl(fd, SNDRV_PCM_IOCTL_WRITEI_FRAMES, &x) == 0 && x.result == (long)n);
	}
	drain(fd);
}

static void *map(int fd, off_t offset, size_t size)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, offset);

	must("mmap", at != MAP_FAILED);
	return at;
}

/* Plays as alsa-lib does with mmap: nothing is asked but to poll. */
static void play_mapped(int fd)
{
	volatile struct snd_pcm_mmap_status *status = map(fd, SNDRV_PCM_MMAP_OFFSET_STATUS, PAGE);
	volatile struct snd_pcm_mmap_control *control = map(fd, SNDRV_PCM_MMAP_OFFSET_CONTROL, PAGE);
	struct pollfd ready = { .fd = fd, .events = POLLOUT };
	unsigned long written = 0;
	size_t n = 0;
	char *ring;

	control->avail_min = 1;
	set_up(fd, SNDRV_PCM_ACCESS_MMAP_INTERLEAVED, 2, PERIOD);
	ring = map(fd, SNDRV_PCM_MMAP_OFFSET_DATA, BUFFER * 4);
	must("avail_min of a period", control->avail_min == PERIOD);
	do {
		while (written - status->hw_ptr > BUFFER - PERIOD)
			must("poll", poll(&ready, 1, -1) == 1 && !(ready.revents & POLLERR));
		n = fread(ring + written % BUFFER * 4, 4, PERIOD, stdin);
		written += n;
		control->appl_ptr = written;
		if (status->state == SNDRV_PCM_STATE_PREPARED && written >= BUFFER / 2)
			must("START", ioctl(fd, SNDRV_PCM_IOCTL_START) == 0);
	} while (n == PERIOD);
	must("the status page to show the stream", status->state == SNDRV_PCM_STATE_RUNNING && status->hw_ptr > 0);
	drain(fd);
}

static void record(int fd, long frames)
{
	short samples[PERIOD];
	struct snd_xferi x;

	set_up(fd, SNDRV_PCM_ACCESS_RW_INTERLEAVED, 1, 1);
	while (frames > 0) {
		x = (struct snd_xferi){ .buf = samples, .frames = frames < PERIOD ? frames : PERIOD };
		must("READI", ioctl(fd, SNDRV_PCM_IOCTL_READI_FRAMES, &x) == 0 && x.result > 0);
		must("write", fwrite(samples, 2, x.result, stdout) == (size_t)x.result);
		frames -= x.result;
	}
}

int main(int argc, char **argv)
{
	int fd, version;

	if (argc < 3)
		return 2;
	fd = open(argv[2], O_RDWR);
	must(argv[2], fd >= 0);
	must("PVERSION", ioctl(fd, SNDRV_PCM_IOCTL_PVERSION, &version) == 0); /* before any mmap, as alsa-lib does */
	if (strcmp(argv[1], "play") == 0)
		play(fd);
	else if (strcmp(argv[1], "map") == 0)
		play_mapped(fd);
	else
		record(fd, atol(argv[3]));
	return 0;
}

/*
 * The program whose calls are measured: the same for vsndfs and for the floor.
 *
 *	caller NODE version      SNDRV_PCM_IOCTL_PVERSION
 *	caller NODE hwsync       SNDRV_PCM_IOCTL_HWSYNC on a prepared stream
 *	caller NODE write BYTES  write(2)
 *	caller NODE writei BYTES SNDRV_PCM_IOCTL_WRITEI_FRAMES
 *	caller NODE get NUMID    SNDRV_CTL_IOCTL_ELEM_READ
 *	caller NODE put NUMID    SNDRV_CTL_IOCTL_ELEM_WRITE of another value each time
 *
 * For each line with a number on its standard input it makes that many calls and
 * prints how many nanoseconds each took, as 32-bit integers.
 *
 *	caller NODE play         48 kHz stereo in periods of 20 ms until it is killed
 *
 * The stream that is written to does not run, so nothing has to wait for a clock:
 * it is prepared, its start threshold is out of reach, and when its ring is full
 * it is prepared again, which empties it. That is not measured.
 */
#include <errno.h>
#include <fcntl.h>
#include <sound/asound.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { FRAME_BYTES = 4, RATE_HZ = 48000, PERIOD = RATE_HZ / 50 };

static int node;
static char *data;
static size_t size;         /* of one write */
static unsigned int numid;
static size_t ring, filled; /* bytes */

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void must(unsigned long cmd, void *arg, const char *name)
{
	if (ioctl(node, cmd, arg) < 0)
		die(name);
}

static void choose(struct snd_pcm_hw_params *p, int param, unsigned int value)
{
	struct snd_interval *i = &p->intervals[param - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL];

	memset(i, 0, sizeof(*i));
	i->min = i->max = value;
	i->integer = 1;
}

static void choose_one_of(struct snd_pcm_hw_params *p, int param, unsigned int value)
{
	struct snd_mask *m = &p->masks[param - SNDRV_PCM_HW_PARAM_FIRST_MASK];

	memset(m, 0, sizeof(*m));
	m->bits[value / 32] = 1U << (value % 32);
}

/* configure makes a ring of so many frames, of 16 bit stereo, and prepares it. */
static void configure(unsigned int period, unsigned int buffer, unsigned long start_threshold)
{
	struct snd_pcm_hw_params hw;
	struct snd_pcm_sw_params sw = {.period_step = 1, .avail_min = period};
	int i;

	memset(&hw, 0, sizeof(hw));
	memset(hw.masks, 0xff, sizeof(hw.masks));
	for (i = SNDRV_PCM_HW_PARAM_FIRST_INTERVAL; i <= SNDRV_PCM_HW_PARAM_LAST_INTERVAL; i++)
		hw.intervals[i - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL].max = ~0U;
	hw.rmask = ~0U;
	choose_one_of(&hw, SNDRV_PCM_HW_PARAM_ACCESS, SNDRV_PCM_ACCESS_RW_INTERLEAVED);
	choose_one_of(&hw, SNDRV_PCM_HW_PARAM_FORMAT, SNDRV_PCM_FORMAT_S16_LE);
	choose(&hw, SNDRV_PCM_HW_PARAM_CHANNELS, 2);
	choose(&hw, SNDRV_PCM_HW_PARAM_RATE, RATE_HZ);
	choose(&hw, SNDRV_PCM_HW_PARAM_PERIOD_SIZE, period);
	choose(&hw, SNDRV_PCM_HW_PARAM_BUFFER_SIZE, buffer);
	must(SNDRV_PCM_IOCTL_HW_PARAMS, &hw, "HW_PARAMS");
	sw.start_threshold = start_threshold;
	sw.stop_threshold = buffer;
	must(SNDRV_PCM_IOCTL_SW_PARAMS, &sw, "SW_PARAMS");
	must(SNDRV_PCM_IOCTL_PREPARE, NULL, "PREPARE");
	ring = (size_t)buffer * FRAME_BYTES;
}

static void version(void)
{
	int v;

	must(SNDRV_PCM_IOCTL_PVERSION, &v, "PVERSION");
}

static void hwsync(void)
{
	must(SNDRV_PCM_IOCTL_HWSYNC, NULL, "HWSYNC");
}

static void write_some(void)
{
	if (write(node, data, size) != (ssize_t)size)
		die("write");
}

static void writei(void)
{
	struct snd_xferi x = {.buf = data, .frames = size / FRAME_BYTES};

	must(SNDRV_PCM_IOCTL_WRITEI_FRAMES, &x, "WRITEI");
	if (x.result != (snd_pcm_sframes_t)x.frames)
		die("WRITEI wrote only a part");
}

static void get(void)
{
	struct snd_ctl_elem_value v = {.id.numid = numid};

	must(SNDRV_CTL_IOCTL_ELEM_READ, &v, "ELEM_READ");
}

static void put(void)
{
	static int value;
	struct snd_ctl_elem_value v = {.id.numid = numid};

	v.value.integer.value[0] = v.value.integer.value[1] = value = !value;
	must(SNDRV_CTL_IOCTL_ELEM_WRITE, &v, "ELEM_WRITE");
}

/* make_room empties the ring if the next write would not fit. */
static void make_room(void)
{
	if (filled + size > ring) {
		must(SNDRV_PCM_IOCTL_PREPARE, NULL, "PREPARE");
		filled = 0;
	}
	filled += size;
}

static uint32_t nanoseconds(void (*call)(void))
{
	struct timespec before, after;

	clock_gettime(CLOCK_MONOTONIC, &before);
	call();
	clock_gettime(CLOCK_MONOTONIC, &after);
	return (after.tv_sec - before.tv_sec) * 1000000000L + after.tv_nsec - before.tv_nsec;
}

static void serve(void (*call)(void))
{
	uint32_t *took = NULL;
	int i, n;

	while (scanf("%d", &n) == 1) {
		took = realloc(took, n * sizeof(*took));
		for (i = 0; i < n; i++) {
			make_room();
			took[i] = nanoseconds(call);
		}
		fwrite(took, sizeof(*took), n, stdout);
		fflush(stdout);
	}
}

static void play(void)
{
	configure(PERIOD, 4 * PERIOD, 4 * PERIOD);
	size = PERIOD * FRAME_BYTES;
	for (;;)
		writei();
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[2] : "";

	if (argc < 3)
		return 2;
	node = open(argv[1], O_RDWR | O_CLOEXEC);
	if (node < 0)
		die(argv[1]);
	size = argc > 3 ? atol(argv[3]) : 0;
	data = calloc(1, 1 << 20);
	if (!strcmp(what, "play"))
		play();
	if (!strcmp(what, "version")) {
		serve(version);
		return 0;
	}
	if (!strcmp(what, "get") || !strcmp(what, "put")) {
		numid = size;
		size = 0;
		serve(what[0] == 'g' ? get : put);
		return 0;
	}
	configure(1 << 17, 1 << 19, 1UL << 62); /* a ring of 2 MiB */
	if (!strcmp(what, "hwsync"))
		serve(hwsync);
	else if (!strcmp(what, "write"))
		serve(write_some);
	else if (!strcmp(what, "writei"))
		serve(writei);
	else
		return 2;
	return 0;
}

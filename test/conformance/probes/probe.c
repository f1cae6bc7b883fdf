#include "probe.h"

#include <stdarg.h>

int card;

static const char *area = "none";

void begin(int argc, char **argv, int arguments, const char *usage)
{
	if (argc < 2 + arguments) {
		fprintf(stderr, "usage: %s CARD %s\n", argv[0], usage);
		exit(2);
	}
	card = atoi(argv[1]);
}

void die(const char *format, ...)
{
	int error = errno;
	va_list args;

	fflush(stdout);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, " (errno %s)\n", error ? strerrorname_np(error) : "0");
	exit(1);
}

/* Printing */

void in(const char *name)
{
	area = name;
}

void key(const char *format, ...)
{
	va_list args;

	printf("%s: ", area);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf(" ->");
}

void say(const char *format, ...)
{
	va_list args;

	putchar(' ');
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
}

/* Lines go out at once: a child must not inherit half of one. */
void done(void)
{
	putchar('\n');
	fflush(stdout);
}

const char *outcome(long result)
{
	static char texts[8][24];
	static unsigned next;
	char *text = texts[next++ % COUNT(texts)];

	if (result == -1 && strerrorname_np(errno))
		return strerrorname_np(errno);
	snprintf(text, sizeof(texts[0]), "%ld", result);
	return text;
}

char stream_letter(int stream)
{
	return stream == PLAYBACK ? 'p' : 'c';
}

int stream_named(const char *name)
{
	if (!strcmp(name, "playback"))
		return PLAYBACK;
	if (!strcmp(name, "capture"))
		return CAPTURE;
	errno = 0;
	die("%s is neither playback nor capture", name);
}

const char *stream_name(int stream)
{
	return stream == PLAYBACK ? "playback" : "capture";
}

const char *state_name(int state)
{
	static const char *const names[] = {
		"OPEN", "SETUP", "PREPARED", "RUNNING", "XRUN", "DRAINING", "PAUSED", "SUSPENDED", "DISCONNECTED",
	};

	return state >= 0 && state < (int)COUNT(names) ? names[state] : "?";
}

/* Opening */

/* The folder SOUND has the nodes, unless they are where they belong. */
const char *node_path(char path[256], const char *name)
{
	const char *folder = getenv("SOUND");
	int length = snprintf(path, 256, "%s/", folder ? folder : "/dev/snd");

	snprintf(path + length, 256 - length, name, card);
	return path;
}

int open_control(int flags)
{
	char path[256];

	return open(node_path(path, "controlC%d"), flags);
}

int try_open(int device, int stream, int flags)
{
	char path[256], name[64];

	snprintf(name, sizeof(name), "pcmC%%dD%d%c", device, stream_letter(stream));
	return open(node_path(path, name), flags);
}

int open_pcm(int device, int stream, int flags)
{
	int fd = try_open(device, stream, flags);

	if (fd < 0)
		die("open pcmC%dD%d%c", card, device, stream_letter(stream));
	return fd;
}

/* Parameters */

struct snd_interval *hw_interval(struct snd_pcm_hw_params *p, int param)
{
	return &p->intervals[param - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL];
}

void hw_range(struct snd_pcm_hw_params *p, int param, unsigned min, unsigned max)
{
	hw_interval(p, param)->min = min;
	hw_interval(p, param)->max = max;
}

void hw_mask(struct snd_pcm_hw_params *p, int param, uint32_t low, uint32_t high)
{
	struct snd_mask *m = &p->masks[param - SNDRV_PCM_HW_PARAM_FIRST_MASK];

	memset(m, 0, sizeof(*m));
	m->bits[0] = low;
	m->bits[1] = high;
}

void hw_format(struct snd_pcm_hw_params *p, int format)
{
	hw_mask(p, SNDRV_PCM_HW_PARAM_FORMAT, format < 32 ? 1U << format : 0, format < 32 ? 0 : 1U << (format - 32));
}

void hw_any(struct snd_pcm_hw_params *p)
{
	memset(p, 0, sizeof(*p));
	memset(p->masks, 0xff, sizeof(p->masks));
	for (int i = SNDRV_PCM_HW_PARAM_FIRST_INTERVAL; i <= SNDRV_PCM_HW_PARAM_LAST_INTERVAL; i++)
		hw_range(p, i, 0, UINT_MAX);
	p->rmask = ~0U;
	p->info = ~0U;
}

static void hw_value(struct snd_pcm_hw_params *p, int param, unsigned value)
{
	hw_range(p, param, value, value);
}

void hw_setup(struct snd_pcm_hw_params *p, const struct setup *s)
{
	hw_any(p);
	hw_mask(p, SNDRV_PCM_HW_PARAM_ACCESS, 1U << s->access, 0);
	hw_format(p, s->format);
	hw_mask(p, SNDRV_PCM_HW_PARAM_SUBFORMAT, 1U << SNDRV_PCM_SUBFORMAT_STD, 0);
	hw_value(p, SNDRV_PCM_HW_PARAM_CHANNELS, s->channels);
	hw_value(p, SNDRV_PCM_HW_PARAM_RATE, s->rate);
	hw_value(p, SNDRV_PCM_HW_PARAM_PERIOD_SIZE, s->period);
	hw_value(p, SNDRV_PCM_HW_PARAM_BUFFER_SIZE, s->buffer);
}

void sw_setup(struct snd_pcm_sw_params *p, const struct setup *s)
{
	memset(p, 0, sizeof(*p));
	p->tstamp_mode = s->stamps;
	p->period_step = 1;
	p->avail_min = s->avail_min ? s->avail_min : s->period;
	p->start_threshold = s->start;
	p->stop_threshold = s->stop ? s->stop : s->buffer;
	p->proto = SNDRV_PCM_VERSION;
	p->tstamp_type = SNDRV_PCM_TSTAMP_TYPE_MONOTONIC;
}

void configure(int fd, const struct setup *s)
{
	struct snd_pcm_hw_params hw;
	struct snd_pcm_sw_params sw;

	hw_setup(&hw, s);
	if (ioctl(fd, SNDRV_PCM_IOCTL_HW_PARAMS, &hw) < 0)
		die("HW_PARAMS");
	sw_setup(&sw, s);
	if (ioctl(fd, SNDRV_PCM_IOCTL_SW_PARAMS, &sw) < 0)
		die("SW_PARAMS");
}

/* Looking */

void look(int fd, struct snd_pcm_sync_ptr *p)
{
	memset(p, 0, sizeof(*p));
	p->flags = SNDRV_PCM_SYNC_PTR_APPL | SNDRV_PCM_SYNC_PTR_AVAIL_MIN;
	if (ioctl(fd, SNDRV_PCM_IOCTL_SYNC_PTR, p) < 0)
		die("SYNC_PTR");
}

void say_state(int fd)
{
	struct snd_pcm_sync_ptr p;

	look(fd, &p);
	say("%s", state_name(p.s.status.state));
}

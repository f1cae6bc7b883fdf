/* What programs do to a stream. */
#include "actor.h"

enum { FRAMES = 2048, FRAME_BYTES = 4 };
static char sound[FRAMES * FRAME_BYTES];

long command(struct slot *s, enum call call, unsigned long cmd, void *arg)
{
	struct record *r = begin(call, s->file, 0);

	return end(r, ioctl(s->fd, cmd, arg));
}

static int is_pcm(const struct slot *s) { return s->fd >= 0 && (s->kind == PLAYBACK || s->kind == CAPTURE); }

static struct snd_interval exactly(unsigned n) { return (struct snd_interval){ .min = n, .max = n, .integer = 1 }; }

/* Most are possible on all cards, some on none. */
static void configure(struct slot *s)
{
	static const unsigned rates[] = { 48000, 48000, 44100, 8000, 7 };
	int first = SNDRV_PCM_HW_PARAM_FIRST_INTERVAL;
	struct snd_pcm_hw_params p;

	memset(&p, 0, sizeof(p));
	memset(p.masks, 0xff, sizeof(p.masks));
	for (int i = 0; i <= SNDRV_PCM_HW_PARAM_LAST_INTERVAL - first; i++)
		p.intervals[i].max = ~0U;
	memset(p.masks[0].bits, 0, sizeof(p.masks[0].bits));
	p.masks[0].bits[0] = 1 << (below(8) ? SNDRV_PCM_ACCESS_RW_INTERLEAVED : SNDRV_PCM_ACCESS_MMAP_INTERLEAVED);
	memset(p.masks[1].bits, 0, sizeof(p.masks[1].bits));
	p.masks[1].bits[0] = 1 << SNDRV_PCM_FORMAT_S16_LE;
	p.intervals[SNDRV_PCM_HW_PARAM_RATE - first] = exactly(rates[below(5)]);
	p.intervals[SNDRV_PCM_HW_PARAM_PERIOD_SIZE - first].max = 64 << below(6);
	p.intervals[SNDRV_PCM_HW_PARAM_BUFFER_SIZE - first].max = 256 << below(6);
	p.rmask = ~0U;
	command(s, HW_PARAMS_CALL, SNDRV_PCM_IOCTL_HW_PARAMS, &p);
}

static void thresholds(struct slot *s)
{
	static const snd_pcm_uframes_t starts[] = { 1, 1, 512, 1UL << 40 };
	struct snd_pcm_sw_params p = { .period_step = 1, .avail_min = 1 + below(256), .stop_threshold = below(4) ? 1UL << 40 : 512 };

	p.start_threshold = starts[below(4)];
	p.proto = SNDRV_PCM_VERSION;
	command(s, SW_PARAMS_CALL, SNDRV_PCM_IOCTL_SW_PARAMS, &p);
}

static void transfer(struct slot *s)
{
	struct snd_xferi x = { .buf = sound, .frames = 1 + below(FRAMES), .result = 777 };
	int out = s->kind == PLAYBACK, result;
	struct record *r;

	if (below(16) == 0)
		out = !out;
	r = begin(out ? WRITEI_CALL : READI_CALL, s->file, x.frames);
	result = ioctl(s->fd, out ? SNDRV_PCM_IOCTL_WRITEI_FRAMES : SNDRV_PCM_IOCTL_READI_FRAMES, &x);
	r->got = x.result;
	end(r, result);
}

void play_or_record(struct slot *s)
{
	int by_ioctl = below(3), out = s->kind == PLAYBACK;
	unsigned size = FRAME_BYTES * (1 + below(FRAMES));
	struct record *r;

	if (!is_pcm(s))
		return;
	if (by_ioctl) {
		transfer(s);
		return;
	}
	if (below(16) == 0)
		out = !out;
	r = begin(out ? WRITE_CALL : READ_CALL, s->file, size);
	end(r, out ? write(s->fd, sound, size) : read(s->fd, sound, size));
}

/* All that makes a stream go. */
void drive(struct slot *s)
{
	if (!is_pcm(s))
		return;
	configure(s);
	if (below(2))
		thresholds(s);
	command(s, PREPARE_CALL, SNDRV_PCM_IOCTL_PREPARE, NULL);
	if (s->kind == CAPTURE)
		command(s, START_CALL, SNDRV_PCM_IOCTL_START, NULL);
	for (int i = below(4); i > 0; i--)
		transfer(s);
}

void move(struct slot *s)
{
	snd_pcm_uframes_t frames = below(512);
	unsigned way = below(2);
	struct record *r;
	int result;

	if (!is_pcm(s))
		return;
	r = begin(way ? FORWARD_CALL : REWIND_CALL, s->file, frames);
	result = ioctl(s->fd, way ? SNDRV_PCM_IOCTL_FORWARD : SNDRV_PCM_IOCTL_REWIND, &frames);
	r->got = frames;
	end(r, result);
}

void pcm_command(struct slot *s)
{
	static const struct {
		enum call call;
		unsigned long cmd;
	} commands[] = {
		{ INFO_CALL, SNDRV_PCM_IOCTL_INFO }, { HW_FREE_CALL, SNDRV_PCM_IOCTL_HW_FREE },
		{ STATUS_CALL, SNDRV_PCM_IOCTL_STATUS }, { DELAY_CALL, SNDRV_PCM_IOCTL_DELAY },
		{ HWSYNC_CALL, SNDRV_PCM_IOCTL_HWSYNC }, { SYNC_PTR_CALL, SNDRV_PCM_IOCTL_SYNC_PTR },
		{ PREPARE_CALL, SNDRV_PCM_IOCTL_PREPARE }, { RESET_CALL, SNDRV_PCM_IOCTL_RESET },
		{ START_CALL, SNDRV_PCM_IOCTL_START }, { DROP_CALL, SNDRV_PCM_IOCTL_DROP },
		{ DRAIN_CALL, SNDRV_PCM_IOCTL_DRAIN }, { XRUN_CALL, SNDRV_PCM_IOCTL_XRUN },
		{ RESUME_CALL, SNDRV_PCM_IOCTL_RESUME }, { UNLINK_CALL, SNDRV_PCM_IOCTL_UNLINK },
	};
	unsigned n = below(2 + sizeof(commands) / sizeof(*commands));
	union {
		struct snd_pcm_info info;
		struct snd_pcm_status status;
		struct snd_pcm_sync_ptr pointers;
		snd_pcm_sframes_t frames;
	} arg;

	memset(&arg, 0, sizeof(arg));
	arg.pointers.flags = SNDRV_PCM_SYNC_PTR_HWSYNC | SNDRV_PCM_SYNC_PTR_APPL | SNDRV_PCM_SYNC_PTR_AVAIL_MIN;
	if (!is_pcm(s))
		return;
	switch (n) {
	case 0:
		configure(s);
		return;
	case 1:
		thresholds(s);
		return;
	}
	n -= 2;
	if (commands[n].call == INFO_CALL || commands[n].call == STATUS_CALL)
		memset(&arg, 0, sizeof(arg));
	command(s, commands[n].call, commands[n].cmd, &arg);
}

/* An ioctl of another kind of node. */
void foreign(struct slot *s)
{
	struct snd_ctl_card_info info;
	int number = 0;

	memset(&info, 0, sizeof(info));
	if (s->fd < 0)
		return;
	if (s->kind == CONTROL)
		command(s, FOREIGN_CALL, SNDRV_PCM_IOCTL_PREPARE, NULL);
	else if (s->kind == TIMER)
		command(s, FOREIGN_CALL, SNDRV_PCM_IOCTL_PVERSION, &number);
	else
		command(s, FOREIGN_CALL, SNDRV_CTL_IOCTL_CARD_INFO, &info);
}

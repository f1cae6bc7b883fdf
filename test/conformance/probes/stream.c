#include "stream.h"

#include <poll.h>

char memory[4 * BUFFER * 4];

void nap(void)
{
	struct timespec moment = { .tv_nsec = 5000000 };

	nanosleep(&moment, NULL);
}

int offered(int stream, int format)
{
	int fd = open_pcm(0, stream, O_RDWR | O_NONBLOCK), r;
	struct snd_pcm_hw_params p;

	hw_any(&p);
	hw_format(&p, format);
	r = ioctl(fd, SNDRV_PCM_IOCTL_HW_REFINE, &p);
	close(fd);
	return r == 0;
}

int prepared(int stream, const struct setup *s)
{
	int fd = open_pcm(0, stream, O_RDWR | O_NONBLOCK);

	configure(fd, s);
	if (ioctl(fd, SNDRV_PCM_IOCTL_PREPARE) < 0)
		die("PREPARE");
	return fd;
}

void run(int fd)
{
	if (ioctl(fd, SNDRV_PCM_IOCTL_START) < 0)
		die("START");
}

/* Operations */

const char *call(int fd, unsigned long request)
{
	return outcome(ioctl(fd, request));
}

int set_appl(int fd, unsigned long appl)
{
	struct snd_pcm_sync_ptr p;

	memset(&p, 0, sizeof(p));
	p.flags = SNDRV_PCM_SYNC_PTR_AVAIL_MIN;
	p.c.control.appl_ptr = appl;
	return ioctl(fd, SNDRV_PCM_IOCTL_SYNC_PTR, &p);
}

long move(int fd, unsigned long request, unsigned long frames)
{
	unsigned long moved = frames;

	return ioctl(fd, request, &moved) < 0 ? -1 : (long)moved;
}

long writei(int fd, const void *from, unsigned long frames)
{
	struct snd_xferi x = { .buf = (void *)from, .frames = frames };

	return ioctl(fd, SNDRV_PCM_IOCTL_WRITEI_FRAMES, &x) < 0 ? -1 : x.result;
}

long readi(int fd, void *to, unsigned long frames)
{
	struct snd_xferi x = { .buf = to, .frames = frames };

	return ioctl(fd, SNDRV_PCM_IOCTL_READI_FRAMES, &x) < 0 ? -1 : x.result;
}

void status(int fd, struct snd_pcm_status *s)
{
	memset(s, 0, sizeof(*s));
	if (ioctl(fd, SNDRV_PCM_IOCTL_STATUS, s) < 0)
		die("STATUS");
}

/* Looking */

int state(int fd)
{
	struct snd_pcm_sync_ptr p;

	look(fd, &p);
	return p.s.status.state;
}

unsigned long appl_ptr(int fd)
{
	struct snd_pcm_sync_ptr p;

	look(fd, &p);
	return p.c.control.appl_ptr;
}

unsigned long hw_ptr(int fd)
{
	struct snd_pcm_sync_ptr p;

	look(fd, &p);
	return p.s.status.hw_ptr;
}

int revents(int fd, int events)
{
	struct pollfd p = { .fd = fd, .events = events };

	if (poll(&p, 1, 0) < 0)
		die("poll");
	return p.revents;
}

int hwsync(int fd)
{
	return ioctl(fd, SNDRV_PCM_IOCTL_HWSYNC);
}

/* Telling */

const char *place(unsigned long frames)
{
	static char texts[8][32];
	static unsigned next;
	char *text = texts[next++ % COUNT(texts)];
	unsigned long boundary = BUFFER;

	while (boundary * 2 <= LONG_MAX - BUFFER)
		boundary *= 2;
	if (frames == ULONG_MAX)
		return "ULONG_MAX";
	if (frames == LONG_MAX)
		return "LONG_MAX";
	if (frames == boundary)
		return "boundary";
	if (frames > boundary)
		snprintf(text, sizeof(texts[0]), "boundary+%lu", frames - boundary);
	else if (frames > boundary / 2)
		snprintf(text, sizeof(texts[0]), "boundary-%lu", boundary - frames);
	else
		snprintf(text, sizeof(texts[0]), "%lu", frames);
	return text;
}

void say_pointers(int fd)
{
	struct snd_pcm_sync_ptr p;

	look(fd, &p);
	say("%s appl=%s hw=%s", state_name(p.s.status.state), place(p.c.control.appl_ptr), place(p.s.status.hw_ptr));
}

void say_ring(int fd)
{
	struct snd_pcm_status s;
	snd_pcm_sframes_t delay = 0;
	int r = ioctl(fd, SNDRV_PCM_IOCTL_DELAY, &delay);

	if (r < 0)
		say("delay=%s", outcome(r));
	else
		say("delay=%ld", delay);
	status(fd, &s);
	say("%s appl=%s hw=%s avail=%s max=%s", state_name(s.state), place(s.appl_ptr), place(s.hw_ptr),
		place(s.avail), place(s.avail_max));
}

#include "still.h"

int stream;
int fd = -1;

void reopen(void)
{
	if (fd >= 0)
		close(fd);
	fd = open_pcm(0, stream, O_RDWR | O_NONBLOCK);
}

void set_up(struct setup s)
{
	reopen();
	configure(fd, &s);
}

long ask(unsigned long request, void *argument)
{
	return ioctl(fd, request, argument);
}

long hw_params(struct setup s)
{
	struct snd_pcm_hw_params p;

	hw_setup(&p, &s);
	return ask(SNDRV_PCM_IOCTL_HW_PARAMS, &p);
}

long transfer(unsigned long frames)
{
	struct snd_xferi x = { .buf = memory, .frames = frames };

	return ask(stream == PLAYBACK ? SNDRV_PCM_IOCTL_WRITEI_FRAMES : SNDRV_PCM_IOCTL_READI_FRAMES, &x);
}

long pcm_info(int control, int device, int stream, int subdevice, struct snd_pcm_info *p)
{
	memset(p, 0, sizeof(*p));
	p->device = device;
	p->stream = stream;
	p->subdevice = subdevice;
	return ioctl(control, SNDRV_CTL_IOCTL_PCM_INFO, p);
}

void await_free(int control, int stream, unsigned free)
{
	struct snd_pcm_info p;

	AWAIT(pcm_info(control, 0, stream, 0, &p) < 0 || p.subdevices_avail == free);
}

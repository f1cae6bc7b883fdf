/* What programs do to a card's control node, and to the timer node. */
#include "actor.h"

void control_command(struct slot *s)
{
	struct snd_ctl_elem_list list;
	struct snd_ctl_card_info card;
	struct snd_pcm_info pcm;
	int number = -1, way = below(5);

	memset(&list, 0, sizeof(list));
	memset(&pcm, 0, sizeof(pcm));
	if (s->fd < 0 || s->kind != CONTROL)
		return;
	switch (way) {
	case 0:
		command(s, CARD_INFO_CALL, SNDRV_CTL_IOCTL_CARD_INFO, &card);
		break;
	case 1:
		command(s, ELEM_LIST_CALL, SNDRV_CTL_IOCTL_ELEM_LIST, &list);
		break;
	case 2:
		number = below(3) > 0;
		command(s, SUBSCRIBE_CALL, SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &number);
		break;
	case 3:
		command(s, NEXT_DEVICE_CALL, SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, &number);
		break;
	default:
		command(s, PCM_INFO_CALL, SNDRV_CTL_IOCTL_PCM_INFO, &pcm);
	}
}

void read_events(struct slot *s)
{
	char events[1024];
	unsigned write_it = below(8) == 0;
	struct record *r;

	memset(events, 0, sizeof(events));
	if (s->fd < 0 || s->kind != CONTROL)
		return;
	r = begin(write_it ? WRITE_CALL : READ_CALL, s->file, sizeof(events));
	end(r, write_it ? write(s->fd, events, sizeof(events)) : read(s->fd, events, sizeof(events)));
}

static void select_timer(struct slot *s)
{
	struct snd_timer_select t = { .id = { .dev_class = SNDRV_TIMER_CLASS_PCM, .dev_sclass = SNDRV_TIMER_SCLASS_NONE } };

	t.id.card = below(4);
	t.id.subdevice = below(4); /* playback and capture of the first substreams */
	command(s, SELECT_TIMER_CALL, SNDRV_TIMER_IOCTL_SELECT, &t);
}

void timer_command(struct slot *s)
{
	struct snd_timer_params params = { .flags = SNDRV_TIMER_PSFLG_AUTO, .ticks = 1 + below(3), .queue_size = 32 };
	struct snd_timer_status status;
	struct snd_timer_info info;
	unsigned way = below(8);

	memset(&status, 0, sizeof(status));
	memset(&info, 0, sizeof(info));
	if (s->fd < 0 || s->kind != TIMER)
		return;
	switch (way) {
	case 0:
		command(s, TIMER_PARAMS_CALL, SNDRV_TIMER_IOCTL_PARAMS, &params);
		break;
	case 1:
		command(s, TIMER_INFO_CALL, SNDRV_TIMER_IOCTL_INFO, &info);
		break;
	case 2:
		command(s, TIMER_STATUS_CALL, SNDRV_TIMER_IOCTL_STATUS, &status);
		break;
	case 3:
	case 4:
		command(s, TIMER_START_CALL, SNDRV_TIMER_IOCTL_START, NULL);
		break;
	case 5:
		command(s, TIMER_STOP_CALL, SNDRV_TIMER_IOCTL_STOP, NULL);
		break;
	case 6:
		command(s, TIMER_CONTINUE_CALL, SNDRV_TIMER_IOCTL_CONTINUE, NULL);
		break;
	default:
		select_timer(s);
	}
}

void read_timer(struct slot *s)
{
	struct snd_timer_read reads[8];
	struct record *r;

	if (s->fd < 0 || s->kind != TIMER)
		return;
	r = begin(READ_CALL, s->file, sizeof(reads));
	end(r, read(s->fd, reads, sizeof(reads)));
}

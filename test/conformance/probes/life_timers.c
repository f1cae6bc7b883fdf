/*
 * What becomes of a timer handle whose timer's card goes.
 *
 *	life_timers CARD
 *
 * There is a card CARD + 1.
 */
#include "life.h"

#include <poll.h>

static int fd;
static struct caller unbinding;

/* choose selects the timer of a card's first playback stream. */
static long choose(int handle, int of)
{
	struct snd_timer_select timer = { .id = {
		.dev_class = SNDRV_TIMER_CLASS_PCM, .dev_sclass = SNDRV_TIMER_SCLASS_NONE, .card = of, .device = 0, .subdevice = PLAYBACK } };

	return ioctl(handle, SNDRV_TIMER_IOCTL_SELECT, &timer);
}

static int parameters(void)
{
	struct snd_timer_params p = { .flags = SNDRV_TIMER_PSFLG_AUTO, .ticks = 1, .queue_size = 32 };

	return ioctl(fd, SNDRV_TIMER_IOCTL_PARAMS, &p);
}

/* A timer of the card, which ticks when the stream plays: here it never does. */
static void open_timer(void)
{
	fd = open("/dev/snd/timer", O_RDWR);
	if (fd < 0)
		die("open the timer device");
	if (choose(fd, card) < 0)
		die("SELECT");
	if (parameters() < 0)
		die("PARAMS");
}

static void unbind(void)
{
	begin_call(&unbinding, fd, make_unbind, 0);
	AWAIT(nameless());
}

static void ask_holder(int by_choice)
{
	open_timer();
	in("life 22");
	key("a timer handle, until it %s", by_choice ? "selects another timer" : "is closed");
	unbind();
	say_unbinding(&unbinding);
	if (by_choice)
		say("%s", outcome(choose(fd, card + 1)));
	else
		close(fd);
	bound_again(&unbinding);
	if (by_choice)
		close(fd);
}

static void ask_sleeper(const char *name, long (*make)(struct caller *), long amount)
{
	struct caller c;

	open_timer();
	if (ioctl(fd, SNDRV_TIMER_IOCTL_START) < 0)
		die("START");
	in("life 43");
	key("%s of the card's timer", name);
	blocked(&c, fd, make, amount);
	unbind();
	end_call(&c);
	close(fd);
	bound_again(&unbinding);
}

static void answer(const char *question, long result)
{
	key("%s", question);
	say("%s", outcome(result));
	done();
}

static void answer_poll(const char *question)
{
	key("%s", question);
	say("revents=%#x", revents(fd, POLLIN));
	done();
}

static void ask_dead(void)
{
	struct snd_timer_info info;
	struct snd_timer_status status;
	struct snd_timer_read r;
	int other;

	open_timer();
	if (ioctl(fd, SNDRV_TIMER_IOCTL_START) < 0)
		die("START");
	unbind();
	fcntl(fd, F_SETFL, O_NONBLOCK);
	in("life 62");
	answer("INFO", ioctl(fd, SNDRV_TIMER_IOCTL_INFO, &info));
	answer("STATUS", ioctl(fd, SNDRV_TIMER_IOCTL_STATUS, &status));
	answer("PARAMS", parameters());
	answer("START", ioctl(fd, SNDRV_TIMER_IOCTL_START));
	answer("CONTINUE", ioctl(fd, SNDRV_TIMER_IOCTL_CONTINUE));
	answer("PAUSE", ioctl(fd, SNDRV_TIMER_IOCTL_PAUSE));
	answer("STOP", ioctl(fd, SNDRV_TIMER_IOCTL_STOP));
	answer("STOP again", ioctl(fd, SNDRV_TIMER_IOCTL_STOP));
	answer("read(2) with O_NONBLOCK", read(fd, &r, sizeof(r)));
	answer_poll("poll(2)");
	other = open("/dev/snd/timer", O_RDWR);
	answer("SELECT of the timer that is gone, by another handle", choose(other, card));
	close(other);
	answer("SELECT of another card's timer", choose(fd, card + 1));
	answer_poll("poll(2) after that");
	key("unbinding after that");
	bound_again(&unbinding);
	answer("PARAMS of the other timer", parameters());
	answer("START of the other timer", ioctl(fd, SNDRV_TIMER_IOCTL_START));
	answer("close(2)", close(fd));
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	ask_holder(0);
	ask_holder(1);
	ask_sleeper("read(2)", make_read, sizeof(struct snd_timer_read));
	ask_sleeper("poll(2)", make_poll, -1);
	ask_dead();
	return 0;
}

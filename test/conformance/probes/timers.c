#include "timers.h"

#include <poll.h>

int open_timer(int events)
{
	int fd = open("/dev/snd/timer", O_RDWR | O_NONBLOCK);

	if (fd < 0 || (events && ioctl(fd, SNDRV_TIMER_IOCTL_TREAD, &events) < 0))
		die("open a timer");
	return fd;
}

struct snd_timer_id timer_id(int class, int sclass, int of, int device, int subdevice)
{
	return (struct snd_timer_id){ class, sclass, of, device, subdevice };
}

struct snd_timer_id global(int device)
{
	return timer_id(SNDRV_TIMER_CLASS_GLOBAL, 0, -1, device, 0);
}

long choose_timer(int fd, struct snd_timer_id id)
{
	struct snd_timer_select s = { .id = id };

	return ioctl(fd, SNDRV_TIMER_IOCTL_SELECT, &s);
}

long timer_params(int fd, int flags, unsigned ticks, unsigned queue, unsigned filter)
{
	struct snd_timer_params p = { .flags = flags, .ticks = ticks, .queue_size = queue, .filter = filter };

	return ioctl(fd, SNDRV_TIMER_IOCTL_PARAMS, &p);
}

int use(struct snd_timer_id id, int flags, unsigned ticks)
{
	int fd = open_timer(1);

	if (choose_timer(fd, id) < 0 || timer_params(fd, flags, ticks, 0, ALL) < 0)
		die("set a timer up");
	return fd;
}

void steer(int fd, const char *name)
{
	static const struct { const char *name; unsigned long number; } all[] = {
		{ "START", SNDRV_TIMER_IOCTL_START }, { "STOP", SNDRV_TIMER_IOCTL_STOP },
		{ "CONTINUE", SNDRV_TIMER_IOCTL_CONTINUE }, { "PAUSE", SNDRV_TIMER_IOCTL_PAUSE },
	};

	for (unsigned i = 0; i < COUNT(all); i++)
		if (!strcmp(all[i].name, name))
			say("%s=%s", name, outcome(ioctl(fd, all[i].number)));
}

void steer_all(int fd, const char *const *names)
{
	for (; *names; names++)
		steer(fd, *names);
}

static const char *event_name(int event)
{
	static const char *const names[] = {
		"RESOLUTION", "TICK", "START", "STOP", "CONTINUE", "PAUSE", "EARLY", "SUSPEND", "RESUME", "9", "10", "11",
		"MSTART", "MSTOP", "MCONTINUE", "MPAUSE", "16", "MSUSPEND", "MRESUME",
	};

	return event >= 0 && event < (int)COUNT(names) ? names[event] : "?";
}

/* say_queue says what waits, and reports whether an event is among it. */
static int say_queue(int fd, int event, int *last)
{
	struct snd_timer_tread r;
	int seen = 0;

	while (read(fd, &r, sizeof(r)) == sizeof(r)) {
		seen |= r.event == event;
		if (r.event != SNDRV_TIMER_EVENT_TICK)
			say("%s/%u", event_name(r.event), r.val);
		else if (*last != SNDRV_TIMER_EVENT_TICK)
			say("TICK");
		*last = r.event;
	}
	return seen;
}

void say_timer(int fd)
{
	say_timer_until(fd, -1);
}

void say_timer_until(int fd, int event)
{
	struct pollfd p = { fd, POLLIN, 0 };
	int last = -1;

	while (!say_queue(fd, event, &last) && event >= 0)
		if (poll(&p, 1, 20000) != 1)
			die("event %d does not come", event);
}

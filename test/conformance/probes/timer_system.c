/*
 * The system's timers, number 0 and number 3.
 *
 *	timer_system CARD
 */
#include "timers.h"

#include <poll.h>
#include <time.h>

#define CALLS(...) (const char *const []){ __VA_ARGS__, NULL }

enum { SYSTEM = SNDRV_TIMER_GLOBAL_SYSTEM, HIGH = SNDRV_TIMER_GLOBAL_HRTIMER, AUTO = SNDRV_TIMER_PSFLG_AUTO };

static const struct { int device; const char *name; unsigned ticks; } timers[] = {
	{ SYSTEM, "system", 5 }, { HIGH, "HR", 20000000 },
};

static void ask_next(void)
{
	static const struct snd_timer_id all[] = {
		{ -1, 0, 0, 0, 0 }, { -7, 1, 2, 3, 4 }, { 0, 1, 0, 0, 0 }, { 1, 0, -1, -1, 0 }, { 1, 0, -1, 0, 0 }, { 1, 3, 5, 0, 9 },
		{ 1, 0, -1, 1, 0 }, { 1, 0, 0, 3, 0 }, { 1, 0, 0, INT_MAX, 0 }, { 2, 0, 0, 0, 0 }, { 2, 0, INT_MAX, 0, 0 },
		{ 3, 0, -1, 0, 3 }, { 3, 0, -1, -1, -1 }, { 3, 0, 0, -1, 5 }, { 3, 0, 0, 0, -1 }, { 3, 2, 0, 0, 0 }, { 3, 0, 31, 0, 0 },
		{ 4, 0, 0, 0, 0 }, { INT_MAX, 0, 0, 0, 0 },
	};
	int fd = open_timer(0);

	in("timers");
	for (unsigned i = 0; i < COUNT(all); i++) {
		struct snd_timer_id id = all[i];

		key("NEXT_DEVICE after %d.%d card %d device %d.%d", id.dev_class, id.dev_sclass, id.card, id.device, id.subdevice);
		say("%s", outcome(ioctl(fd, SNDRV_TIMER_IOCTL_NEXT_DEVICE, &id)));
		say("%d.%d card %d device %d.%d", id.dev_class, id.dev_sclass, id.card, id.device, id.subdevice);
		done();
	}
	close(fd);
}

static void ask_select(void)
{
	static const struct snd_timer_id all[] = {
		{ 1, 0, -1, 0, 0 }, { 1, 9, 7, 0, 0 }, { 1, 0, -1, 0, 1 }, { 1, 0, -1, 1, 0 }, { 1, 0, -1, 2, 0 }, { 1, 0, -1, 3, 0 },
		{ 1, 0, -1, 4, 0 }, { 1, 0, -1, -1, 0 }, { 2, 0, 0, 0, 0 }, { 3, 0, 30, 0, 0 }, { 4, 0, 0, 0, 0 }, { -1, 0, 0, 0, 0 },
	};
	int fd = open_timer(0), on = 1;

	for (unsigned i = 0; i < COUNT(all); i++) {
		key("SELECT of %d.%d card %d device %d.%d", all[i].dev_class, all[i].dev_sclass, all[i].card, all[i].device, all[i].subdevice);
		say("%s", outcome(choose_timer(fd, all[i])));
		say("TREAD=%s", outcome(ioctl(fd, SNDRV_TIMER_IOCTL_TREAD, &on)));
		done();
	}
	close(fd);
}

static void ask_what(int device, const char *name)
{
	struct snd_timer_ginfo g = { .tid = { 1, 2, 7, device, 0 } };
	struct snd_timer_gstatus gs = { .tid = global(device) };
	struct snd_timer_gparams gp = { .tid = global(device), .period_num = 1, .period_den = 1000 };
	struct snd_timer_info info;
	struct snd_timer_status status;
	int fd = open_timer(0);

	key("GPARAMS of %s", name);
	say("%s", outcome(ioctl(fd, SNDRV_TIMER_IOCTL_GPARAMS, &gp)));
	choose_timer(fd, global(device));
	say("in use %s", outcome(ioctl(fd, SNDRV_TIMER_IOCTL_GPARAMS, &gp)));
	done();
	key("GINFO of %s", name);
	say("%s", outcome(ioctl(fd, SNDRV_TIMER_IOCTL_GINFO, &g)));
	say("flags=%#x card=%d id='%s' name='%s' resolution=%lu min=%lu max=%lu clients=%u for %d.%d card %d", g.flags, g.card, g.id,
	    g.name, g.resolution, g.resolution_min, g.resolution_max, g.clients, g.tid.dev_class, g.tid.dev_sclass, g.tid.card);
	done();
	key("GSTATUS of %s", name);
	say("%s", outcome(ioctl(fd, SNDRV_TIMER_IOCTL_GSTATUS, &gs)));
	say("resolution=%lu of %lu/%lu", gs.resolution, gs.resolution_num, gs.resolution_den);
	done();
	key("INFO of %s", name);
	say("%s", outcome(ioctl(fd, SNDRV_TIMER_IOCTL_INFO, &info)));
	say("flags=%#x card=%d id='%s' name='%s' resolution=%lu", info.flags, info.card, info.id, info.name, info.resolution);
	done();
	key("STATUS of %s", name);
	say("%s", outcome(ioctl(fd, SNDRV_TIMER_IOCTL_STATUS, &status)));
	say("stamp=%ld resolution=%u lost=%u overrun=%u queue=%u", (long)status.tstamp.tv_sec, status.resolution, status.lost,
	    status.overrun, status.queue);
	done();
	close(fd);
}

static void ask_params(int device, const char *name)
{
	static const struct { int flags; unsigned ticks, queue, filter; } all[] = {
		{ 0, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 999999, 0, 0 }, { 0, 1000000, 0, 0 }, { 0, UINT_MAX, 0, 0 }, { 0xf8, 1000000, 0, 0 },
		{ 0, 1000000, 31, 0 }, { 0, 1000000, 32, 0 }, { 0, 1000000, 1024, 0 }, { 0, 1000000, 1025, 0 },
		{ 0, 1000000, 0, ALL }, { 0, 1000000, 0, 1 << SNDRV_TIMER_EVENT_EARLY }, { 0, 1000000, 0, 1u << 31 },
	};
	int fd = open_timer(0);

	in("timer parameters");
	choose_timer(fd, global(device));
	key("START of %s without", name);
	steer(fd, "START");
	done();
	for (unsigned i = 0; i < COUNT(all); i++) {
		key("%s flags %#x ticks %u queue %u filter %#x", name, all[i].flags, all[i].ticks, all[i].queue, all[i].filter);
		say("%s", outcome(timer_params(fd, all[i].flags, all[i].ticks, all[i].queue, all[i].filter)));
		done();
	}
	close(fd);
}

static void ask_events(int device, const char *name, unsigned ticks)
{
	int fd = use(global(device), AUTO, ticks), once = use(global(device), 0, ticks);

	in("timer events");
	key("%s, again and again", name);
	steer(fd, "START");
	say_timer_until(fd, SNDRV_TIMER_EVENT_TICK);
	say_timer_until(fd, SNDRV_TIMER_EVENT_TICK);
	done();
	key("%s, parameters while it runs", name);
	say("%s", outcome(timer_params(fd, AUTO, 1000000000, 0, ALL)));
	steer(fd, "STOP");
	say_timer(fd);
	done();
	key("%s, controls", name);
	steer_all(fd, CALLS("STOP", "PAUSE", "CONTINUE", "CONTINUE", "PAUSE", "PAUSE", "STOP", "CONTINUE", "CONTINUE", "START", "STOP", "STOP"));
	say_timer(fd);
	done();
	key("%s, once", name);
	steer(once, "START");
	say_timer_until(once, SNDRV_TIMER_EVENT_TICK);
	steer_all(once, CALLS("PAUSE", "STOP", "CONTINUE"));
	say_timer_until(once, SNDRV_TIMER_EVENT_TICK);
	done();
	key("%s, started while another runs", name);
	steer(fd, "START");
	steer(once, "START");
	say_timer(once);
	steer(fd, "STOP");
	say_timer_until(once, SNDRV_TIMER_EVENT_TICK);
	done();
	close(fd);
	close(once);
}

static void ask_reads(int device, const char *name, unsigned ticks)
{
	int fd = open_timer(0), other = use(global(device), AUTO, 1000000000);
	struct snd_timer_read r[4] = { 0 };
	struct snd_timer_status status = { 0 }; /* which 32-bit programs are not told */

	in("timer reads");
	choose_timer(fd, global(device));
	timer_params(fd, AUTO, ticks, 0, 0);
	key("%s, nothing there", name);
	say("%s", outcome(read(fd, r, sizeof(r))));
	say("short %s poll=%#x", outcome(read(fd, r, 7)), revents(fd, POLLIN | POLLOUT));
	done();
	key("%s, plain", name);
	steer(fd, "START");
	while (!revents(fd, POLLIN))
		usleep(1000);
	say("short %s", outcome(read(fd, r, 7)));
	say("%s", outcome(read(fd, r, sizeof(r[0]))));
	say("resolution=%u enough=%d", r[0].resolution, r[0].ticks >= ticks);
	done();
	key("%s, early", name);
	say("%s", outcome(timer_params(fd, SNDRV_TIMER_PSFLG_EARLY_EVENT, ticks, 0, 0)));
	say("poll=%#x", revents(fd, POLLIN));
	say("%s", outcome(read(fd, r, sizeof(r))));
	say("resolution=%u ticks=%u", r[0].resolution, r[0].ticks);
	timer_params(other, SNDRV_TIMER_PSFLG_EARLY_EVENT, 1000000000, 0, ALL);
	say_timer(other);
	done();
	key("%s, a queue that is full", name);
	timer_params(other, 0, 1000000000, 32, ALL);
	for (int i = 0; i < 40; i++) {
		ioctl(other, SNDRV_TIMER_IOCTL_START);
		ioctl(other, SNDRV_TIMER_IOCTL_STOP);
	}
	say("%s", outcome(ioctl(other, SNDRV_TIMER_IOCTL_STATUS, &status)));
	say("queue=%u overrun=%u lost=%u stamp=%d", status.queue, status.overrun, status.lost, status.tstamp.tv_sec > 0);
	done();
	key("%s, an exclusive one", name);
	close(fd);
	timer_params(other, SNDRV_TIMER_PSFLG_EXCLUSIVE, 1000000000, 0, 0);
	fd = open_timer(0);
	say("%s", outcome(choose_timer(fd, global(device))));
	done();
	close(fd);
	close(other);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* As many ticks as pass in 0.2 s take no less. */
static void ask_pace(int device, const char *name, unsigned ticks)
{
	int fd = open_timer(0);
	struct snd_timer_read r;
	unsigned long long passed = 0;
	double start = seconds();

	choose_timer(fd, global(device));
	timer_params(fd, AUTO, ticks, 0, 0);
	key("%s, 0.2 s of ticks", name);
	steer(fd, "START");
	while (passed < ticks * 10ull)
		if (read(fd, &r, sizeof(r)) == sizeof(r))
			passed += r.ticks;
		else
			usleep(1000);
	say("early=%d", seconds() - start < 0.199);
	done();
	close(fd);
}

/* What is written of the system's timers. */
static void say_globals(void)
{
	char *line, *text = strdup(read_text(text_path("timers")));

	for (line = strtok(text, "\n"); line && *line != 'P'; line = strtok(NULL, "\n"))
		say("%s", strstr(line, "running") && *line == ' ' ? "running" : strstr(line, "stopped") ? "stopped" : line);
	free(text);
}

static void ask_text(void)
{
	int first = use(global(SYSTEM), AUTO, 1000), second = use(global(SYSTEM), AUTO, 1000), third = use(global(HIGH), 0, 1000000000);

	in("texts of timers");
	key("the system's, with files");
	steer(second, "START");
	steer(first, "START");
	say_globals();
	done();
	close(first);
	close(second);
	close(third);
	key("the system's");
	say_globals();
	done();
}

int main(int argc, char **argv)
{
	int loads = open_timer(0);

	begin(argc, argv, 0, "");
	if (choose_timer(loads, global(HIGH)) < 0)
		die("SELECT of the high resolution timer");
	close(loads);
	ask_next();
	ask_select();
	for (unsigned i = 0; i < COUNT(timers); i++)
		ask_what(timers[i].device, timers[i].name);
	for (unsigned i = 0; i < COUNT(timers); i++)
		ask_params(timers[i].device, timers[i].name);
	for (unsigned i = 0; i < COUNT(timers); i++)
		ask_events(timers[i].device, timers[i].name, timers[i].ticks);
	for (unsigned i = 0; i < COUNT(timers); i++) {
		ask_reads(timers[i].device, timers[i].name, timers[i].ticks);
		ask_pace(timers[i].device, timers[i].name, timers[i].ticks);
	}
	ask_text();
	return 0;
}

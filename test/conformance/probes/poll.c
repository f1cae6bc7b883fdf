/*
 * What poll(2), select(2) and epoll(7) say of a stream in each of its states,
 * and what wakes those who wait.
 *
 *	poll CARD playback|capture
 */
#include "caller.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

static int direction;

static long transfer(int fd, unsigned long frames)
{
	return direction == PLAYBACK ? writei(fd, memory, frames) : readi(fd, memory, frames);
}

/* room makes so many frames movable in a stream that is still. */
static void room(int fd, unsigned long frames)
{
	if (direction == PLAYBACK)
		move(fd, SNDRV_PCM_IOCTL_FORWARD, BUFFER - frames);
	else
		move(fd, SNDRV_PCM_IOCTL_REWIND, frames);
}

static int still(unsigned long frames)
{
	int fd = prepared(direction, &SETUP());

	room(fd, frames);
	return fd;
}

/* The states */

static int do_open(void) { return open_pcm(0, direction, O_RDWR | O_NONBLOCK); }

static int do_setup(void)
{
	int fd = do_open();

	configure(fd, &SETUP());
	return fd;
}

static int do_none(void) { return still(0); }
static int do_less(void) { return still(PERIOD - 1); }
static int do_enough(void) { return still(PERIOD); }
static int do_all(void) { return still(BUFFER); }

static int do_running_less(void)
{
	int fd = still(0);

	run(fd);
	return fd;
}

static int do_running_enough(void)
{
	int fd = still(PERIOD);

	run(fd);
	return fd;
}

static int do_xrun(void)
{
	int fd = do_running_less();

	ioctl(fd, SNDRV_PCM_IOCTL_XRUN);
	return fd;
}

static int do_draining(void)
{
	int fd = do_running_enough();

	ioctl(fd, SNDRV_PCM_IOCTL_DRAIN);
	return fd;
}

static int do_dropped(void)
{
	int fd = do_running_enough();

	ioctl(fd, SNDRV_PCM_IOCTL_DROP);
	return fd;
}

static int do_freed(void)
{
	int fd = do_enough();

	ioctl(fd, SNDRV_PCM_IOCTL_HW_FREE);
	return fd;
}

static int with_avail_min(unsigned long avail_min)
{
	int fd = still(100);
	struct snd_pcm_sync_ptr p;

	memset(&p, 0, sizeof(p));
	p.flags = SNDRV_PCM_SYNC_PTR_APPL;
	p.c.control.avail_min = avail_min;
	if (ioctl(fd, SNDRV_PCM_IOCTL_SYNC_PTR, &p) < 0)
		die("SYNC_PTR");
	return fd;
}

static int do_min_0(void) { return with_avail_min(0); }
static int do_min_100(void) { return with_avail_min(100); }
static int do_min_101(void) { return with_avail_min(101); }
static int do_min_max(void) { return with_avail_min(ULONG_MAX); }

static const struct { const char *name; int (*bring)(void); } states[] = {
	{ "open", do_open },
	{ "set up", do_setup },
	{ "prepared, nothing to move", do_none },
	{ "prepared, less than avail_min", do_less },
	{ "prepared, avail_min", do_enough },
	{ "prepared, all", do_all },
	{ "running, less than avail_min", do_running_less },
	{ "running, enough", do_running_enough },
	{ "xrun", do_xrun },
	{ "draining", do_draining },
	{ "dropped", do_dropped },
	{ "freed", do_freed },
	{ "100 to move, avail_min 0", do_min_0 },
	{ "100 to move, avail_min 100", do_min_100 },
	{ "100 to move, avail_min 101", do_min_101 },
	{ "100 to move, avail_min ULONG_MAX", do_min_max },
};

/* Each event that can be asked for, alone. */
static void ask_poll(void)
{
	static const short events[] = {
		0, POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLRDNORM, POLLRDBAND, POLLWRNORM, POLLWRBAND,
		POLLIN | POLLOUT, POLLRDNORM | POLLWRNORM,
	};

	for (size_t i = 0; i < COUNT(states); i++) {
		int fd = states[i].bring();

		key("%s: poll", states[i].name);
		for (size_t j = 0; j < COUNT(events); j++)
			say("%x:%x", events[j], revents(fd, events[j]));
		done();
		close(fd);
	}
}

static void ask_select(void)
{
	for (size_t i = 0; i < COUNT(states); i++) {
		int fd = states[i].bring(), n;
		struct timeval now = { 0 };
		fd_set sets[3];

		for (int j = 0; j < 3; j++) {
			FD_ZERO(&sets[j]);
			FD_SET(fd, &sets[j]);
		}
		key("%s: select", states[i].name);
		n = select(fd + 1, &sets[0], &sets[1], &sets[2], &now);
		say("%s", outcome(n));
		for (int j = 0; j < 3; j++)
			say("%d", n > 0 && FD_ISSET(fd, &sets[j]));
		done();
		close(fd);
	}
}

/* What epoll says at once: the events, and then, edge-triggered, nothing new. */
static void say_epoll(int e)
{
	struct epoll_event event = { 0 };
	int n = epoll_wait(e, &event, 1, 0);

	if (n < 0)
		die("epoll_wait");
	say("%x", n ? event.events : 0);
}

static int watched(int fd, unsigned events)
{
	struct epoll_event event = { .events = events };
	int e = epoll_create1(0);

	if (e < 0 || epoll_ctl(e, EPOLL_CTL_ADD, fd, &event) < 0)
		die("epoll");
	return e;
}

static void ask_epoll(void)
{
	for (size_t i = 0; i < COUNT(states); i++) {
		int fd = states[i].bring();
		int level = watched(fd, EPOLLIN | EPOLLOUT), edge = watched(fd, EPOLLIN | EPOLLOUT | EPOLLET);

		key("%s: epoll, twice, and by edges, twice", states[i].name);
		say_epoll(level);
		say_epoll(level);
		say_epoll(edge);
		say_epoll(edge);
		done();
		close(level);
		close(edge);
		close(fd);
	}
}

/* What epoll says after each step of a stream's life: by level, and by edges. */
static void ask_life(void)
{
	static const struct { const char *name; unsigned long request; long frames; } steps[] = {
		{ "PREPARE", SNDRV_PCM_IOCTL_PREPARE },
		{ "a transfer that leaves enough", 0, 100 },
		{ "a transfer of the rest", 0, BUFFER },
		{ "START", SNDRV_PCM_IOCTL_START },
		{ "XRUN", SNDRV_PCM_IOCTL_XRUN },
		{ "PREPARE again", SNDRV_PCM_IOCTL_PREPARE },
		{ "DROP", SNDRV_PCM_IOCTL_DROP },
		{ "HW_FREE", SNDRV_PCM_IOCTL_HW_FREE },
	};
	int fd = do_setup();
	int level = watched(fd, EPOLLIN | EPOLLOUT), edge = watched(fd, EPOLLIN | EPOLLOUT | EPOLLET);

	for (size_t i = 0; i < COUNT(steps); i++) {
		key("after %s: epoll, and by edges", steps[i].name);
		if (steps[i].frames)
			transfer(fd, steps[i].frames);
		else if (ioctl(fd, steps[i].request) < 0)
			die("%s", steps[i].name);
		if (direction == CAPTURE && steps[i].request == SNDRV_PCM_IOCTL_PREPARE)
			move(fd, SNDRV_PCM_IOCTL_REWIND, BUFFER);
		say_epoll(level);
		say_epoll(edge);
		done();
	}
	close(level);
	close(edge);
	close(fd);
}

/* What wakes a poll that waits. */
static void ask_wakes(void)
{
	static const struct { const char *name; unsigned long request; } calls[] = {
		{ "DROP", SNDRV_PCM_IOCTL_DROP },
		{ "XRUN", SNDRV_PCM_IOCTL_XRUN },
		{ "DRAIN", SNDRV_PCM_IOCTL_DRAIN },
	};
	struct caller c;
	int fd;

	for (size_t i = 0; i < COUNT(calls); i++) {
		fd = do_running_less();
		key("poll that waits, %s", calls[i].name);
		blocked(&c, fd, make_poll, -1);
		say("%s", call(fd, calls[i].request));
		if (!ended_soon(&c)) {
			say("waits on");
			ioctl(fd, SNDRV_PCM_IOCTL_DROP);
		}
		end_call(&c);
		done();
		close(fd);
	}
	fd = prepared(direction, &SETUP(.rate = 48000, .period = 1024, .buffer = 8192, .stop = 1UL << 62));
	if (direction == PLAYBACK)
		move(fd, SNDRV_PCM_IOCTL_FORWARD, 8192);
	key("poll that waits, and a period passes");
	blocked(&c, fd, make_poll, -1);
	run(fd);
	end_call(&c);
	say_state(fd);
	say("%s", hw_ptr(fd) >= 1024 ? "after a period" : "early");
	done();
	close(fd);
	fd = prepared(direction, &SETUP(.rate = 48000, .period = 1024, .buffer = 8192, .avail_min = 3000,
		.stop = 1UL << 62));
	if (direction == PLAYBACK)
		move(fd, SNDRV_PCM_IOCTL_FORWARD, 8192);
	key("poll that waits for avail_min 3000");
	blocked(&c, fd, make_poll, -1);
	run(fd);
	end_call(&c);
	say_state(fd);
	say("%s", hw_ptr(fd) >= 3000 ? "after as much" : "early");
	done();
	close(fd);
}

static void ask_many(void)
{
	struct caller callers[4];
	int fd = do_running_less();

	key("four polls that wait, DROP");
	for (size_t i = 0; i < COUNT(callers); i++)
		blocked(&callers[i], fd, make_poll, -1);
	ioctl(fd, SNDRV_PCM_IOCTL_DROP);
	for (size_t i = 0; i < COUNT(callers); i++)
		end_call(&callers[i]);
	done();
	close(fd);
}

/* A playback that drains is ready when it has drained. */
static void ask_drained(void)
{
	int fd = prepared(PLAYBACK, &SETUP(.rate = 48000, .period = 256, .buffer = 1024));
	struct caller c;

	move(fd, SNDRV_PCM_IOCTL_FORWARD, 1024);
	ioctl(fd, SNDRV_PCM_IOCTL_DRAIN);
	key("poll that waits for the end of a drain");
	begin_call(&c, fd, make_poll, -1);
	end_call(&c);
	say_state(fd);
	done();
	close(fd);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 1, "playback|capture");
	direction = stream_named(argv[2]);
	in("poll");
	ask_poll();
	ask_select();
	ask_epoll();
	ask_life();
	ask_wakes();
	ask_many();
	if (direction == PLAYBACK)
		ask_drained();
	return 0;
}

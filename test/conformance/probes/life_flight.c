/*
 * What calls return that are under way when the driver is unbound, and what the
 * next one on the same file does.
 *
 *	life_flight CARD
 */
#include "life.h"

#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>

static int fd;
static struct caller unbinding;

/* Streams without O_NONBLOCK, in the state that a call is to sleep in. */

static int ready(int stream, const struct setup *s)
{
	fd = prepared(stream, s);
	if (fcntl(fd, F_SETFL, 0) < 0 || ioctl(fd, SNDRV_PCM_IOCTL_PREPARE) < 0)
		die("PREPARE");
	return fd;
}

static int full(void)
{
	ready(PLAYBACK, &SETUP());
	if (writei(fd, memory, BUFFER) != BUFFER)
		die("WRITEI");
	return fd;
}

static int empty(void)
{
	return ready(PLAYBACK, &SETUP());
}

static int playing(void)
{
	return ready(PLAYBACK, &SETUP(.start = 1));
}

static int waiting_to_record(void)
{
	return ready(CAPTURE, &SETUP());
}

static int recording(void)
{
	return ready(CAPTURE, &SETUP(.start = 1));
}

static int subscribed(void)
{
	int one = 1;

	fd = open_control(O_RDWR);
	if (fd < 0 || ioctl(fd, SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &one) < 0)
		die("subscribe");
	return fd;
}

/* Transfers of twice what the ring holds. A sleeper has moved nothing, or some of it. */

enum { ALL = 2 * BUFFER };

static void say_moved(struct caller *c)
{
	int bytes = c->make == make_write || c->make == make_read;
	long result = join_call(c), moved = bytes ? result : c->told;

	say("%s", bytes && result > 0 ? "moved" : outcome(result));
	if (moved > 0 && moved != 777)
		say("%s", moved < (bytes ? ALL * 4 : ALL) ? "some" : "all");
	else if (!bytes)
		say("told %ld", c->told);
}

/* The next call is a question of its own. */
static void ask_transfer(const char *area, const char *name, int (*stream)(void), long (*make)(struct caller *))
{
	int bytes = make == make_write || make == make_read;
	struct caller c;

	stream();
	in(area);
	key("%s", name);
	blocked(&c, fd, make, bytes ? ALL * 4 : ALL);
	if (stream == recording)
		AWAIT(appl_ptr(fd) > 0);
	unbind_under(&unbinding, fd);
	say_moved(&c);
	done();
	in("life 30");
	key("after %s", name);
	begin_call(&c, fd, make, bytes ? ALL * 4 : ALL);
	say_moved(&c);
	close(fd);
	bound_again(&unbinding);
}

/* Calls that only wait. */
static void ask(const char *name, int (*open_it)(void), long (*make)(struct caller *), long amount)
{
	struct caller c;

	open_it();
	key("%s", name);
	blocked(&c, fd, make, amount);
	unbind_under(&unbinding, fd);
	end_call(&c);
	begin_call(&c, fd, make, amount);
	say("then");
	end_call(&c);
	close(fd);
	bound_again(&unbinding);
}

static long make_open(struct caller *unused)
{
	return try_open(0, PLAYBACK, O_RDWR);
}

static void ask_opener(void)
{
	struct caller c;
	int fds[8];

	in("life 34");
	for (size_t i = 0; i < COUNT(fds); i++)
		fds[i] = open_pcm(0, PLAYBACK, O_RDWR | O_NONBLOCK);
	key("open(2) that waits for a substream");
	blocked(&c, -1, make_open, 0);
	unbind_under(&unbinding, fds[0]);
	end_call(&c);
	for (size_t i = 0; i < COUNT(fds); i++)
		close(fds[i]);
	bound_again(&unbinding);
}

/* Not woken, and no reason to wait: it sleeps to its end. */
static void ask_unsubscribed(int close_it)
{
	struct caller c;

	fd = open_control(O_RDWR);
	if (fd < 0)
		die("open the control device");
	in("life 37");
	key("poll(2) on a control handle without events%s", close_it ? ", closed meanwhile" : "");
	blocked(&c, fd, make_poll, 2500);
	unbind_under(&unbinding, fd);
	say("%s", c.ended ? "woken" : "asleep");
	if (close_it) {
		close(fd);
		say_written(join_call(&unbinding));
		say("%s", c.ended ? "woken" : "asleep");
		end_call(&c);
		done();
		must(bind_driver());
		return;
	}
	end_call(&c);
	close(fd);
	bound_again(&unbinding);
}

static void ask_sets(int (*open_it)(void), const char *name)
{
	struct epoll_event e = { .events = EPOLLIN }, got = { 0 };
	struct timeval now = { 0 };
	fd_set r, w, x;
	int n, ep = epoll_create1(0);

	open_it();
	in("life 40");
	key("epoll and select on %s", name);
	if (ep < 0 || epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e) < 0)
		die("epoll_ctl");
	unbind_under(&unbinding, fd);
	n = epoll_wait(ep, &got, 1, 5000);
	say("epoll=%d events=%#x", n, got.events);
	say("again=%d", epoll_wait(ep, &got, 1, 0));
	FD_ZERO(&r);
	FD_ZERO(&w);
	FD_ZERO(&x);
	FD_SET(fd, &r);
	FD_SET(fd, &w);
	FD_SET(fd, &x);
	n = select(fd + 1, &r, &w, &x, &now);
	say("select=%d read=%d write=%d except=%d", n, FD_ISSET(fd, &r) != 0, FD_ISSET(fd, &w) != 0, FD_ISSET(fd, &x) != 0);
	close(ep);
	close(fd);
	bound_again(&unbinding);
}

/* O_ASYNC: one signal, which says why. */
static void ask_async(void)
{
	struct timespec patience = { .tv_sec = 1 };
	siginfo_t info = { 0 };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	subscribed();
	in("life 41");
	key("O_ASYNC with F_SETSIG on a control handle");
	if (fcntl(fd, F_SETOWN, getpid()) < 0 || fcntl(fd, F_SETSIG, SIGRTMIN) < 0)
		die("F_SETSIG");
	say("%s", outcome(fcntl(fd, F_SETFL, O_ASYNC)));
	unbind_under(&unbinding, fd);
	if (sigtimedwait(&set, &info, &patience) < 0)
		say("no signal");
	else
		say("si_code=%d si_band=%#lx own=%d", info.si_code, info.si_band, info.si_fd == fd);
	patience.tv_sec = 0;
	say("more=%d", sigtimedwait(&set, &info, &patience) > 0);
	close(fd);
	bound_again(&unbinding);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	ask_transfer("life 28", "WRITEI, some frames taken", playing, make_writei);
	ask_transfer("life 28", "WRITEI, some frames taken before the start", empty, make_writei);
	ask_transfer("life 29", "WRITEI, none taken", full, make_writei);
	ask_transfer("life 31", "READI, some frames read", recording, make_readi);
	ask_transfer("life 31", "READI, none read", waiting_to_record, make_readi);
	ask_transfer("life 32", "write(2), some frames taken", empty, make_write);
	ask_transfer("life 32", "write(2), none taken", full, make_write);
	ask_transfer("life 32", "read(2), some frames read", recording, make_read);
	ask_transfer("life 32", "read(2), none read", waiting_to_record, make_read);
	in("life 33");
	ask("DRAIN", full, make_drain, 0);
	ask_opener();
	in("life 35");
	ask("poll(2) on playback", full, make_poll, -1);
	ask("poll(2) on capture", recording, make_poll, -1);
	in("life 36");
	ask("poll(2) on a control handle with events", subscribed, make_poll, -1);
	ask_unsubscribed(0);
	ask_unsubscribed(1);
	in("life 38");
	ask("read(2) of events", subscribed, make_read, sizeof(struct snd_ctl_event));
	ask_sets(full, "playback");
	ask_sets(waiting_to_record, "capture");
	ask_sets(subscribed, "control");
	ask_async();
	return 0;
}

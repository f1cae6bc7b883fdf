/*
 * holder UNPLUG PLUG NODE HANDLES HOW: holds a card by that many open files of NODE.
 * For each line that it reads it has the card unplugged, by a write to the file
 * UNPLUG, closes its files when they have answered ENODEV, has the card plugged in
 * again and opens the node. HOW is what it does when the card goes:
 *
 *   sleep  it waits for all files in epoll_wait(2), and asks each that is ready;
 *   ask    it asks one file after the other, at random, until one answers ENODEV.
 *
 * It prints, as 64-bit numbers of which the times are in ns: how many times follow of
 * files that were told, from the write to UNPLUG on; these times; how long it had
 * taken to poll and ask all files in turn, before; the time from before the last
 * close until the write to UNPLUG returned; and from the write to PLUG until the
 * node was open.
 *
 * With no files it unplugs and plugs in, and prints how long that takes.
 */
#include "clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sound/asound.h>
#include <stdbool.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { EVENTS = 64 };

static const char *unplug_path, *plug_path, *node_path;
static bool sleeps;

static void put(int64_t ns)
{
	if (fwrite(&ns, sizeof ns, 1, stdout) != 1)
		die("stdout");
}

/* A trigger is a write to a file of the device, by a thread of its own. */
struct trigger {
	pthread_t thread;
	const char *path;
	int64_t begun, done;
};

static void *pull(void *arg)
{
	struct trigger *t = arg;
	int fd = open(t->path, O_WRONLY);

	if (fd < 0)
		die(t->path);
	t->begun = now();
	if (write(fd, "1", 1) != 1)
		die(t->path);
	t->done = now();
	close(fd);
	return NULL;
}

static void begin(struct trigger *t, const char *path)
{
	t->path = path;
	if (pthread_create(&t->thread, NULL, pull, t))
		die("thread");
}

static void end(struct trigger *t)
{
	pthread_join(t->thread, NULL);
}

/* gone asks a file whether its card has gone. */
static bool gone(int fd)
{
	int v;

	if (ioctl(fd, SNDRV_CTL_IOCTL_PVERSION, &v) == 0)
		return false;
	if (errno != ENODEV)
		die("ask");
	return true;
}

/* ask_all polls and asks all files once, and returns how long that takes. */
static int64_t ask_all(const int *fds, int n)
{
	int64_t begun = now();

	for (int i = 0; i < n; i++) {
		struct pollfd poller = { .fd = fds[i] };

		if (poll(&poller, 1, 0) < 0 || gone(fds[i]))
			die("a card that is there");
	}
	return now() - begun;
}

/* open_all opens the files. Only who has subscribed to events is woken when the card
 * goes. */
static void open_all(int *fds, int n, int epoll)
{
	int on = 1;

	for (int i = 0; i < n; i++) {
		struct epoll_event event = { .events = EPOLLERR, .data.fd = i };

		fds[i] = open(node_path, O_RDONLY);
		if (fds[i] < 0)
			die(node_path);
		if (!sleeps)
			continue;
		if (ioctl(fds[i], SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &on))
			die("subscribe");
		if (epoll_ctl(epoll, EPOLL_CTL_ADD, fds[i], &event))
			die("epoll_ctl");
	}
}

/* sleep_until_gone waits until each file has answered ENODEV, and stores when. It
 * returns how many. */
static int sleep_until_gone(const int *fds, int n, int epoll, int64_t *when)
{
	struct epoll_event events[EVENTS];

	for (int told = 0; told < n;) {
		int ready = epoll_wait(epoll, events, EVENTS, -1);

		if (ready < 0)
			die("epoll_wait");
		for (int i = 0; i < ready; i++) {
			int fd = fds[events[i].data.fd];

			if (!gone(fd))
				die("a card that is there has woken who sleeps");
			when[told++] = now();
			epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
		}
	}
	return n;
}

/* ask_until_gone is the same for one who asks; it stores when it was told. */
static int ask_until_gone(const int *fds, int n, int64_t *when)
{
	while (!gone(fds[random() % n]))
		;
	*when = now();
	return 1;
}

/* plug_in has the device plugged in, opens the node as soon as that can be done, and
 * returns how long both took. */
static int64_t plug_in(void)
{
	struct trigger plug;
	int64_t opened;
	int fd;

	begin(&plug, plug_path);
	while ((fd = open(node_path, O_RDONLY)) < 0)
		;
	opened = now();
	close(fd);
	end(&plug);
	return opened - plug.begun;
}

static void live(int n)
{
	int *fds = calloc(n, sizeof *fds), epoll = epoll_create1(0), told;
	int64_t *when = calloc(n, sizeof *when), asked, closed;
	struct trigger unplug;

	open_all(fds, n, epoll);
	asked = ask_all(fds, n);
	begin(&unplug, unplug_path);
	told = sleeps ? sleep_until_gone(fds, n, epoll, when) : ask_until_gone(fds, n, when);
	for (int i = 0; i < n; i++) {
		closed = now();
		close(fds[i]);
	}
	end(&unplug);
	put(told);
	for (int i = 0; i < told; i++)
		put(when[i] - unplug.begun);
	put(asked);
	put(unplug.done - closed);
	put(plug_in());
	close(epoll);
	free(fds);
	free(when);
}

static void cycle(void)
{
	struct trigger t;
	int64_t begun = now();

	begin(&t, unplug_path);
	end(&t);
	begin(&t, plug_path);
	end(&t);
	put(now() - begun);
}

int main(int argc, char **argv)
{
	struct rlimit files;
	char line[16];
	int handles;

	if (argc != 6)
		return 2;
	unplug_path = argv[1];
	plug_path = argv[2];
	node_path = argv[3];
	handles = atoi(argv[4]);
	sleeps = strcmp(argv[5], "sleep") == 0;
	files.rlim_cur = files.rlim_max = handles + 100;
	if (setrlimit(RLIMIT_NOFILE, &files))
		die("the limit of open files");
	while (fgets(line, sizeof line, stdin)) {
		if (handles > 0)
			live(handles);
		else
			cycle();
		fflush(stdout);
	}
	return 0;
}

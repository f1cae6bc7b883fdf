/*
 * A signal under a call that waits: with a handler that has SA_RESTART and with
 * one that has not, before and after something was moved.
 *
 *	signals CARD playback|capture
 */
#include "caller.h"

#include <signal.h>

static int direction;
static atomic_int signals;

static void count(int number)
{
	(void)number;
	signals++;
}

static void handle(int flags)
{
	struct sigaction a = { .sa_handler = count, .sa_flags = flags };

	if (sigaction(SIGUSR1, &a, NULL) < 0)
		die("sigaction");
	signals = 0;
}

/* A stream on which nothing moves before it is started. */
static int still(unsigned long queued)
{
	int fd = open_pcm(0, direction, O_RDWR);

	configure(fd, &SETUP());
	if (ioctl(fd, SNDRV_PCM_IOCTL_PREPARE) < 0)
		die("PREPARE");
	if (direction == PLAYBACK)
		move(fd, SNDRV_PCM_IOCTL_FORWARD, queued);
	else
		move(fd, SNDRV_PCM_IOCTL_REWIND, BUFFER - queued);
	return fd;
}

static void interrupt(struct caller *c)
{
	pthread_kill(c->thread, SIGUSR1);
	AWAIT(signals);
}

static const struct { const char *name; int flags; } handlers[] = {
	{ "SA_RESTART", SA_RESTART },
	{ "no SA_RESTART", 0 },
};

/* A transfer that has moved nothing begins anew, or is EINTR; then the stream is dropped. */
static void ask_transfer(const char *name, long (*make)(struct caller *), long amount, unsigned long queued)
{
	for (size_t i = 0; i < COUNT(handlers); i++) {
		int fd = still(queued);
		struct caller c;

		handle(handlers[i].flags);
		key("%s, %lu of 16384 done before, %s", name, queued, handlers[i].name);
		blocked(&c, fd, make, amount);
		interrupt(&c);
		if (!ended_soon(&c)) {
			say("waits on");
			ioctl(fd, SNDRV_PCM_IOCTL_DROP);
		}
		end_call(&c);
		say("appl=%s", place(appl_ptr(fd)));
		done();
		close(fd);
	}
}

/* One that waits on gets what it asked for. */
static void ask_completion(void)
{
	int fd = still(BUFFER);
	struct caller c;

	handle(SA_RESTART);
	key("transfer of 100 frames, SA_RESTART, then START");
	blocked(&c, fd, direction == PLAYBACK ? make_writei : make_readi, 100);
	interrupt(&c);
	run(fd);
	AWAIT(hwsync(fd) == 0 && (c.ended || hw_ptr(fd) >= 100));
	AWAIT(c.ended || hwsync(fd) < 0);
	end_call(&c);
	done();
	close(fd);
}

static void ask_drain(void)
{
	for (size_t i = 0; i < COUNT(handlers); i++) {
		int fd = still(8000);
		struct caller c;

		handle(handlers[i].flags);
		key("DRAIN, %s", handlers[i].name);
		blocked(&c, fd, make_drain, 0);
		interrupt(&c);
		ended_soon(&c);
		say_state(fd);
		if (!c.ended) {
			say("waits on");
			ioctl(fd, SNDRV_PCM_IOCTL_DROP);
		}
		end_call(&c);
		done();
		key("DRAIN again after it, %s", handlers[i].name);
		fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK);
		say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
		say_state(fd);
		done();
		close(fd);
	}
}

static void ask_poll(void)
{
	for (size_t i = 0; i < COUNT(handlers); i++) {
		int fd = still(BUFFER);
		struct caller c;

		handle(handlers[i].flags);
		key("poll, %s", handlers[i].name);
		blocked(&c, fd, make_poll, -1);
		interrupt(&c);
		end_call(&c);
		done();
		close(fd);
	}
}

/* Signals that have no handler, or are blocked, disturb nobody. */
static void ask_ignored(void)
{
	int fd = still(BUFFER);
	struct caller c;

	signal(SIGUSR1, SIG_IGN);
	key("transfer, SIGUSR1 ignored");
	blocked(&c, fd, direction == PLAYBACK ? make_writei : make_readi, 100);
	pthread_kill(c.thread, SIGUSR1);
	say("%s", ended_soon(&c) ? "ended" : "waits on");
	ioctl(fd, SNDRV_PCM_IOCTL_DROP);
	end_call(&c);
	done();
	close(fd);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 1, "playback|capture");
	direction = stream_named(argv[2]);
	in("signals");
	for (int part = 0; part < 2; part++) {
		/* 4000 frames are there to be moved first, or none. */
		unsigned long queued = part ? BUFFER - 4000 : BUFFER;

		ask_transfer("ioctl of 8000 frames", direction == PLAYBACK ? make_writei : make_readi, 8000, queued);
		ask_transfer("system call of 8000 frames", direction == PLAYBACK ? make_write : make_read, 32000, queued);
	}
	ask_completion();
	if (direction == PLAYBACK)
		ask_drain();
	ask_poll();
	ask_ignored();
	return 0;
}

#include "caller.h"

#include <poll.h>

static long transfer(struct caller *c, unsigned long request)
{
	struct snd_xferi x = { .result = 777, .buf = memory, .frames = c->amount };
	int r = ioctl(c->fd, request, &x);

	c->told = x.result;
	return r;
}

long make_writei(struct caller *c)
{
	return transfer(c, SNDRV_PCM_IOCTL_WRITEI_FRAMES);
}

long make_readi(struct caller *c)
{
	return transfer(c, SNDRV_PCM_IOCTL_READI_FRAMES);
}

long make_write(struct caller *c)
{
	return write(c->fd, memory, c->amount);
}

long make_read(struct caller *c)
{
	return read(c->fd, memory, c->amount);
}

long make_drain(struct caller *c)
{
	return ioctl(c->fd, SNDRV_PCM_IOCTL_DRAIN);
}

/* Both ways, as programs do that do not care. */
long make_poll(struct caller *c)
{
	struct pollfd p = { .fd = c->fd, .events = POLLIN | POLLOUT };
	int n = poll(&p, 1, c->amount);

	c->told = p.revents;
	return n;
}

static void *run_caller(void *argument)
{
	struct caller *c = argument;

	c->tid = gettid();
	c->result = c->make(c);
	c->error = errno;
	c->ended = 1;
	return NULL;
}

void begin_call(struct caller *c, int fd, long (*make)(struct caller *), long amount)
{
	memset(c, 0, sizeof(*c));
	c->fd = fd;
	c->make = make;
	c->amount = amount;
	errno = pthread_create(&c->thread, NULL, run_caller, c);
	if (errno)
		die("pthread_create");
}

static int asleep(const struct caller *c)
{
	char path[64], state = 0;
	FILE *f;

	if (c->ended)
		die("a call did not block");
	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", c->tid);
	f = fopen(path, "r");
	if (!f)
		return 0;
	if (fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
		state = 0;
	fclose(f);
	return state == 'S' || state == 'D'; /* D: who waits for a device's lock */
}

/* A call may sleep for a moment without being blocked. */
void blocked(struct caller *c, int fd, long (*make)(struct caller *), long amount)
{
	begin_call(c, fd, make, amount);
	AWAIT(c->tid);
	for (int looks = 0; looks < 8; nap())
		looks = asleep(c) ? looks + 1 : 0;
}

long join_call(struct caller *c)
{
	AWAIT(c->ended);
	pthread_join(c->thread, NULL);
	errno = c->error;
	return c->result;
}

int ended_soon(const struct caller *c)
{
	for (int naps = 0; !c->ended && naps < 50; naps++)
		nap();
	return c->ended;
}

void end_call(struct caller *c)
{
	say("%s", outcome(join_call(c)));
	if (c->make == make_writei || c->make == make_readi)
		say("told %ld", c->told);
	if (c->make == make_poll)
		say("revents=%lx", c->told);
}

/* The ways to wait until a file is ready. */
#include "actor.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

enum { MOST_MS = 60 };

void wait_poll(struct slot *s)
{
	static const short asked[] = { POLLIN | POLLOUT, POLLIN, POLLOUT, 0 };
	struct pollfd p = { .fd = s->fd, .events = asked[below(4)] };
	int limit = below(MOST_MS), ready;
	struct record *r;

	if (s->fd < 0)
		return;
	r = begin(POLL_CALL, s->file, p.events);
	ready = poll(&p, 1, limit);
	r->got = (unsigned short)p.revents;
	end(r, ready);
}

void wait_epoll(struct slot *s)
{
	struct epoll_event e = { .events = EPOLLIN | EPOLLOUT | (below(2) ? EPOLLET : 0) }, got = { 0 };
	int limit = below(MOST_MS), ready, fd;
	struct record *r;

	if (s->fd < 0 || (fd = epoll_create1(EPOLL_CLOEXEC)) < 0)
		return;
	r = begin(EPOLL_CALL, s->file, e.events);
	ready = epoll_ctl(fd, EPOLL_CTL_ADD, s->fd, &e) < 0 ? -1 : epoll_wait(fd, &got, 1, limit);
	r->got = got.events;
	end(r, ready);
	close(fd);
}

void wait_select(struct slot *s)
{
	struct timeval limit = { .tv_usec = 1000 * below(MOST_MS) };
	fd_set in, out, except;
	struct record *r;
	int ready;

	if (s->fd < 0 || s->fd >= FD_SETSIZE)
		return;
	FD_ZERO(&in);
	FD_SET(s->fd, &in);
	out = except = in;
	r = begin(SELECT_CALL, s->file, 0);
	ready = select(s->fd + 1, &in, &out, &except, &limit);
	if (ready >= 0)
		r->got = FD_ISSET(s->fd, &in) | FD_ISSET(s->fd, &out) << 1 | FD_ISSET(s->fd, &except) << 2;
	end(r, ready);
}

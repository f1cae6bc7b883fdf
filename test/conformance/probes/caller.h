/*
 * Calls that block are made by threads of their own, the callers.
 */
#ifndef CALLER_H
#define CALLER_H

#include "stream.h"

#include <pthread.h>
#include <stdatomic.h>

struct caller {
	int fd;
	long amount;	/* frames, or bytes of read(2) and write(2), or milliseconds */
	long (*make)(struct caller *);

	pthread_t thread;
	atomic_int tid, ended;
	long result;
	int error;
	long told;	/* what the struct says was moved */
};

/* The calls that a caller can make. */
long make_writei(struct caller *);
long make_readi(struct caller *);
long make_write(struct caller *);
long make_read(struct caller *);
long make_drain(struct caller *);
long make_poll(struct caller *);

/* blocked makes a call, and returns when it sleeps. */
void blocked(struct caller *c, int fd, long (*make)(struct caller *), long amount);

/* begin_call makes a call that may end at once. */
void begin_call(struct caller *c, int fd, long (*make)(struct caller *), long amount);

/*
 * ended_soon gives a call a moment to end, and says whether it has: who does not
 * block does by then.
 */
int ended_soon(const struct caller *c);

/* join_call waits for the end of the call, and returns its result and its errno. */
long join_call(struct caller *c);

/* end_call does that and says how it ended. */
void end_call(struct caller *c);

#endif

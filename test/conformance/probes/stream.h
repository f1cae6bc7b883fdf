/*
 * What the probes of streams that are set up and run have in common.
 */
#ifndef STREAM_H
#define STREAM_H

#include "probe.h"

#include <time.h>

/* The bytes of the usual ring, and more than enough for twice that. */
extern char memory[4 * BUFFER * 4];

/* nap gives others the time to do something. */
void nap(void);

/* AWAIT ends when the condition has come true; there is no probe if it does not. */
#define AWAIT(condition) do { \
	for (int naps = 0; !(condition); nap()) \
		if (++naps > 6000) \
			die("waited in vain for %s", #condition); \
} while (0)

/* offered says whether the card has a format. */
int offered(int stream, int format);

/* prepared opens device 0 with O_NONBLOCK, configures the stream and prepares it. */
int prepared(int stream, const struct setup *s);

/* run starts what is prepared. */
void run(int fd);

/* Operations. Each returns what there is to tell, or -1 with errno. */

/* call is an ioctl without an argument, and tells how it ended. */
const char *call(int fd, unsigned long request);

/* set_appl moves appl_ptr by SYNC_PTR; move is FORWARD or REWIND. */
int set_appl(int fd, unsigned long appl);
long move(int fd, unsigned long request, unsigned long frames);

/* writei and readi tell how many frames they moved, status what STATUS does. */
long writei(int fd, const void *from, unsigned long frames);
long readi(int fd, void *to, unsigned long frames);
void status(int fd, struct snd_pcm_status *s);

/* Looking */

int state(int fd);
unsigned long appl_ptr(int fd);
unsigned long hw_ptr(int fd);

/* revents is what poll(2) says at once. */
int revents(int fd, int events);

/* hwsync has the stream look at its hardware. */
int hwsync(int fd);

/* Telling */

/* place is a pointer or a distance: small, or as far from the boundary. Good until the eighth after it. */
const char *place(unsigned long frames);

/* say_pointers tells the state and where the pointers are, say_ring all about a stream that does not move. */
void say_pointers(int fd);
void say_ring(int fd);

#endif

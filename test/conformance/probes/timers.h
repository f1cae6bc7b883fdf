/*
 * What the probes of timers have in common.
 */
#ifndef TIMERS_H
#define TIMERS_H

#include "stream.h"
#include "texts.h"

/* Every event that a filter may have. */
enum { ALL = 0x6f1bf };

/* open_timer opens the node with O_NONBLOCK; with events, it reads those. */
int open_timer(int events);

struct snd_timer_id timer_id(int class, int sclass, int of, int device, int subdevice);
struct snd_timer_id global(int device);

long choose_timer(int fd, struct snd_timer_id id);
long timer_params(int fd, int flags, unsigned ticks, unsigned queue, unsigned filter);

/* use opens a timer that reads events and is set up. */
int use(struct snd_timer_id id, int flags, unsigned ticks);

/* Both add to the line the result of calls without a struct, by their names. */
void steer(int fd, const char *name);
void steer_all(int fd, const char *const *names);

/*
 * say_timer adds those that wait: ticks by their name alone, and once if several
 * follow each other. say_timer_until waits for one of that kind first.
 */
void say_timer(int fd);
void say_timer_until(int fd, int event);

#endif

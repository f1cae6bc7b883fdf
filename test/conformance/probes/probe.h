/*
 * What the probes have in common. A probe is a program
 *
 *	PROBE CARD [ARGUMENT]...
 *
 * that asks the nodes of card CARD something and prints a line for each answer:
 *
 *	AREA: KEY -> ANSWER
 *
 * AREA and KEY are together unique. An ANSWER has no time in it, no number of a
 * process or a descriptor, no address: it is the same at every run. What is not
 * for comparison follows a #.
 */
#ifndef PROBE_H
#define PROBE_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <sound/asound.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum { PLAYBACK = SNDRV_PCM_STREAM_PLAYBACK, CAPTURE = SNDRV_PCM_STREAM_CAPTURE };

/* The card under test, set by begin from the command line. */
extern int card;

/* begin is first in main: it reads CARD and needs that many ARGUMENTs. */
void begin(int argc, char **argv, int arguments, const char *usage);

/* die ends the probe because it could not ask what it wanted to. */
void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* Printing */

/* in says which AREA the next lines are of. */
void in(const char *area);

/* key starts a line; say adds to its ANSWER, and done ends it. */
void key(const char *format, ...) __attribute__((format(printf, 1, 2)));
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void done(void);

/*
 * outcome is how a call ended: the name of errno after one that returned a
 * negative number, else what it returned. It is good until the eighth after it.
 */
const char *outcome(long result);

/* The names of a PCM's direction ('p' or 'c') and of its state. */
char stream_letter(int stream);
int stream_named(const char *name);
const char *stream_name(int stream);
const char *state_name(int state);

/* Opening */

/* node_path makes the path of a node, whose name has the card's number in it. */
const char *node_path(char path[256], const char *name);

/* Both return a descriptor, or -1 with errno. */
int open_control(int flags);
int try_open(int device, int stream, int flags);

/* As try_open, but there is no probe without this. */
int open_pcm(int device, int stream, int flags);

/* Parameters */

/* hw_any allows everything, and all of it counts as changed. */
void hw_any(struct snd_pcm_hw_params *p);
void hw_mask(struct snd_pcm_hw_params *p, int param, uint32_t low, uint32_t high);
void hw_format(struct snd_pcm_hw_params *p, int format);
void hw_range(struct snd_pcm_hw_params *p, int param, unsigned min, unsigned max);
struct snd_interval *hw_interval(struct snd_pcm_hw_params *p, int param);

/* A configuration, sizes in frames. */
struct setup {
	int access, format;
	unsigned channels, rate, period, buffer;
	unsigned long start;	/* thresholds */
	unsigned long stop;	/* 0 is the buffer's size */
	unsigned long avail_min;	/* 0 is the period's size */
	int stamps;
};

enum { RATE = 8000, PERIOD = 8192, BUFFER = 16384 };

/* The usual configuration, and what is different: SETUP(.channels = 1). It starts by START alone. */
#define SETUP(...) (struct setup){ \
	.access = SNDRV_PCM_ACCESS_RW_INTERLEAVED, .format = SNDRV_PCM_FORMAT_S16_LE, \
	.channels = 2, .rate = RATE, .period = PERIOD, .buffer = BUFFER, .start = LONG_MAX, __VA_ARGS__ }

void hw_setup(struct snd_pcm_hw_params *p, const struct setup *s);

void sw_setup(struct snd_pcm_sw_params *p, const struct setup *s);

/* configure is HW_PARAMS and SW_PARAMS, without which there is no probe. */
void configure(int fd, const struct setup *s);

/* Looking */

/* look is SYNC_PTR that changes nothing. */
void look(int fd, struct snd_pcm_sync_ptr *p);

/* say_state adds the state of the stream to the line. */
void say_state(int fd);

#endif

/*
 * What the probes have in common that ask one stream after the other about its
 * set-up: each question meets a file that was opened for it.
 */
#ifndef STILL_H
#define STILL_H

#include "stream.h"

enum { SUBSTREAMS = 8 };

/* The direction under test, and the file of the question. */
extern int stream;
extern int fd;

/* reopen begins with a new file; set_up configures it too and leaves it in SETUP. */
void reopen(void);
void set_up(struct setup s);

/* ask is an ioctl of the file. */
long ask(unsigned long request, void *argument);

/* hw_params is HW_PARAMS alone, so that the sw_params are those that come with it. */
long hw_params(struct setup s);

/* transfer moves frames by WRITEI or READI, as the direction is. */
long transfer(unsigned long frames);

/* pcm_info is the control node's PCM_INFO. */
long pcm_info(int control, int device, int stream, int subdevice, struct snd_pcm_info *p);

/* await_free waits until that many substreams of device 0 are free: a close may be told late. */
void await_free(int control, int stream, unsigned free);

#endif

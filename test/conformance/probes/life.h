/*
 * What the probes of a card's life have in common: they bind and unbind its
 * driver, by the files in the folder DRIVER to which DEVICE is written, and look
 * at what programs get that are in the middle of something.
 */
#ifndef LIFE_H
#define LIFE_H

#include "caller.h"

/* bind and unbind write to the driver's files, and return what write(2) did. */
long bind_driver(void);
long unbind_driver(void);

/* The same of any text, and of the other card, OTHER_DEVICE to OTHER_DRIVER. */
long tell_driver(const char *file, const char *text);
long other_driver(const char *file);

/* must is for a write without which there is no probe. */
void must(long written);

/* say_written tells what a write to these files returned: all, or an errno. */
void say_written(long result);

/* environment is a variable without which there is no probe. */
const char *environment(const char *name);

/* command runs a command that a variable of the environment has. */
void command(const char *variable);

/* write_steps says what the probe of a scripted driver is to do. */
void write_steps(const char *steps);

/*
 * TRACE is a command that begins to note what becomes of managed resources, and
 * TRACED one that prints it, a word a line, such as add:trigger_card_free. trace
 * begins, traced is whether a word has been noted, and say_traced tells the words
 * in which about is, or all.
 */
void trace(void);
int traced(const char *word);
void say_traced(const char *about);

/* The callers that bind and unbind. */
long make_bind(struct caller *);
long make_unbind(struct caller *);

/* gone is whether an open file has been disconnected, nameless whether all nodes of the card have gone. */
int gone(int fd);
int nameless(void);

/* unbind_under begins to unbind, and waits until all of the card is disconnected, under an open file. */
void unbind_under(struct caller *unbinding, int fd);

/* say_unbinding tells, a moment later, whether that still waits. */
void say_unbinding(const struct caller *unbinding);

/* bound_again waits for the end of unbinding, tells it, ends the line, and binds for the next question. */
void bound_again(struct caller *unbinding);

#endif

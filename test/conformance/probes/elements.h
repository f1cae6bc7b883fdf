/*
 * What the probes of control elements do.
 */
#ifndef ELEMENTS_H
#define ELEMENTS_H

#include "probe.h"

typedef struct snd_ctl_elem_id elem_id;
typedef struct snd_ctl_elem_info elem_info;
typedef struct snd_ctl_elem_value elem_value;

/* Ids: of a mixer element by its name, of any by its number. */
elem_id named(const char *name);
elem_id numbered(unsigned numid);

/* control opens the node, without which there is no probe; subscribed also wants events. */
int control(int flags);
int subscribed(int flags);

/* The ioctls on an element, of which everything that is not its id is zero at first. */
int get_info(int fd, elem_id id, elem_info *info);
int get_value(int fd, elem_id id, elem_value *v);

/* put writes the same integer into two channels. */
int put(int fd, elem_id id, long value);

/*
 * Ids of programs' own elements are told by how many were added before: for that
 * begin_adding is called first. end_adding removes what is left of them.
 */
void begin_adding(void);
void end_adding(void);

/* describe makes what ELEM_ADD wants for an element of count values; for integers from 0 to 100. */
elem_info describe(const char *name, int type, unsigned count);

/* added is the whole id of an element that was added: a 32-bit program is not told its number. */
elem_id added(int fd, elem_id id);

/* must_add adds it, without which there is no probe, and tells its id. */
void must_add(int fd, elem_info *info);

/* elements is how many elements the card has. */
unsigned elements(int fd);

/* add adds it, remove_id removes it, and lock and unlock the same for any. */
int add(int fd, elem_info *info);
int remove_id(int fd, elem_id id);
int lock(int fd, elem_id id);
int unlock(int fd, elem_id id);

/* list tells up to space ids from the offset-th on. */
int list(int fd, unsigned offset, unsigned space, elem_id *ids, struct snd_ctl_elem_list *l);

/* say_id, say_info and say_value add to the line. */
void say_id(const elem_id *id);
void say_info(int result, const elem_info *info);
void say_value(int fd, elem_id id);

/* say_events adds all events that are queued. */
void say_events(int fd);

/* A TLV ioctl of words, whose header claims length bytes. words get what comes back. */
int tlv(int fd, unsigned long request, unsigned numid, unsigned length, unsigned *words, size_t count);

#endif

/*
 * An actor of the stress test: a process that makes calls on the nodes of a mount,
 * one after the other, and writes down what each returned. Which calls it makes,
 * with which arguments, is determined by its seed and number; what they return is
 * not, and changes nothing about the next.
 */
#ifndef ACTOR_H
#define ACTOR_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <sound/asound.h>

#include "calls.h"

enum { SLOTS = 4, MAPS = 2, PAGE = 4096, CHILD_ACTIONS = 20 };

/* Who this is. */
extern struct actor {
	uint64_t seed;
	uint32_t number; /* of a child: its parent's, and in the upper half which child */
	int bus[2];      /* to send open files, and to receive them */
	const char *directory;
	char **nodes;
	unsigned node_count;
} self;

/* chance.c: draw begins an action, whose draws depend on nothing else. */
void draw(uint32_t action);
uint32_t below(uint32_t n);

/*
 * record.c: what each call returned, in a file that is mapped, so that it is there
 * when the actor has been killed. Both sides know this layout.
 */
struct record {
	uint32_t action;
	uint32_t call;
	uint64_t start, end; /* ns on CLOCK_MONOTONIC; end is 0 while it is in progress */
	uint64_t file;       /* the open file's name, which is the same wherever it is passed */
	int64_t result;      /* or minus an errno */
	uint64_t asked, got; /* what the call makes of these */
};

int open_records(const char *path);
void number_action(uint32_t n);
struct record *begin(enum call call, uint64_t file, uint64_t asked);
long end(struct record *r, long result);

/* An open file that the actor has, by whatever way; fd is -1 for none. */
enum kind { PLAYBACK, CAPTURE, CONTROL, TIMER };
struct slot {
	int fd;
	uint64_t file;
	uint32_t node; /* its index among the nodes */
	enum kind kind;
};
extern struct slot slots[SLOTS];
enum kind kind_of(const char *node);
uint64_t new_file(void);
void let_go(struct slot *);
struct slot *any_slot(void);

/* An ioctl with its struct, recorded. */
long command(struct slot *s, enum call call, unsigned long cmd, void *arg);

/* The trades: what an action is chosen from. */
typedef void act(struct slot *s);
extern act open_node, close_node, duplicate, reopen, change_flags, lock_file, look_at, map, peek, unmap;
extern act fork_child, send_file, receive_file;
extern act wait_poll, wait_epoll, wait_select;
extern act play_or_record, drive, pcm_command, move, control_command, read_events, timer_command, read_timer;
extern act foreign;
void one_action(uint32_t action);
void set_alarms(void);

/* verb.c: one write to a device's file, such as unplug. */
int verb(const char *path);

#endif

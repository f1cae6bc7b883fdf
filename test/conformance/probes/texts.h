/*
 * What the probes of /proc/asound have in common. The folder is ASOUND in the
 * environment. A text is told on one line: a newline as \n, a tab as \t.
 */
#ifndef TEXTS_H
#define TEXTS_H

#include "life.h"

/* text_path is the path of a name below the folder. Good until the next. */
const char *text_path(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* read_text reads all of a file, or dies. Good until the next. */
const char *read_text(const char *path);

/*
 * say_text tells a file's text. What is left out: numbers that are others at every
 * run, by which "me" stands for this thread; and, if it moves, where a stream is.
 */
void say_text(const char *path, int moves);

/* say_names tells the names in a folder, without those of what only the kernel has. */
void say_names(const char *path);

/* mentions is whether a line of a text begins with a word. */
int mentions(const char *name, const char *word);

#endif

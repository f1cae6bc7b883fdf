/* Files are opened, copied, flagged, locked and closed. */
#include "actor.h"

#include <sys/file.h>
#include <sys/stat.h>

struct slot slots[SLOTS] = { { .fd = -1 }, { .fd = -1 }, { .fd = -1 }, { .fd = -1 } };

enum kind kind_of(const char *node)
{
	size_t n = strlen(node);

	if (strncmp(node, "timer", 5) == 0)
		return TIMER;
	if (strncmp(node, "control", 7) == 0)
		return CONTROL;
	return node[n - 1] == 'p' ? PLAYBACK : CAPTURE;
}

/* The names of open files are those of who opened them, with a number. */
uint64_t new_file(void)
{
	static uint64_t count;

	return (uint64_t)self.number << 32 | ++count;
}

struct slot *any_slot(void) { return &slots[below(SLOTS)]; }

void let_go(struct slot *s)
{
	struct record *r;

	if (s->fd < 0)
		return;
	r = begin(CLOSE_CALL, s->file, 0);
	end(r, close(s->fd));
	s->fd = -1;
}

static void open_as(struct slot *s, enum call call, const char *path, uint32_t node, int flags, uint64_t old)
{
	uint64_t file = new_file();
	struct record *r = begin(call, file, (uint64_t)flags << 32 | node);
	int fd;

	r->got = old;
	fd = end(r, open(path, flags | O_CLOEXEC));
	if (fd < 0)
		return;
	let_go(s);
	*s = (struct slot){ .fd = fd, .file = file, .node = node, .kind = kind_of(self.nodes[node]) };
}

void open_node(struct slot *s)
{
	static const int ways[] = { O_RDWR, O_RDWR | O_NONBLOCK, O_RDWR | O_NONBLOCK, O_RDONLY | O_NONBLOCK };
	uint32_t node = below(self.node_count);
	int flags = ways[below(4)];
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", self.directory, self.nodes[node]);
	open_as(s, OPEN_CALL, path, node, flags, 0);
}

/* What it has got is the old file, by which it opens the new one. */
void reopen(struct slot *s)
{
	char path[64];

	if (s->fd < 0)
		return;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", s->fd);
	open_as(any_slot(), REOPEN_CALL, path, s->node, O_RDWR | O_NONBLOCK, s->file);
}

void close_node(struct slot *s) { let_go(s); }

void duplicate(struct slot *s)
{
	struct slot *to = any_slot();
	struct record *r;
	int fd;

	if (s->fd < 0 || to == s)
		return;
	r = begin(DUP_CALL, s->file, 0);
	fd = end(r, fcntl(s->fd, F_DUPFD_CLOEXEC, 0));
	if (fd < 0)
		return;
	let_go(to);
	*to = *s;
	to->fd = fd;
}

void change_flags(struct slot *s)
{
	int flags = below(2) ? O_NONBLOCK : 0, async = below(4) == 0;
	struct record *r;

	if (s->fd < 0)
		return;
	if (async)
		fcntl(s->fd, F_SETOWN, getpid());
	r = begin(async ? ASYNC_CALL : NONBLOCK_CALL, s->file, flags);
	end(r, fcntl(s->fd, F_SETFL, async ? flags | O_ASYNC : flags));
}

/* A lock that another has is waited for until a signal comes. */
void lock_file(struct slot *s)
{
	static const int flocks[] = { LOCK_SH, LOCK_EX, LOCK_UN, LOCK_EX | LOCK_NB, LOCK_UN };
	struct flock range = { .l_whence = SEEK_SET, .l_start = below(8), .l_len = 1 + below(8) };
	static const short types[] = { F_RDLCK, F_WRLCK, F_UNLCK, F_UNLCK };
	unsigned way = below(3), how = below(5);
	struct record *r;

	range.l_type = types[below(4)];
	if (s->fd < 0)
		return;
	switch (way) {
	case 0:
		r = begin(FLOCK_CALL, s->file, flocks[how]);
		end(r, flock(s->fd, flocks[how]));
		break;
	case 1:
		r = begin(SETLK_CALL, s->file, range.l_type);
		end(r, fcntl(s->fd, how ? F_SETLK : F_SETLKW, &range));
		break;
	default:
		r = begin(OFD_SETLK_CALL, s->file, range.l_type);
		end(r, fcntl(s->fd, how ? F_OFD_SETLK : F_OFD_SETLKW, &range));
	}
}

void look_at(struct slot *s)
{
	unsigned way = below(2);
	struct record *r;
	struct stat st;

	if (s->fd < 0)
		return;
	r = begin(way ? FSTAT_CALL : FSYNC_CALL, s->file, 0);
	end(r, way ? fstat(s->fd, &st) : fsync(s->fd));
}

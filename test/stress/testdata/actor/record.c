#include "actor.h"

#include <sys/mman.h>
#include <time.h>

enum { MOST = 1 << 16 }; /* records: then the actor ends */

static struct record *records;
static unsigned used;

int open_records(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || ftruncate(fd, MOST * sizeof(struct record)) < 0)
		return -1;
	records = mmap(NULL, MOST * sizeof(struct record), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	used = 0;
	return records == MAP_FAILED ? -1 : 0;
}

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

static uint32_t action;

void number_action(uint32_t n) { action = n; }

struct record *begin(enum call call, uint64_t file, uint64_t asked)
{
	struct record *r = &records[used++];

	if (used == MOST)
		_exit(0);
	*r = (struct record){ .action = action, .call = call, .file = file, .asked = asked };
	__atomic_store_n(&r->start, now(), __ATOMIC_RELEASE);
	return r;
}

long end(struct record *r, long result)
{
	r->result = result < 0 ? -errno : result;
	__atomic_store_n(&r->end, now(), __ATOMIC_RELEASE);
	return result;
}

#include "actor.h"

static uint64_t state;

/* splitmix64 */
static uint64_t next(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

void draw(uint32_t action)
{
	state = self.seed;
	state = next() ^ self.number;
	state = next() ^ action;
}

uint32_t below(uint32_t n) { return next() % n; }

/* A stream's memory: the page that tells its state, the page of pointers, the ring. */
#include "actor.h"

#include <sys/mman.h>

static struct map {
	char *at;
	uint64_t file;
	off_t offset;
} maps[MAPS];

static const off_t offsets[] = { SNDRV_PCM_MMAP_OFFSET_STATUS, SNDRV_PCM_MMAP_OFFSET_STATUS, SNDRV_PCM_MMAP_OFFSET_CONTROL,
				 SNDRV_PCM_MMAP_OFFSET_DATA };

void map(struct slot *s)
{
	off_t offset = offsets[below(4)];
	int protection = offset == SNDRV_PCM_MMAP_OFFSET_STATUS ? PROT_READ : PROT_READ | PROT_WRITE;
	struct map *m = &maps[below(MAPS)];
	struct record *r;
	char *at;

	if (s->fd < 0 || m->at)
		return;
	r = begin(MMAP_CALL, s->file, offset);
	at = mmap(NULL, PAGE, protection, MAP_SHARED, s->fd, offset);
	if (end(r, at == MAP_FAILED ? -1 : 0) == 0)
		*m = (struct map){ .at = at, .file = s->file, .offset = offset };
}

/* The file may be closed, and its card gone: the page still tells that. */
void peek(struct slot *s)
{
	struct map *m = &maps[below(MAPS)];
	volatile char sink;
	struct record *r;

	(void)s;
	if (!m->at)
		return;
	if (m->offset == SNDRV_PCM_MMAP_OFFSET_STATUS) {
		r = begin(PEEK_CALL, m->file, 0);
		end(r, ((volatile struct snd_pcm_mmap_status *)m->at)->state);
		return;
	}
	sink = m->at[0];
	if (m->offset == SNDRV_PCM_MMAP_OFFSET_DATA)
		m->at[0] = sink + 1;
}

void unmap(struct slot *s)
{
	struct map *m = &maps[below(MAPS)];
	struct record *r;

	(void)s;
	if (!m->at)
		return;
	r = begin(MUNMAP_CALL, m->file, 0);
	end(r, munmap(m->at, PAGE));
	m->at = NULL;
}

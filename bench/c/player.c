/*
 * player PCM rw|mmap PERIOD PERIODS: plays silence through alsa-lib, a period at a
 * time, as aplay does with and without -M, until it is killed.
 *
 * It says "ready" when the stream is set up, and plays when it has read a line.
 * Many players must not all be woken at once: each begins at a time of its own
 * within a period. For each xrun it says "xrun" and begins again.
 */
#include "setup.h"
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef snd_pcm_sframes_t (*write_function)(snd_pcm_t *, const void *, snd_pcm_uframes_t);

static void say(const char *what)
{
	puts(what);
	fflush(stdout);
}

/* wait_for_start waits for the line, and then for a part of a period. */
static void wait_for_start(snd_pcm_uframes_t period)
{
	uint64_t span = period * NSEC_PER_SEC / RATE_HZ;
	struct timespec pause;

	if (getchar() == EOF)
		exit(0);
	srandom(getpid());
	pause.tv_sec = 0;
	pause.tv_nsec = span * random() / ((uint64_t)RAND_MAX + 1);
	nanosleep(&pause, NULL);
}

int main(int argc, char **argv)
{
	int mmap = argc > 2 && !strcmp(argv[2], "mmap");
	write_function write_period = mmap ? snd_pcm_mmap_writei : snd_pcm_writei;
	snd_pcm_uframes_t period;
	snd_pcm_t *pcm;
	void *silence;

	if (argc != 5)
		return 2;
	period = atol(argv[3]);
	pcm = open_stream(argv[1], mmap ? SND_PCM_ACCESS_MMAP_INTERLEAVED : SND_PCM_ACCESS_RW_INTERLEAVED, period,
			  atoi(argv[4]));
	silence = calloc(period, snd_pcm_frames_to_bytes(pcm, 1));
	say("ready");
	wait_for_start(period);
	for (;;) {
		snd_pcm_sframes_t written = write_period(pcm, silence, period);

		if (written == -EPIPE) {
			say("xrun");
			must(snd_pcm_prepare(pcm), "prepare");
		} else {
			must(written, "write");
		}
	}
}

/*
 * waker PCM PERIOD PERIODS COUNT: plays silence, and waits by poll(2) for each
 * period's end. It prints how many nanoseconds after that it was woken, COUNT
 * times, as 32-bit integers.
 *
 * A period ends when the sample clock says so: a number of frames after the time
 * at which the stream was started.
 */
#include "setup.h"
#include <time.h>

static snd_pcm_t *pcm;
static snd_pcm_uframes_t period, buffer;
static snd_pcm_uframes_t written; /* since the start */
static int64_t started;           /* CLOCK_MONOTONIC, in ns */
static void *silence;

static int64_t nanoseconds(struct timespec t)
{
	return t.tv_sec * (int64_t)NSEC_PER_SEC + t.tv_nsec;
}

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return nanoseconds(t);
}

/* start fills the ring, which starts the stream. */
static void start(void)
{
	snd_pcm_status_t *status;
	snd_htimestamp_t trigger;

	must(snd_pcm_prepare(pcm), "prepare");
	for (written = 0; written < buffer; written += period)
		must(snd_pcm_mmap_writei(pcm, silence, period), "write");
	snd_pcm_status_alloca(&status);
	must(snd_pcm_status(pcm, status), "status");
	snd_pcm_status_get_trigger_htstamp(status, &trigger);
	started = nanoseconds(trigger);
}

/*
 * wait_for_period waits until a period has become free, stores how late it was
 * woken, and fills the period. -EPIPE is an xrun.
 */
static long wait_for_period(int32_t *late)
{
	snd_pcm_uframes_t played = written - buffer + period;
	int64_t due = started + (int64_t)(played * NSEC_PER_SEC / RATE_HZ);
	long result = snd_pcm_wait(pcm, -1);

	*late = now() - due;
	if (result >= 0)
		result = snd_pcm_mmap_writei(pcm, silence, period);
	if (result != -EPIPE)
		written += must(result, "write");
	return result;
}

int main(int argc, char **argv)
{
	int32_t *late;
	int i, n;

	if (argc != 5)
		return 2;
	period = atol(argv[2]);
	buffer = period * atol(argv[3]);
	n = atoi(argv[4]);
	pcm = open_stream(argv[1], SND_PCM_ACCESS_MMAP_INTERLEAVED, period, atoi(argv[3]));
	silence = calloc(period, snd_pcm_frames_to_bytes(pcm, 1));
	late = calloc(n, sizeof(*late));
	start();
	for (i = 0; i < n;) {
		if (wait_for_period(&late[i]) == -EPIPE)
			start();
		else
			i++;
	}
	fwrite(late, sizeof(*late), n, stdout);
	return 0;
}

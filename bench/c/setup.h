/*
 * What the programs share that play through alsa-lib: 48 kHz, stereo, 16 bit.
 */
#ifndef SETUP_H
#define SETUP_H

#include <alsa/asoundlib.h>
#include <stdio.h>
#include <stdlib.h>

enum { RATE_HZ = 48000, CHANNELS = 2, NSEC_PER_SEC = 1000000000 };

/* must ends the program when a call of alsa-lib has failed, and returns its result. */
static inline long must(long result, const char *what)
{
	if (result < 0) {
		fprintf(stderr, "%s: %s\n", what, snd_strerror(result));
		exit(1);
	}
	return result;
}

/*
 * open_stream opens a playback with that many periods of that many frames. It starts
 * when all of them are full, as aplay's does, and its time stamps are of
 * CLOCK_MONOTONIC.
 */
static inline snd_pcm_t *open_stream(const char *name, snd_pcm_access_t access, snd_pcm_uframes_t period,
				     unsigned int periods)
{
	snd_pcm_hw_params_t *hw;
	snd_pcm_sw_params_t *sw;
	snd_pcm_t *pcm;

	must(snd_pcm_open(&pcm, name, SND_PCM_STREAM_PLAYBACK, 0), name);
	snd_pcm_hw_params_alloca(&hw);
	must(snd_pcm_hw_params_any(pcm, hw), "parameters");
	must(snd_pcm_hw_params_set_access(pcm, hw, access), "access");
	must(snd_pcm_hw_params_set_format(pcm, hw, SND_PCM_FORMAT_S16_LE), "format");
	must(snd_pcm_hw_params_set_channels(pcm, hw, CHANNELS), "channels");
	must(snd_pcm_hw_params_set_rate(pcm, hw, RATE_HZ, 0), "rate");
	must(snd_pcm_hw_params_set_period_size(pcm, hw, period, 0), "period size");
	must(snd_pcm_hw_params_set_buffer_size(pcm, hw, period * periods), "buffer size");
	must(snd_pcm_hw_params(pcm, hw), "hw_params");
	snd_pcm_sw_params_alloca(&sw);
	must(snd_pcm_sw_params_current(pcm, sw), "parameters");
	must(snd_pcm_sw_params_set_start_threshold(pcm, sw, period * periods), "start threshold");
	must(snd_pcm_sw_params_set_avail_min(pcm, sw, period), "avail_min");
	must(snd_pcm_sw_params_set_tstamp_mode(pcm, sw, SND_PCM_TSTAMP_ENABLE), "time stamps");
	must(snd_pcm_sw_params_set_tstamp_type(pcm, sw, SND_PCM_TSTAMP_TYPE_MONOTONIC), "type of time stamps");
	must(snd_pcm_sw_params(pcm, sw), "sw_params");
	return pcm;
}

#endif

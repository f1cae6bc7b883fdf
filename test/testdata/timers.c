/*
 * An ALSA program that lists the timers, by libasound, and waits for ticks of
 * those that it is told by name.
 */
#include <alsa/asoundlib.h>
#include <poll.h>

static int fail(const char *what, int err)
{
	fprintf(stderr, "%s: %s\n", what, snd_strerror(err));
	return 1;
}

static int list(void)
{
	snd_timer_query_t *query;
	snd_timer_id_t *id;
	int err = snd_timer_query_open(&query, "hw", 0);

	if (err < 0)
		return fail("snd_timer_query_open", err);
	snd_timer_id_alloca(&id);
	snd_timer_id_set_class(id, SND_TIMER_CLASS_NONE);
	while ((err = snd_timer_query_next_device(query, id)) == 0 && snd_timer_id_get_class(id) >= 0)
		printf("%d %d %d %d\n", snd_timer_id_get_class(id), snd_timer_id_get_card(id), snd_timer_id_get_device(id),
		       snd_timer_id_get_subdevice(id));
	snd_timer_query_close(query);
	return err < 0 ? fail("snd_timer_query_next_device", err) : 0;
}

/* wait_ticks waits for ticks of some milliseconds. */
static int wait_ticks(const char *name)
{
	snd_timer_t *timer;
	snd_timer_info_t *info;
	snd_timer_params_t *params;
	snd_timer_read_t r;
	struct pollfd p;
	int err = snd_timer_open(&timer, name, SND_TIMER_OPEN_NONBLOCK);

	if (err < 0)
		return fail(name, err);
	snd_timer_info_alloca(&info);
	snd_timer_params_alloca(&params);
	if ((err = snd_timer_info(timer, info)) < 0)
		return fail("snd_timer_info", err);
	snd_timer_params_set_auto_start(params, 1);
	snd_timer_params_set_ticks(params, 8000000 / snd_timer_info_get_resolution(info));
	if ((err = snd_timer_params(timer, params)) < 0 || (err = snd_timer_start(timer)) < 0)
		return fail("snd_timer_start", err);
	snd_timer_poll_descriptors(timer, &p, 1);
	for (int i = 0; i < 3; i++) {
		if (poll(&p, 1, 20000) != 1)
			return fail("poll", -ETIMEDOUT);
		if ((err = snd_timer_read(timer, &r, sizeof(r))) != sizeof(r))
			return fail("snd_timer_read", err);
	}
	printf("%s ticks %u\n", snd_timer_info_get_name(info), r.resolution);
	snd_timer_close(timer);
	return 0;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (wait_ticks(argv[i]))
			return 1;
	return list();
}

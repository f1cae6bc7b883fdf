/*
 * Slaves: instances that tick when that of another file does.
 *
 *	timer_slaves CARD
 */
#include "timers.h"

#define CALLS(...) (const char *const []){ __VA_ARGS__, NULL }

enum { AUTO = SNDRV_TIMER_PSFLG_AUTO };

static struct snd_timer_id slave_of(int thread)
{
	return timer_id(SNDRV_TIMER_CLASS_SLAVE, SNDRV_TIMER_SCLASS_APPLICATION, 0, thread, 0);
}

static void ask_classes(void)
{
	int fd = open_timer(1);

	for (int class = -1; class <= SNDRV_TIMER_SCLASS_OSS_SEQUENCER + 1; class++) {
		key("SELECT of class %d", class);
		say("%s", outcome(choose_timer(fd, timer_id(SNDRV_TIMER_CLASS_SLAVE, class, 0, 1, 0))));
		done();
	}
	close(fd);
}

static void say_attached(int slave)
{
	struct snd_timer_info info = { 0 };
	struct snd_timer_status status = { 0 }; /* which 32-bit programs are not told */

	say("INFO=%s", outcome(ioctl(slave, SNDRV_TIMER_IOCTL_INFO, &info)));
	say("'%s' PARAMS=%s", info.name, outcome(timer_params(slave, AUTO, 1000000000, 0, ALL)));
	say("STATUS=%s", outcome(ioctl(slave, SNDRV_TIMER_IOCTL_STATUS, &status)));
	say("resolution=%u", status.resolution);
}

static void ask_alone(void)
{
	int slave = open_timer(1);

	key("before there is a master");
	choose_timer(slave, slave_of(getpid()));
	say_attached(slave);
	steer_all(slave, CALLS("STOP", "START", "START", "PAUSE", "CONTINUE", "STOP", "STOP"));
	say_timer(slave);
	done();
	close(slave);
}

static void ask_life(int device, const char *name, unsigned ticks)
{
	int master = use(global(device), AUTO, ticks), slave = open_timer(1), deaf = open_timer(1);

	choose_timer(slave, slave_of(getpid()));
	choose_timer(deaf, timer_id(SNDRV_TIMER_CLASS_SLAVE, SNDRV_TIMER_SCLASS_SEQUENCER, 0, getpid(), 0));
	key("of %s", name);
	say_attached(slave);
	done();
	key("of %s, controls", name);
	steer_all(slave, CALLS("STOP", "START", "START", "PAUSE", "CONTINUE", "CONTINUE", "STOP"));
	say_timer(slave);
	done();
	key("of %s, ticks", name);
	steer(slave, "START");
	steer(deaf, "START");
	steer(master, "START");
	say_timer_until(slave, SNDRV_TIMER_EVENT_TICK);
	timer_params(master, AUTO, 1000000000, 0, ALL);
	say_timer_until(slave, SNDRV_TIMER_EVENT_MSTOP);
	steer_all(master, CALLS("START", "PAUSE", "CONTINUE", "STOP"));
	say_timer(slave);
	say_timer(deaf);
	done();
	key("of %s, which ends", name);
	steer(master, "START");
	close(master);
	say_timer(slave);
	say_attached(slave);
	done();
	key("of another than %s", name);
	master = use(global(device), AUTO, ticks);
	steer(master, "START");
	say_timer_until(slave, SNDRV_TIMER_EVENT_TICK);
	done();
	key("that ends before %s", name);
	close(slave);
	steer(master, "STOP");
	done();
	close(deaf);
	close(master);
}

static void ask_stream(void)
{
	int master = use(timer_id(SNDRV_TIMER_CLASS_PCM, 0, card, 0, 0), AUTO, 1), slave = open_timer(1), fd;

	key("of a stream");
	choose_timer(slave, slave_of(getpid()));
	say_attached(slave);
	fd = prepared(PLAYBACK, &SETUP(.start = 1, .period = 1024));
	steer_all(slave, CALLS("START"));
	steer_all(master, CALLS("START", "PAUSE", "CONTINUE"));
	say_timer(slave);
	if (ioctl(fd, SNDRV_PCM_IOCTL_WRITEI_FRAMES, &(struct snd_xferi){ .buf = calloc(8192, 4), .frames = 8192 }) < 0)
		die("WRITEI");
	say_timer_until(slave, SNDRV_TIMER_EVENT_TICK);
	ioctl(fd, SNDRV_PCM_IOCTL_DROP);
	say_timer_until(slave, SNDRV_TIMER_EVENT_MSTOP);
	done();
	close(fd);
	close(slave);
	close(master);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	in("slave timers");
	ask_classes();
	ask_alone();
	ask_life(SNDRV_TIMER_GLOBAL_SYSTEM, "the system timer", 5);
	ask_life(SNDRV_TIMER_GLOBAL_HRTIMER, "the HR timer", 20000000);
	ask_stream();
	return 0;
}

/*
 * Everything at once: the driver is bound and unbound while programs open, poll,
 * call and close. No call may return what it returns at no other time, and
 * nothing may be left.
 *
 *	life_race CARD
 *
 * LEFT is a command that prints what is left of a card while its driver is unbound.
 */
#include "life.h"

#include <poll.h>

enum { ROUNDS = 150 };

static atomic_int racing, unbindings;

/* What was not expected. A thread that gives up would leave its files open, and an unbind waits for them. */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char strange[512];

static void note(const char *call, const char *answer)
{
	char text[64];

	snprintf(text, sizeof(text), " %s:%s", call, answer);
	pthread_mutex_lock(&lock);
	if (!strstr(strange, text) && strlen(strange) + strlen(text) < sizeof(strange))
		strcat(strange, text);
	pthread_mutex_unlock(&lock);
}

/* expect notes a result unless it is a success or one of these errors. */
static long expect(const char *call, long result, int error, int another)
{
	if (result < 0 && errno != error && errno != another)
		note(call, strerrorname_np(errno));
	return result;
}

/* A handle is ready, or not, or in a state that is none to wait in, as that of a dead one. */
static void poll_it(const char *call, int fd, int wait, int ready)
{
	struct pollfd p = { .fd = fd, .events = POLLIN | POLLOUT };
	char text[16];

	expect(call, poll(&p, 1, wait), 0, 0);
	if (!(p.revents & ~(ready | POLLERR)))
		return;
	snprintf(text, sizeof(text), "%#x", p.revents);
	note(call, text);
}

/* Those who race. */

static long hold_control(struct caller *unused)
{
	struct snd_ctl_card_info info;
	struct snd_ctl_event event;

	while (racing) {
		int version, one = 1, fd = expect("open control", open_control(O_RDWR | O_NONBLOCK), ENODEV, ENOENT);

		if (fd < 0)
			continue;
		expect("PVERSION", ioctl(fd, SNDRV_CTL_IOCTL_PVERSION, &version), ENODEV, 0);
		expect("SUBSCRIBE_EVENTS", ioctl(fd, SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &one), ENODEV, 0);
		poll_it("poll control", fd, 5, 0);
		expect("read control", read(fd, &event, sizeof(event)), ENODEV, EAGAIN);
		expect("CARD_INFO", ioctl(fd, SNDRV_CTL_IOCTL_CARD_INFO, &info), ENODEV, 0);
		expect("close control", close(fd), 0, 0);
	}
	return 0;
}

/* A call inside the PCM when that is disconnected is told its state, the next one that it is gone. */
static int set_up(int fd)
{
	struct snd_pcm_hw_params hw;
	struct snd_pcm_sw_params sw;

	hw_setup(&hw, &SETUP(.rate = 48000, .period = 64, .buffer = 256));
	sw_setup(&sw, &SETUP(.period = 64, .buffer = 256, .start = 1));
	return expect("HW_PARAMS", ioctl(fd, SNDRV_PCM_IOCTL_HW_PARAMS, &hw), ENODEV, EBADFD) == 0 &&
		expect("SW_PARAMS", ioctl(fd, SNDRV_PCM_IOCTL_SW_PARAMS, &sw), ENODEV, EBADFD) == 0 &&
		expect("PREPARE", ioctl(fd, SNDRV_PCM_IOCTL_PREPARE), ENODEV, EBADFD) == 0;
}

/* Who is too slow is told so. */
static void transfer(int fd, int direction)
{
	struct snd_xferi x = { .buf = memory, .frames = 1000 };
	long r = ioctl(fd, direction == PLAYBACK ? SNDRV_PCM_IOCTL_WRITEI_FRAMES : SNDRV_PCM_IOCTL_READI_FRAMES, &x);

	if (r == 0 || errno != EPIPE)
		expect("transfer", r, ENODEV, EBADFD);
}

static long hold_pcm(struct caller *c)
{
	const int direction = c->amount, ready = direction == PLAYBACK ? POLLOUT : POLLIN;

	while (racing) {
		struct snd_pcm_status s = { 0 };
		int fd = expect("open PCM", try_open(0, direction, O_RDWR | O_NONBLOCK), ENODEV, ENOENT);

		if (fd < 0)
			continue;
		poll_it("poll PCM", fd, 0, ready);
		fcntl(fd, F_SETFL, 0);
		if (set_up(fd)) {
			transfer(fd, direction);
			poll_it("poll PCM", fd, 5, ready);
			expect("DROP", ioctl(fd, SNDRV_PCM_IOCTL_DROP), ENODEV, EBADFD);
		}
		expect("STATUS", ioctl(fd, SNDRV_PCM_IOCTL_STATUS, &s), ENODEV, EBADFD);
		expect("close PCM", close(fd), 0, 0);
	}
	return 0;
}

static long keep_binding(struct caller *unused)
{
	while (racing)
		expect("bind", bind_driver(), EBUSY, 0);
	return 0;
}

static long keep_unbinding(struct caller *unused)
{
	while (racing)
		if (expect("unbind", unbind_driver(), ENODEV, 0) > 0)
			unbindings++;
	return 0;
}

static void race(void)
{
	struct caller callers[9];
	struct caller *c = callers;

	racing = 1;
	begin_call(c++, -1, hold_control, 0);
	begin_call(c++, -1, hold_control, 0);
	for (int i = 0; i < 2; i++) {
		begin_call(c++, -1, hold_pcm, PLAYBACK);
		begin_call(c++, -1, hold_pcm, CAPTURE);
	}
	begin_call(c++, -1, keep_binding, 0);
	begin_call(c++, -1, keep_unbinding, 0);
	begin_call(c++, -1, keep_unbinding, 0);
	for (int naps = 0; unbindings < ROUNDS && naps < 10000; naps++)
		nap();
	racing = 0;
	while (c > callers)
		join_call(--c);
}

static int nodes(void)
{
	static const char *const names[] = { "controlC%d", "pcmC%dD0p", "pcmC%dD0c" };
	char path[256];
	int n = 0;

	for (size_t i = 0; i < COUNT(names); i++)
		n += access(node_path(path, names[i]), F_OK) == 0;
	return n;
}

static void say_left(void)
{
	char line[128];
	FILE *f = popen(environment("LEFT"), "r");
	int lines = 0;

	for (; f && fgets(line, sizeof(line), f); lines++)
		say("%.*s", (int)strcspn(line, "\n"), line);
	if (!f || pclose(f))
		die("LEFT");
	if (!lines)
		say("nothing");
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	in("life 75");
	key("unbind, bind, open, call, poll and close at once");
	race();
	say("%s;", unbindings >= ROUNDS ? "unbound often" : "hardly unbound");
	say("%s%s", *strange ? "strange:" : "nothing strange", strange);
	done();
	while (unbind_driver() > 0)
		;
	key("what is left");
	say("nodes=%d", nodes());
	say_left();
	done();
	key("bind after that");
	trace();
	say_written(bind_driver());
	say("nodes=%d", nodes());
	say_traced("card");
	done();
	key("a stream after that");
	say("%s", state_name(state(prepared(PLAYBACK, &SETUP()))));
	done();
	return 0;
}

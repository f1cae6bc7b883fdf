/*
 * Opens the nodes of a card in every way, and asks what they are.
 *
 *	nodes CARD
 *
 * The areas are info (what a card and its PCMs say of themselves) and open (which
 * substream an open gets, and what can be done with it).
 */
#include "still.h"

#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { NONE = -1 };

static int control;

static void close_all(int stream, int *fds, int n)
{
	for (int i = 0; i < n; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	await_free(control, stream, SUBSTREAMS);
}

/* info */

static void say_info(const struct snd_pcm_info *p)
{
	say("device=%u subdevice=%u stream=%d card=%d id='%.64s' name='%.80s' subname='%.32s' class=%d.%d subdevices=%u/%u",
	    p->device, p->subdevice, p->stream, p->card, p->id, p->name, p->subname, p->dev_class, p->dev_subclass,
	    p->subdevices_avail, p->subdevices_count);
	for (size_t i = 0; i < sizeof(p->reserved); i++)
		if (p->reserved[i])
			say("reserved[%zu]=%d", i, p->reserved[i]);
}

static void ask_info(const char *name, int device, int stream, int subdevice)
{
	struct snd_pcm_info p;
	long r = pcm_info(control, device, stream, subdevice, &p);

	key("%s", name);
	say("%s", outcome(r));
	if (r >= 0)
		say_info(&p);
	done();
}

static void ask_open_info(int stream)
{
	int fds[3];
	struct snd_pcm_info p;

	for (int i = 0; i < 3; i++)
		fds[i] = open_pcm(0, stream, O_RDWR | O_NONBLOCK);
	for (int i = 0; i < 3; i += 2) {
		key("INFO of the %s open %s", i ? "third" : "first", stream_name(stream));
		memset(&p, 0xff, sizeof(p));
		say("%s", outcome(ioctl(fds[i], SNDRV_PCM_IOCTL_INFO, &p)));
		say_info(&p);
		done();
	}
	ask_info(stream == PLAYBACK ? "PCM_INFO of a playback that is open" : "PCM_INFO of a capture that is open", 0, stream, 1);
	ask_info(stream == PLAYBACK ? "PCM_INFO of a playback that is free while others are open" :
		 "PCM_INFO of a capture that is free while others are open", 0, stream, 5);
	close(fds[0]);
	await_free(control, stream, SUBSTREAMS - 2);
	ask_info(stream == PLAYBACK ? "PCM_INFO of a playback that was closed" : "PCM_INFO of a capture that was closed", 0, stream, 0);
	fds[0] = open_pcm(0, stream, O_RDWR | O_NONBLOCK);
	key("the next %s takes the first that is free", stream_name(stream));
	say("%s", outcome(ioctl(fds[0], SNDRV_PCM_IOCTL_INFO, &p)));
	say("subdevice=%u of %u/%u", p.subdevice, p.subdevices_avail, p.subdevices_count);
	done();
	close_all(stream, fds, 3);
}

static void ask_card_info(void)
{
	struct snd_ctl_card_info p;
	int version;

	memset(&p, 0xff, sizeof(p));
	key("CARD_INFO");
	say("%s", outcome(ioctl(control, SNDRV_CTL_IOCTL_CARD_INFO, &p)));
	say("card=%d pad=%d id='%.16s' driver='%.16s' name='%.32s' longname='%.80s' reserved='%.16s' mixer='%.80s' components='%.128s'",
	    p.card, p.pad, p.id, p.driver, p.name, p.longname, p.reserved_, p.mixername, p.components);
	done();
	key("the control's PVERSION");
	say("%s", outcome(ioctl(control, SNDRV_CTL_IOCTL_PVERSION, &version)));
	say("%#x", version);
	done();
}

static void ask_next(const char *what, unsigned long request)
{
	static const int devices[] = { INT_MIN, -2, -1, 0, 1, 2, 31, 32, 1000, INT_MAX };

	for (size_t i = 0; i < COUNT(devices); i++) {
		int device = devices[i];

		key("%s after %d", what, device);
		say("%s", outcome(ioctl(control, request, &device)));
		say("%d", device);
		done();
	}
}

static void ask_wrong_info(void)
{
	ask_info("PCM_INFO of playback 0", 0, PLAYBACK, 0);
	ask_info("PCM_INFO of the last playback", 0, PLAYBACK, SUBSTREAMS - 1);
	ask_info("PCM_INFO of capture 0", 0, CAPTURE, 0);
	ask_info("PCM_INFO of a playback after the last", 0, PLAYBACK, SUBSTREAMS);
	ask_info("PCM_INFO of playback -1", 0, PLAYBACK, -1);
	ask_info("PCM_INFO of playback INT_MAX", 0, PLAYBACK, INT_MAX);
	ask_info("PCM_INFO of device 1", 1, PLAYBACK, 0);
	ask_info("PCM_INFO of device 2", 2, PLAYBACK, 0);
	ask_info("PCM_INFO of device 31", 31, CAPTURE, 0);
	ask_info("PCM_INFO of device -1", -1, PLAYBACK, 0);
	ask_info("PCM_INFO of device INT_MIN", INT_MIN, PLAYBACK, 0);
	ask_info("PCM_INFO of stream 2", 0, 2, 0);
	ask_info("PCM_INFO of stream -1", 0, -1, 0);
	ask_info("PCM_INFO of stream 2 of a device that there is not", 9, 2, 0);
}

static void run_info(void)
{
	in("info");
	ask_card_info();
	ask_next("PCM_NEXT_DEVICE", SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE);
	ask_wrong_info();
	ask_open_info(PLAYBACK);
	ask_open_info(CAPTURE);
}

/* open */

/* The substream of an open file, or why it is none. */
static void say_open(int fd)
{
	struct snd_pcm_info p;

	if (fd < 0) {
		say("%s", outcome(fd));
		return;
	}
	if (ioctl(fd, SNDRV_PCM_IOCTL_INFO, &p) < 0)
		die("INFO");
	say("subdevice=%u", p.subdevice);
}

static void ask_open(const char *name, int stream, int flags)
{
	int fd = try_open(0, stream, flags);

	key("%s", name);
	say_open(fd);
	done();
	close_all(stream, &fd, 1);
}

static long prefer(int ctl, int subdevice)
{
	return ioctl(ctl, SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE, &subdevice);
}

/* Opens until none is left. */
static void fill(int stream, int *fds)
{
	for (int i = 0; i < SUBSTREAMS; i++)
		fds[i] = open_pcm(0, stream, O_RDWR | O_NONBLOCK);
}

static void ask_exhaustion(int stream)
{
	int other = stream == PLAYBACK ? CAPTURE : PLAYBACK;
	int fds[SUBSTREAMS], fd;

	key("all %ss, one after the other", stream_name(stream));
	fill(stream, fds);
	for (int i = 0; i < SUBSTREAMS; i++)
		say_open(fds[i]);
	done();
	key("one %s more", stream_name(stream));
	fd = try_open(0, stream, O_RDWR | O_NONBLOCK);
	say_open(fd);
	done();
	key("a %s while all %ss are taken", stream_name(other), stream_name(stream));
	fd = try_open(0, other, O_RDWR | O_NONBLOCK);
	say_open(fd);
	done();
	close_all(other, &fd, 1);
	close(fds[5]);
	await_free(control, stream, 1);
	close(fds[2]);
	await_free(control, stream, 2);
	key("the lowest %s that is free again", stream_name(stream));
	fds[2] = try_open(0, stream, O_RDWR | O_NONBLOCK);
	say_open(fds[2]);
	done();
	key("the other %s that is free again", stream_name(stream));
	fds[5] = try_open(0, stream, O_RDWR | O_NONBLOCK);
	say_open(fds[5]);
	done();
	close_all(stream, fds, SUBSTREAMS);
}

/* Who closes and opens again has the same substream, whatever else is free: nearly always, on a slow machine. */
static void ask_again(int stream)
{
	struct snd_pcm_info p;
	int others = 0;

	for (int i = 0; i < 50; i++) {
		int fd = open_pcm(0, stream, O_RDWR | (i % 2 ? O_NONBLOCK : 0));

		if (ioctl(fd, SNDRV_PCM_IOCTL_INFO, &p) < 0)
			die("INFO");
		close(fd);
		if (p.subdevice == 0)
			continue;
		others++;
		await_free(control, stream, SUBSTREAMS);
	}
	key("a %s that is opened right after it was closed", stream_name(stream));
	if (others > 5)
		say("another, %d times of 50", others);
	else
		say("the same");
	done();
	await_free(control, stream, SUBSTREAMS);
}

static void ask_preference(void)
{
	static const int wishes[] = { 3, SUBSTREAMS - 1, SUBSTREAMS, 1000, -1, -2, INT_MIN };
	int second, fds[2], ours;
	pid_t child;

	for (size_t i = 0; i < COUNT(wishes); i++) {
		key("a preference of %d", wishes[i]);
		say("%s", outcome(prefer(control, wishes[i])));
		fds[0] = try_open(0, PLAYBACK, O_RDWR | O_NONBLOCK);
		say_open(fds[0]);
		done();
		close_all(PLAYBACK, fds, 1);
	}
	prefer(control, 3);
	key("a preference holds for both directions");
	fds[0] = try_open(0, PLAYBACK, O_RDWR | O_NONBLOCK);
	fds[1] = try_open(0, CAPTURE, O_RDWR | O_NONBLOCK);
	say_open(fds[0]);
	say_open(fds[1]);
	done();
	close_all(CAPTURE, fds + 1, 1);
	key("a preference that is taken");
	fds[1] = try_open(0, PLAYBACK, O_RDWR | O_NONBLOCK);
	say_open(fds[1]);
	done();
	close_all(PLAYBACK, fds, 2);

	second = open_control(O_RDWR);
	prefer(second, 5);
	ask_open("of two preferences of a process the older control's counts", PLAYBACK, O_RDWR | O_NONBLOCK);
	prefer(control, -1);
	ask_open("a newer control's, once the older prefers none", PLAYBACK, O_RDWR | O_NONBLOCK);
	prefer(control, 3);
	close(second);
	key("a preference is another process's own");
	fflush(stdout);
	ours = 0;
	child = fork();
	if (!child) {
		say_open(try_open(0, PLAYBACK, O_RDWR | O_NONBLOCK));
		done();
		exit(0);
	}
	waitpid(child, &ours, 0);
	await_free(control, PLAYBACK, SUBSTREAMS);
	key("a child's preference on our control is ours");
	fflush(stdout);
	child = fork();
	if (!child) {
		prefer(control, 6);
		exit(0);
	}
	waitpid(child, &ours, 0);
	fds[0] = try_open(0, PLAYBACK, O_RDWR | O_NONBLOCK);
	say_open(fds[0]);
	done();
	close_all(PLAYBACK, fds, 1);
	close(control);
	control = open_control(O_RDWR);
	ask_open("closing the control ends its preference", PLAYBACK, O_RDWR | O_NONBLOCK);
}

static void *open_in_thread(void *fd)
{
	*(int *)fd = try_open(0, PLAYBACK, O_RDWR | O_NONBLOCK);
	return NULL;
}

static void ask_preference_of_a_thread(void)
{
	pthread_t thread;
	int fd = -1;

	prefer(control, 4);
	key("a preference is another thread's own");
	if (pthread_create(&thread, NULL, open_in_thread, &fd))
		die("pthread_create");
	pthread_join(thread, NULL);
	say_open(fd);
	done();
	close_all(PLAYBACK, &fd, 1);
	prefer(control, -1);
}

/* O_APPEND shares what somebody has open. */
static void ask_append(void)
{
	int fds[2], shared;

	ask_open("O_APPEND without a preference", PLAYBACK, O_RDWR | O_NONBLOCK | O_APPEND);
	prefer(control, 1);
	ask_open("O_APPEND to a substream that nobody has", PLAYBACK, O_RDWR | O_NONBLOCK | O_APPEND);
	prefer(control, SUBSTREAMS);
	ask_open("O_APPEND to a substream that there is not", PLAYBACK, O_RDWR | O_NONBLOCK | O_APPEND);
	prefer(control, -2);
	ask_open("O_APPEND with a preference of -2", PLAYBACK, O_RDWR | O_NONBLOCK | O_APPEND);
	prefer(control, 1);
	fds[0] = open_pcm(0, PLAYBACK, O_RDWR | O_NONBLOCK);
	key("O_APPEND to a substream that is open");
	shared = try_open(0, PLAYBACK, O_RDWR | O_NONBLOCK | O_APPEND);
	say_open(shared);
	done();
	prefer(control, -1);
	key("a substream that is shared counts once");
	fds[1] = try_open(0, PLAYBACK, O_RDWR | O_NONBLOCK);
	{
		struct snd_pcm_info p;

		say("%s", outcome(ioctl(fds[1], SNDRV_PCM_IOCTL_INFO, &p)));
		say("subdevice=%u of %u/%u", p.subdevice, p.subdevices_avail, p.subdevices_count);
	}
	done();
	close(shared);
	close_all(PLAYBACK, fds, 2);
}

static const struct mode {
	const char *name;
	int flags;
} modes[] = { { "O_RDONLY", O_RDONLY }, { "O_WRONLY", O_WRONLY }, { "O_RDWR", O_RDWR } };

/* What each access mode may do. */
static void ask_modes(int stream)
{
	for (size_t i = 0; i < COUNT(modes); i++) {
		struct setup s = SETUP();
		struct snd_xferi x = { .buf = memory, .frames = 8 };
		int fd = open_pcm(0, stream, modes[i].flags | O_NONBLOCK);

		configure(fd, &s);
		if (ioctl(fd, SNDRV_PCM_IOCTL_PREPARE) < 0)
			die("PREPARE");
		key("%s of a %s", modes[i].name, stream_name(stream));
		say("read %s", outcome(read(fd, memory, 32)));
		say("write %s", outcome(write(fd, memory, 32)));
		say("WRITEI %s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_WRITEI_FRAMES, &x)));
		say("READI %s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_READI_FRAMES, &x)));
		say("DROP %s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_DROP)));
		say("flags %#x", fcntl(fd, F_GETFL));
		done();
		close_all(stream, &fd, 1);
	}
}

static void ask_flags(void)
{
	static const struct mode flags[] = {
		{ "O_CREAT", O_CREAT }, { "O_CREAT and O_EXCL", O_CREAT | O_EXCL }, { "O_TRUNC", O_TRUNC },
		{ "O_DIRECTORY", O_DIRECTORY }, { "O_NOFOLLOW", O_NOFOLLOW }, { "O_SYNC", O_SYNC },
		{ "O_DIRECT", O_DIRECT }, { "O_CLOEXEC", O_CLOEXEC }, { "O_NOCTTY", O_NOCTTY },
		{ "O_ASYNC", O_ASYNC }, { "O_NOATIME", O_NOATIME }, { "access mode 3", 3 },
	};

	for (size_t i = 0; i < COUNT(flags); i++) {
		char path[64];
		int fd;

		snprintf(path, sizeof(path), "/dev/snd/pcmC%dD0p", card);
		fd = open(path, O_RDWR | O_NONBLOCK | flags[i].flags, 0600);
		key("%s", flags[i].name);
		say_open(fd);
		if (fd >= 0)
			say("flags %#x", fcntl(fd, F_GETFL));
		done();
		close_all(PLAYBACK, &fd, 1);
	}
}

/* Opens that wait */

static void nothing(int number)
{
}

/* Waits until a child is in open(2) and sleeps there. */
static void await_open(pid_t child)
{
	char path[64], text[512];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/syscall", child);
	for (;;) {
		file = fopen(path, "r");
		if (!file || !fgets(text, sizeof(text), file))
			die("%s", path);
		fclose(file);
		if (strtol(text, NULL, 10) == SYS_openat || strtol(text, NULL, 10) == SYS_open)
			return;
		nap();
	}
}

/* Sends signals until the child has ended. */
static int signal_to_end(pid_t child)
{
	int how;

	await_open(child);
	do {
		kill(child, SIGUSR1);
		nap();
	} while (!waitpid(child, &how, WNOHANG));
	return how;
}

/* A child that opens and waits, with no file of ours. It ends the line. */
static pid_t open_in_child(int stream, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };
	pid_t child;

	fflush(stdout);
	sigaction(SIGUSR1, &action, NULL);
	child = fork();
	if (child)
		return child;
	close_range(3, UINT_MAX, 0);
	say_open(try_open(0, stream, O_RDWR));
	done();
	exit(0);
}

static void ask_waiting(int stream)
{
	int fds[SUBSTREAMS], how;
	pid_t child;

	fill(stream, fds);
	key("a blocking open of a %s waits until one is closed", stream_name(stream));
	child = open_in_child(stream, nothing);
	await_open(child);
	say("%s", waitpid(child, &how, WNOHANG) ? "ended" : "waits");
	fflush(stdout);
	close(fds[4]);
	fds[4] = NONE;
	waitpid(child, &how, 0);
	await_free(control, stream, 1);
	fds[4] = open_pcm(0, stream, O_RDWR | O_NONBLOCK);

	key("a signal interrupts it");
	signal_to_end(open_in_child(stream, nothing));

	key("a fatal signal ends it");
	how = signal_to_end(open_in_child(stream, SIG_DFL));
	say("%s", WIFSIGNALED(how) ? "killed" : "exited");
	done();
	close_all(stream, fds, SUBSTREAMS);
}

static void run_open(void)
{
	in("open");
	ask_exhaustion(PLAYBACK);
	ask_exhaustion(CAPTURE);
	ask_again(PLAYBACK);
	ask_again(CAPTURE);
	ask_preference();
	ask_preference_of_a_thread();
	ask_append();
	ask_modes(PLAYBACK);
	ask_modes(CAPTURE);
	ask_flags();
	ask_waiting(PLAYBACK);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	control = open_control(O_RDWR);
	if (control < 0)
		die("open controlC%d", card);
	run_info();
	run_open();
	return 0;
}

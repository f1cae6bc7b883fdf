/*
 * What can be done with files whose card is gone.
 *
 *	life_dead CARD
 */
#include "life.h"

#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>

/* The kinds of files, as each question finds them: open, and disconnected. */

static const char *kind;
static int fd;
static struct stat before;
static char bytes[64];

static int open_playback(void)
{
	return open_pcm(0, PLAYBACK, O_RDWR);
}

static int open_capture(void)
{
	return open_pcm(0, CAPTURE, O_RDWR);
}

static int open_controls(void)
{
	return open_control(O_RDWR);
}

static const struct {
	const char *name;
	int (*open)(void);
} kinds[] = {
	{ "playback", open_playback },
	{ "capture", open_capture },
	{ "control", open_controls },
};

static void ask(const char *what)
{
	key("%s on %s", what, kind);
}

static void answer(long result)
{
	say("%s", outcome(result));
	done();
}

/* 44: no number and no argument is looked at. */
static void ask_ioctls(void)
{
	static const struct {
		const char *name;
		unsigned long number;
	} requests[] = {
		{ "PCM PVERSION", SNDRV_PCM_IOCTL_PVERSION }, { "PCM INFO", SNDRV_PCM_IOCTL_INFO },
		{ "HW_REFINE", SNDRV_PCM_IOCTL_HW_REFINE }, { "HW_PARAMS", SNDRV_PCM_IOCTL_HW_PARAMS },
		{ "HW_FREE", SNDRV_PCM_IOCTL_HW_FREE }, { "SW_PARAMS", SNDRV_PCM_IOCTL_SW_PARAMS },
		{ "STATUS", SNDRV_PCM_IOCTL_STATUS }, { "SYNC_PTR", SNDRV_PCM_IOCTL_SYNC_PTR },
		{ "PREPARE", SNDRV_PCM_IOCTL_PREPARE }, { "START", SNDRV_PCM_IOCTL_START },
		{ "DROP", SNDRV_PCM_IOCTL_DROP }, { "DRAIN", SNDRV_PCM_IOCTL_DRAIN },
		{ "UNLINK", SNDRV_PCM_IOCTL_UNLINK }, { "WRITEI_FRAMES", SNDRV_PCM_IOCTL_WRITEI_FRAMES },
		{ "READI_FRAMES", SNDRV_PCM_IOCTL_READI_FRAMES },
		{ "CARD_INFO", SNDRV_CTL_IOCTL_CARD_INFO }, { "ELEM_LIST", SNDRV_CTL_IOCTL_ELEM_LIST },
		{ "SUBSCRIBE_EVENTS", SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS }, { "PCM_NEXT_DEVICE", SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE },
		{ "an unknown number", _IO('A', 0xee) }, { "a number of another type", _IO('Z', 1) }, { "number 0", 0 },
	};

	in("life 44");
	for (size_t i = 0; i < COUNT(requests); i++) {
		/* Room for all of them: a page of zeros. */
		static char room[4096];

		ask(requests[i].name);
		answer(ioctl(fd, requests[i].number, room));
	}
}

static void ask_null_arguments(void)
{
	in("life 44");
	ask("PREPARE with NULL");
	answer(ioctl(fd, SNDRV_PCM_IOCTL_PREPARE, NULL));
	ask("INFO with NULL");
	answer(ioctl(fd, SNDRV_PCM_IOCTL_INFO, NULL));
	ask("HW_PARAMS with NULL");
	answer(ioctl(fd, SNDRV_PCM_IOCTL_HW_PARAMS, NULL));
}

/* 45 and 46: what files do. */
static void ask_bytes(void)
{
	struct iovec v = { bytes, sizeof(bytes) };

	in("life 45");
	ask("read(2)");
	answer(read(fd, bytes, sizeof(bytes)));
	ask("read(2) of nothing");
	answer(read(fd, bytes, 0));
	ask("readv(2)");
	answer(readv(fd, &v, 1));
	ask("write(2)");
	answer(write(fd, bytes, sizeof(bytes)));
	ask("write(2) of nothing");
	answer(write(fd, bytes, 0));
	ask("writev(2)");
	answer(writev(fd, &v, 1));
}

static int mapped(long offset)
{
	void *at = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, offset);

	return at == MAP_FAILED ? -1 : munmap(at, 4096);
}

static void ask_file(void)
{
	in("life 46");
	ask("pread(2)");
	answer(pread(fd, bytes, sizeof(bytes), 0));
	ask("pwrite(2)");
	answer(pwrite(fd, bytes, sizeof(bytes), 0));
	ask("lseek(2)");
	answer(lseek(fd, 0, SEEK_SET));
	ask("mmap(2) of the status");
	answer(mapped(SNDRV_PCM_MMAP_OFFSET_STATUS));
	ask("mmap(2) of the ring");
	answer(mapped(0));
	ask("fsync(2)");
	answer(fsync(fd));
}

static void ask_flags(void)
{
	int one = 1;

	in("life 47");
	ask("F_SETFL O_NONBLOCK");
	answer(fcntl(fd, F_SETFL, O_NONBLOCK));
	ask("FIONBIO");
	answer(ioctl(fd, FIONBIO, &one));
	ask("F_SETFL O_ASYNC");
	answer(fcntl(fd, F_SETFL, O_ASYNC));
	ask("FIOASYNC");
	answer(ioctl(fd, FIOASYNC, &one));
	fcntl(fd, F_SETFL, 0);
}

static void ask_poll(void)
{
	static const struct {
		const char *name;
		int events;
	} polls[] = {
		{ "nothing", 0 }, { "POLLIN", POLLIN }, { "POLLOUT", POLLOUT }, { "POLLIN and POLLOUT", POLLIN | POLLOUT },
		{ "POLLNVAL", POLLNVAL },
	};

	in("life 48");
	for (size_t i = 0; i < COUNT(polls); i++) {
		struct pollfd p = { .fd = fd, .events = polls[i].events };

		key("poll(2) for %s on %s", polls[i].name, kind);
		say("%d", poll(&p, 1, 0));
		say("revents=%#x", p.revents);
		done();
	}
}

/* 49 and 50: its name. */
static void ask_name(void)
{
	char link[64], target[256];
	struct stat st;
	ssize_t n;

	in("life 49");
	ask("fstat(2)");
	if (fstat(fd, &st) < 0)
		answer(-1);
	else {
		say("%s %s links=%d", S_ISCHR(st.st_mode) ? "a device" : "a file",
			st.st_rdev == before.st_rdev && st.st_ino == before.st_ino ? "the same" : "another", (int)st.st_nlink);
		done();
	}
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, target, sizeof(target) - 1);
	target[n > 0 ? n : 0] = 0;
	ask("its link in /proc");
	say("%s", strstr(target, "(deleted)") ? "deleted" : target);
	done();
	in("life 50");
	ask("open(2) of its link in /proc");
	answer(open(link, O_RDWR));
}

static void ask_close(void)
{
	in("life 51");
	ask("close(2)");
	answer(close(fd));
}

/* 52 and 53: the pages of a stream that was in some state. */

static const struct setup *usual(void)
{
	static struct setup s;

	s = SETUP(.access = SNDRV_PCM_ACCESS_MMAP_INTERLEAVED);
	return &s;
}

static int with_some(void)
{
	int made = prepared(PLAYBACK, usual());

	if (set_appl(made, 4000) < 0)
		die("SYNC_PTR");
	return made;
}

static int in_open(void)
{
	return open_pcm(0, PLAYBACK, O_RDWR);
}

static int in_setup(void)
{
	int made = open_pcm(0, PLAYBACK, O_RDWR);

	configure(made, usual());
	return made;
}

static int in_prepared(void)
{
	return prepared(PLAYBACK, usual());
}

static int in_running(void)
{
	int made = with_some();

	run(made);
	return made;
}

static int in_draining(void)
{
	int made = with_some();

	if (ioctl(made, SNDRV_PCM_IOCTL_DRAIN) == 0 || errno != EAGAIN)
		die("DRAIN");
	return made;
}

static int in_xrun(void)
{
	int made = in_running();

	if (ioctl(made, SNDRV_PCM_IOCTL_XRUN) < 0)
		die("XRUN");
	return made;
}

static const struct {
	const char *name;
	int (*make)(void);
} streams[] = {
	{ "OPEN", in_open }, { "SETUP", in_setup }, { "PREPARED", in_prepared }, { "RUNNING", in_running },
	{ "DRAINING", in_draining }, { "XRUN", in_xrun },
};

static void *map(long offset, size_t size, int protection)
{
	void *at = mmap(NULL, size, protection, MAP_SHARED, fd, offset);

	if (at == MAP_FAILED)
		die("mmap %#lx", offset);
	return at;
}

/* Never touched before: its pages are made by a card that is gone. */
static unsigned touch(const unsigned char *ring, size_t size)
{
	unsigned sum = 0;

	for (size_t i = 0; i < size; i += 4096)
		sum += ring[i];
	return sum;
}

static void ask_pages(size_t n)
{
	volatile struct snd_pcm_mmap_status *status;
	volatile struct snd_pcm_mmap_control *control;
	unsigned char *ring = NULL;
	size_t size = BUFFER * 4;
	struct caller unbinding;

	fd = streams[n].make();
	status = map(SNDRV_PCM_MMAP_OFFSET_STATUS, 4096, PROT_READ);
	control = map(SNDRV_PCM_MMAP_OFFSET_CONTROL, 4096, PROT_READ | PROT_WRITE);
	if (streams[n].make != in_open)
		ring = map(0, size, PROT_READ | PROT_WRITE);
	in("life 52");
	key("pages of a stream that was %s", streams[n].name);
	say("%s", state_name(status->state));
	unbind_under(&unbinding, fd);
	say("then %s", state_name(status->state));
	control->avail_min = 4321;
	say("avail_min=%lu", control->avail_min);
	if (ring)
		say("ring=%u", touch(ring, size));
	done();
	in("life 53");
	key("pages of a stream that was %s and is closed", streams[n].name);
	if (close(fd) < 0)
		die("close");
	say("%s", state_name(status->state));
	say_unbinding(&unbinding);
	if (ring)
		munmap(ring, size);
	munmap((void *)control, 4096);
	munmap((void *)status, 4096);
	bound_again(&unbinding);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct caller unbinding;

		kind = kinds[i].name;
		fd = kinds[i].open();
		if (fd < 0 || fstat(fd, &before) < 0)
			die("open %s", kind);
		unbind_under(&unbinding, fd);
		ask_ioctls();
		ask_null_arguments();
		ask_bytes();
		ask_file();
		ask_flags();
		ask_poll();
		ask_name();
		ask_close();
		in("life 51");
		ask("unbinding after close(2)");
		bound_again(&unbinding);
	}
	for (size_t i = 0; i < COUNT(streams); i++)
		ask_pages(i);
	return 0;
}

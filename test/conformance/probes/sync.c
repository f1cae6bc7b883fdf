/*
 * SYNC_PTR with all its flags, and the status and control pages that programs
 * map instead of calling it.
 *
 *	sync CARD playback|capture
 */
#include "stream.h"

#include <sys/mman.h>

static int direction;

static const struct snd_pcm_mmap_status *shown;
static struct snd_pcm_mmap_control *control;

/* The states */

static int do_open(void) { return open_pcm(0, direction, O_RDWR | O_NONBLOCK); }
static int do_prepared(void) { return prepared(direction, &SETUP()); }

/* start starts a stream with frames to play, or an empty one. */
static void start(int fd, unsigned long queued)
{
	set_appl(fd, direction == PLAYBACK ? queued : 0);
	run(fd);
}

static int do_running(void)
{
	int fd = prepared(direction, &SETUP());

	start(fd, 8000);
	return fd;
}

static int do_xrun(void)
{
	int fd = do_running();

	ioctl(fd, SNDRV_PCM_IOCTL_XRUN);
	return fd;
}

static const struct { const char *name; int (*bring)(void); } states[] = {
	{ "open", do_open },
	{ "prepared", do_prepared },
	{ "running", do_running },
	{ "xrun", do_xrun },
};

/* The flags say which way appl_ptr and avail_min go; others are given back. */
static void ask_flags(void)
{
	static const unsigned flags[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 0x80000006 };

	for (size_t i = 0; i < COUNT(states); i++) {
		for (size_t j = 0; j < COUNT(flags); j++) {
			int fd = states[i].bring();
			struct snd_pcm_sync_ptr p;

			memset(&p, 0xff, sizeof(p));
			p.flags = flags[j];
			p.c.control.appl_ptr = 4711;
			p.c.control.avail_min = 77;
			key("%s: flags %x", states[i].name, flags[j]);
			say("%s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_SYNC_PTR, &p)));
			say("flags=%x appl=%lu avail_min=%lu", p.flags, p.c.control.appl_ptr, p.c.control.avail_min);
			look(fd, &p);
			say("then appl=%lu avail_min=%lu", p.c.control.appl_ptr, p.c.control.avail_min);
			done();
			close(fd);
		}
	}
}

/* What no field has is zero. */
static void ask_rest(void)
{
	int fd = do_prepared(), rest = 0;
	struct snd_pcm_sync_ptr p;

	memset(&p, 0xff, sizeof(p));
	p.flags = SNDRV_PCM_SYNC_PTR_APPL | SNDRV_PCM_SYNC_PTR_AVAIL_MIN;
	key("bytes outside the fields that are not zero");
	say("%s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_SYNC_PTR, &p)));
	for (size_t i = sizeof(p.s.status); i < sizeof(p.s); i++)
		rest += p.s.reserved[i] != 0;
	for (size_t i = sizeof(p.c.control); i < sizeof(p.c); i++)
		rest += p.c.reserved[i] != 0;
	say("%d", rest);
	say("suspended %s", state_name(p.s.status.suspended_state));
	done();
	close(fd);
}

/* Neither is looked at as a number of frames that could be too many. */
static void ask_avail_min(void)
{
	static const unsigned long values[] = { 0, 1, BUFFER, BUFFER + 1, 1UL << 62, ULONG_MAX };

	for (size_t i = 0; i < COUNT(values); i++) {
		int fd = do_prepared();
		struct snd_pcm_sync_ptr p;

		memset(&p, 0, sizeof(p));
		p.flags = SNDRV_PCM_SYNC_PTR_APPL;
		p.c.control.avail_min = values[i];
		key("avail_min %s", place(values[i]));
		say("%s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_SYNC_PTR, &p)));
		look(fd, &p);
		say("%s", place(p.c.control.avail_min));
		say("poll %x", revents(fd, 0x3ff));
		done();
		close(fd);
	}
}

/* A SYNC_PTR that fails changes nothing, whatever of it was good. */
static void ask_failure(void)
{
	int fd = do_prepared();
	struct snd_pcm_sync_ptr p;

	memset(&p, 0, sizeof(p));
	p.c.control.appl_ptr = ULONG_MAX;
	p.c.control.avail_min = 77;
	key("appl_ptr ULONG_MAX, avail_min 77");
	say("%s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_SYNC_PTR, &p)));
	look(fd, &p);
	say("appl=%lu avail_min=%lu", p.c.control.appl_ptr, p.c.control.avail_min);
	done();
	close(fd);
}

/* The pages */

static void map(int fd)
{
	size_t page = sysconf(_SC_PAGESIZE);

	shown = mmap(NULL, page, PROT_READ, MAP_SHARED, fd, SNDRV_PCM_MMAP_OFFSET_STATUS);
	control = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, SNDRV_PCM_MMAP_OFFSET_CONTROL);
	if (shown == MAP_FAILED || control == MAP_FAILED)
		die("mmap");
}

static void unmap(void)
{
	size_t page = sysconf(_SC_PAGESIZE);

	munmap((void *)shown, page);
	munmap(control, page);
}

/* say_pages compares them with what SYNC_PTR says. */
static void say_pages(int fd)
{
	struct snd_pcm_sync_ptr p;

	look(fd, &p);
	say("%s", state_name(shown->state));
	say("%s", shown->state == p.s.status.state ? "same" : "other");
	say("hw %s", shown->hw_ptr == p.s.status.hw_ptr ? "same" : "other");
	say("tstamp %s", memcmp((void *)&shown->tstamp, &p.s.status.tstamp, sizeof(p.s.status.tstamp)) ? "other" : "same");
	say("audio %s", memcmp((void *)&shown->audio_tstamp, &p.s.status.audio_tstamp, sizeof(p.s.status.tstamp)) ?
		"other" : "same");
	say("suspended %s", shown->suspended_state == p.s.status.suspended_state ? "same" : "other");
	say("appl %s", control->appl_ptr == p.c.control.appl_ptr ? "same" : "other");
	say("avail_min %s", control->avail_min == p.c.control.avail_min ? "same" : "other");
}

static void ask_pages(void)
{
	int fd = do_open();

	map(fd);
	key("pages of an open stream");
	say_pages(fd);
	done();
	configure(fd, &SETUP(.access = SNDRV_PCM_ACCESS_MMAP_INTERLEAVED, .stamps = 1));
	key("pages after SW_PARAMS");
	say_pages(fd);
	say("avail_min=%lu", control->avail_min);
	done();
	ioctl(fd, SNDRV_PCM_IOCTL_PREPARE);
	key("pages after PREPARE");
	say_pages(fd);
	say("appl=%lu hw=%lu", control->appl_ptr, shown->hw_ptr);
	done();
	set_appl(fd, 8000);
	key("pages after SYNC_PTR");
	say_pages(fd);
	say("appl=%lu", control->appl_ptr);
	done();
	move(fd, SNDRV_PCM_IOCTL_FORWARD, 100);
	key("pages after FORWARD");
	say_pages(fd);
	say("appl=%s", place(control->appl_ptr));
	done();
	move(fd, SNDRV_PCM_IOCTL_REWIND, 50);
	key("pages after REWIND");
	say_pages(fd);
	say("appl=%s", place(control->appl_ptr));
	done();
	start(fd, 8000);
	key("pages after START");
	say_pages(fd);
	done();
	AWAIT(hwsync(fd) == 0 && hw_ptr(fd) > 64);
	key("pages after HWSYNC");
	say_pages(fd);
	say("hw%s", shown->hw_ptr > 64 ? ">64" : "<=64");
	done();
	ioctl(fd, SNDRV_PCM_IOCTL_XRUN);
	key("pages after XRUN");
	say_pages(fd);
	done();
	ioctl(fd, SNDRV_PCM_IOCTL_DROP);
	ioctl(fd, SNDRV_PCM_IOCTL_HW_FREE);
	key("pages after HW_FREE");
	say_pages(fd);
	done();
	unmap();
	close(fd);
}

/* What a program writes there counts for the next call. */
static void ask_writes(void)
{
	static const unsigned long appls[] = { 1, BUFFER, BUFFER + 1, (1UL << 62) - 1 };
	struct snd_pcm_status s;
	int fd = do_open();

	map(fd);
	configure(fd, &SETUP(.access = SNDRV_PCM_ACCESS_MMAP_INTERLEAVED));
	ioctl(fd, SNDRV_PCM_IOCTL_PREPARE);
	for (size_t i = 0; i < COUNT(appls); i++) {
		control->appl_ptr = appls[i];
		key("appl_ptr %s on the page", place(appls[i]));
		say("SYNC_PTR %s", place(appl_ptr(fd)));
		status(fd, &s);
		say("avail %s", place(s.avail));
		say("poll %x", revents(fd, 0x3ff));
		done();
	}
	control->appl_ptr = 100;
	control->avail_min = BUFFER - 100;
	key("appl_ptr 100, avail_min 16284 on the page: poll, FORWARD 1, poll");
	say("%x", revents(fd, 0x3ff));
	say("%s", outcome(move(fd, SNDRV_PCM_IOCTL_FORWARD, 1)));
	say("%lu", control->appl_ptr);
	say("%x", revents(fd, 0x3ff));
	done();
	control->appl_ptr = 100;
	key("appl_ptr 100 on the page, START");
	say("%s", call(fd, SNDRV_PCM_IOCTL_START));
	say("%s", state_name(shown->state));
	done();
	ioctl(fd, SNDRV_PCM_IOCTL_DROP);
	key("PREPARE: the page");
	say("%s", call(fd, SNDRV_PCM_IOCTL_PREPARE));
	say("%s appl=%lu hw=%lu avail_min=%lu", state_name(shown->state), control->appl_ptr, shown->hw_ptr, control->avail_min);
	done();
	unmap();
	close(fd);
}

/* Who looks at the page alone sees what the interrupts of a running stream find. */
static void ask_interrupts(unsigned long stop)
{
	int fd = do_open();
	unsigned long hw;

	map(fd);
	configure(fd, &SETUP(.rate = 48000, .period = 256, .buffer = 2048, .stop = stop, .stamps = 1));
	ioctl(fd, SNDRV_PCM_IOCTL_PREPARE);
	start(fd, 2000);
	if (stop) {
		key("the page of a stream that is free to run, without a call");
		AWAIT((hw = shown->hw_ptr) >= 256);
		AWAIT(shown->hw_ptr > hw);
		say("hw_ptr moves");
		say("tstamp %s", shown->tstamp.tv_sec || shown->tstamp.tv_nsec ? "set" : "0");
	} else {
		key("the page of a stream that comes to its end, without a call");
		AWAIT(shown->state == SNDRV_PCM_STATE_XRUN);
	}
	say("%s", state_name(shown->state));
	done();
	unmap();
	close(fd);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 1, "playback|capture");
	direction = stream_named(argv[2]);
	in("sync");
	ask_flags();
	ask_rest();
	ask_avail_min();
	ask_failure();
	ask_pages();
	ask_writes();
	ask_interrupts(1UL << 62);
	ask_interrupts(0);
	return 0;
}

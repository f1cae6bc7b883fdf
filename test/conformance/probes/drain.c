/*
 * DRAIN: what it waits for, what ends it, and what others see meanwhile.
 *
 *	drain CARD playback|capture
 */
#include "caller.h"

#include <poll.h>

/* A stream that is drained in some milliseconds, and one that takes seconds. */
#define BRIEF(...) SETUP(.rate = 48000, .period = 256, .buffer = 1024, __VA_ARGS__)
#define LASTING(...) SETUP(.period = 4096, __VA_ARGS__)

static void block(int fd)
{
	if (fcntl(fd, F_SETFL, O_RDWR) < 0)
		die("F_SETFL");
}

static int queued(const struct setup *s, long frames)
{
	int fd = prepared(PLAYBACK, s);

	if (writei(fd, memory, frames) != frames)
		die("WRITEI");
	return fd;
}

static void say_end(int fd)
{
	struct snd_pcm_sync_ptr p;

	look(fd, &p);
	say("%s appl=%lu hw%sappl", state_name(p.s.status.state), p.c.control.appl_ptr,
		p.s.status.hw_ptr < p.c.control.appl_ptr ? "<" : ">=");
}

/* What is queued is played. */
static void ask_amounts(void)
{
	static const long amounts[] = { 0, 1, 255, 256, 257, 1000, 1024 };

	for (size_t i = 0; i < COUNT(amounts); i++) {
		int fd = queued(&BRIEF(), amounts[i]);

		key("%ld frames, prepared", amounts[i]);
		block(fd);
		say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
		say_end(fd);
		done();
		close(fd);
	}
}

/* Without waiting it is EAGAIN, and poll(2) tells of the end. */
static void ask_nonblock(void)
{
	static const long amounts[] = { 0, 1, 1024 };

	for (size_t i = 0; i < COUNT(amounts); i++) {
		int fd = queued(&BRIEF(), amounts[i]);
		struct pollfd p = { .fd = fd, .events = POLLOUT };

		key("%ld frames, O_NONBLOCK, then poll", amounts[i]);
		say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
		say("%d", poll(&p, 1, 20000));
		say("%x", p.revents);
		say_end(fd);
		done();
		close(fd);
	}
}

/* How the stream may be when it is drained. */
static void ask_kinds(void)
{
	int fd = queued(&BRIEF(), 1024);

	block(fd);
	run(fd);
	key("running");
	say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
	say_end(fd);
	done();
	key("drained already");
	say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
	say_end(fd);
	done();
	key("PREPARE after it");
	say("%s", call(fd, SNDRV_PCM_IOCTL_PREPARE));
	say_pointers(fd);
	done();
	close(fd);

	fd = queued(&BRIEF(.start = 1000), 999);
	block(fd);
	key("below start_threshold");
	say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
	say_end(fd);
	done();
	close(fd);

	fd = queued(&BRIEF(.stop = 1UL << 62), 1000);
	block(fd);
	key("free to run");
	say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
	say_end(fd);
	done();
	close(fd);

	fd = queued(&BRIEF(.stop = 1UL << 62), 100);
	block(fd);
	run(fd);
	AWAIT(hwsync(fd) == 0 && hw_ptr(fd) > 300);
	key("free to run, and late");
	say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
	say_end(fd);
	done();
	close(fd);

	fd = prepared(PLAYBACK, &BRIEF(.stop = 1UL << 62));
	block(fd);
	key("free to run, and empty");
	say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
	say_end(fd);
	done();
	close(fd);
}

static int draining(void)
{
	int fd = queued(&LASTING(), 16000);

	if (ioctl(fd, SNDRV_PCM_IOCTL_DRAIN) == 0 || errno != EAGAIN)
		die("DRAIN");
	return fd;
}

/* appl_ptr is where it ends, also when that moves. */
static void ask_moving(void)
{
	int fd = draining();

	key("REWIND of all under way");
	say("%s", move(fd, SNDRV_PCM_IOCTL_REWIND, ULONG_MAX) > 8000 ? ">8000" : "less");
	AWAIT(hwsync(fd) < 0);
	say("%s", strerrorname_np(errno));
	say_state(fd);
	done();
	close(fd);

	fd = draining();
	key("FORWARD 384 under way");
	say("%s", outcome(move(fd, SNDRV_PCM_IOCTL_FORWARD, 384)));
	say("%s", outcome(hwsync(fd)));
	say_state(fd);
	say("appl=%lu", appl_ptr(fd));
	done();
	close(fd);

	fd = draining();
	key("appl_ptr set to 1 under way");
	say("%s", outcome(set_appl(fd, 1)));
	AWAIT(hwsync(fd) < 0);
	say("%s", strerrorname_np(errno));
	say_state(fd);
	done();
	close(fd);
}

/* What others do to a drain that waits. */
static void ask_blocked(void)
{
	static const struct { const char *name; unsigned long request; } calls[] = {
		{ "DROP", SNDRV_PCM_IOCTL_DROP },
		{ "PREPARE", SNDRV_PCM_IOCTL_PREPARE },
		{ "XRUN", SNDRV_PCM_IOCTL_XRUN },
		{ "START", SNDRV_PCM_IOCTL_START },
		{ "RESET", SNDRV_PCM_IOCTL_RESET },
		{ "HW_FREE", SNDRV_PCM_IOCTL_HW_FREE },
	};

	for (size_t i = 0; i < COUNT(calls); i++) {
		int fd = queued(&LASTING(), 16000);
		struct caller c;

		block(fd);
		key("%s under a DRAIN that waits, then DROP", calls[i].name);
		blocked(&c, fd, make_drain, 0);
		say_state(fd);
		say("%s", call(fd, calls[i].request));
		say_state(fd);
		say("%s", call(fd, SNDRV_PCM_IOCTL_DROP));
		end_call(&c);
		say_state(fd);
		done();
		close(fd);
	}
}

static void ask_two(void)
{
	int fd = queued(&LASTING(), 16000);
	struct caller a, b;

	block(fd);
	key("two DRAINs that wait, and DROP");
	blocked(&a, fd, make_drain, 0);
	blocked(&b, fd, make_drain, 0);
	say("%s", call(fd, SNDRV_PCM_IOCTL_DROP));
	end_call(&a);
	end_call(&b);
	say_state(fd);
	done();
	close(fd);

	fd = queued(&BRIEF(), 1024);
	block(fd);
	key("two DRAINs to the end");
	begin_call(&a, fd, make_drain, 0);
	begin_call(&b, fd, make_drain, 0);
	end_call(&a);
	end_call(&b);
	say_state(fd);
	done();
	close(fd);

	fd = queued(&LASTING(), 16000);
	block(fd);
	key("O_NONBLOCK under a DRAIN that waits, another DRAIN, DROP");
	blocked(&a, fd, make_drain, 0);
	say("%s", outcome(fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK)));
	say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
	say("%s", a.ended ? "ended" : "waits");
	say("%s", call(fd, SNDRV_PCM_IOCTL_DROP));
	end_call(&a);
	done();
	close(fd);
}

/* The descriptor is closed, but not the file that the call is on. */
static void ask_close(void)
{
	int fd = queued(&LASTING(.rate = 48000), 16384);
	struct caller c;

	block(fd);
	key("close under a DRAIN that waits");
	blocked(&c, fd, make_drain, 0);
	say("%s", outcome(close(fd)));
	say("%s", c.ended ? "ended" : "waits");
	end_call(&c);
	done();
}

/*
 * A write that waits has nothing to wait for when the stream is to end. It waits for a stream that
 * stands still, for which a card has patience, a little longer than the buffer.
 */
static void ask_writer(void)
{
	int fd = open_pcm(0, PLAYBACK, O_RDWR);
	struct caller c;

	configure(fd, &LASTING());
	ioctl(fd, SNDRV_PCM_IOCTL_PREPARE);
	writei(fd, memory, BUFFER);
	key("DRAIN under a write that waits");
	blocked(&c, fd, make_writei, 1000);
	say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
	end_call(&c);
	say_state(fd);
	done();
	close(fd);
}

static void ask_playback(void)
{
	ask_amounts();
	ask_nonblock();
	ask_kinds();
	ask_moving();
	ask_blocked();
	ask_two();
	ask_close();
	ask_writer();
}

static int recording(int least)
{
	int fd = prepared(CAPTURE, &SETUP());

	run(fd);
	if (least)
		AWAIT(hwsync(fd) == 0 && hw_ptr(fd) >= (unsigned)least);
	return fd;
}

/* A capture stops at once, and what it has is left. */
static void ask_capture(void)
{
	int fd = prepared(CAPTURE, &SETUP());
	struct caller c;
	unsigned long hw;

	block(fd);
	key("prepared");
	say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
	say_pointers(fd);
	done();
	close(fd);

	fd = recording(0);
	key("started a moment ago");
	say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
	say_state(fd);
	done();
	close(fd);

	fd = recording(64);
	block(fd);
	hw = hw_ptr(fd);
	key("running, with frames");
	say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
	say_state(fd);
	say("hw %s", hw_ptr(fd) == hw ? "stays" : "moved");
	done();
	key("then poll");
	say("%x", revents(fd, 0x3ff));
	done();
	key("then READI 8, read(2) of 8 frames");
	say("%s", outcome(readi(fd, memory, 8)));
	say("%s", outcome(read(fd, memory, 32)));
	say_state(fd);
	done();
	key("then FORWARD 1, REWIND 1, HWSYNC");
	say("%s", outcome(move(fd, SNDRV_PCM_IOCTL_FORWARD, 1)));
	say("%s", outcome(move(fd, SNDRV_PCM_IOCTL_REWIND, 1)));
	say("%s", outcome(hwsync(fd)));
	done();
	key("then appl_ptr to the end, poll");
	say("%s", outcome(set_appl(fd, hw)));
	say("%x", revents(fd, 0x3ff));
	say_state(fd);
	done();
	key("then DRAIN again, START, PREPARE");
	say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
	say("%s", call(fd, SNDRV_PCM_IOCTL_START));
	say("%s", call(fd, SNDRV_PCM_IOCTL_PREPARE));
	say_pointers(fd);
	done();
	close(fd);

	fd = recording(64);
	set_appl(fd, hw_ptr(fd));
	key("running, with no frames seen");
	say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
	say_state(fd);
	done();
	close(fd);

	fd = open_pcm(0, CAPTURE, O_RDWR);
	configure(fd, &SETUP());
	ioctl(fd, SNDRV_PCM_IOCTL_PREPARE);
	key("DRAIN under a read that waits");
	blocked(&c, fd, make_readi, PERIOD);
	run(fd);
	AWAIT(hwsync(fd) == 0 && hw_ptr(fd) >= 64);
	say("%s", call(fd, SNDRV_PCM_IOCTL_DRAIN));
	end_call(&c);
	say_state(fd);
	done();
	close(fd);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 1, "playback|capture");
	in("drain");
	if (stream_named(argv[2]) == PLAYBACK)
		ask_playback();
	else
		ask_capture();
	return 0;
}

/*
 * Maps the memory of a PCM stream, and looks what is in it.
 *
 *	mapping CARD playback|capture
 *
 * Each question meets a file that was opened for it. A mapping is told by what
 * mmap(2) says, and then by what a look at it and a write to it do: ok, or the
 * signal that they bring.
 */
#include "still.h"

#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>

enum { PAGE = 4096, RING = BUFFER * 4 };
enum { RW = PROT_READ | PROT_WRITE };

#define MAPPED(...) SETUP(.access = SNDRV_PCM_ACCESS_MMAP_INTERLEAVED, __VA_ARGS__)

static void *map(size_t length, int prot, off_t offset)
{
	return mmap(NULL, length, prot, MAP_SHARED, fd, offset);
}

static void *map_or_die(size_t length, int prot, off_t offset)
{
	void *at = map(length, prot, offset);

	if (at == MAP_FAILED)
		die("mmap");
	return at;
}

/* Touching what may not be there */

static sigjmp_buf back;

static void jump_back(int number)
{
	siglongjmp(back, number);
}

static const char *touch(volatile char *at, int writing)
{
	switch (sigsetjmp(back, 1)) {
	case 0:
		if (writing)
			*at = *at + 1;
		else
			(void)*at;
		return "ok";
	case SIGSEGV:
		return "SIGSEGV";
	}
	return "SIGBUS";
}

static void say_mapping(void *at, size_t length)
{
	char *end = (char *)at + length - 1;

	if (at == MAP_FAILED) {
		say("%s", outcome(-1));
		return;
	}
	say("0 look %s", touch(at, 0));
	if (length > PAGE)
		say("at the end %s", touch(end, 0));
	say("write %s", touch(at, 1));
	munmap(at, length);
}

static void ask_map(const char *name, size_t length, int prot, off_t offset)
{
	key("%s: %s", stream_name(stream), name);
	say_mapping(map(length, prot, offset), length);
	done();
}

/* Which mappings there are */

static void ask_unset(void)
{
	reopen();
	ask_map("the ring before HW_PARAMS", PAGE, PROT_READ, SNDRV_PCM_MMAP_OFFSET_DATA);
	ask_map("the status before HW_PARAMS", PAGE, PROT_READ, SNDRV_PCM_MMAP_OFFSET_STATUS);
	ask_map("the status by its new offset", PAGE, PROT_READ, SNDRV_PCM_MMAP_OFFSET_STATUS_NEW);
	ask_map("the control before HW_PARAMS", PAGE, RW, SNDRV_PCM_MMAP_OFFSET_CONTROL);
	ask_map("the control by its new offset", PAGE, RW, SNDRV_PCM_MMAP_OFFSET_CONTROL_NEW);
	set_up(SETUP());
	ask_map("the ring of a stream that is set up for calls", PAGE, PROT_READ, SNDRV_PCM_MMAP_OFFSET_DATA);
	set_up(MAPPED());
	if (ask(SNDRV_PCM_IOCTL_HW_FREE, NULL) < 0)
		die("HW_FREE");
	ask_map("the ring after HW_FREE", PAGE, PROT_READ, SNDRV_PCM_MMAP_OFFSET_DATA);
}

static void ask_ring(void)
{
	set_up(MAPPED());
	ask_map("the whole ring", RING, RW, 0);
	ask_map("the first page", PAGE, RW, 0);
	ask_map("the last page", PAGE, RW, RING - PAGE);
	ask_map("the second half", RING / 2, RW, RING / 2);
	ask_map("a length that is no page", 100, RW, 0);
	ask_map("a length of a page and a byte", PAGE + 1, RW, 0);
	ask_map("a length of 0", 0, RW, 0);
	ask_map("an offset within a page", PAGE, RW, 100);
	ask_map("a negative offset", PAGE, RW, -PAGE);
	ask_map("a page more than the ring", RING + PAGE, RW, 0);
	ask_map("a page after the ring", PAGE, RW, RING);
	ask_map("over the end of the ring", 2 * PAGE, RW, RING - PAGE);
	ask_map("an offset that nothing has", PAGE, PROT_READ, 0x84000000);
	ask_map("the ring to look at", RING, PROT_READ, 0);
	ask_map("the ring to write to", RING, PROT_WRITE, 0);
	ask_map("the ring for nothing", RING, PROT_NONE, 0);
	set_up(MAPPED(.period = 1000, .buffer = 3000));
	ask_map("a ring that is no whole page", 3 * PAGE, RW, 0);
	ask_map("a page more than a ring that is no whole page", 4 * PAGE, RW, 0);
	set_up(SETUP(.access = SNDRV_PCM_ACCESS_MMAP_INTERLEAVED, .channels = 1));
	ask_map("a ring of one channel", RING / 2, RW, 0);
	ask_map("twice a ring of one channel", RING, RW, 0);
}

static void ask_pages(void)
{
	void *at;

	set_up(MAPPED());
	ask_map("two pages of status", 2 * PAGE, PROT_READ, SNDRV_PCM_MMAP_OFFSET_STATUS);
	ask_map("the page after the status", PAGE, PROT_READ, SNDRV_PCM_MMAP_OFFSET_STATUS + PAGE);
	ask_map("the status to write to", PAGE, RW, SNDRV_PCM_MMAP_OFFSET_STATUS);
	ask_map("the status for nothing", PAGE, PROT_NONE, SNDRV_PCM_MMAP_OFFSET_STATUS);
	ask_map("two pages of control", 2 * PAGE, RW, SNDRV_PCM_MMAP_OFFSET_CONTROL);
	ask_map("the control to look at", PAGE, PROT_READ, SNDRV_PCM_MMAP_OFFSET_CONTROL);
	key("%s: a status that is made writable later", stream_name(stream));
	at = map_or_die(PAGE, PROT_READ, SNDRV_PCM_MMAP_OFFSET_STATUS);
	say("%s", outcome(mprotect(at, PAGE, RW)));
	done();
	munmap(at, PAGE);
}

static void ask_private(void)
{
	char *at, *shared;

	set_up(MAPPED());
	shared = map_or_die(RING, RW, 0);
	shared[0] = 1;
	key("%s: a private ring", stream_name(stream));
	at = mmap(NULL, RING, RW, MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED) {
		say("%s", outcome(-1));
	} else {
		say("0 shows %d", at[0]);
		at[0] = 2;
		say("and after writing 2 the ring has %d", shared[0]);
		munmap(at, RING);
	}
	done();
	munmap(shared, RING);
}

static void ask_modes(void)
{
	static const struct mode {
		const char *name;
		int flags;
	} modes[] = { { "O_RDONLY", O_RDONLY }, { "O_WRONLY", O_WRONLY } };

	for (size_t i = 0; i < COUNT(modes); i++) {
		struct setup s = MAPPED();

		close(fd);
		fd = open_pcm(0, stream, modes[i].flags | O_NONBLOCK);
		configure(fd, &s);
		key("%s: an %s file, mapped to look", stream_name(stream), modes[i].name);
		say_mapping(map(RING, PROT_READ, 0), RING);
		done();
		key("%s: an %s file, mapped to write", stream_name(stream), modes[i].name);
		say_mapping(map(RING, PROT_WRITE, 0), RING);
		done();
	}
}

static void ask_control_node(void)
{
	int control = open_control(O_RDWR);
	void *at;

	if (control < 0)
		die("open controlC%d", card);
	key("%s: the control node", stream_name(stream));
	at = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, control, 0);
	say("%s", outcome(at == MAP_FAILED ? -1 : 0));
	done();
	close(control);
}

/* What is in the pages */

static volatile struct snd_pcm_mmap_status *shown;
static volatile struct snd_pcm_mmap_control *control;

static void map_pages(int new)
{
	shown = map_or_die(PAGE, PROT_READ, new ? SNDRV_PCM_MMAP_OFFSET_STATUS_NEW : SNDRV_PCM_MMAP_OFFSET_STATUS);
	control = map_or_die(PAGE, RW, new ? SNDRV_PCM_MMAP_OFFSET_CONTROL_NEW : SNDRV_PCM_MMAP_OFFSET_CONTROL);
}

static void unmap_pages(void)
{
	munmap((void *)shown, PAGE);
	munmap((void *)control, PAGE);
}

/* A line about what the pages have after a call. */
static void tell_pages(const char *name, const char *how)
{
	key("%s: pages after %s", stream_name(stream), name);
	say("%s %s hw=%lu suspended=%s appl=%lu avail_min=%lu", how, state_name(shown->state), shown->hw_ptr,
	    state_name(shown->suspended_state), control->appl_ptr, control->avail_min);
	done();
}

static long sync_ptr(unsigned flags, unsigned long appl, unsigned long avail_min)
{
	struct snd_pcm_sync_ptr p = { .flags = flags, .c.control.appl_ptr = appl, .c.control.avail_min = avail_min };

	return ask(SNDRV_PCM_IOCTL_SYNC_PTR, &p);
}

static void ask_contents(int new)
{
	unsigned long frames = 10;
	struct snd_pcm_sync_ptr p;
	struct setup s = SETUP();
	const char *how;
	int type = SNDRV_PCM_TSTAMP_TYPE_MONOTONIC;

	reopen();
	map_pages(new);
	tell_pages(new ? "open, by the new offsets" : "open", "0");
	if (!new) {
		tell_pages("HW_PARAMS", outcome(hw_params(s)));
		ask(SNDRV_PCM_IOCTL_TTSTAMP, &type);
		s.avail_min = 123;
		configure(fd, &s);
		tell_pages("SW_PARAMS", "0");
		tell_pages("PREPARE", outcome(ask(SNDRV_PCM_IOCTL_PREPARE, NULL)));
		control->avail_min = 77;
		how = outcome(sync_ptr(SNDRV_PCM_SYNC_PTR_APPL | SNDRV_PCM_SYNC_PTR_AVAIL_MIN, 1, 1));
		tell_pages("SYNC_PTR that asks", how);
		tell_pages("SYNC_PTR that sets both", outcome(sync_ptr(0, 500, 88)));
		tell_pages("SYNC_PTR beyond the boundary", outcome(sync_ptr(SNDRV_PCM_SYNC_PTR_AVAIL_MIN, LONG_MAX, 0)));
		control->appl_ptr = 300;
		key("%s: a pointer that is written to the control page", stream_name(stream));
		look(fd, &p);
		say("appl=%lu avail_min=%lu", p.c.control.appl_ptr, p.c.control.avail_min);
		done();
		if (stream == PLAYBACK) {
			tell_pages("WRITEI of 100", outcome(transfer(100)));
			tell_pages("REWIND of 10", outcome(ask(SNDRV_PCM_IOCTL_REWIND, &frames)));
		}
		tell_pages("RESET", outcome(ask(SNDRV_PCM_IOCTL_RESET, NULL)));
		tell_pages("DROP", outcome(ask(SNDRV_PCM_IOCTL_DROP, NULL)));
		tell_pages("HW_FREE", outcome(ask(SNDRV_PCM_IOCTL_HW_FREE, NULL)));
		tell_pages("HW_PARAMS again", outcome(hw_params(SETUP(.period = 1024, .buffer = 4096))));
	}
	unmap_pages();
}

/* The status page of a stream that runs moves when the program asks for it. */
static void ask_moving(void)
{
	struct setup s = SETUP(.stamps = SNDRV_PCM_TSTAMP_ENABLE, .stop = ULONG_MAX);

	set_up(s);
	map_pages(0);
	if (ask(SNDRV_PCM_IOCTL_PREPARE, NULL) < 0 || ask(SNDRV_PCM_IOCTL_START, NULL) < 0)
		die("PREPARE and START");
	key("%s: the status page of a stream that runs", stream_name(stream));
	AWAIT(ask(SNDRV_PCM_IOCTL_HWSYNC, NULL) < 0 || shown->hw_ptr);
	say("%s hw>0 tstamp%s audio_tstamp%s", state_name(shown->state), shown->tstamp.tv_sec ? ">0" : "=0",
	    shown->audio_tstamp.tv_sec || shown->audio_tstamp.tv_nsec ? ">0" : "=0");
	done();
	unmap_pages();
}

/* What is in the ring */

static int all(const char *at, size_t length, char value)
{
	for (size_t i = 0; i < length; i++)
		if (at[i] != value)
			return 0;
	return 1;
}

static void ask_cleared(void)
{
	char *at;

	set_up(MAPPED());
	at = map_or_die(RING, RW, 0);
	memset(at, 0x55, RING);
	munmap(at, RING);
	key("%s: a ring that was mapped again keeps what was written", stream_name(stream));
	at = map_or_die(RING, RW, 0);
	say("%s", all(at, RING, 0x55) ? "yes" : "no");
	done();
	munmap(at, RING);
	key("%s: HW_PARAMS clears the ring", stream_name(stream));
	say("%s", outcome(hw_params(MAPPED())));
	at = map_or_die(RING, RW, 0);
	say("%s", all(at, RING, 0) ? "yes" : "no");
	done();
	memset(at, 0x55, RING);
	munmap(at, RING);
	key("%s: PREPARE clears the ring", stream_name(stream));
	say("%s", outcome(ask(SNDRV_PCM_IOCTL_PREPARE, NULL)));
	at = map_or_die(RING, RW, 0);
	say("%s", all(at, RING, 0) ? "yes" : "no");
	done();
	munmap(at, RING);
	reopen();
	key("%s: a ring after PREPARE, of a format whose silence is not zero", stream_name(stream));
	if (hw_params(MAPPED(.format = SNDRV_PCM_FORMAT_U8)) >= 0)
		say("U8");
	else if (hw_params(MAPPED(.format = SNDRV_PCM_FORMAT_DSD_U8)) >= 0)
		say("DSD_U8");
	at = map_or_die(PAGE, RW, 0);
	memset(at, 0x55, PAGE);
	say("%s", outcome(ask(SNDRV_PCM_IOCTL_PREPARE, NULL)));
	say("%#x", at[0] & 0xff);
	done();
	munmap(at, PAGE);
}

/* With one channel a stream that is set up for mmap can be written by calls too. */
static void ask_written(void)
{
	struct setup s = SETUP(.access = SNDRV_PCM_ACCESS_MMAP_INTERLEAVED, .channels = 1);
	char *at;

	set_up(s);
	if (ask(SNDRV_PCM_IOCTL_PREPARE, NULL) < 0)
		die("PREPARE");
	at = map_or_die(BUFFER * 2, RW, 0);
	memset(memory, 0x33, sizeof(memory));
	key("%s: frames that are written are in the ring", stream_name(stream));
	say("%s", outcome(transfer(100)));
	say("%s and nothing after them %s", all(at, 200, 0x33) ? "yes" : "no", all(at + 200, BUFFER * 2 - 200, 0) ? "yes" : "no");
	done();
	munmap(at, BUFFER * 2);
}

/* How long a mapping holds */

static void ask_held(void)
{
	char *at;

	set_up(MAPPED());
	at = map_or_die(PAGE, RW, 0);
	key("%s: HW_PARAMS while the ring is mapped", stream_name(stream));
	say("%s", outcome(hw_params(MAPPED())));
	say_state(fd);
	done();
	key("%s: HW_FREE while the ring is mapped", stream_name(stream));
	say("%s", outcome(ask(SNDRV_PCM_IOCTL_HW_FREE, NULL)));
	say_state(fd);
	done();
	munmap(at, PAGE);
	set_up(MAPPED());
	munmap(map_or_die(PAGE, RW, 0), PAGE);
	key("%s: HW_FREE when it is unmapped", stream_name(stream));
	say("%s", outcome(ask(SNDRV_PCM_IOCTL_HW_FREE, NULL)));
	done();
	set_up(MAPPED());
	map_pages(0);
	key("%s: HW_FREE while status and control are mapped", stream_name(stream));
	say("%s", outcome(ask(SNDRV_PCM_IOCTL_HW_FREE, NULL)));
	done();
	unmap_pages();
}

static void ask_after_close(void)
{
	int node = open_control(O_RDWR);
	struct snd_pcm_info p;
	char *at;

	if (node < 0)
		die("open controlC%d", card);
	set_up(MAPPED());
	await_free(node, stream, SUBSTREAMS - 1);
	at = map_or_die(RING, RW, 0);
	memset(at, 0x11, RING);
	close(fd);
	fd = -1;
	key("%s: a mapping keeps the substream after close", stream_name(stream));
	say("%s", outcome(pcm_info(node, 0, stream, 0, &p)));
	say("%u are free, the mapping is %s", p.subdevices_avail, all(at, RING, 0x11) ? "there" : "changed");
	munmap(at, RING);
	await_free(node, stream, SUBSTREAMS);
	done();
	close(node);
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = jump_back };

	begin(argc, argv, 1, "playback|capture");
	in("mmap");
	stream = stream_named(argv[2]);
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	ask_unset();
	ask_ring();
	ask_pages();
	ask_private();
	ask_modes();
	ask_control_node();
	ask_contents(0);
	ask_contents(1);
	ask_moving();
	ask_cleared();
	if (stream == PLAYBACK)
		ask_written();
	ask_held();
	ask_after_close();
	return 0;
}

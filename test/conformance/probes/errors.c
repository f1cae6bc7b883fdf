/*
 * Makes mistakes, and prints which error they bring.
 *
 *	errors CARD playback|capture|control
 *
 * The areas are numbers (which ioctls there are), faults (structs where no memory
 * is) and calls (what is no business of a sound card).
 */
#include "still.h"

#include <linux/fs.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>

enum { PAGE = 4096 };

static const char *node;
static int pcm;		/* it is one */
static char *space;	/* zeros; more than any ioctl takes */

/* A new file of the node. */
static void begin_file(void)
{
	if (pcm) {
		reopen();
		return;
	}
	if (fd >= 0)
		close(fd);
	fd = open_control(O_RDWR | O_NONBLOCK);
	if (fd < 0)
		die("open controlC%d", card);
}

/* A new file, which is prepared if it is a stream. */
static void begin_prepared(void)
{
	begin_file();
	if (!pcm)
		return;
	configure(fd, &(SETUP()));
	if (ask(SNDRV_PCM_IOCTL_PREPARE, NULL) < 0)
		die("PREPARE");
}

static void say_after(void)
{
	if (!pcm)
		return;
	say("then");
	say_state(fd);
}

/* numbers */

static const char *direction_name(unsigned direction)
{
	static const char *const names[] = {
		[_IOC_NONE] = "no direction", [_IOC_WRITE] = "W", [_IOC_READ] = "R", [_IOC_READ | _IOC_WRITE] = "WR",
	};

	return names[direction];
}

/* Whether the kernel knows the number, whatever it makes of the argument. */
static int known(unsigned long request)
{
	memset(space, 0, PAGE);
	return ioctl(fd, request, space) >= 0 || errno != ENOTTY;
}

/* The structs of 32-bit programs, and of those from before protocol 2.0.2: a kernel may be built without. */
static int of_others(unsigned size)
{
	return size == 108 || size == 132 || size == 256;
}

/*
 * The sizes and directions in which a number is known. Its argument is zeros in
 * memory enough; the ioctl is carried out, on a file for this number alone.
 */
static void ask_number(unsigned type, unsigned nr)
{
	int found = 0;

	begin_file();
	for (unsigned direction = 0; direction < 4; direction++)
		for (unsigned size = 0; size <= 640; size += size < 64 ? 1 : 4) {
			if (of_others(size) || !known(_IOC(direction, type, nr, size)))
				continue;
			if (!found++)
				key("%s: %c 0x%02x", node, type, nr);
			say("%s %u", direction_name(direction), size);
		}
	if (found)
		done();
}

/* All ioctls whose number is known with any of a few sizes. */
static void ask_unknown(unsigned type)
{
	static const unsigned sizes[] = { 0, 1, 4, 8, 16, 24, 64, 136, 608 };
	int found = 0;

	key("%s: numbers of type %c", node, type);
	for (unsigned nr = 0; nr < 256; nr++) {
		int here = 0;

		if (_IO(type, nr) == _IO('A', 0x45))
			continue;	/* PAUSE, whose argument is no address */

		begin_file();
		for (unsigned direction = 0; direction < 4; direction++)
			for (size_t i = 0; i < COUNT(sizes); i++)
				here |= known(_IOC(direction, type, nr, sizes[i]));
		if (here)
			say("0x%02x", nr);
		found |= here;
	}
	say("%s", found ? "and no other" : "none");
	done();
}

static const unsigned char pcm_numbers[] = {
	0x00, 0x01, 0x02, 0x03, 0x04, 0x10, 0x11, 0x12, 0x13, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25,
	0x32, 0x40, 0x41, 0x42, 0x43, 0x44, 0x46, 0x47, 0x48, 0x49,
	0x50, 0x51, 0x52, 0x53, 0x60, 0x61,
};

static const unsigned char control_numbers[] = { 0x00, 0x01, 0x16, 0x30, 0x31, 0x32 };

static void ask_foreign(void)
{
	static const struct foreign {
		const char *name;
		unsigned long request;
	} foreign[] = {
		{ "a control's PVERSION", SNDRV_CTL_IOCTL_PVERSION },
		{ "a control's CARD_INFO", SNDRV_CTL_IOCTL_CARD_INFO },
		{ "a PCM's INFO", SNDRV_PCM_IOCTL_INFO },
		{ "a PCM's PREPARE", SNDRV_PCM_IOCTL_PREPARE },
		{ "a timer's PVERSION", SNDRV_TIMER_IOCTL_PVERSION },
		{ "a raw MIDI's PVERSION", SNDRV_RAWMIDI_IOCTL_PVERSION },
		{ "a hwdep's PVERSION", SNDRV_HWDEP_IOCTL_PVERSION },
		{ "TCGETS, which isatty asks", 0x5401 },
		{ "FIONREAD", FIONREAD },
		{ "FIBMAP", FIBMAP },
		{ "FS_IOC_GETFLAGS", FS_IOC_GETFLAGS },
		{ "BLKGETSIZE64", BLKGETSIZE64 },
		{ "number 0", 0 },
		{ "number UINT_MAX", UINT_MAX },
	};
	int on = 1;

	begin_prepared();
	for (size_t i = 0; i < COUNT(foreign); i++) {
		memset(space, 0, PAGE);
		key("%s: %s", node, foreign[i].name);
		say("%s", outcome(ioctl(fd, foreign[i].request, space)));
		say_after();
		done();
	}
	key("%s: FIONBIO", node);
	on = 0;
	say("off %s", outcome(ioctl(fd, FIONBIO, &on)));
	say("%s", fcntl(fd, F_GETFL) & O_NONBLOCK ? "O_NONBLOCK" : "blocking");
	on = 1;
	say("on %s", outcome(ioctl(fd, FIONBIO, &on)));
	say("%s", fcntl(fd, F_GETFL) & O_NONBLOCK ? "O_NONBLOCK" : "blocking");
	done();
}

static void ask_values(void)
{
	static const int values[] = { INT_MIN, -1, 0, 1, 2, 3, 77, INT_MAX };
	static const struct word {
		const char *name;
		unsigned long request;
	} words[] = {
		{ "TSTAMP", SNDRV_PCM_IOCTL_TSTAMP },
		{ "TTSTAMP", SNDRV_PCM_IOCTL_TTSTAMP },
		{ "USER_PVERSION", SNDRV_PCM_IOCTL_USER_PVERSION },
	};
	int version;

	for (size_t w = 0; w < COUNT(words); w++) {
		begin_file();
		key("%s: %s", node, words[w].name);
		for (size_t i = 0; i < COUNT(values); i++)
			say("%d %s", values[i], outcome(ioctl(fd, words[w].request, &values[i])));
		done();
	}
	key("%s: PVERSION after USER_PVERSION", node);
	say("%s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_PVERSION, &version)));
	say("%d.%d.%d", version >> 16, version >> 8 & 0xff, version & 0xff);
	done();
}

static void run_numbers(void)
{
	in("numbers");
	if (!pcm) {
		for (size_t i = 0; i < COUNT(control_numbers); i++)
			ask_number('U', control_numbers[i]);
	} else {
		for (size_t i = 0; i < COUNT(pcm_numbers); i++)
			ask_number('A', pcm_numbers[i]);
		ask_unknown('A');
		ask_unknown('U');
		ask_values();
	}
	ask_foreign();
}

/* faults */

static char *nowhere;	/* a page without access */
static char *fixed;	/* a page to read alone */
static char *edge;	/* a page before one without access */

static void make_pages(void)
{
	space = mmap(NULL, 8 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	nowhere = mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	fixed = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	edge = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (space == MAP_FAILED || nowhere == MAP_FAILED || fixed == MAP_FAILED || edge == MAP_FAILED)
		die("mmap");
	mprotect(edge + PAGE, PAGE, PROT_NONE);
}

static const struct caller {
	const char *name;
	unsigned long request;
	int needs;	/* 'A' a PCM, 'U' a control */
} callers[] = {
	{ "PVERSION", SNDRV_PCM_IOCTL_PVERSION, 'A' },
	{ "INFO", SNDRV_PCM_IOCTL_INFO, 'A' },
	{ "TSTAMP", SNDRV_PCM_IOCTL_TSTAMP, 'A' },
	{ "TTSTAMP", SNDRV_PCM_IOCTL_TTSTAMP, 'A' },
	{ "USER_PVERSION", SNDRV_PCM_IOCTL_USER_PVERSION, 'A' },
	{ "HW_REFINE", SNDRV_PCM_IOCTL_HW_REFINE, 'A' },
	{ "HW_PARAMS", SNDRV_PCM_IOCTL_HW_PARAMS, 'A' },
	{ "SW_PARAMS", SNDRV_PCM_IOCTL_SW_PARAMS, 'A' },
	{ "STATUS", SNDRV_PCM_IOCTL_STATUS, 'A' },
	{ "STATUS_EXT", SNDRV_PCM_IOCTL_STATUS_EXT, 'A' },
	{ "DELAY", SNDRV_PCM_IOCTL_DELAY, 'A' },
	{ "SYNC_PTR", SNDRV_PCM_IOCTL_SYNC_PTR, 'A' },
	{ "CHANNEL_INFO", SNDRV_PCM_IOCTL_CHANNEL_INFO, 'A' },
	{ "REWIND", SNDRV_PCM_IOCTL_REWIND, 'A' },
	{ "FORWARD", SNDRV_PCM_IOCTL_FORWARD, 'A' },
	{ "WRITEI", SNDRV_PCM_IOCTL_WRITEI_FRAMES, 'A' },
	{ "READI", SNDRV_PCM_IOCTL_READI_FRAMES, 'A' },
	{ "WRITEN", SNDRV_PCM_IOCTL_WRITEN_FRAMES, 'A' },
	{ "READN", SNDRV_PCM_IOCTL_READN_FRAMES, 'A' },
	{ "PREPARE, which has none", SNDRV_PCM_IOCTL_PREPARE, 'A' },
	{ "PVERSION", SNDRV_CTL_IOCTL_PVERSION, 'U' },
	{ "CARD_INFO", SNDRV_CTL_IOCTL_CARD_INFO, 'U' },
	{ "PCM_NEXT_DEVICE", SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, 'U' },
	{ "PCM_INFO", SNDRV_CTL_IOCTL_PCM_INFO, 'U' },
	{ "PCM_PREFER_SUBDEVICE", SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE, 'U' },
	{ "SUBSCRIBE_EVENTS", SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, 'U' },
};

/* A struct that the ioctl would take, where it needs one that says something. */
static void fill(void *at, unsigned long request)
{
	memset(at, 0, _IOC_SIZE(request));
	switch (request) {
	case SNDRV_PCM_IOCTL_HW_REFINE:
		hw_any(at);
		break;
	case SNDRV_PCM_IOCTL_HW_PARAMS:
		hw_setup(at, &(SETUP()));
		break;
	case SNDRV_PCM_IOCTL_SW_PARAMS:
		sw_setup(at, &(SETUP()));
		break;
	}
}

static void ask_fault(const struct caller *c, void (*prepare)(void), const char *when)
{
	char *across = edge + PAGE - (_IOC_SIZE(c->request) + 1) / 2;

	if (_IOC_SIZE(c->request) > 1)
		memset(edge, 0, PAGE);
	key("%s%s: %s", node, when, c->name);
	prepare();
	say("NULL %s", outcome(ask(c->request, NULL)));
	prepare();
	say("unmapped %s", outcome(ask(c->request, nowhere)));
	prepare();
	say("across an edge %s", outcome(ask(c->request, across)));
	mprotect(fixed, PAGE, PROT_READ | PROT_WRITE);
	fill(fixed, c->request);
	mprotect(fixed, PAGE, PROT_READ);
	prepare();
	say("read-only %s", outcome(ask(c->request, fixed)));
	say_after();
	done();
}

static void ask_buffers(void)
{
	unsigned long request = stream == PLAYBACK ? SNDRV_PCM_IOCTL_WRITEI_FRAMES : SNDRV_PCM_IOCTL_READI_FRAMES;
	struct snd_xferi x = { .result = 777, .buf = edge, .frames = PAGE / 2 };
	void *bufs[2] = { nowhere, nowhere };
	struct snd_xfern n = { .result = 777, .bufs = bufs, .frames = 8 };

	if (stream == CAPTURE)
		return;	/* there is nothing to read of a stream that stands still */
	begin_prepared();
	key("%s: frames of which the second half is nowhere", node);
	say("%s", outcome(ask(request, &x)));
	say("result=%ld", (long)x.result);
	say_after();
	done();
	key("%s: more frames than there is memory", node);
	x.frames = ULONG_MAX;
	say("%s", outcome(ask(request, &x)));
	say("result=%ld", (long)x.result);
	done();
	key("%s: as many frames as are a negative number", node);
	x.frames = LONG_MAX + 1UL;
	say("%s", outcome(ask(request, &x)));
	say("result=%ld", (long)x.result);
	done();
	key("%s: channels apart of a stream that has them together", node);
	say("%s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_WRITEN_FRAMES, &n)));
	say("result=%ld", (long)n.result);
	done();
	key("%s: channels apart whose addresses are nowhere", node);
	n.bufs = (void *)nowhere;
	n.result = 777;
	say("%s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_WRITEN_FRAMES, &n)));
	say("result=%ld", (long)n.result);
	done();
	key("%s: write of memory that is nowhere", node);
	say("%s", outcome(write(fd, nowhere, 32)));
	done();
	key("%s: write of which the second half is nowhere", node);
	say("%s", outcome(write(fd, edge + PAGE - 32, 64)));
	done();
}

static void run_faults(void)
{
	int wanted = !pcm ? 'U' : 'A';

	in("faults");
	for (size_t i = 0; i < COUNT(callers); i++)
		if (callers[i].needs == wanted)
			ask_fault(&callers[i], begin_prepared, "");
	if (!pcm)
		return;
	for (size_t i = 0; i < COUNT(callers); i++)
		if (callers[i].needs == wanted)
			ask_fault(&callers[i], begin_file, " before HW_PARAMS");
	ask_buffers();
}

/* calls */

static const char *own_path(void)
{
	static char path[64];

	if (!pcm)
		snprintf(path, sizeof(path), "/dev/snd/controlC%d", card);
	else
		snprintf(path, sizeof(path), "/dev/snd/pcmC%dD0%c", card, stream_letter(stream));
	return path;
}

/* A question whose answer is how the expression ends. */
#define CALL(name, call) \
	do { \
		key("%s: " name, node); \
		say("%s", outcome(call)); \
		done(); \
	} while (0)

static void ask_positions(void)
{
	struct iovec v = { space, 32 };

	begin_prepared();
	CALL("lseek to the start", lseek(fd, 0, SEEK_SET));
	CALL("lseek by nothing", lseek(fd, 0, SEEK_CUR));
	CALL("lseek to a place", lseek(fd, 4096, SEEK_SET));
	CALL("lseek to before the start", lseek(fd, -1, SEEK_SET));
	CALL("lseek to the end", lseek(fd, 0, SEEK_END) < 0 ? -1 : 0);
	CALL("lseek to data", lseek(fd, 0, SEEK_DATA));
	CALL("lseek by a way that there is not", lseek(fd, 0, 77));
	CALL("pread", pread(fd, space, 32, 64));
	CALL("pread from before the start", pread(fd, space, 32, -1));
	CALL("pwrite", pwrite(fd, space, 32, 64));
	CALL("preadv", preadv(fd, &v, 1, 64));
	CALL("pwritev", pwritev(fd, &v, 1, 64));
}

static void ask_amounts(void)
{
	struct iovec v[2] = { { space, 0 }, { space, 0 } }, huge = { space, -1 };

	begin_prepared();
	CALL("read of 0 bytes", read(fd, space, 0));
	CALL("write of 0 bytes", write(fd, space, 0));
	CALL("read of 0 bytes to nowhere", read(fd, NULL, 0));
	CALL("write of 0 bytes from nowhere", write(fd, NULL, 0));
	CALL("readv of no vectors", readv(fd, v, 0));
	CALL("writev of no vectors", writev(fd, v, 0));
	CALL("readv of empty vectors", readv(fd, v, 2));
	CALL("writev of empty vectors", writev(fd, v, 2));
	CALL("readv of vectors that are nowhere", readv(fd, (void *)nowhere, 1));
	CALL("writev of vectors that are nowhere", writev(fd, (void *)nowhere, 1));
	CALL("readv of more vectors than there may be", readv(fd, (void *)space, IOV_MAX + 1));
	CALL("writev of a negative length", writev(fd, &huge, 1));
	begin_file();
	CALL("read of 0 bytes before HW_PARAMS", read(fd, space, 0));
	CALL("write of 0 bytes before HW_PARAMS", write(fd, space, 0));
}

static void ask_flags(void)
{
	begin_file();
	CALL("F_GETFL", fcntl(fd, F_GETFL));
	CALL("F_SETFL O_DIRECT", fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK | O_DIRECT));
	CALL("F_SETFL O_APPEND", fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK | O_APPEND));
	CALL("F_GETFL after that", fcntl(fd, F_GETFL) & (O_APPEND | O_NONBLOCK));
	CALL("F_SETFL nothing", fcntl(fd, F_SETFL, 0));
	CALL("F_GETFL after nothing", fcntl(fd, F_GETFL) & O_ACCMODE);
	CALL("F_GETFD", fcntl(fd, F_GETFD));
	CALL("F_SETLEASE", fcntl(fd, F_SETLEASE, F_WRLCK));
	CALL("F_GETPIPE_SZ", fcntl(fd, F_GETPIPE_SZ));
	CALL("F_GET_SEALS", fcntl(fd, F_GET_SEALS));
	CALL("flock", flock(fd, LOCK_EX | LOCK_NB));
	CALL("F_SETLK", fcntl(fd, F_SETLK, &(struct flock){ .l_type = F_WRLCK }));
}

static void ask_storage(void)
{
	char path[64];
	struct stat st;

	begin_prepared();
	CALL("ftruncate", ftruncate(fd, 0));
	CALL("ftruncate to a length", ftruncate(fd, 4096));
	CALL("truncate", truncate(own_path(), 0));
	CALL("truncate to a length", truncate(own_path(), 4096));
	CALL("fallocate", fallocate(fd, 0, 0, 4096));
	CALL("fsync", fsync(fd));
	CALL("fdatasync", fdatasync(fd));
	CALL("sync_file_range", sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE));
	CALL("posix_fadvise", posix_fadvise(fd, 0, 0, POSIX_FADV_NORMAL));
	CALL("readahead", readahead(fd, 0, 4096));
	CALL("fchdir", fchdir(fd));
	snprintf(path, sizeof(path), "%s/x", own_path());
	CALL("a name below the node", open(path, O_RDONLY));
	CALL("mkdir of the node", mkdir(own_path(), 0700));
	CALL("rmdir of the node", rmdir(own_path()));
	key("%s: fstat", node);
	say("%s", outcome(fstat(fd, &st)));
	say("%s links=%lu", S_ISCHR(st.st_mode) ? "a character device" : S_ISREG(st.st_mode) ? "a regular file" : "?",
	    (unsigned long)st.st_nlink);
	done();
}

static void ask_pipes(void)
{
	int pipes[2], file = open("/proc/self/exe", O_RDONLY);

	if (file < 0 || pipe2(pipes, O_NONBLOCK) < 0 || write(pipes[1], space, 32) != 32)
		die("pipe");
	begin_prepared();
	CALL("sendfile to it", sendfile(fd, file, NULL, 32));
	CALL("sendfile from it", sendfile(pipes[1], fd, NULL, 32));
	CALL("splice to it", splice(pipes[0], NULL, fd, NULL, 32, SPLICE_F_NONBLOCK));
	CALL("splice from it", splice(fd, NULL, pipes[1], NULL, 32, SPLICE_F_NONBLOCK));
	CALL("tee from it", tee(fd, pipes[1], 32, 0));
	CALL("copy_file_range to it", copy_file_range(file, NULL, fd, NULL, 32, 0));
	close(file);
	close(pipes[0]);
	close(pipes[1]);
}

static void run_calls(void)
{
	in("calls");
	ask_positions();
	ask_amounts();
	ask_flags();
	ask_storage();
	ask_pipes();
}

int main(int argc, char **argv)
{
	begin(argc, argv, 1, "playback|capture|control");
	node = argv[2];
	pcm = strcmp(node, "control");
	if (pcm)
		stream = stream_named(node);
	make_pages();
	run_numbers();
	run_faults();
	run_calls();
	return 0;
}

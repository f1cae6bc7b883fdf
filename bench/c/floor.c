/*
 * floor MOUNTPOINT MAX_WRITE [RATE]: a FUSE server that does as little as a
 * server can.
 *
 * One thread reads a request, answers it and reads the next. There is one file,
 * MOUNTPOINT/node: every ioctl on it succeeds and gives its argument back, every
 * write is taken and forgotten. SNDRV_PCM_IOCTL_WRITEI_FRAMES fetches the frames
 * from the caller's memory first, for that is the least that a sound card does,
 * and with a RATE in Hz it answers when they have been played.
 *
 * It says "ready" when it is mounted, and ends when it is unmounted.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <sound/asound.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { NODE_ID = 2, FRAME_BYTES = 4, PAGE = 4096, NSEC_PER_SEC = 1000000000 };

static int device;
static uint32_t max_write;
static char *frames; /* what WRITEI fetched */
static long rate;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void reply(const struct fuse_in_header *in, int error, const void *payload, size_t size)
{
	struct fuse_out_header out = {.len = sizeof(out) + size, .error = -error, .unique = in->unique};
	struct iovec parts[] = {{&out, sizeof(out)}, {(void *)payload, size}};

	if (writev(device, parts, 2) < 0 && errno != ENOENT)
		die("reply");
}

static void init(const struct fuse_in_header *in)
{
	struct fuse_init_out out = {
		.major = FUSE_KERNEL_VERSION,
		.minor = 31,
		.flags = FUSE_BIG_WRITES | FUSE_MAX_PAGES,
		.max_background = 16,
		.max_write = max_write,
		.max_pages = max_write / PAGE,
	};

	reply(in, 0, &out, sizeof(out));
}

static struct fuse_attr attr(uint64_t id)
{
	struct fuse_attr a = {.ino = id, .nlink = 1, .mode = S_IFDIR | 0755};

	if (id == NODE_ID) {
		a.mode = S_IFREG | 0660;
		a.size = 1ULL << 62; /* a write past the end would lock the file */
	}
	return a;
}

static void look_up(const struct fuse_in_header *in, const char *name)
{
	struct fuse_entry_out out = {.nodeid = NODE_ID, .attr = attr(NODE_ID)};

	if (strcmp(name, "node") != 0)
		reply(in, ENOENT, NULL, 0);
	else
		reply(in, 0, &out, sizeof(out));
}

static void get_attr(const struct fuse_in_header *in)
{
	struct fuse_attr_out out = {.attr = attr(in->nodeid)};

	reply(in, 0, &out, sizeof(out));
}

static void open_node(const struct fuse_in_header *in)
{
	struct fuse_open_out out = {.open_flags = FOPEN_DIRECT_IO | FOPEN_PARALLEL_DIRECT_WRITES};

	reply(in, 0, &out, sizeof(out));
}

static void write_node(const struct fuse_in_header *in, const struct fuse_write_in *arg)
{
	struct fuse_write_out out = {.size = arg->size};

	reply(in, 0, &out, sizeof(out));
}

/* fetch copies what a WRITEI points to and tells the caller that it was all. */
static int fetch(pid_t caller, uint64_t address, const struct snd_xferi *x)
{
	snd_pcm_sframes_t done = x->frames;
	size_t size = x->frames * FRAME_BYTES;
	struct iovec theirs = {x->buf, size}, ours = {frames, size};
	struct iovec result = {(void *)address, sizeof(done)}, from = {&done, sizeof(done)};

	if (process_vm_readv(caller, &ours, 1, &theirs, 1, 0) != (ssize_t)size)
		return EFAULT;
	if (process_vm_writev(caller, &from, 1, &result, 1, 0) != sizeof(done))
		return EFAULT;
	return 0;
}

/* play waits until so many frames more have been played. */
static void play(uint64_t count)
{
	static struct timespec end;

	if (!end.tv_sec)
		clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_nsec += count * NSEC_PER_SEC / rate;
	end.tv_sec += end.tv_nsec / NSEC_PER_SEC;
	end.tv_nsec %= NSEC_PER_SEC;
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL);
}

/* write_frames is WRITEI. */
static int write_frames(const struct fuse_in_header *in, const struct fuse_ioctl_in *arg)
{
	const struct snd_xferi *x = (const struct snd_xferi *)(arg + 1);
	int error = fetch(in->pid, arg->arg, x);

	if (!error && rate)
		play(x->frames);
	return error;
}

static void ioctl_node(const struct fuse_in_header *in, const struct fuse_ioctl_in *arg)
{
	struct {
		struct fuse_ioctl_out head;
		char argument[1 << _IOC_SIZEBITS];
	} out = {.head.result = 0};
	int error = 0;

	if (arg->cmd == SNDRV_PCM_IOCTL_WRITEI_FRAMES)
		error = write_frames(in, arg);
	memcpy(out.argument, arg + 1, arg->in_size < arg->out_size ? arg->in_size : arg->out_size);
	reply(in, error, &out, error ? 0 : sizeof(out.head) + arg->out_size);
}

static void answer(const struct fuse_in_header *in)
{
	const void *arg = in + 1;

	switch (in->opcode) {
	case FUSE_INIT:
		return init(in);
	case FUSE_LOOKUP:
		return look_up(in, arg);
	case FUSE_GETATTR:
		return get_attr(in);
	case FUSE_OPEN:
		return open_node(in);
	case FUSE_WRITE:
		return write_node(in, arg);
	case FUSE_IOCTL:
		return ioctl_node(in, arg);
	case FUSE_FLUSH:
	case FUSE_RELEASE:
		return reply(in, 0, NULL, 0);
	case FUSE_FORGET:
	case FUSE_BATCH_FORGET:
	case FUSE_INTERRUPT:
		return;
	}
	reply(in, ENOSYS, NULL, 0);
}

static void mount_at(const char *dir)
{
	char options[128];

	snprintf(options, sizeof(options), "fd=%d,rootmode=40000,user_id=0,group_id=0", device);
	if (mount("floor", dir, "fuse.floor", MS_NOSUID | MS_NODEV, options) < 0)
		die(dir);
	puts("ready");
	fflush(stdout);
}

int main(int argc, char **argv)
{
	size_t size;
	char *request;

	if (argc < 3)
		return 2;
	max_write = atoi(argv[2]);
	rate = argc > 3 ? atol(argv[3]) : 0;
	size = max_write + PAGE;
	request = aligned_alloc(PAGE, size);
	frames = malloc(1 << 20);
	device = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	if (device < 0 || !request || !frames)
		die("/dev/fuse");
	mount_at(argv[1]);
	for (;;) {
		ssize_t n = read(device, request, size);

		if (n < 0 && errno == ENODEV)
			return 0; /* unmounted */
		if (n >= 0)
			answer((const struct fuse_in_header *)request);
		else if (errno != EINTR && errno != ENOENT)
			die("read");
	}
}

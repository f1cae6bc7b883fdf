/*
 * A program that means no good: its threads share a few descriptors of sound
 * nodes and do anything to them, without end.
 *
 *	hostile DIRECTORY SEED [NODE]...
 *
 * It ends when its standard input does, or when it is killed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <sound/asound.h>

enum { THREADS = 5, FILES = 3, MAPS = 4, PAGE = 4096, BUFFER = 1 << 16 };

static const char *directory;
static char **nodes;
static int node_count;

static pthread_t threads[THREADS];
static _Atomic int files[FILES];

struct map {
	char *_Atomic at;
	size_t size;
};
static struct map maps[MAPS];
static pthread_mutex_t maps_lock = PTHREAD_MUTEX_INITIALIZER;

/* xorshift64*: each thread has its own, so that a seed says what each does. */
static _Thread_local uint64_t state;

static uint64_t any(void)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * 0x2545f4914f6cdd1dULL;
}

static unsigned below(unsigned n) { return any() % n; }

/* Numbers at which something may go wrong, or any. */
static uint64_t number(void)
{
	static const uint64_t special[] = {
		0, 1, 2, 3, 64, 1023, 1024, 4095, 4096, 6144, 65535, 65536, 1UL << 31, 1ULL << 32, 1ULL << 47,
		1ULL << 62, (1ULL << 63) - 1, 1ULL << 63, ~0ULL - 4095, ~0ULL - 1, ~0ULL,
		0x7ffff000, 0x7fffffff, 0xfffff000, 0xffffffff,
	};
	unsigned n = below(2 * sizeof(special) / sizeof(*special));

	if (n < sizeof(special) / sizeof(*special))
		return special[n];
	return any() >> below(64);
}

static void fill(void *at, size_t size)
{
	char *p = at;

	switch (below(4)) {
	case 0:
		memset(p, 0, size);
		break;
	case 1:
		memset(p, 0xff, size);
		break;
	case 2:
		for (size_t i = 0; i + 8 <= size; i += 8) {
			uint64_t n = number();

			memcpy(p + i, &n, 8);
		}
		break;
	default:
		for (size_t i = 0; i < size; i++)
			p[i] = any();
	}
}

static int file(void) { return files[below(FILES)]; }

/* Some of the memory that the threads have mapped, or NULL: it may go at any time. */
static char *mapped(void) { return maps[below(MAPS)].at; }

/* An address: of memory of its own, of the card's, of none. */
static void *address(void *own)
{
	static const char constant[PAGE] = "this cannot be written";
	char *p;

	switch (below(8)) {
	case 0:
		return NULL;
	case 1:
		return (void *)(uintptr_t)number();
	case 2:
		return (void *)constant;
	case 3:
		return (void *)&address;
	case 4:
		p = mapped();
		return p ? p + below(PAGE) : own;
	case 5:
		return (char *)own + BUFFER - below(64);
	}
	return own;
}

static void open_one(void)
{
	static const int flags[] = { 0, O_NONBLOCK, O_NONBLOCK, O_APPEND | O_NONBLOCK, O_NONBLOCK | O_TRUNC };
	char path[256];
	int fd, old;

	snprintf(path, sizeof(path), "%s/%s", directory, nodes[below(node_count)]);
	fd = open(path, below(3) | flags[below(5)] | O_CLOEXEC);
	if (fd < 0)
		return;
	fcntl(fd, F_SETFL, below(2) ? O_NONBLOCK : 0);
	old = atomic_exchange(&files[below(FILES)], fd);
	if (old >= 0)
		close(old);
}

static struct snd_interval exactly(unsigned n)
{
	return (struct snd_interval){ .min = n, .max = n, .integer = 1 };
}

/* Parameters that are good enough to make a stream, as a rule. */
static void configure(int fd)
{
	static const unsigned formats[] = { SNDRV_PCM_FORMAT_S16_LE, SNDRV_PCM_FORMAT_S32_LE, SNDRV_PCM_FORMAT_U8 };
	static const unsigned rates[] = { 48000, 44100, 8000 };
	struct snd_pcm_hw_params p;
	unsigned format = formats[below(3)], access = below(5);
	int first = SNDRV_PCM_HW_PARAM_FIRST_INTERVAL;

	memset(&p, 0, sizeof(p));
	memset(p.masks, 0xff, sizeof(p.masks));
	for (int i = 0; i <= SNDRV_PCM_HW_PARAM_LAST_INTERVAL - first; i++)
		p.intervals[i].max = ~0U;
	memset(p.masks[0].bits, 0, sizeof(p.masks[0].bits));
	p.masks[0].bits[0] = 1 << access;
	if (below(4)) {
		memset(p.masks[1].bits, 0, sizeof(p.masks[1].bits));
		p.masks[1].bits[0] = 1 << format;
	}
	p.intervals[SNDRV_PCM_HW_PARAM_CHANNELS - first] = exactly(1 + below(2));
	if (below(2))
		p.intervals[SNDRV_PCM_HW_PARAM_RATE - first] = exactly(rates[below(3)]);
	if (below(2))
		p.intervals[SNDRV_PCM_HW_PARAM_BUFFER_SIZE - first] = exactly(number());
	p.rmask = ~0U;
	ioctl(fd, SNDRV_PCM_IOCTL_HW_PARAMS, &p);
}

static void thresholds(int fd)
{
	struct snd_pcm_sw_params p;

	memset(&p, 0, sizeof(p));
	p.tstamp_mode = below(2);
	p.period_step = 1;
	p.avail_min = number() | 1;
	p.start_threshold = number();
	p.stop_threshold = number();
	if (below(2)) {
		p.silence_size = number();
		p.silence_threshold = below(2) ? 0 : number();
	}
	p.proto = SNDRV_PCM_VERSION;
	ioctl(fd, SNDRV_PCM_IOCTL_SW_PARAMS, &p);
}

static void transfer(int fd, char *own)
{
	static const unsigned long calls[] = {
		SNDRV_PCM_IOCTL_WRITEI_FRAMES, SNDRV_PCM_IOCTL_READI_FRAMES,
		SNDRV_PCM_IOCTL_WRITEN_FRAMES, SNDRV_PCM_IOCTL_READN_FRAMES,
	};
	struct snd_xferi x = { .buf = address(own), .frames = below(2) ? number() : below(4096) };

	if (below(2)) {
		void *bufs[32];

		for (int i = 0; i < 32; i++)
			bufs[i] = address(own);
		x.buf = below(2) ? (void *)bufs : x.buf;
		ioctl(fd, calls[2 + below(2)], &x);
		return;
	}
	ioctl(fd, calls[below(4)], below(16) ? (void *)&x : address(own));
}

/* An ioctl of the ABI's, or one that looks like one, with anything behind it. */
static void some_ioctl(int fd, char *own)
{
	static const unsigned long known[] = {
		SNDRV_PCM_IOCTL_INFO, SNDRV_PCM_IOCTL_TTSTAMP, SNDRV_PCM_IOCTL_HW_REFINE, SNDRV_PCM_IOCTL_HW_PARAMS,
		SNDRV_PCM_IOCTL_HW_FREE, SNDRV_PCM_IOCTL_SW_PARAMS, SNDRV_PCM_IOCTL_STATUS, SNDRV_PCM_IOCTL_DELAY,
		SNDRV_PCM_IOCTL_HWSYNC, SNDRV_PCM_IOCTL_SYNC_PTR, SNDRV_PCM_IOCTL_STATUS_EXT,
		SNDRV_PCM_IOCTL_CHANNEL_INFO, SNDRV_PCM_IOCTL_PREPARE, SNDRV_PCM_IOCTL_RESET, SNDRV_PCM_IOCTL_START,
		SNDRV_PCM_IOCTL_DROP, SNDRV_PCM_IOCTL_DRAIN, SNDRV_PCM_IOCTL_PAUSE, SNDRV_PCM_IOCTL_REWIND,
		SNDRV_PCM_IOCTL_RESUME, SNDRV_PCM_IOCTL_XRUN, SNDRV_PCM_IOCTL_FORWARD, SNDRV_PCM_IOCTL_LINK,
		SNDRV_PCM_IOCTL_UNLINK,
		SNDRV_CTL_IOCTL_CARD_INFO, SNDRV_CTL_IOCTL_ELEM_LIST, SNDRV_CTL_IOCTL_ELEM_INFO,
		SNDRV_CTL_IOCTL_ELEM_READ, SNDRV_CTL_IOCTL_ELEM_WRITE, SNDRV_CTL_IOCTL_ELEM_ADD,
		SNDRV_CTL_IOCTL_ELEM_REMOVE, SNDRV_CTL_IOCTL_ELEM_LOCK, SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS,
		SNDRV_CTL_IOCTL_TLV_READ, SNDRV_CTL_IOCTL_TLV_WRITE, SNDRV_CTL_IOCTL_TLV_COMMAND,
		SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, SNDRV_CTL_IOCTL_PCM_INFO,
		SNDRV_TIMER_IOCTL_NEXT_DEVICE, SNDRV_TIMER_IOCTL_TREAD, SNDRV_TIMER_IOCTL_GINFO,
		SNDRV_TIMER_IOCTL_GSTATUS, SNDRV_TIMER_IOCTL_SELECT, SNDRV_TIMER_IOCTL_INFO, SNDRV_TIMER_IOCTL_PARAMS,
		SNDRV_TIMER_IOCTL_STATUS, SNDRV_TIMER_IOCTL_START, SNDRV_TIMER_IOCTL_STOP, SNDRV_TIMER_IOCTL_CONTINUE,
	};
	unsigned long cmd = known[below(sizeof(known) / sizeof(*known))];

	switch (below(8)) {
	case 0:
		cmd = (cmd & ~0xffUL) | below(256);
		break;
	case 1:
		cmd = (uint32_t)any();
		break;
	}
	fill(own, below(2048));
	ioctl(fd, cmd, address(own));
}

/* An element of the program's own, of which there are a few, good enough to be added as
 * a rule. */
static struct snd_ctl_elem_info element(char *own)
{
	struct snd_ctl_elem_info info = { .type = below(16) ? 1 + below(6) : number(), .count = below(8) ? 1 : number() };

	info.id.iface = below(8) ? SNDRV_CTL_ELEM_IFACE_MIXER : number();
	strcpy((char *)info.id.name, "Hostile");
	info.id.index = below(8) ? below(64) : number();
	info.owner = below(4) ? 1 : below(2) ? below(1029) : number();
	info.access = below(2) ? 0 : number();
	if (info.type == SNDRV_CTL_ELEM_TYPE_ENUMERATED) {
		strcpy(own, "a");
		info.value.enumerated.items = below(4) ? 1 : number();
		info.value.enumerated.names_ptr = (uintptr_t)(below(4) ? own : address(own));
		info.value.enumerated.names_length = below(4) ? 2 : number();
	} else if (below(2)) {
		fill(&info.value, sizeof(info.value));
	}
	return info;
}

/* What programs do with elements: here with those of others' too, and all at once. */
static void mix(int fd, char *own)
{
	struct snd_ctl_elem_info info = element(own);
	struct snd_ctl_elem_value value = { .id = info.id };
	struct snd_ctl_elem_list list = { .offset = number(), .space = below(2) ? below(256) : number(), .pids = address(own) };
	struct snd_ctl_tlv *tlv = (struct snd_ctl_tlv *)own;
	int on = below(8);

	if (below(2))
		info.id = value.id = (struct snd_ctl_elem_id){ .numid = below(100) };
	switch (below(10)) {
	case 0:
	case 1:
		ioctl(fd, below(4) ? SNDRV_CTL_IOCTL_ELEM_ADD : SNDRV_CTL_IOCTL_ELEM_REPLACE, &info);
		break;
	case 2:
		ioctl(fd, SNDRV_CTL_IOCTL_ELEM_REMOVE, &info.id);
		break;
	case 3:
		ioctl(fd, below(2) ? SNDRV_CTL_IOCTL_ELEM_LOCK : SNDRV_CTL_IOCTL_ELEM_UNLOCK, &info.id);
		break;
	case 4:
		ioctl(fd, SNDRV_CTL_IOCTL_ELEM_INFO, &info);
		break;
	case 5:
		ioctl(fd, SNDRV_CTL_IOCTL_ELEM_READ, &value);
		break;
	case 6:
		fill(&value.value, sizeof(value.value));
		ioctl(fd, SNDRV_CTL_IOCTL_ELEM_WRITE, &value);
		break;
	case 7:
		tlv->numid = below(100);
		tlv->length = below(2) ? 8 + below(256) : number();
		ioctl(fd, below(2) ? SNDRV_CTL_IOCTL_TLV_WRITE : SNDRV_CTL_IOCTL_TLV_READ, tlv);
		break;
	case 8:
		ioctl(fd, SNDRV_CTL_IOCTL_ELEM_LIST, &list);
		break;
	case 9:
		ioctl(fd, SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &on);
	}
}

/* What makes a stream go, so that the rest has something to spoil. */
static void drive(int fd)
{
	configure(fd);
	thresholds(fd);
	ioctl(fd, SNDRV_PCM_IOCTL_PREPARE);
	if (below(2))
		ioctl(fd, SNDRV_PCM_IOCTL_START);
}

static void map_or_unmap(int fd)
{
	static const off_t offsets[] = { 0, 0, 0x80000000, 0x81000000, 0x81000000, 0x82000000, 0x83000000 };
	size_t size = below(2) ? PAGE : PAGE * (1 + below(64));
	int protection = below(4) ? PROT_READ | PROT_WRITE : PROT_READ;
	struct map *m = &maps[below(MAPS)];
	char *at;

	pthread_mutex_lock(&maps_lock);
	if (m->at) {
		munmap(m->at, m->size);
		m->at = NULL;
	} else {
		at = mmap(NULL, size, protection, below(8) ? MAP_SHARED : MAP_PRIVATE, fd, offsets[below(7)]);
		if (at != MAP_FAILED) {
			m->size = size;
			m->at = at;
		}
	}
	pthread_mutex_unlock(&maps_lock);
}

/* A store that may miss: what is not there, or may not be written, is skipped. */
static void store(char *at, const void *from, size_t size)
{
	struct iovec own = { (void *)from, size }, there = { at, size };

	process_vm_writev(getpid(), &own, 1, &there, 1, 0);
}

static void scribble(void)
{
	uint64_t pages[PAGE / 8];
	char *at;

	for (int i = 0; i < 64; i++) {
		at = mapped();
		if (!at)
			continue;
		fill(pages, sizeof(pages));
		pages[0] = number(); /* appl_ptr, in the control page */
		pages[1] = number(); /* avail_min */
		store(at, pages, below(2) ? 16 : sizeof(pages));
		if (!below(64))
			madvise(at, PAGE, MADV_REMOVE);
	}
}

static void other_calls(int fd, char *own)
{
	struct iovec some[3] = { { own, below(4096) }, { address(own), below(64) }, { own, below(4096) } };
	struct pollfd ready = { .fd = fd, .events = POLLIN | POLLOUT };

	switch (below(12)) {
	case 0:
		(void)!write(fd, address(own), below(BUFFER));
		break;
	case 1:
		(void)!read(fd, address(own), below(BUFFER));
		break;
	case 2:
		(void)!writev(fd, some, 3);
		break;
	case 3:
		(void)!readv(fd, some, 3);
		break;
	case 4:
	case 5:
		poll(&ready, 1, below(3));
		break;
	case 6:
		(void)!ftruncate(fd, number());
		break;
	case 7:
		fallocate(fd, below(4), number(), number());
		break;
	case 8:
		lseek(fd, number(), below(5));
		break;
	case 9:
		fcntl(fd, F_SETFL, below(2) ? O_NONBLOCK : below(2) ? O_APPEND : 0);
		break;
	case 10:
		fsync(fd);
		break;
	case 11:
		close(dup(fd)); /* a flush */
	}
}

static void one_step(char *own);

/* A child has all that is open and mapped, for as long as it lives. */
static void fork_one(char *own)
{
	pid_t child = fork();

	if (child == 0) {
		/* It may hold what another thread had locked, with all signals blocked. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		alarm(1);
		for (int i = below(50); i > 0; i--)
			one_step(own);
		_exit(0);
	}
	if (child > 0 && below(2))
		kill(child, SIGKILL);
}

static void one_step(char *own)
{
	int fd = file();

	if (fd < 0) {
		open_one();
		return;
	}
	switch (below(46)) {
	case 0:
		open_one();
		break;
	case 1:
		fd = atomic_exchange(&files[below(FILES)], -1);
		if (fd >= 0)
			close(fd);
		break;
	case 2 ... 5:
		map_or_unmap(fd);
		break;
	case 6 ... 8:
		scribble();
		break;
	case 9 ... 12:
		drive(fd);
		break;
	case 13 ... 19:
		transfer(fd, own);
		break;
	case 20 ... 31:
		some_ioctl(fd, own);
		break;
	case 32 ... 37:
		other_calls(fd, own);
		break;
	case 38:
		pthread_kill(threads[below(THREADS)], SIGUSR1);
		break;
	case 39:
		if (!below(8))
			fork_one(own);
		break;
	case 40 ... 45:
		mix(fd, own);
	}
}

static uint64_t seed;

static void *thread(void *number)
{
	char *own = mmap(NULL, BUFFER, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	state = (seed * THREADS + (uintptr_t)number) * 0x9e3779b97f4a7c15ULL + 1;
	for (;;)
		one_step(own);
	return NULL;
}

static void nothing(int number) { (void)number; }

int main(int argc, char **argv)
{
	struct sigaction quiet = { .sa_handler = nothing };
	char c;

	if (argc < 4) {
		fprintf(stderr, "usage: hostile DIRECTORY SEED NODE...\n");
		return 2;
	}
	directory = argv[1];
	seed = strtoull(argv[2], NULL, 0);
	nodes = argv + 3;
	node_count = argc - 3;
	sigaction(SIGUSR1, &quiet, NULL);
	signal(SIGBUS, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	for (int i = 0; i < FILES; i++)
		files[i] = -1;
	for (uintptr_t i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], NULL, thread, (void *)i) != 0)
			return 1;
	while (read(0, &c, 1) < 0 && errno == EINTR)
		;
	_exit(0);
}

/*
 * Brings a PCM stream into each state that it can be in, carries out every
 * operation there, and prints what comes of it.
 *
 *	states CARD playback|capture [unbound]
 *
 * Each operation meets a file that was opened for it. The answer is
 *
 *	ERROR [VALUE...], STATE appl=N hw=N
 *
 * ERROR is 0 or an errno, the values are what the operation gave back, and what
 * follows the comma is the stream afterwards: hw_ptr is told only as 0 or >0,
 * since time passes, and appl=hw means that a stream which moves has appl_ptr at
 * the same place.
 *
 * With unbound the driver is unbound under one open file, and this file then
 * meets all operations. DEVICE is what is written to DRIVER/unbind for that.
 */
#include "probe.h"

#include <poll.h>
#include <time.h>

enum { FEW = 4000 };

static int playback;
static int fd;
static const struct setting *now;
static char memory[BUFFER * 4];

/* The states */

enum step { OPENED, SET_UP, PREPARED, RUNNING };

static const struct setting {
	const char *name;
	enum step step;
	unsigned long last;	/* one more ioctl at the end */
	int playback, capture;	/* for which streams this is */
	long queue;		/* frames to write before the start */
	unsigned long start, stop;
	int access, channels, stamps;
} settings[] = {
	{ "open", OPENED, 0, 1, 1 },
	{ "setup", SET_UP, 0, 1, 1 },
	{ "freed", SET_UP, SNDRV_PCM_IOCTL_HW_FREE, 1, 1 },
	{ "prepared", PREPARED, 0, 1, 1 },
	{ "queued", PREPARED, 0, 1, 0, FEW },
	{ "full", PREPARED, 0, 1, 0, BUFFER },
	{ "running", RUNNING, 0, 1, 1, FEW },
	{ "stamped", RUNNING, 0, 1, 1, FEW, .stamps = 1 },
	{ "xrun", RUNNING, SNDRV_PCM_IOCTL_XRUN, 1, 1, FEW },
	{ "stamped xrun", RUNNING, SNDRV_PCM_IOCTL_XRUN, 1, 1, FEW, .stamps = 1 },
	{ "draining", RUNNING, SNDRV_PCM_IOCTL_DRAIN, 1, 1, FEW },
	{ "stopped", RUNNING, SNDRV_PCM_IOCTL_DROP, 1, 1, FEW },
	{ "free to run", PREPARED, 0, 1, 1, .stop = ULONG_MAX },
	{ "running free", RUNNING, 0, 1, 1, .stop = ULONG_MAX },
	{ "start 0", PREPARED, 0, 1, 1, .start = 0 },
	{ "start 8", PREPARED, 0, 1, 1, .start = 8 },
	{ "start 9", PREPARED, 0, 1, 1, .start = 9 },
	{ "start ULONG_MAX", PREPARED, 0, 1, 1, .start = ULONG_MAX },
	{ "stop 1", PREPARED, 0, 1, 1, .stop = 1 },
	{ "mapped", PREPARED, 0, 1, 1, .access = 1 + SNDRV_PCM_ACCESS_MMAP_INTERLEAVED },
	{ "mapped mono", PREPARED, 0, 1, 1, .access = 1 + SNDRV_PCM_ACCESS_MMAP_INTERLEAVED, .channels = 1 },
};

static struct setup setup_of(const struct setting *s)
{
	return SETUP(
		.access = s->access ? s->access - 1 : SNDRV_PCM_ACCESS_RW_INTERLEAVED,
		.channels = s->channels ? s->channels : 2,
		.start = strncmp(s->name, "start", 5) ? LONG_MAX : s->start,
		.stop = s->stop,
		.stamps = s->stamps);
}

static void hw_params(struct snd_pcm_hw_params *p, const struct setting *s)
{
	struct setup setup = setup_of(s);

	hw_setup(p, &setup);
}

static void sw_params(struct snd_pcm_sw_params *p, const struct setting *s)
{
	struct setup setup = setup_of(s);

	sw_setup(p, &setup);
}

static struct timespec began;	/* when the stream that runs did */

/*
 * What is queued lasts half a second. On a machine so slow that the question came
 * later, or the look at what came of it, the answer is about another state.
 */
static int in_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return now->step < RUNNING || (t.tv_sec - began.tv_sec) * 1000 + (t.tv_nsec - began.tv_nsec) / 1000000 < FEW * 1000 / RATE - 100;
}

/* Waits until the hardware has moved, and the stream knows. */
static void let_move(void)
{
	struct timespec moment = { .tv_nsec = 5000000 };
	struct snd_pcm_sync_ptr p;

	do {
		nanosleep(&moment, NULL);
		if (ioctl(fd, SNDRV_PCM_IOCTL_HWSYNC) < 0 && in_time())
			die("HWSYNC");
		look(fd, &p);
	} while (p.s.status.hw_ptr < 64 && in_time());
}

static void bring(void)
{
	const struct setting *s = now;
	struct setup setup = setup_of(s);
	struct snd_xferi x = { .buf = memory, .frames = s->queue };

	fd = open_pcm(0, playback ? PLAYBACK : CAPTURE, O_RDWR | O_NONBLOCK);
	if (s->step == OPENED)
		return;
	configure(fd, &setup);
	if (s->step >= PREPARED && ioctl(fd, SNDRV_PCM_IOCTL_PREPARE) < 0)
		die("PREPARE");
	if (playback && s->queue && ioctl(fd, SNDRV_PCM_IOCTL_WRITEI_FRAMES, &x) < 0)
		die("WRITEI");
	if (s->step >= RUNNING) {
		clock_gettime(CLOCK_MONOTONIC, &began);
		if (ioctl(fd, SNDRV_PCM_IOCTL_START) < 0)
			die("START");
		let_move();
	}
	if (s->last && ioctl(fd, s->last) < 0 && errno != EAGAIN && in_time())
		die("%s", s->name);
}

/* Values are told when they are the same at every run: not of a stream that moves. */
static int still(void)
{
	return now->step < RUNNING;
}

/* The operations; each returns what its system call did. */

static char told[200];	/* the values */

static int ask(unsigned long request, void *argument)
{
	return ioctl(fd, request, argument);
}

static int do_version(void) { int v; return ask(SNDRV_PCM_IOCTL_PVERSION, &v); }
static int do_info(void) { struct snd_pcm_info i; return ask(SNDRV_PCM_IOCTL_INFO, &i); }

static int integer(unsigned long request, int v) { return ask(request, &v); }
static int do_tstamp(void) { return integer(SNDRV_PCM_IOCTL_TSTAMP, 1); }
static int do_ttstamp(void) { return integer(SNDRV_PCM_IOCTL_TTSTAMP, 1); }
static int do_ttstamp_3(void) { return integer(SNDRV_PCM_IOCTL_TTSTAMP, 3); }
static int do_ttstamp_minus(void) { return integer(SNDRV_PCM_IOCTL_TTSTAMP, -1); }
static int do_user(void) { return integer(SNDRV_PCM_IOCTL_USER_PVERSION, SNDRV_PCM_VERSION); }

static int do_refine(void)
{
	struct snd_pcm_hw_params p;

	hw_any(&p);
	return ask(SNDRV_PCM_IOCTL_HW_REFINE, &p);
}

static int do_hw_params(void)
{
	struct snd_pcm_hw_params p;

	hw_params(&p, now);
	return ask(SNDRV_PCM_IOCTL_HW_PARAMS, &p);
}

static int do_hw_params_bad(void)
{
	struct snd_pcm_hw_params p;

	hw_params(&p, now);
	hw_range(&p, SNDRV_PCM_HW_PARAM_RATE, 1, 1);
	return ask(SNDRV_PCM_IOCTL_HW_PARAMS, &p);
}

static int do_sw_params(void)
{
	struct snd_pcm_sw_params p;
	int r;

	sw_params(&p, now);
	r = ask(SNDRV_PCM_IOCTL_SW_PARAMS, &p);
	sprintf(told, " boundary=%lu", p.boundary);
	return r;
}

static int do_sw_params_bad(void)
{
	struct snd_pcm_sw_params p;

	sw_params(&p, now);
	p.avail_min = 0;
	return ask(SNDRV_PCM_IOCTL_SW_PARAMS, &p);
}

static int do_sw_params_stop(void)
{
	struct snd_pcm_sw_params p;

	sw_params(&p, now);
	p.stop_threshold = 1;
	return ask(SNDRV_PCM_IOCTL_SW_PARAMS, &p);
}

/* The audio time stamp: what hw_ptr says, or not. */
static const char *audio(const struct snd_pcm_status *p)
{
	unsigned long ns = p->audio_tstamp.tv_sec * 1000000000UL + p->audio_tstamp.tv_nsec;

	return !ns ? "0" : ns == p->hw_ptr * 1000000000UL / RATE ? "hw" : "?";
}

static int status(unsigned long request, unsigned data)
{
	struct snd_pcm_status p;
	int r;

	memset(&p, 0, sizeof(p));
	p.audio_tstamp_data = data;
	r = ask(request, &p);
	if (r < 0)
		return r;
	sprintf(told, " state=%d trigger=%d tstamp=%d audio=%s driver=%d data=%x", p.state, !!p.trigger_tstamp.tv_sec,
		!!p.tstamp.tv_sec, audio(&p), !!p.driver_tstamp.tv_sec, p.audio_tstamp_data);
	if (still())
		sprintf(told + strlen(told), " avail=%lu max=%lu delay=%ld", p.avail, p.avail_max, p.delay);
	return r;
}

static int do_status(void) { return status(SNDRV_PCM_IOCTL_STATUS, 0); }
static int do_status_ext(void) { return status(SNDRV_PCM_IOCTL_STATUS_EXT, 0x11); }
static int do_status_link(void) { return status(SNDRV_PCM_IOCTL_STATUS_EXT, 0x2); }

static int do_delay(void)
{
	snd_pcm_sframes_t delay = 777;
	int r = ask(SNDRV_PCM_IOCTL_DELAY, &delay);

	if (still())
		sprintf(told, " %ld", delay);
	return r;
}

static int sync_ptr(unsigned flags, unsigned long appl)
{
	struct snd_pcm_sync_ptr p;
	int r;

	memset(&p, 0, sizeof(p));
	p.flags = flags;
	p.c.control.appl_ptr = appl;
	p.c.control.avail_min = 77;
	r = ask(SNDRV_PCM_IOCTL_SYNC_PTR, &p);
	if (r < 0)
		return r;
	sprintf(told, " flags=%u state=%d avail_min=%lu", p.flags, p.s.status.state, p.c.control.avail_min);
	if (still() || !(flags & SNDRV_PCM_SYNC_PTR_APPL))
		sprintf(told + strlen(told), " appl=%lu", p.c.control.appl_ptr);
	return r;
}

static int do_sync_hw(void) { return sync_ptr(7, 0); }
static int do_sync_get(void) { return sync_ptr(6, 0); }
static int do_sync_appl(void) { return sync_ptr(4, FEW + 8); }
static int do_sync_zero(void) { return sync_ptr(4, 0); }
static int do_sync_far(void) { return sync_ptr(4, LONG_MAX); }
static int do_sync_min(void) { return sync_ptr(2, 0); }

static int channel_info(unsigned channel)
{
	struct snd_pcm_channel_info p = { .channel = channel, .offset = 7, .first = 7, .step = 7 };
	int r = ask(SNDRV_PCM_IOCTL_CHANNEL_INFO, &p);

	if (r >= 0)
		sprintf(told, " offset=%ld first=%u step=%u", (long)p.offset, p.first, p.step);
	return r;
}

static int do_channel_0(void) { return channel_info(0); }
static int do_channel_1(void) { return channel_info(1); }
static int do_channel_2(void) { return channel_info(2); }

static int do_drain_wait(void)
{
	int r, error;

	fcntl(fd, F_SETFL, O_RDWR);
	r = ask(SNDRV_PCM_IOCTL_DRAIN, NULL);
	error = errno;
	fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK);
	errno = error;
	return r;
}

static int do_pause_1(void) { return ask(SNDRV_PCM_IOCTL_PAUSE, (void *)1); }
static int do_pause_0(void) { return ask(SNDRV_PCM_IOCTL_PAUSE, (void *)0); }
static int do_link(void) { return ask(SNDRV_PCM_IOCTL_LINK, (void *)-1L); }

static int move(unsigned long request, unsigned long frames)
{
	long v = frames;
	int r = ask(request, &v);

	if (still() || v <= 8)
		sprintf(told, " %ld", v);
	return r;
}

static int do_rewind_0(void) { return move(SNDRV_PCM_IOCTL_REWIND, 0); }
static int do_rewind_8(void) { return move(SNDRV_PCM_IOCTL_REWIND, 8); }
static int do_rewind_max(void) { return move(SNDRV_PCM_IOCTL_REWIND, ULONG_MAX); }
static int do_forward_0(void) { return move(SNDRV_PCM_IOCTL_FORWARD, 0); }
static int do_forward_8(void) { return move(SNDRV_PCM_IOCTL_FORWARD, 8); }
static int do_forward_max(void) { return move(SNDRV_PCM_IOCTL_FORWARD, ULONG_MAX); }

static int xferi(unsigned long request, void *buf, unsigned long frames)
{
	struct snd_xferi x = { .result = 777, .buf = buf, .frames = frames };
	int r = ask(request, &x);

	sprintf(told, " %ld", x.result);
	return r;
}

static int do_writei_0(void) { return xferi(SNDRV_PCM_IOCTL_WRITEI_FRAMES, memory, 0); }
static int do_writei_8(void) { return xferi(SNDRV_PCM_IOCTL_WRITEI_FRAMES, memory, 8); }
static int do_writei_null(void) { return xferi(SNDRV_PCM_IOCTL_WRITEI_FRAMES, NULL, 8); }
static int do_writei_bad(void) { return xferi(SNDRV_PCM_IOCTL_WRITEI_FRAMES, (void *)16, 8); }
static int do_readi_0(void) { return xferi(SNDRV_PCM_IOCTL_READI_FRAMES, memory, 0); }
static int do_readi_8(void) { return xferi(SNDRV_PCM_IOCTL_READI_FRAMES, memory, 8); }

static int xfern(unsigned long request)
{
	void *bufs[2] = { memory, memory };
	struct snd_xfern x = { .result = 777, .bufs = bufs, .frames = 8 };
	int r = ask(request, &x);

	sprintf(told, " %ld", x.result);
	return r;
}

static int do_writen(void) { return xfern(SNDRV_PCM_IOCTL_WRITEN_FRAMES); }
static int do_readn(void) { return xfern(SNDRV_PCM_IOCTL_READN_FRAMES); }

static int bytes(ssize_t n)
{
	if (n >= 0)
		sprintf(told, " %zd", n);
	return n < 0 ? -1 : 0;
}

static int do_read(void) { return bytes(read(fd, memory, 32)); }
static int do_read_odd(void) { return bytes(read(fd, memory, 33)); }
static int do_write(void) { return bytes(write(fd, memory, 32)); }
static int do_write_odd(void) { return bytes(write(fd, memory, 33)); }

static int do_poll(void)
{
	struct pollfd p = { .fd = fd, .events = 0x3ff };

	poll(&p, 1, 0);
	sprintf(told, " %x", p.revents);
	return 0;
}

static int do_unknown(void) { return ask(_IO('A', 0x7f), NULL); }
static int do_foreign(void) { return ask(_IO('U', 0x7f), NULL); }

static const struct operation {
	const char *name;
	int (*run)(void);
	unsigned long plain;	/* an ioctl without an argument, when there is no function */
} operations[] = {
	{ "PVERSION", do_version },
	{ "INFO", do_info },
	{ "TSTAMP", do_tstamp },
	{ "TTSTAMP 1", do_ttstamp },
	{ "TTSTAMP 3", do_ttstamp_3 },
	{ "TTSTAMP -1", do_ttstamp_minus },
	{ "USER_PVERSION", do_user },
	{ "HW_REFINE", do_refine },
	{ "HW_PARAMS", do_hw_params },
	{ "HW_PARAMS impossible", do_hw_params_bad },
	{ "HW_FREE", NULL, SNDRV_PCM_IOCTL_HW_FREE },
	{ "SW_PARAMS", do_sw_params },
	{ "SW_PARAMS avail_min=0", do_sw_params_bad },
	{ "SW_PARAMS stop=1", do_sw_params_stop },
	{ "STATUS", do_status },
	{ "STATUS_EXT 0x11", do_status_ext },
	{ "STATUS_EXT 0x2", do_status_link },
	{ "DELAY", do_delay },
	{ "HWSYNC", NULL, SNDRV_PCM_IOCTL_HWSYNC },
	{ "SYNC_PTR hwsync", do_sync_hw },
	{ "SYNC_PTR get", do_sync_get },
	{ "SYNC_PTR appl=4008", do_sync_appl },
	{ "SYNC_PTR appl=0", do_sync_zero },
	{ "SYNC_PTR appl=LONG_MAX", do_sync_far },
	{ "SYNC_PTR avail_min=77", do_sync_min },
	{ "CHANNEL_INFO 0", do_channel_0 },
	{ "CHANNEL_INFO 1", do_channel_1 },
	{ "CHANNEL_INFO 2", do_channel_2 },
	{ "PREPARE", NULL, SNDRV_PCM_IOCTL_PREPARE },
	{ "RESET", NULL, SNDRV_PCM_IOCTL_RESET },
	{ "START", NULL, SNDRV_PCM_IOCTL_START },
	{ "DROP", NULL, SNDRV_PCM_IOCTL_DROP },
	{ "DRAIN", NULL, SNDRV_PCM_IOCTL_DRAIN },
	{ "DRAIN and wait", do_drain_wait },
	{ "PAUSE 1", do_pause_1 },
	{ "PAUSE 0", do_pause_0 },
	{ "REWIND 0", do_rewind_0 },
	{ "REWIND 8", do_rewind_8 },
	{ "REWIND all", do_rewind_max },
	{ "FORWARD 0", do_forward_0 },
	{ "FORWARD 8", do_forward_8 },
	{ "FORWARD all", do_forward_max },
	{ "RESUME", NULL, SNDRV_PCM_IOCTL_RESUME },
	{ "XRUN", NULL, SNDRV_PCM_IOCTL_XRUN },
	{ "LINK -1", do_link },
	{ "UNLINK", NULL, SNDRV_PCM_IOCTL_UNLINK },
	{ "WRITEI 0", do_writei_0 },
	{ "WRITEI 8", do_writei_8 },
	{ "WRITEI 8 of NULL", do_writei_null },
	{ "WRITEI 8 of nothing", do_writei_bad },
	{ "READI 0", do_readi_0 },
	{ "READI 8", do_readi_8 },
	{ "WRITEN 8", do_writen },
	{ "READN 8", do_readn },
	{ "read 32", do_read },
	{ "read 33", do_read_odd },
	{ "write 32", do_write },
	{ "write 33", do_write_odd },
	{ "poll", do_poll },
	{ "unknown ioctl", do_unknown },
	{ "ioctl of another type", do_foreign },
};

/* Carries the operation out, and says how that ended. */
static const char *run(const struct operation *o)
{
	int r;

	told[0] = 0;
	r = o->run ? o->run() : ask(o->plain, NULL);
	return r < 0 ? outcome(r) : "0";
}

static void print(const struct operation *o, const char *how)
{
	key("%s %s: %s", playback ? "playback" : "capture", now->name, o->name);
	say("%s%s", how, told);
}

static int moves(int state)
{
	return state == SNDRV_PCM_STATE_RUNNING || state == SNDRV_PCM_STATE_DRAINING;
}

static void tell(const struct snd_pcm_sync_ptr *p, int moved_appl)
{
	printf(", %s appl=", state_name(p->s.status.state));
	if (p->s.status.hw_ptr && moves(p->s.status.state) && p->c.control.appl_ptr == p->s.status.hw_ptr)
		printf("hw");
	else if (moved_appl)
		printf("?");
	else
		printf("%lu", p->c.control.appl_ptr);
	printf(" hw%s", p->s.status.hw_ptr ? ">0" : "=0");
}

/* Where an operation leaves appl_ptr depends on the time that has passed. */
static int timely(const struct operation *o)
{
	return !still() && strstr(o->name, " all");
}

/* Brings the stream into its state and runs the operation there. NULL if that was too slow. */
static const char *attempt(const struct operation *o, struct snd_pcm_sync_ptr *after)
{
	const char *how;
	int soon;

	bring();
	soon = in_time();
	how = run(o);
	look(fd, after);
	if (o->run != do_drain_wait)	/* which takes its time */
		soon = in_time();
	close(fd);
	return soon ? how : NULL;
}

static void run_one(const struct operation *o)
{
	struct snd_pcm_sync_ptr after;
	const char *how;
	int attempts = 0;

	while (!(how = attempt(o, &after)))
		if (++attempts == 50)
			die("%s in state %s: this machine is too slow", o->name, now->name);
	print(o, how);
	tell(&after, timely(o));
	done();
}

static void run_all(void)
{
	for (size_t i = 0; i < COUNT(settings); i++) {
		const struct setting *s = &settings[i];

		if (!(playback ? s->playback : s->capture))
			continue;
		for (size_t j = 0; j < COUNT(operations); j++) {
			now = s;
			run_one(&operations[j]);
		}
	}
}

static void run_unbound(void)
{
	static const struct setting unbound = { "unbound", RUNNING, 0, 1, 1, FEW };
	struct timespec moment = { .tv_nsec = 5000000 };

	now = &unbound;
	bring();
	/* Unbinding waits for us. */
	if (system("echo $DEVICE >$DRIVER/unbind &"))
		die("unbind");
	while (ioctl(fd, SNDRV_PCM_IOCTL_TSTAMP, memory) == 0)
		nanosleep(&moment, NULL);
	for (size_t j = 0; j < COUNT(operations); j++) {
		print(&operations[j], run(&operations[j]));
		done();
	}
}

int main(int argc, char **argv)
{
	begin(argc, argv, 1, "playback|capture [unbound]");
	in("states");
	playback = stream_named(argv[2]) == PLAYBACK;
	if (argc > 3)
		run_unbound();
	else
		run_all();
	return 0;
}

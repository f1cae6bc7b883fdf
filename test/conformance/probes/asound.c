/*
 * What /proc/asound tells of a card and of its streams.
 *
 *	asound CARD
 */
#include "texts.h"

#include <sound/asound.h>
#include <poll.h>
#include <sys/stat.h>

static void ask(const char *what, const char *path, int moves)
{
	key("%s", what);
	say_text(path, moves);
	done();
}

/* All texts of the first substream of a direction. */
static void ask_stream(const char *when, int stream, int moves)
{
	static const char *const texts[] = { "hw_params", "sw_params", "status" };

	for (unsigned i = 0; i < COUNT(texts); i++) {
		char what[128];

		snprintf(what, sizeof(what), "%s: %s of %s", when, texts[i], stream_name(stream));
		ask(what, text_path("card%d/pcm0%c/sub0/%s", card, stream_letter(stream), texts[i]), moves);
	}
}

/* The cable that the first device of a card of cables plays into, or records from. */
static void ask_cable(const char *when, int stream, int moves)
{
	char what[128];

	if (access(text_path("card%d/cable#%d", card, stream), F_OK) < 0)
		return;
	snprintf(what, sizeof(what), "%s %s: its cable", when, stream_name(stream));
	ask(what, text_path("card%d/cable#%d", card, stream), moves);
}

static void ask_names(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		die("stat");
	key("names in %s", path + strlen(getenv("ASOUND")));
	say_names(path);
	say("mode=%o", st.st_mode);
	done();
}

static void ask_file(const char *path)
{
	struct stat st;

	if (lstat(path, &st) < 0)
		die("lstat");
	key("the file %s", path + strlen(getenv("ASOUND")));
	say("mode=%o size=%ld uid=%d gid=%d", st.st_mode, (long)st.st_size, st.st_uid, st.st_gid);
	done();
}

static void ask_idle(void)
{
	static const char *const lists[] = { "cards", "devices", "modules", "pcm", "timers", "version" };
	char target[64] = "";

	in("texts");
	ask_names(text_path("."));
	ask_names(text_path("card%d", card));
	ask_names(text_path("card%d/pcm0p", card));
	ask_names(text_path("card%d/pcm0p/sub0", card));
	ask_names(text_path("card%d/pcm0c/sub7", card));
	for (unsigned i = 0; i < COUNT(lists); i++) {
		ask(lists[i], text_path("%s", lists[i]), 0);
		ask_file(text_path("%s", lists[i]));
	}
	ask("id", text_path("card%d/id", card), 0);
	ask_file(text_path("card%d/id", card));
	ask("info of playback", text_path("card%d/pcm0p/info", card), 0);
	ask("info of capture", text_path("card%d/pcm0c/info", card), 0);
	ask("info of the last capture", text_path("card%d/pcm0c/sub7/info", card), 0);
	ask_stream("closed", PLAYBACK, 0);
	ask_stream("closed", CAPTURE, 0);
	ask_cable("closed", PLAYBACK, 0);
	ask_cable("closed", CAPTURE, 0);
	key("the link");
	if (readlink(text_path("%s", strtok(strdup(read_text(text_path("card%d/id", card))), "\n")), target, sizeof(target) - 1) < 0)
		die("readlink");
	say("%s", target);
	done();
}

static void ask_still(int stream)
{
	struct snd_pcm_sw_params sw;
	int fd = open_pcm(0, stream, O_RDWR);

	in("texts of a stream that stands still");
	ask_stream("open", stream, 0);
	ask_cable("open", stream, 0);
	configure(fd, &SETUP(.access = SNDRV_PCM_ACCESS_MMAP_INTERLEAVED, .channels = 1,
		.rate = 44100, .period = 441, .buffer = 8820, .stamps = 1));
	ask_stream("set up", stream, 0);
	if (ioctl(fd, SNDRV_PCM_IOCTL_PREPARE) < 0)
		die("PREPARE");
	ask_stream("prepared", stream, 0);
	ask_cable("prepared", stream, 0);
	if (ioctl(fd, SNDRV_PCM_IOCTL_HW_FREE) < 0)
		die("HW_FREE");
	ask_stream("freed", stream, 0);
	ask_cable("freed", stream, 0);
	close(fd);

	fd = open_pcm(0, stream, O_RDWR);
	configure(fd, &SETUP());
	sw_setup(&sw, &SETUP());
	sw.silence_size = sw.silence_threshold = 128;
	sw.avail_min = 77;
	sw.start_threshold = 99;
	if (ioctl(fd, SNDRV_PCM_IOCTL_SW_PARAMS, &sw) < 0)
		die("SW_PARAMS");
	ask_stream("others", stream, 0);
	close(fd);
}

static void ask_running(int stream)
{
	int fd = prepared(stream, &SETUP());

	in("texts of a stream that runs");
	if (stream == PLAYBACK && writei(fd, memory, BUFFER) != BUFFER)
		die("WRITEI");
	run(fd);
	ask_stream("running", stream, 1);
	ask_cable("running", stream, 1);
	if (ioctl(fd, SNDRV_PCM_IOCTL_DROP) < 0)
		die("DROP");
	ask_stream("dropped", stream, 1);
	ask_cable("dropped", stream, 1);
	close(fd);

	fd = prepared(stream, &SETUP(.rate = 48000, .period = 256, .buffer = 1024));
	if (stream == PLAYBACK && writei(fd, memory, 1024) != 1024)
		die("WRITEI");
	run(fd);
	AWAIT(state(fd) == SNDRV_PCM_STATE_XRUN);
	ask_stream("xrun", stream, 1);
	close(fd);
}

static void ask_draining(void)
{
	int fd = prepared(PLAYBACK, &SETUP());

	if (writei(fd, memory, BUFFER) != BUFFER)
		die("WRITEI");
	in("texts of a stream that runs");
	if (ioctl(fd, SNDRV_PCM_IOCTL_DRAIN) == 0 || errno != EAGAIN)
		die("DRAIN");
	ask_stream("draining", PLAYBACK, 1);
	close(fd);
}

/* Both ways at once, and several substreams. */
static void ask_several(void)
{
	int playback = prepared(PLAYBACK, &SETUP()), capture = prepared(CAPTURE, &SETUP());
	int second = open_pcm(0, PLAYBACK, O_RDWR);

	in("texts of several streams");
	ask_cable("several, and two of", PLAYBACK, 0);
	ask_cable("several, and one of", CAPTURE, 0);
	ask("info of playback", text_path("card%d/pcm0p/info", card), 0);
	ask("info of the second playback", text_path("card%d/pcm0p/sub1/info", card), 0);
	ask("info of capture", text_path("card%d/pcm0c/info", card), 0);
	ask("status of the second playback", text_path("card%d/pcm0p/sub1/status", card), 0);
	ask("status of the third playback", text_path("card%d/pcm0p/sub2/status", card), 0);
	ask("status of capture", text_path("card%d/pcm0c/sub0/status", card), 0);
	ask("pcm", text_path("pcm"), 0);
	ask("devices", text_path("devices"), 0);
	close(second);
	close(capture);
	close(playback);
}

/* Both ends of a cable. */
static void ask_ends(void)
{
	int playback, capture;

	if (access(text_path("card%d/cable#0", card), F_OK) < 0)
		return;
	playback = prepared(PLAYBACK, &SETUP());
	capture = open_pcm(1, CAPTURE, O_RDWR);
	configure(capture, &SETUP(.period = 4096));
	in("texts of a cable");
	ask("one end is prepared", text_path("card%d/cable#0", card), 0);
	if (ioctl(capture, SNDRV_PCM_IOCTL_PREPARE) < 0)
		die("PREPARE");
	ask("both ends are prepared", text_path("card%d/cable#0", card), 0);
	run(capture);
	ask("capture runs", text_path("card%d/cable#0", card), 1);
	if (writei(playback, memory, BUFFER) != BUFFER)
		die("WRITEI");
	run(playback);
	ask("both run", text_path("card%d/cable#0", card), 1);
	close(playback);
	ask("playback is closed", text_path("card%d/cable#0", card), 1);
	close(capture);
}

static void ask_timers(void)
{
	struct snd_timer_select s = { .id = { .dev_class = SNDRV_TIMER_CLASS_PCM, .card = card } };
	struct snd_timer_params p = { .flags = SNDRV_TIMER_PSFLG_AUTO, .ticks = 1, .queue_size = 32 };
	int timer = open("/dev/snd/timer", O_RDWR), fd;

	if (timer < 0 || ioctl(timer, SNDRV_TIMER_IOCTL_SELECT, &s) < 0 || ioctl(timer, SNDRV_TIMER_IOCTL_PARAMS, &p) < 0)
		die("SELECT");
	in("texts of timers");
	ask("selected", text_path("timers"), 0);
	fd = prepared(PLAYBACK, &SETUP());
	ask("of a stream that is set up", text_path("timers"), 0);
	if (ioctl(timer, SNDRV_TIMER_IOCTL_START) < 0)
		die("START");
	ask("started", text_path("timers"), 0);
	if (ioctl(timer, SNDRV_TIMER_IOCTL_PAUSE) < 0)
		die("PAUSE");
	ask("paused", text_path("timers"), 0);
	close(fd);
	close(timer);
}

/* A text is made when it is read from its start, whatever the size and the place of reads. */
static void ask_reads(void)
{
	char whole[4096], buffer[4096];
	int fd = open(text_path("card%d/pcm0p/sub0/status", card), O_RDWR), pcm;
	ssize_t size, n;

	if (fd < 0)
		die("open");
	in("reading a text");
	key("what it says when it is read");
	pcm = open_pcm(0, PLAYBACK, O_RDWR);
	size = read(fd, whole, sizeof(whole));
	say("%.11s", size > 11 ? whole : "nothing");
	done();
	key("after its end");
	say("%s", outcome(read(fd, buffer, sizeof(buffer))));
	say("%s", outcome(pread(fd, buffer, sizeof(buffer), size)));
	say("%s", outcome(pread(fd, buffer, sizeof(buffer), 1L << 40)));
	say("%s", outcome(pread(fd, buffer, sizeof(buffer), -1)));
	done();
	key("from the middle");
	n = pread(fd, buffer, 3, 7);
	say("%.*s", (int)n, buffer);
	done();
	key("byte by byte");
	lseek(fd, 0, SEEK_SET);
	for (n = 0; n < (ssize_t)sizeof(buffer) && read(fd, buffer + n, 1) == 1; n++)
		;
	say("%s", n == size && !memcmp(buffer, whole, n) ? "the same" : "another");
	done();
	close(pcm);
	key("after the stream is closed");
	AWAIT((n = pread(fd, buffer, sizeof(buffer), 0)) < 10);
	buffer[n] = 0;
	say("%s", strtok(buffer, "\n"));
	done();
	key("lseek");
	say("%s", outcome(lseek(fd, 3, SEEK_SET)));
	say("%s", outcome(lseek(fd, 2, SEEK_CUR)));
	say("%s", outcome(lseek(fd, -9, SEEK_SET)));
	done();
	key("lseek from the end");
	say("%s", outcome(lseek(fd, 0, SEEK_END)));
	done();
	key("read of nothing");
	say("%s", outcome(pread(fd, buffer, 0, 0)));
	done();
	key("write");
	say("%s", outcome(write(fd, "x", 1)));
	done();
	key("an ioctl");
	say("%s", outcome(ioctl(fd, SNDRV_PCM_IOCTL_PVERSION, buffer)));
	done();
	key("poll");
	say("%#x", revents(fd, POLLIN | POLLOUT | POLLPRI));
	done();
	close(fd);
	key("a folder is read, names that are none are opened or made, and one is taken away");
	fd = open(text_path("card%d", card), O_RDONLY);
	say("%s", outcome(read(fd, buffer, sizeof(buffer))));
	say("%s", outcome(open(text_path("card%d/nothing", card), O_RDONLY)));
	say("%s", outcome(open(text_path("card%d/id/nothing", card), O_RDONLY)));
	say("%s", outcome(open(text_path("card%d/new", card), O_RDWR | O_CREAT, 0600)));
	say("%s", outcome(unlink(text_path("cards"))));
	done();
	close(fd);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	ask_idle();
	for (int stream = PLAYBACK; stream <= CAPTURE; stream++) {
		ask_still(stream);
		ask_running(stream);
	}
	ask_draining();
	ask_several();
	ask_ends();
	ask_timers();
	ask_reads();
	return 0;
}

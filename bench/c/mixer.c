/*
 * The clients of one element of a control node, by its number:
 *
 *	mixer NODE NUMID listen LAST   subscribes, and reads the element after each event,
 *	                               until its value is LAST
 *	mixer NODE NUMID sleep         subscribes, and never reads
 *	mixer NODE NUMID change N LAST changes the value N times, 1,000 times a second, and
 *	                               then to LAST
 *	mixer NODE 0 come-and-go N     adds N elements, and removes each before the next
 *
 * Who subscribes says "ready" when that is done; the others do their work for each line
 * that they read. At its end each prints how often it did it, or how many events it
 * read, and the time of CLOCK_MONOTONIC in ns, just before LAST was written or
 * just after it was read.
 */
#include "clock.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sound/asound.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { PERIOD_NS = 1000000, VALUES = 100, EVENTS = 64 };

static int node;
static unsigned int numid;

static void say_end(long done, int64_t when)
{
	printf("%ld %" PRId64 "\n", done, when);
	fflush(stdout);
}

static long get(void)
{
	struct snd_ctl_elem_value v = {.id.numid = numid};

	if (ioctl(node, SNDRV_CTL_IOCTL_ELEM_READ, &v) < 0)
		die("ELEM_READ");
	return v.value.integer.value[0];
}

static void put(long value)
{
	struct snd_ctl_elem_value v = {.id.numid = numid};

	v.value.integer.value[0] = v.value.integer.value[1] = value;
	if (ioctl(node, SNDRV_CTL_IOCTL_ELEM_WRITE, &v) < 0)
		die("ELEM_WRITE");
}

static void subscribe(void)
{
	int on = 1;

	if (ioctl(node, SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &on) < 0)
		die("SUBSCRIBE_EVENTS");
	puts("ready");
	fflush(stdout);
}

static void listen_until(long last)
{
	struct snd_ctl_event e[EVENTS];
	long events = 0;

	do {
		ssize_t size = read(node, e, sizeof(e));

		if (size < 0)
			die("read");
		events += size / (ssize_t)sizeof(e[0]);
	} while (get() != last);
	say_end(events, now());
}

static void change(long n, long last)
{
	int64_t next = now(), begun;

	for (long i = 0; i < n; i++) {
		struct timespec t = {.tv_sec = next / NSEC_PER_SEC, .tv_nsec = next % NSEC_PER_SEC};

		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
		put(i % VALUES);
		next += PERIOD_NS;
	}
	begun = now();
	put(last);
	say_end(n, begun);
}

static void come_and_go(long n)
{
	struct snd_ctl_elem_info info = {.id.iface = SNDRV_CTL_ELEM_IFACE_MIXER, .id.name = "Guest",
					 .type = SNDRV_CTL_ELEM_TYPE_BOOLEAN, .count = 1};

	for (long i = 0; i < n; i++) {
		info.id.numid = 0;
		if (ioctl(node, SNDRV_CTL_IOCTL_ELEM_ADD, &info) < 0)
			die("ELEM_ADD");
		if (ioctl(node, SNDRV_CTL_IOCTL_ELEM_REMOVE, &info.id) < 0)
			die("ELEM_REMOVE");
	}
	say_end(n, now());
}

int main(int argc, char **argv)
{
	const char *what = argc > 3 ? argv[3] : "";
	char line[16];

	if (argc < 4)
		return 2;
	node = open(argv[1], O_RDWR | O_CLOEXEC);
	if (node < 0)
		die(argv[1]);
	numid = atoi(argv[2]);
	if (!strcmp(what, "listen") && argc == 5) {
		subscribe();
		listen_until(atol(argv[4]));
	} else if (!strcmp(what, "sleep")) {
		subscribe();
		fgets(line, sizeof(line), stdin);
	} else if (!strcmp(what, "change") && argc == 6) {
		while (fgets(line, sizeof(line), stdin))
			change(atol(argv[4]), atol(argv[5]));
	} else if (!strcmp(what, "come-and-go") && argc == 5) {
		while (fgets(line, sizeof(line), stdin))
			come_and_go(atol(argv[4]));
	} else {
		return 2;
	}
	return 0;
}

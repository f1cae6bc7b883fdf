#include "texts.h"

#include <dirent.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <sys/utsname.h>

const char *text_path(const char *format, ...)
{
	static char path[512];
	const char *folder = getenv("ASOUND");
	va_list args;
	int n;

	if (!folder)
		die("ASOUND is not set");
	n = snprintf(path, sizeof(path), "%s/", folder);
	va_start(args, format);
	vsnprintf(path + n, sizeof(path) - n, format, args);
	va_end(args);
	return path;
}

const char *read_text(const char *path)
{
	static char text[65536];
	size_t size = 0;
	ssize_t n;
	int fd = open(path, O_RDONLY);

	if (fd < 0)
		die("open %s", path);
	while ((n = read(fd, text + size, sizeof(text) - 1 - size)) > 0)
		size += n;
	if (n < 0)
		die("read %s", path);
	close(fd);
	text[size] = 0;
	return text;
}

static int begins(const char *line, const char *with)
{
	return !strncmp(line, with, strlen(with));
}

/* Where a stream is, and what the kernel's clock ticks. */
static const char *const moving[] = {
	"delay ", "avail ", "avail_max ", "hw_ptr ", "appl_ptr ", "    buffer_pos:", "    silent_size:",
	"    update_pending:", "    irq_pos:", "    last_jiffies:", "    timer_expires:",
};

/* A line, without its end, as it is told. */
static void say_line(const char *line, int moves)
{
	struct utsname u;
	const char *value = strchr(line, ':');
	char me[64];

	if (value && (begins(line, "trigger_time") || begins(line, "tstamp  ")) && strcmp(value, ": 0.000000000")) {
		printf("%.*s: TIME", (int)(value - line), line);
		return;
	}
	if (value && begins(line, "    last_jiffies:"))
		moves = 1;
	for (unsigned i = 0; moves && value && i < COUNT(moving); i++) {
		if (begins(line, moving[i])) {
			printf("%.*s: N", (int)(value - line), line);
			return;
		}
	}
	snprintf(me, sizeof(me), "owner_pid   : %ld", syscall(SYS_gettid));
	if (!strcmp(line, me)) {
		printf("owner_pid   : me");
		return;
	}
	snprintf(me, sizeof(me), "  Client application %ld :", syscall(SYS_gettid));
	if (begins(line, me)) {
		printf("  Client application me :%s", line + strlen(me));
		return;
	}
	uname(&u);
	if (begins(line, "Advanced Linux") && strstr(line, u.release)) {
		printf("%.*sRELEASE%s", (int)(strstr(line, u.release) - line), line, strstr(line, u.release) + strlen(u.release));
		return;
	}
	for (; *line; line++)
		printf(*line == '\t' ? "\\t" : "%c", *line);
}

void say_text(const char *path, int moves)
{
	char *line, *end, *text = strdup(read_text(path));

	say("%s", "");
	for (line = text; (end = strchr(line, '\n')); line = end + 1) {
		*end = 0;
		say_line(line, moves);
		printf("\\n");
	}
	printf("%s", line);
	free(text);
}

static int is_shown(const struct dirent *d)
{
	/* The last two have a kernel's card whose memory can be mapped, with fake_buffer=0. */
	static const char *const others[] = { "hwdep", "oss", "seq", "prealloc", "prealloc_max" };

	for (unsigned i = 0; i < COUNT(others); i++)
		if (!strcmp(d->d_name, others[i]))
			return 0;
	return d->d_name[0] != '.';
}

void say_names(const char *path)
{
	struct dirent **names;
	int n = scandir(path, &names, is_shown, alphasort);

	if (n < 0)
		die("list %s", path);
	if (n == 0)
		say("nothing");
	for (int i = 0; i < n; i++) {
		say("%s", names[i]->d_name);
		free(names[i]);
	}
	free(names);
}

int mentions(const char *name, const char *word)
{
	const char *text = read_text(text_path("%s", name));

	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += line != text;
		if (begins(line, word))
			return 1;
	}
	return 0;
}

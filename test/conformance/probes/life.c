#include "life.h"

const char *environment(const char *name)
{
	const char *value = getenv(name);

	if (!value)
		die("%s is not set", name);
	return value;
}

static long tell(const char *driver, const char *file, const char *text)
{
	char path[256];
	int error, fd;
	long r;

	snprintf(path, sizeof(path), "%s/%s", driver, file);
	fd = open(path, O_WRONLY);
	if (fd < 0)
		die("open %s", path);
	r = write(fd, text, strlen(text));
	error = errno;
	close(fd);
	errno = error;
	return r;
}

long tell_driver(const char *file, const char *text)
{
	return tell(environment("DRIVER"), file, text);
}

long other_driver(const char *file)
{
	return tell(environment("OTHER_DRIVER"), file, environment("OTHER_DEVICE"));
}

long bind_driver(void)
{
	return tell_driver("bind", environment("DEVICE"));
}

long unbind_driver(void)
{
	return tell_driver("unbind", environment("DEVICE"));
}

void say_written(long result)
{
	if (result == (long)strlen(environment("DEVICE")))
		say("all");
	else
		say("%s", outcome(result));
}

void must(long written)
{
	if (written < 0)
		die("bind or unbind");
}

void command(const char *variable)
{
	if (system(environment(variable)))
		die("%s", variable);
}

void write_steps(const char *steps)
{
	FILE *f = fopen(environment("STEPS"), "w");

	if (!f || fprintf(f, "%s\n", steps) < 0 || fclose(f))
		die("STEPS");
}

void trace(void)
{
	command("TRACE");
}

/* for_traced calls for each word that was noted, until one call returns other than 0. */
static int for_traced(int (*call)(const char *word, const char *argument), const char *argument)
{
	FILE *f = popen(environment("TRACED"), "r");
	int result = 0;
	char word[128];

	if (!f)
		die("TRACED");
	while (fscanf(f, "%127s", word) == 1)
		result = result ? result : call(word, argument);
	if (pclose(f))
		die("TRACED");
	return result;
}

static int is_word(const char *word, const char *wanted)
{
	return !strcmp(word, wanted);
}

int traced(const char *word)
{
	return for_traced(is_word, word);
}

static int said;

static int say_word(const char *word, const char *about)
{
	if (!strstr(word, about))
		return 0;
	say("%s", word);
	said++;
	return 0;
}

void say_traced(const char *about)
{
	said = 0;
	for_traced(say_word, about ? about : "");
	if (!said)
		say("none");
}

long make_bind(struct caller *unused)
{
	return bind_driver();
}

long make_unbind(struct caller *unused)
{
	return unbind_driver();
}

int gone(int fd)
{
	int version;

	return ioctl(fd, SNDRV_PCM_IOCTL_PVERSION, &version) < 0 && errno == ENODEV;
}

/* Capture is the last of a PCM to lose its node, and a PCM of a card. */
int nameless(void)
{
	char path[256];

	return access(node_path(path, "pcmC%dD0c"), F_OK) < 0;
}

void unbind_under(struct caller *unbinding, int fd)
{
	begin_call(unbinding, fd, make_unbind, 0);
	AWAIT(gone(fd) && nameless());
}

void say_unbinding(const struct caller *unbinding)
{
	for (int i = 0; i < 20 && !unbinding->ended; i++)
		nap();
	say("%s", unbinding->ended ? "unbound" : "waits");
}

void bound_again(struct caller *unbinding)
{
	say_written(join_call(unbinding));
	done();
	must(bind_driver());
}

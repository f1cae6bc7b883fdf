/*
 * Asks a PCM node for hardware parameters and prints what it answers.
 *
 *	refine CARD playback|capture
 *
 * Runs the cases of the file refine.cases (see there for the language), then
 * some hundred from a generator with a fixed seed. A line is
 *
 *	refine: NAME: OPERATION BASE [FIELD=VALUE]... -> ERROR [FIELD=VALUE]...
 *
 * The fields on the left are those in which the request differs from BASE,
 * those on the right those in which the answer differs from the request, so
 * that a line holds both structs whole. What info usually is, the first answer
 * tells.
 */
#include "probe.h"

#include <stdarg.h>
#include <stddef.h>

typedef struct snd_pcm_hw_params params;

/* Flags as one word, since reserved bits of the bit field matter too. */
struct range {
	uint32_t min, max, flags;
};

enum { OPEN_MIN = 1, OPEN_MAX = 2, INTEGER = 4, EMPTY = 8 };

static const char *const masks[] = { "access", "format", "subformat" };
static const char *const intervals[] = {
	"sample_bits", "frame_bits", "channels", "rate",
	"period_time", "period_size", "period_bytes", "periods",
	"buffer_time", "buffer_size", "buffer_bytes", "tick_time",
};

#define FIRST_INTERVAL SNDRV_PCM_HW_PARAM_FIRST_INTERVAL

static const struct {
	const char *name, *format;
	size_t offset;
} words[] = {
	{ "rmask", "0x%x", offsetof(params, rmask) },
	{ "cmask", "0x%x", offsetof(params, cmask) },
	{ "info", "0x%x", offsetof(params, info) },
	{ "msbits", "%u", offsetof(params, msbits) },
	{ "rate_num", "%u", offsetof(params, rate_num) },
	{ "rate_den", "%u", offsetof(params, rate_den) },
};

/* The bytes that no version of the ABI has left reserved for good. */
static const struct {
	const char *name;
	size_t offset, size;
} blobs[] = {
	{ "mres", offsetof(params, mres), sizeof(((params *)0)->mres) },
	{ "ires", offsetof(params, ires), sizeof(((params *)0)->ires) },
	{ "sync", offsetof(params, reserved), 16 },
	{ "reserved", offsetof(params, reserved) + 16, 48 },
};

static params last; /* what the last successful refine returned */
static uint32_t usual_info; /* of the first */

static struct range *range_of(params *p, int i)
{
	return (struct range *)&p->intervals[i];
}

/* Reading the language */

static void read_mask(struct snd_mask *m, const char *value)
{
	char *end = (char *)value;

	for (size_t w = 0; w < COUNT(m->bits) && *end; w++) {
		m->bits[w] = strtoul(end, &end, 16);
		if (*end == '.')
			end++;
	}
}

static void read_range(struct range *r, const char *value)
{
	char *end;

	r->flags = *value == '(' ? OPEN_MIN : 0;
	r->min = strtoul(value + 1, &end, 10);
	if (*end != ',')
		die("interval %s has no comma", value);
	r->max = strtoul(end + 1, &end, 10);
	r->flags |= *end++ == ')' ? OPEN_MAX : 0;
	if (*end == 'i') {
		r->flags |= INTEGER;
		end++;
	}
	if (*end == 'e') {
		r->flags |= EMPTY;
		end++;
	}
	if (*end == '+')
		r->flags |= strtoul(end + 1, NULL, 16);
}

static void read_bytes(unsigned char *to, size_t size, const char *value)
{
	for (size_t i = 0; i < size; i++)
		if (sscanf(value + 2 * i, "%2hhx", &to[i]) != 1)
			die("%s is not %zu bytes", value, size);
}

static void set_field(params *p, const char *name, const char *value)
{
	for (size_t i = 0; i < COUNT(masks); i++)
		if (!strcmp(name, masks[i])) {
			read_mask(&p->masks[i], value);
			return;
		}
	for (size_t i = 0; i < COUNT(intervals); i++)
		if (!strcmp(name, intervals[i])) {
			read_range(range_of(p, i), value);
			return;
		}
	for (size_t i = 0; i < COUNT(words); i++)
		if (!strcmp(name, words[i].name)) {
			*(uint32_t *)((char *)p + words[i].offset) = strtoul(value, NULL, 0);
			return;
		}
	for (size_t i = 0; i < COUNT(blobs); i++)
		if (!strcmp(name, blobs[i].name)) {
			read_bytes((unsigned char *)p + blobs[i].offset, blobs[i].size, value);
			return;
		}
	if (!strcmp(name, "flags"))
		p->flags = strtoul(value, NULL, 0);
	else if (!strcmp(name, "fifo_size"))
		p->fifo_size = strtoul(value, NULL, 0);
	else
		die("no field %s", name);
}

/* Writing the language */

static char text[4096];
static size_t length;

static void add(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	length += vsnprintf(text + length, sizeof(text) - length, format, args);
	va_end(args);
	if (length >= sizeof(text))
		die("a line is too long");
}

static void write_mask(const char *name, const struct snd_mask *m, const struct snd_mask *base)
{
	int w = COUNT(m->bits) - 1;

	while (w >= 0 && m->bits[w] == base->bits[w])
		w--;
	if (w < 0)
		return;
	add(" %s=%x", name, m->bits[0]);
	for (int i = 1; i <= w; i++)
		add(".%x", m->bits[i]);
}

static void write_range(const char *name, const struct range *r, const struct range *base)
{
	if (!memcmp(r, base, sizeof(*r)))
		return;
	add(" %s=%c%u,%u%c", name, r->flags & OPEN_MIN ? '(' : '[', r->min,
	       r->max, r->flags & OPEN_MAX ? ')' : ']');
	if (r->flags & INTEGER)
		add("i");
	if (r->flags & EMPTY)
		add("e");
	if (r->flags >> 4)
		add("+%x", r->flags >> 4 << 4);
}

static void write_bytes(const char *name, const unsigned char *b, size_t size)
{
	add(" %s=", name);
	for (size_t i = 0; i < size; i++)
		add("%02x", b[i]);
}

/* The fields in which p differs from base, until it is called again. */
static const char *difference(params *p, params *base)
{
	length = 0;
	text[0] = 0;
	if (p->flags != base->flags)
		add(" flags=0x%x", p->flags);
	for (size_t i = 0; i < COUNT(masks); i++)
		write_mask(masks[i], &p->masks[i], &base->masks[i]);
	for (size_t i = 0; i < COUNT(intervals); i++)
		write_range(intervals[i], range_of(p, i), range_of(base, i));
	for (size_t i = 0; i < COUNT(words); i++) {
		uint32_t v = *(uint32_t *)((char *)p + words[i].offset);

		if (v == *(uint32_t *)((char *)base + words[i].offset))
			continue;
		add(" %s=", words[i].name);
		if (words[i].offset == offsetof(params, info) && v && v == usual_info)
			add("usual");
		else
			add(words[i].format, v);
	}
	if (p->fifo_size != base->fifo_size)
		add(" fifo_size=%lu", p->fifo_size);
	for (size_t i = 0; i < COUNT(blobs); i++) {
		unsigned char *b = (unsigned char *)p + blobs[i].offset;

		if (memcmp(b, (unsigned char *)base + blobs[i].offset, blobs[i].size))
			write_bytes(blobs[i].name, b, blobs[i].size);
	}
	return text;
}

/* Asking */

static void ask(int fd, const char *name, int refine, int from_last, const params *request)
{
	params in = *request, out = *request, any;
	int result;

	hw_any(&any);
	key("%s: %s %s%s", name, refine ? "refine" : "params", from_last ? "last" : "any",
	    difference(&in, from_last ? &last : &any));
	result = ioctl(fd, refine ? SNDRV_PCM_IOCTL_HW_REFINE : SNDRV_PCM_IOCTL_HW_PARAMS, &out);
	/* A result below -1 is not the C library's: the kernel returned no error. */
	say("%s%s", outcome(result), result < 0 ? "" : difference(&out, &in));
	done();
	if (result < 0)
		return;
	if (!usual_info)
		usual_info = out.info;
	if (refine)
		last = out;
	else if (ioctl(fd, SNDRV_PCM_IOCTL_HW_FREE) < 0)
		die("HW_FREE after %s", name);
}

/* The fixed cases */

static void run_line(int fd, char *line)
{
	char *name = line, *rest = strchr(line, ':'), *operation, *base, *field;
	params request;
	int from_last;

	if (!rest)
		die("no colon in %s", line);
	*rest = 0;
	operation = strtok(rest + 1, " \n");
	base = strtok(NULL, " \n");
	if (!operation || !base)
		die("no operation or base in %s", name);
	from_last = !strcmp(base, "last");
	if (from_last)
		request = last;
	else
		hw_any(&request);
	while ((field = strtok(NULL, " \n"))) {
		char *value = strchr(field, '=');

		if (!value)
			die("no value in %s", field);
		*value = 0;
		set_field(&request, field, value + 1);
	}
	if (strcmp(operation, "params"))
		ask(fd, name, 1, from_last, &request);
	if (strcmp(operation, "refine"))
		ask(fd, name, 0, from_last, &request);
}

static void run_file(int fd, const char *path)
{
	char line[4096];
	FILE *file = fopen(path, "r");

	if (!file)
		die("open %s", path);
	while (fgets(line, sizeof(line), file))
		if (line[0] != '#' && line[0] != '\n')
			run_line(fd, line);
	fclose(file);
}

/* The widths of every format: the mask does not count, so that no card refuses any. */
static void run_widths(int fd)
{
	for (int format = 0; format < 64; format++) {
		char name[32];
		params request;

		snprintf(name, sizeof(name), "widths of format %d", format);
		hw_any(&request);
		hw_mask(&request, SNDRV_PCM_HW_PARAM_FORMAT, format < 32 ? 1U << format : 0, format < 32 ? 0 : 1U << (format - 32));
		request.rmask = 1U << SNDRV_PCM_HW_PARAM_SAMPLE_BITS;
		ask(fd, name, 1, 0, &request);
	}
}

/* The generated cases */

static uint64_t seed = 20240607;

static uint32_t random_word(void)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return seed >> 32;
}

static uint32_t random_below(uint32_t n)
{
	return (uint64_t)random_word() * n >> 32;
}

/* Numbers that occur in sound, any number, or one with few bits. */
static uint32_t random_value(int interval)
{
	static const uint32_t usual[][6] = {
		[SNDRV_PCM_HW_PARAM_SAMPLE_BITS - FIRST_INTERVAL] = { 8, 16, 24, 32, 64, 20 },
		[SNDRV_PCM_HW_PARAM_FRAME_BITS - FIRST_INTERVAL] = { 8, 16, 32, 48, 64, 128 },
		[SNDRV_PCM_HW_PARAM_CHANNELS - FIRST_INTERVAL] = { 1, 2, 4, 6, 8, 32 },
		[SNDRV_PCM_HW_PARAM_RATE - FIRST_INTERVAL] = { 8000, 22050, 44100, 48000, 96000, 192000 },
		[SNDRV_PCM_HW_PARAM_PERIOD_TIME - FIRST_INTERVAL] = { 1000, 5000, 5333, 10000, 21333, 125000 },
		[SNDRV_PCM_HW_PARAM_PERIOD_SIZE - FIRST_INTERVAL] = { 32, 64, 441, 480, 1024, 4096 },
		[SNDRV_PCM_HW_PARAM_PERIOD_BYTES - FIRST_INTERVAL] = { 64, 128, 1000, 1764, 4096, 16384 },
		[SNDRV_PCM_HW_PARAM_PERIODS - FIRST_INTERVAL] = { 1, 2, 3, 4, 16, 1024 },
		[SNDRV_PCM_HW_PARAM_BUFFER_TIME - FIRST_INTERVAL] = { 10000, 21333, 50000, 92879, 500000, 2000000 },
		[SNDRV_PCM_HW_PARAM_BUFFER_SIZE - FIRST_INTERVAL] = { 64, 1024, 4410, 4800, 16384, 65536 },
		[SNDRV_PCM_HW_PARAM_BUFFER_BYTES - FIRST_INTERVAL] = { 128, 4096, 17640, 32768, 65536, 1048576 },
		[SNDRV_PCM_HW_PARAM_TICK_TIME - FIRST_INTERVAL] = { 0, 1, 1000, 4000, 10000, 100000 },
	};

	switch (random_below(4)) {
	case 0:
		return random_word() >> random_below(32);
	case 1:
		return usual[interval][random_below(6)] + random_below(3) - 1;
	default:
		return usual[interval][random_below(6)];
	}
}

static void random_range(struct range *r, int interval)
{
	uint32_t a = random_value(interval), b = random_value(interval);

	r->flags = random_below(4) ? 0 : random_below(8);
	switch (random_below(4)) {
	case 0: /* one value */
		r->min = r->max = a;
		break;
	case 1: /* a lower end */
		r->min = a;
		break;
	case 2: /* an upper end */
		r->max = a;
		break;
	default:
		r->min = a < b ? a : b;
		r->max = a < b ? b : a;
	}
}

static void random_mask(struct snd_mask *m)
{
	m->bits[0] &= random_word() | random_word();
	m->bits[1] &= random_word() | random_word();
}

/* Narrows up to six parameters. Mostly all of them count as changed. */
static void random_space(params *p)
{
	uint32_t edited = 0;

	for (int n = 1 + random_below(6); n > 0; n--) {
		int i = random_below(COUNT(masks) + COUNT(intervals));

		if (i < (int)COUNT(masks)) {
			random_mask(&p->masks[i]);
			edited |= 1u << i;
		} else {
			i -= COUNT(masks);
			random_range(range_of(p, i), i);
			edited |= 1u << (FIRST_INTERVAL + i);
		}
	}
	switch (random_below(6)) {
	case 0:
		p->rmask = edited;
		break;
	case 1:
		p->rmask = random_word();
		break;
	}
}

/*
 * Pins one parameter of the last answer to a value at, inside or near it. The
 * tick time is left alone: nothing limits it, and nothing depends on it.
 */
static void random_pin(params *p)
{
	int i = random_below(COUNT(intervals) - 1);
	struct range *r = range_of(p, i);
	uint32_t width = r->max - r->min;

	switch (random_below(5)) {
	case 0:
		r->max = r->min;
		break;
	case 1:
		r->min = r->max;
		break;
	case 2:
		r->min = r->max = r->min + (width ? random_below(width) : 0);
		break;
	case 3:
		r->max = r->min + width / 2;
		break;
	default:
		random_range(r, i);
	}
	if (random_below(3))
		r->flags &= ~(OPEN_MIN | OPEN_MAX);
	p->rmask = 1u << (FIRST_INTERVAL + i);
}

static void run_spaces(int fd, int count)
{
	for (int n = 1; n <= count; n++) {
		char name[32];
		params request;

		snprintf(name, sizeof(name), "random space %d", n);
		hw_any(&request);
		random_space(&request);
		ask(fd, name, 1, 0, &request);
		if (n % 3 == 0)
			ask(fd, name, 0, 0, &request);
	}
}

static void run_walks(int fd, int count, int steps)
{
	for (int n = 1; n <= count; n++) {
		char name[64];
		params request;

		snprintf(name, sizeof(name), "random walk %d", n);
		hw_any(&request);
		ask(fd, name, 1, 0, &request);
		for (int s = 1; s <= steps; s++) {
			request = last;
			random_pin(&request);
			snprintf(name, sizeof(name), "random walk %d, step %d", n, s);
			ask(fd, name, 1, 1, &request);
		}
		request = last;
		ask(fd, name, 0, 1, &request);
	}
}

int main(int argc, char **argv)
{
	int fd;

	begin(argc, argv, 1, "playback|capture");
	in("refine");
	fd = open_pcm(0, stream_named(argv[2]), O_RDWR | O_NONBLOCK);
	run_file(fd, "refine.cases");
	run_widths(fd);
	run_spaces(fd, 240);
	run_walks(fd, 20, 8);
	return 0;
}

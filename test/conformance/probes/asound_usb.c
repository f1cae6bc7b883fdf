/*
 * What /proc/asound tells of a USB card that only plays, at 48 kHz among others.
 *
 *	asound_usb CARD
 */
#include "texts.h"

static void ask(const char *when, const char *name, int moves)
{
	key("%s%s", when, name);
	say_text(text_path("card%d/%s", card, name), moves);
	done();
}

static void ask_names(const char *folder)
{
	const char *path = text_path("card%d%s", card, folder);

	key("names in card%d%s", card, folder);
	say_names(path);
	done();
}

static void ask_idle(void)
{
	static const char *const names[] = { "id", "usbid", "usbbus", "usbmixer", "stream0", "pcm0p/info", "pcm0p/sub0/info",
		"pcm0p/sub0/hw_params", "pcm0p/sub0/sw_params", "pcm0p/sub0/status" };

	ask_names("");
	ask_names("/pcm0p");
	ask_names("/pcm0p/sub0");
	for (unsigned i = 0; i < COUNT(names); i++)
		ask("", names[i], 0);
}

static void ask_stream(const char *when)
{
	ask(when, "stream0", 0);
	ask(when, "pcm0p/sub0/hw_params", 0);
	ask(when, "pcm0p/sub0/status", 1);
}

/* A second of sound. */
#define LONG SETUP(.rate = 48000, .period = 8192, .buffer = 32768)

static void ask_playing(void)
{
	int fd = open_pcm(0, PLAYBACK, O_RDWR);

	ask_stream("open: ");
	configure(fd, &LONG);
	ask_stream("set up: ");
	if (ioctl(fd, SNDRV_PCM_IOCTL_PREPARE) < 0)
		die("PREPARE");
	ask_stream("prepared: ");
	if (writei(fd, memory, 32768) != 32768)
		die("WRITEI");
	run(fd);
	ask("running: ", "stream0", 0);
	ask("running: ", "pcm0p/sub0/status", 1);
	if (ioctl(fd, SNDRV_PCM_IOCTL_DROP) < 0)
		die("DROP");
	ask_stream("dropped: ");
	close(fd);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	in("texts of a USB card");
	ask_idle();
	in("texts of a USB stream");
	ask_playing();
	return 0;
}

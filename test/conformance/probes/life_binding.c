/*
 * What the files bind and unbind answer, when nobody holds the card.
 *
 *	life_binding CARD
 *
 * OTHER_DRIVER and OTHER_DEVICE are of a card that takes the lowest number which
 * is free.
 */
#include "life.h"

static int nodes(void)
{
	static const char *const formats[] = { "controlC%d", "pcmC%dD0p", "pcmC%dD0c" };
	int n = 0;

	for (size_t i = 0; i < COUNT(formats); i++) {
		char path[64] = "/dev/snd/";

		sprintf(path + strlen(path), formats[i], card);
		n += access(path, F_OK) == 0;
	}
	return n;
}

/* One write, and how many of the card's nodes there are when it returns. */
static void ask(const char *question, long (*write_it)(void))
{
	key("%s", question);
	say_written(write_it());
	say("nodes=%d", nodes());
	done();
}

static long bind_line(void)
{
	char line[64];
	long r;

	snprintf(line, sizeof(line), "%s\n", getenv("DEVICE"));
	r = tell_driver("bind", line);
	return r == (long)strlen(line) ? r - 1 : r;
}

static long unbind_line(void)
{
	char line[64];
	long r;

	snprintf(line, sizeof(line), "%s\n", getenv("DEVICE"));
	r = tell_driver("unbind", line);
	return r == (long)strlen(line) ? r - 1 : r;
}

static long bind_stranger(void)
{
	return tell_driver("bind", "nosuch.7");
}

static long unbind_stranger(void)
{
	return tell_driver("unbind", "nosuch.7");
}

/* What was noted, as far as it is about the card. */
static void ask_traced(const char *question)
{
	key("%s", question);
	say_traced("card");
	done();
}

static void ask_trace(void)
{
	trace();
	must(bind_driver());
	in("life 08");
	ask_traced("resources of a bind");
	trace();
	must(unbind_driver());
	in("life 10");
	ask_traced("resources of an unbind");
}

/* The other card takes number 0 while nobody has it, and gives it back. */
static void ask_taken_number(void)
{
	must(other_driver("unbind"));
	must(other_driver("bind"));
	in("life 06");
	key("bind when another card has the number");
	trace();
	say_written(bind_driver());
	done();
	ask_traced("resources after that");
	must(other_driver("unbind"));
	ask("bind when the number is free again", bind_driver);
	must(other_driver("bind"));
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	in("life 10");
	ask("unbind with no open file", unbind_driver);
	in("life 04");
	ask("unbind what is unbound", unbind_driver);
	in("life 01");
	ask("bind what is unbound", bind_driver);
	in("life 02");
	ask("bind what is bound", bind_driver);
	in("life 05");
	ask("unbind, by a whole line", unbind_line);
	ask("bind, by a whole line", bind_line);
	in("life 03");
	ask("bind a device that is none", bind_stranger);
	ask("unbind a device that is none", unbind_stranger);
	must(unbind_driver());
	ask_trace();
	ask_taken_number();
	return 0;
}

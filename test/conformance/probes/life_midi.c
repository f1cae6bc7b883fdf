/*
 * What calls on a raw MIDI port return that are under way when the driver is
 * unbound.
 *
 *	life_midi CARD
 *
 * The driver does what the file STEPS says, as in life_order.
 */
#include "life.h"

static struct caller unbinding;

static void ask(const char *question, long (*make)(struct caller *), long amount)
{
	struct caller c;
	char path[256];
	int fd;

	key("%s", question);
	must(bind_driver());
	fd = open(node_path(path, "midiC%dD0"), O_RDONLY);
	if (fd < 0) {
		say("open=%s", outcome(fd));
		must(unbind_driver());
		done();
		return;
	}
	blocked(&c, fd, make, amount);
	begin_call(&unbinding, fd, make_unbind, 0);
	end_call(&c);
	c.result = read(fd, memory, 1);
	say("then %s", outcome(c.result));
	close(fd);
	say_written(join_call(&unbinding));
	done();
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	must(unbind_driver());
	write_steps("card midi register");
	in("life 42");
	ask("read(2)", make_read, 1);
	ask("poll(2)", make_poll, -1);
	must(bind_driver());
	return 0;
}

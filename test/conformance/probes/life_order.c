/*
 * In which order what a probe has acquired is released.
 *
 *	life_order CARD
 *
 * The driver does what the file STEPS says, words that test/conformance/module
 * explains, and CARD is the number of the card that it makes. REMOVE is a command
 * that takes the device away, and PLUG one that brings another.
 */
#include "life.h"

static struct caller unbinding;

/* say_bound binds by a script, and tells that and what has come of it. */
static void say_bound(const char *steps)
{
	write_steps(steps);
	trace();
	say_written(bind_driver());
	say_traced(NULL);
}

static void say_unbound(void)
{
	trace();
	say_written(unbind_driver());
	say_traced(NULL);
}

/* One life: what bind does is told only where it matters. */
static void ask_release(const char *question, const char *steps)
{
	key("%s", question);
	write_steps(steps);
	must(bind_driver());
	say_unbound();
	done();
}

static void ask_bind(const char *question, const char *steps)
{
	key("%s, bind", question);
	say_bound(steps);
	done();
}

static void ask_unbind(const char *question)
{
	key("%s, unbind", question);
	say_unbound();
	done();
}

static void ask_life(const char *question, const char *steps)
{
	ask_bind(question, steps);
	ask_unbind(question);
}

/* 65 and 9 are the same life: the second register moves the trigger. */
static void ask_second_register(void)
{
	in("life 09");
	ask_bind("a second register", "action:A card part:pcm:p action:B register action:C register");
	in("life 65");
	ask_unbind("a second register");
	in("life 09");
	ask_life("a part that came after the first register", "card part:pcm:p register part:pcm:q register");
}

static void ask_failing(void)
{
	in("life 66");
	ask_bind("a probe fails before register", "action:A card part:pcm:p action:B fail:19");
	ask_bind("it frees on error", "guard action:A card part:pcm:p action:B fail:19");
	ask_bind("it frees on error, without a card", "guard action:A fail:12");
	ask_bind("it fails after register", "action:A card part:pcm:p action:B register fail:5");
	ask_bind("it fails after what it acquired after register", "action:A card part:pcm:p register action:B fail:5");
}

static void ask_own_free(void)
{
	in("life 67");
	ask_release("the driver frees the card", "frees action:A card part:pcm:p action:B register action:C");
	ask_release("the driver frees a card that is not registered", "frees action:A card part:pcm:p action:B");
}

static void ask_types(void)
{
	in("life 68");
	ask_life("PCM first", "card part:pcm:p part:rawmidi:r part:hwdep:h part:jack:j part:lowlevel:l part:control:c register");
	ask_life("PCM last", "card part:control:c part:lowlevel:l part:jack:j part:hwdep:h part:rawmidi:r part:pcm:p register");
	ask_life("two of a type", "card part:jack:j part:pcm:p part:jack:k part:pcm:q part:lowlevel:l part:lowlevel:m register");
	ask_life("every type", "card part:control:control part:jack:jack part:hwdep:hwdep part:sequencer:sequencer part:timer:timer "
		"part:rawmidi:rawmidi part:compress:compress part:pcm:pcm part:codec:codec part:bus:bus part:info:info "
		"part:lowlevel:lowlevel register");
}

/*
 * 69: the free of a part waits until we open the gate. No command runs while the
 * file is being closed: it would have a copy, and wait at the gate in our place.
 * Who does not wait there gets all the time that a slow machine takes.
 */

static long make_close(struct caller *c)
{
	return close(c->fd);
}

static int freeing(void)
{
	return traced("free:gate");
}

static void ask_last_close(void)
{
	struct caller closing;
	int fd;

	write_steps("action:A card part:hwdep:gate action:B register");
	must(bind_driver());
	fd = open_control(O_RDWR);
	if (fd < 0)
		die("open");
	trace();
	in("life 69");
	key("who holds the card closes");
	unbind_under(&unbinding, fd);
	say("%s", traced("free:gate") ? "freed early" : "open");
	begin_call(&closing, fd, make_close, 0);
	for (int naps = 0; naps < 1000 && !closing.ended; naps++)
		nap();
	say("%s", closing.ended ? "close has returned" : "close waits");
	AWAIT(freeing());
	say_unbinding(&unbinding);
	done();
	key("the card has been freed");
	write_steps("open");
	say("%s", outcome(join_call(&closing)));
	say_written(join_call(&unbinding));
	say_traced(NULL);
	done();
}

static void ask_memory(void)
{
	in("life 71");
	ask_life("a smaller size", "action:A alloc:100 action:B resize:50");
	ask_life("a size that fits", "action:A alloc:100 action:B resize:50 resize:90");
	ask_life("a larger size", "action:A alloc:100 action:B resize:100000 action:C");
	ask_life("a larger size and a smaller", "action:A alloc:100 action:B resize:100000 resize:10 action:C");
}

static void ask_groups(void)
{
	in("life 72");
	ask_life("a group in a group", "action:F open:G action:A open:H action:B close:H action:C close:G release:G release:H release:G");
	ask_life("the inner one alone", "action:F open:G action:A open:H action:B close:H action:C close:G release:H release:G");
	ask_life("groups that overlap", "action:F open:G action:A open:H action:B close:G action:C close:H release:G release:H release:G");
	ask_life("groups that overlap, the later one", "action:F open:G action:A open:H action:B close:G action:C close:H release:H release:G release:H");
	ask_life("an open group", "action:F open:G action:A action:B release:G action:C");
	ask_life("a group that is forgotten", "action:F open:G action:A close:G remove:G release:G action:B");
	ask_life("a group of an empty list", "release:G");
	ask_life("a card in a group", "action:F open:G action:A card part:pcm:p action:B register close:G release:G");
}

static void ask_actions(void)
{
	in("life 73");
	ask_life("an action is removed twice", "action:A action:B drop:A drop:A");
	ask_life("an action is released twice", "action:A action:B undo:A undo:A");
	ask_life("an action is removed that was released", "action:A action:B undo:B drop:B");
	ask_life("the same action twice", "action:A action:B action:A undo:A");
}

/* Binding the other card's driver would have the deferred ones tried again. */
static void ask_deferral(void)
{
	in("life 74");
	ask_bind("a probe is deferred", "action:A card part:pcm:p action:B defer");
	key("it is tried again when another driver binds");
	trace();
	must(other_driver("unbind"));
	must(other_driver("bind"));
	for (int i = 0; i < 100; i++)
		nap();
	say("%s", traced("probe") ? "yes" : "no");
	done();
	ask_life("it is tried again by hand", "action:A card part:pcm:p register");
}

/* The last questions: the device is not of use any more. */
static void ask_leftovers(void)
{
	in("life 70");
	ask_life("an action that adds one", "action:B action:late action:C");
	ask_bind("another life", "action:B");
	key("the device is removed");
	trace();
	command("REMOVE");
	say_traced(NULL);
	done();
	write_steps("");
	command("PLUG");
	must(unbind_driver());
	ask_bind("another device", "action:B");
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	must(unbind_driver());
	in("life 64");
	ask_life("before and after the card", "action:A card part:pcm:p action:B register action:C");
	ask_second_register();
	ask_failing();
	ask_own_free();
	ask_types();
	ask_last_close();
	ask_memory();
	ask_groups();
	ask_actions();
	ask_deferral();
	ask_leftovers();
	return 0;
}

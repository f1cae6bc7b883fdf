/*
 * In which order programs that watch learn of a card.
 *
 *	life_events CARD
 */
#include "life.h"

#include <linux/netlink.h>
#include <sys/socket.h>

static int events;

static void listen_for_events(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 };

	events = socket(AF_NETLINK, SOCK_DGRAM | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);
	if (events < 0 || bind(events, (struct sockaddr *)&address, sizeof(address)) < 0)
		die("listen for uevents");
}

/* An event begins with ACTION@PATH. Those of other devices are none of ours. */
static void say_events(void)
{
	char event[8192];
	ssize_t length;
	int said = 0;

	while ((length = recv(events, event, sizeof(event) - 1, 0)) > 0) {
		event[length] = 0;
		if (!strstr(event, "@/devices/platform/snd_dummy."))
			continue;
		*strchr(event, '@') = 0;
		say("%s:%s", event, strrchr(event + strlen(event) + 1, '/') + 1);
		said++;
	}
	if (!said)
		say("none");
	done();
}

/* Watching the directory: what is looked for last must be there if the first is, or gone. */

static atomic_int watching, wrong;

static int there(const char *name)
{
	char path[256];

	return access(node_path(path, name), F_OK) == 0;
}

static int all_pcms(void)
{
	return there("pcmC%dD0p") && there("pcmC%dD0c");
}

static long watch_bind(struct caller *unused)
{
	while (watching)
		if (there("controlC%d") && !all_pcms())
			wrong++;
	return 0;
}

static long watch_unbind(struct caller *unused)
{
	while (watching)
		if (!all_pcms() && there("controlC%d"))
			wrong++;
	return 0;
}

static void watch(long (*by)(struct caller *), long (*change)(void))
{
	struct caller watcher;

	watching = 1;
	begin_call(&watcher, -1, by, 0);
	AWAIT(watcher.tid);
	must(change());
	watching = 0;
	join_call(&watcher);
}

enum { ROUNDS = 30 };

static void ask_directory(void)
{
	int binds, unbinds;

	for (int i = 0; i < ROUNDS; i++) {
		watch(watch_unbind, unbind_driver);
		unbinds = wrong;
		wrong = 0;
		watch(watch_bind, bind_driver);
		binds = wrong;
		wrong = 0;
		if (binds || unbinds)
			break;
	}
	in("life 07");
	key("the control node is seen last");
	say("%s", binds ? "no" : "yes");
	done();
	in("life 11");
	key("the control node vanishes first");
	say("%s", unbinds ? "no" : "yes");
	done();
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	ask_directory();
	listen_for_events();
	must(unbind_driver());
	in("life 11");
	key("events of an unbind");
	say_events();
	must(bind_driver());
	in("life 07");
	key("events of a bind");
	say_events();
	return 0;
}

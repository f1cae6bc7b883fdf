/*
 *	actor calls                                           prints the names of all calls
 *	actor TRACE tell PATH                                 writes 1 to a device's file
 *	actor TRACE play SEED NUMBER TRADE DIRECTORY NODE...  acts until SIGTERM; files are sent to 3 and received from 4
 */
#include "actor.h"

#include <sys/time.h>
#include <time.h>

struct actor self;
const char *trace;

#define CALL_NAME(id, name) name,
static const char *const names[] = { CALLS(CALL_NAME) };

/* What those of a trade do, and how often. */
struct habit {
	act *act;
	unsigned weight;
};

static const struct habit player[] = {
	{ open_node, 6 }, { close_node, 4 }, { duplicate, 2 }, { reopen, 1 }, { change_flags, 3 }, { lock_file, 2 }, { look_at, 1 },
	{ map, 4 }, { peek, 6 }, { unmap, 3 }, { fork_child, 1 }, { send_file, 2 }, { receive_file, 2 }, { wait_poll, 5 },
	{ wait_epoll, 2 }, { wait_select, 2 }, { play_or_record, 16 }, { drive, 6 }, { pcm_command, 14 }, { move, 2 }, { foreign, 1 },
	{ control_command, 3 }, { read_events, 1 }, { timer_command, 2 }, { read_timer, 1 }, { NULL, 0 },
};
static const struct habit watcher[] = {
	{ open_node, 8 }, { close_node, 6 }, { duplicate, 3 }, { reopen, 3 }, { change_flags, 3 }, { lock_file, 4 }, { look_at, 2 },
	{ map, 1 }, { peek, 1 }, { unmap, 1 }, { fork_child, 2 }, { send_file, 6 }, { receive_file, 6 }, { wait_poll, 8 },
	{ wait_epoll, 6 }, { wait_select, 6 }, { play_or_record, 2 }, { drive, 2 }, { pcm_command, 2 }, { foreign, 3 },
	{ control_command, 12 }, { read_events, 6 }, { timer_command, 16 }, { read_timer, 6 }, { NULL, 0 },
};
static const struct habit *const trades[] = { player, watcher };
static const struct habit *trade;

void one_action(uint32_t action)
{
	const struct habit *h = trade;
	unsigned sum = 0, at;
	struct slot *s;

	draw(action);
	number_action(action);
	for (; h->act; h++)
		sum += h->weight;
	at = below(sum);
	for (h = trade; at >= h->weight; h++)
		at -= h->weight;
	s = any_slot();
	h->act(s);
	if (below(4) == 0)
		usleep(below(8000));
}

static volatile sig_atomic_t ending;

static void nothing(int number) { (void)number; }
static void end_soon(int number)
{
	(void)number;
	ending = 1;
}

static void handle(int number, void (*handler)(int), int flags)
{
	struct sigaction a = { .sa_handler = handler, .sa_flags = flags };

	sigaction(number, &a, NULL);
}

/* Nobody waits for ever: alarms end each call that can be ended. */
void set_alarms(void)
{
	struct itimerval often = { .it_interval.tv_usec = 150000, .it_value.tv_usec = 150000 };

	setitimer(ITIMER_REAL, &often, NULL);
}

static void handle_signals(void)
{
	handle(SIGALRM, nothing, 0);
	handle(SIGUSR1, nothing, SA_RESTART);
	handle(SIGUSR2, nothing, 0);
	handle(SIGIO, nothing, SA_RESTART);
	handle(SIGTERM, end_soon, 0);
	handle(SIGCHLD, SIG_IGN, 0);
	set_alarms();
}

static int play(char **args, int count)
{
	if (count < 5)
		return 2;
	self.seed = strtoull(args[0], NULL, 0);
	self.number = strtoul(args[1], NULL, 0);
	trade = trades[strtoul(args[2], NULL, 0) % 2];
	self.bus[0] = 3;
	self.bus[1] = 4;
	self.directory = args[3];
	self.nodes = args + 4;
	self.node_count = count - 4;
	handle_signals();
	for (uint32_t i = 0; !ending; i++)
		one_action(i);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "calls") == 0) {
		for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
			puts(names[i]);
		return 0;
	}
	if (argc < 4 || open_records(trace = argv[1]) < 0)
		return 2;
	if (strcmp(argv[2], "tell") == 0)
		return verb(argv[3]);
	return play(argv + 3, argc - 3);
}

/*
 * Who may change an element.
 *
 *	ctl_locks CARD
 *
 * CARD is snd-dummy's.
 */
#include "elements.h"

#include <sys/wait.h>

enum { MASTER = 1, SYNTH = 3 };

static int one, two;

static void say_owner(const char *who, int fd, unsigned numid)
{
	elem_info info;

	say("%s", who);
	if (get_info(fd, numbered(numid), &info) < 0) {
		say("%s", outcome(-1));
		return;
	}
	say("access %#x owner %s", info.access, info.owner == getpid() ? "this" : info.owner == -1 ? "none" : "another");
}

static void say_writes(unsigned numid)
{
	static int value;

	value = value % 90 + 1;
	say("write of one %s", outcome(put(one, numbered(numid), value)));
	say("of two %s", outcome(put(two, numbered(numid), value)));
}

static void ask_lock(const char *what, int result)
{
	key("%s", what);
	say("%s", outcome(result));
	say_owner("one:", one, MASTER);
	say_owner("two:", two, MASTER);
	say_writes(MASTER);
	done();
}

static void ask_locking(void)
{
	elem_value v;

	ask_lock("unlock at first", unlock(one, numbered(MASTER)));
	ask_lock("lock", lock(one, numbered(MASTER)));
	ask_lock("lock again", lock(one, numbered(MASTER)));
	ask_lock("lock by another", lock(two, numbered(MASTER)));
	ask_lock("unlock by another", unlock(two, numbered(MASTER)));
	key("another element meanwhile");
	say_owner("two:", two, SYNTH);
	say_writes(SYNTH);
	done();
	key("read by another");
	say("%s", outcome(get_value(two, numbered(MASTER), &v)));
	done();
	ask_lock("unlock by name", unlock(one, named("Master Volume")));
	ask_lock("unlock again", unlock(one, numbered(MASTER)));
	ask_lock("lock by name", lock(two, named("Master Volume")));
	ask_lock("lock by the first", lock(one, named("Master Volume")));
	ask_lock("unlock", unlock(two, numbered(MASTER)));
	key("what is not there");
	say("lock %s unlock %s", outcome(lock(one, named("None"))), outcome(unlock(one, named("None"))));
	say("lock %s unlock %s", outcome(lock(one, numbered(0))), outcome(unlock(one, numbered(UINT_MAX))));
	done();
}

static void ask_closing(void)
{
	int other = control(O_RDONLY), copy;

	ask_lock("lock by a third", lock(other, numbered(MASTER)));
	copy = dup(other);
	close(other);
	ask_lock("lock of a file of which one descriptor is closed", lock(two, numbered(MASTER)));
	close(copy);
	ask_lock("lock when the last descriptor is closed", lock(two, numbered(MASTER)));
	unlock(two, numbered(MASTER));
	for (int i = 0; i < 20; i++) {
		other = control(O_RDWR);
		if (lock(other, numbered(MASTER)) < 0)
			die("lock");
		close(other);
		if (put(one, numbered(MASTER), i) < 0)
			die("write");
	}
	key("writes just after a lock's file was closed");
	say("all");
	done();
}

/* A child that has locked an element ends. */
static void ask_ending(void)
{
	pid_t pid = fork();

	if (!pid) {
		int own = control(O_RDWR);

		_exit(lock(own, numbered(MASTER)) < 0);
	}
	waitpid(pid, NULL, 0);
	ask_lock("lock when who had it has ended", lock(two, numbered(MASTER)));
	unlock(two, numbered(MASTER));
}

/* A child uses the file that its parent has opened. */
static void ask_inheriting(void)
{
	int status;
	pid_t pid;

	lock(one, numbered(MASTER));
	pid = fork();
	if (!pid)
		_exit(put(one, numbered(MASTER), 77) < 0 || unlock(one, numbered(MASTER)) < 0);
	waitpid(pid, &status, 0);
	key("a child writes and unlocks by the same file");
	say("%d", WEXITSTATUS(status));
	say_owner("then", one, MASTER);
	done();
}

static void ask_own(void)
{
	elem_info set = describe("Set", SNDRV_CTL_ELEM_TYPE_INTEGER, 1);
	unsigned numid;

	in("locks of user elements");
	set.owner = 3;
	must_add(one, &set);
	numid = set.id.numid;
	key("a new one");
	say_owner("one:", one, numid);
	say_owner("two:", two, numid);
	say_writes(numid);
	say("locked again %s", outcome(lock(one, numbered(numid))));
	done();
	key("removed by another");
	say("%s", outcome(remove_id(two, numbered(numid))));
	done();
	key("replaced by another");
	set.id.numid = 0;
	say("%s", outcome(ioctl(two, SNDRV_CTL_IOCTL_ELEM_REPLACE, &set)));
	done();
	key("the first of three is unlocked");
	say("%s", outcome(unlock(one, numbered(numid))));
	say_writes(numid);
	say("the second:");
	say_writes(numid + 1);
	say("removed by another %s", outcome(remove_id(two, numbered(numid))));
	done();
	key("all are unlocked");
	unlock(one, numbered(numid + 1));
	unlock(one, numbered(numid + 2));
	say_writes(numid + 2);
	say("locked by another %s", outcome(lock(two, numbered(numid + 2))));
	say("removed by the first %s", outcome(remove_id(one, numbered(numid))));
	say("removed by the other %s", outcome(remove_id(two, numbered(numid))));
	done();
	key("unlocked when it has gone");
	say("%s", outcome(unlock(two, numbered(numid + 2))));
	done();
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	one = control(O_RDWR);
	two = control(O_RDWR);
	begin_adding();
	in("locks");
	ask_locking();
	ask_closing();
	ask_ending();
	ask_inheriting();
	ask_own();
	put(one, numbered(MASTER), 0);
	put(one, numbered(SYNTH), 0);
	close(one);
	close(two);
	end_adding();
	return 0;
}

/*
 * What keeps a card whose driver is being unbound, and the write that unbinds.
 *
 *	life_holders CARD
 *
 * BOUND is a command that succeeds while the driver is bound.
 */
#include "life.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

static int fd;
static struct caller unbinding;

/* 13 to 18: who holds it. */

static void ask_open_file(void)
{
	fd = open_control(O_RDWR);
	in("life 13");
	key("an open control handle");
	unbind_under(&unbinding, fd);
	say_unbinding(&unbinding);
	close(fd);
	bound_again(&unbinding);
}

static void ask_copy(void)
{
	int copy;

	fd = open_pcm(0, PLAYBACK, O_RDWR);
	copy = dup(fd);
	in("life 14");
	key("the copy of a PCM handle");
	unbind_under(&unbinding, fd);
	close(fd);
	say_unbinding(&unbinding);
	close(copy);
	bound_again(&unbinding);
}

static void ask_mapping(const char *name, long offset, int protection)
{
	void *at;

	fd = open_pcm(0, PLAYBACK, O_RDWR);
	configure(fd, &SETUP(.access = SNDRV_PCM_ACCESS_MMAP_INTERLEAVED));
	at = mmap(NULL, 4096, protection, MAP_SHARED, fd, offset);
	if (at == MAP_FAILED)
		die("mmap");
	in("life 15");
	key("a mapping of the %s", name);
	unbind_under(&unbinding, fd);
	close(fd);
	say_unbinding(&unbinding);
	munmap(at, 4096);
	bound_again(&unbinding);
}

/* A child that has inherited what is open, and stays until it is ended. */
static pid_t child(void)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	while (!pid)
		pause();
	return pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void ask_child(void)
{
	pid_t pid;

	fd = open_control(O_RDWR);
	pid = child();
	in("life 16");
	key("a forked child");
	unbind_under(&unbinding, fd);
	close(fd);
	say_unbinding(&unbinding);
	end(pid);
	bound_again(&unbinding);
}

static void ask_message(void)
{
	char room[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec v = { "x", 1 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof(room) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	int sockets[2];

	fd = open_control(O_RDWR);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd, sizeof(int));
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) < 0 || sendmsg(sockets[0], &m, 0) < 0)
		die("send a descriptor");
	in("life 17");
	key("a descriptor in a message that nobody received");
	unbind_under(&unbinding, fd);
	close(fd);
	say_unbinding(&unbinding);
	close(sockets[0]);
	say_unbinding(&unbinding);
	close(sockets[1]);
	bound_again(&unbinding);
}

static void ask_stopped(void)
{
	pid_t pid;

	fd = open_control(O_RDWR);
	pid = child();
	kill(pid, SIGSTOP);
	in("life 18");
	key("a stopped child");
	unbind_under(&unbinding, fd);
	close(fd);
	say_unbinding(&unbinding);
	end(pid);
	bound_again(&unbinding);
}

/* 19 to 21: who writes. */

static int ended(pid_t pid)
{
	for (int i = 0; i < 100; i++, nap())
		if (waitpid(pid, NULL, WNOHANG) == pid)
			return 1;
	return 0;
}

static void ask_killed_writer(void)
{
	pid_t pid;

	fd = open_control(O_RDWR);
	in("life 19");
	key("the writer is killed");
	pid = fork();
	if (!pid) {
		close(fd);
		unbind_driver();
		_exit(0);
	}
	AWAIT(gone(fd));
	kill(pid, SIGKILL);
	say("%s", ended(pid) ? "it ends" : "it stays");
	close(fd);
	ended(pid);
	AWAIT(bind_driver() > 0);
	done();
}

static void ask_own_threads(void)
{
	fd = open_control(O_RDWR);
	in("life 20");
	key("another thread of the writer closes");
	unbind_under(&unbinding, fd);
	close(fd);
	bound_again(&unbinding);
}

/* The last question: there is no way back. */
static void ask_own_holder(void)
{
	pid_t pid;

	fd = open_control(O_RDWR);
	in("life 21");
	key("the writer is the holder, and is killed");
	pid = fork();
	if (!pid) {
		unbind_driver();
		_exit(0);
	}
	AWAIT(gone(fd));
	close(fd);
	say("%s", ended(pid) ? "it ends" : "it stays");
	kill(pid, SIGKILL);
	say("%s", ended(pid) ? "it ends" : "it stays");
	done();
}

/* 24 to 27: what others do meanwhile. */

static int bound(void)
{
	return system(getenv("BOUND") ? getenv("BOUND") : "false") == 0;
}

static int nodes(void)
{
	int control = open_control(O_RDONLY | O_NONBLOCK), playback = try_open(0, PLAYBACK, O_RDWR | O_NONBLOCK);

	close(control);
	close(playback);
	return (control >= 0) + (playback >= 0);
}

static void ask_second(const char *name, long (*make)(struct caller *))
{
	struct caller second;

	fd = open_control(O_RDWR);
	key("%s", name);
	unbind_under(&unbinding, fd);
	blocked(&second, fd, make, 0);
	close(fd);
	say_written(join_call(&unbinding));
	say_written(join_call(&second));
	say("nodes=%d", nodes());
	done();
	if (make == make_unbind)
		must(bind_driver());
}

/* Which of them comes first is open; but the card is there, or it is not. */
static void ask_both(void)
{
	struct caller first, second;

	fd = open_control(O_RDWR);
	in("life 26");
	key("bind and unbind behind an unbind");
	unbind_under(&unbinding, fd);
	blocked(&first, fd, make_bind, 0);
	blocked(&second, fd, make_unbind, 0);
	close(fd);
	say_written(join_call(&unbinding));
	say_written(join_call(&first));
	say_written(join_call(&second));
	say("%s", nodes() == (bound() ? 2 : 0) ? "whole" : "half");
	done();
	if (!bound())
		must(bind_driver());
}

static void ask_device(void)
{
	fd = open_control(O_RDWR);
	in("life 27");
	key("the device while the driver is unbound");
	say("bound=%d", bound());
	unbind_under(&unbinding, fd);
	say("then bound=%d", bound());
	close(fd);
	bound_again(&unbinding);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	ask_open_file();
	ask_copy();
	ask_mapping("status", SNDRV_PCM_MMAP_OFFSET_STATUS, PROT_READ);
	ask_mapping("control", SNDRV_PCM_MMAP_OFFSET_CONTROL, PROT_READ | PROT_WRITE);
	ask_mapping("ring", SNDRV_PCM_MMAP_OFFSET_DATA, PROT_READ | PROT_WRITE);
	ask_child();
	ask_message();
	ask_stopped();
	ask_killed_writer();
	ask_own_threads();
	in("life 24");
	ask_second("a second unbind", make_unbind);
	in("life 25");
	ask_second("a bind", make_bind);
	ask_both();
	ask_device();
	ask_own_holder();
	return 0;
}

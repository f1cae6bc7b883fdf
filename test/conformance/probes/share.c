/*
 * One stream and several descriptors, files and processes: dup(2), fork(2),
 * descriptors sent over a socket, and opens with O_APPEND.
 *
 *	share CARD playback|capture
 */
#include "stream.h"

#include <sys/socket.h>
#include <sys/wait.h>

static int direction;

static long transfer(int fd, unsigned long frames)
{
	return direction == PLAYBACK ? writei(fd, memory, frames) : readi(fd, memory, frames);
}

/* A stream that is still, and of which 100 frames can be moved and more. */
static int still(void)
{
	int fd = prepared(direction, &SETUP());

	if (direction == CAPTURE)
		move(fd, SNDRV_PCM_IOCTL_REWIND, BUFFER);
	return fd;
}

static int running(void)
{
	int fd = prepared(direction, &SETUP());

	if (direction == PLAYBACK)
		set_appl(fd, 16000);
	run(fd);
	return fd;
}

/* A stream lives as long as one of its descriptors. */
static void ask_dup(void)
{
	int fd = running(), other = dup(fd);

	key("dup: close the first, and the second");
	say("%s", outcome(close(fd)));
	say_state(other);
	say("%s", call(other, SNDRV_PCM_IOCTL_DROP));
	say_state(other);
	say("%s", outcome(close(other)));
	say("%s", outcome(ioctl(other, SNDRV_PCM_IOCTL_DROP)));
	done();

	fd = still();
	other = dup(fd);
	key("dup: O_NONBLOCK is of both");
	fcntl(other, F_SETFL, O_RDWR);
	say("%d", !!(fcntl(fd, F_GETFL) & O_NONBLOCK));
	done();
	key("dup: transfers by both");
	say("%s", outcome(transfer(fd, 10)));
	say("%s", outcome(transfer(other, 20)));
	say_pointers(fd);
	done();
	close(fd);
	close(other);
}

/* child runs what a child does, and waits for it to end. */
static void child(void (*what)(int fd), int fd)
{
	int status;
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (!pid) {
		what(fd);
		_exit(0);
	}
	if (waitpid(pid, &status, 0) < 0 || status)
		die("a child failed");
}

static void child_transfers(int fd) { say("child %s", outcome(transfer(fd, 8))); fflush(stdout); }
static void child_closes(int fd) { close(fd); }
static void child_drops(int fd) { say("child %s", call(fd, SNDRV_PCM_IOCTL_DROP)); fflush(stdout); }
static void child_drains(int fd) { say("child %s", call(fd, SNDRV_PCM_IOCTL_DRAIN)); fflush(stdout); }
static void child_nothing(int fd) { (void)fd; }

static void ask_fork(void)
{
	int fd = still();

	key("fork: the child moves 8 frames, then the parent");
	fflush(stdout);
	child(child_transfers, fd);
	say("%s", outcome(transfer(fd, 8)));
	say_pointers(fd);
	done();
	close(fd);

	static const struct { const char *name; void (*what)(int); } children[] = {
		{ "exits", child_nothing },
		{ "closes its descriptor", child_closes },
		{ "drops the stream", child_drops },
	};
	for (size_t i = 0; i < COUNT(children); i++) {
		fd = running();
		key("fork: the child %s while it runs", children[i].name);
		fflush(stdout);
		child(children[i].what, fd);
		say_state(fd);
		done();
		close(fd);
	}

	fd = prepared(direction, &SETUP(.rate = 48000, .period = 256, .buffer = 1024));
	fcntl(fd, F_SETFL, O_RDWR);
	transfer(fd, direction == PLAYBACK ? 1000 : 0);
	key("fork: the child drains");
	fflush(stdout);
	child(child_drains, fd);
	say_state(fd);
	done();
	close(fd);
}

/* A descriptor that comes over a socket. */
static void send_fd(int to, int fd)
{
	char byte = 0, control[CMSG_SPACE(sizeof(fd))] = { 0 };
	struct iovec data = { &byte, 1 };
	struct msghdr m = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	if (sendmsg(to, &m, 0) < 0)
		die("sendmsg");
}

static int receive_fd(int from)
{
	char byte, control[CMSG_SPACE(sizeof(int))];
	struct iovec data = { &byte, 1 };
	struct msghdr m = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control) };
	int fd;

	if (recvmsg(from, &m, 0) != 1 || !CMSG_FIRSTHDR(&m))
		die("recvmsg");
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof(fd));
	return fd;
}

static void ask_passed(void)
{
	int pair[2], status;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		die("socketpair");
	key("SCM_RIGHTS: the sender closes, the receiver goes on");
	fflush(stdout);
	pid = fork();
	if (!pid) {
		int fd = receive_fd(pair[1]);

		say_state(fd);
		say("%s", outcome(transfer(fd, 8)));
		say("%s", call(fd, SNDRV_PCM_IOCTL_START));
		say_state(fd);
		fflush(stdout);
		send_fd(pair[1], fd);
		_exit(0);
	}
	int fd = still();

	send_fd(pair[0], fd);
	close(fd);
	/* It comes back while nobody else has it. */
	if (waitpid(pid, &status, 0) < 0 || status)
		die("the receiver failed");
	fd = receive_fd(pair[0]);
	say("back");
	say_state(fd);
	done();
	close(fd);
	close(pair[0]);
	close(pair[1]);
}

/* Opens with O_APPEND share a substream that has been chosen on the control node. */
static int preferring(int number)
{
	int control = open_control(O_RDWR);

	if (control < 0 || ioctl(control, SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE, &number) < 0)
		die("PCM_PREFER_SUBDEVICE");
	return control;
}

static void ask_append(void)
{
	int control = preferring(5), a, b, number = 5;
	struct snd_pcm_info info;

	key("O_APPEND of a substream that nobody has");
	say("%s", try_open(0, direction, O_RDWR | O_APPEND | O_NONBLOCK) < 0 ? strerrorname_np(errno) : "0");
	done();
	a = open_pcm(0, direction, O_RDWR | O_NONBLOCK);
	key("an open without it, of one that somebody has");
	say("%s", try_open(0, direction, O_RDWR | O_NONBLOCK) < 0 ? strerrorname_np(errno) : "0");
	done();
	b = open_pcm(0, direction, O_RDWR | O_APPEND);
	key("O_APPEND of one that somebody has: INFO");
	memset(&info, 0, sizeof(info));
	say("%s", outcome(ioctl(b, SNDRV_PCM_IOCTL_INFO, &info)));
	say("subdevice=%u", info.subdevice);
	say_state(b);
	done();
	configure(a, &SETUP());
	key("the second sees the parameters of the first");
	say_state(b);
	say("%s", call(b, SNDRV_PCM_IOCTL_PREPARE));
	say_state(a);
	done();
	if (direction == CAPTURE)
		move(a, SNDRV_PCM_IOCTL_REWIND, BUFFER);
	key("transfers by both");
	say("%s", outcome(transfer(a, 10)));
	say("%s", outcome(transfer(b, 20)));
	say_pointers(a);
	done();
	key("one O_NONBLOCK for both, that of the last PREPARE");
	ioctl(a, SNDRV_PCM_IOCTL_PREPARE);
	if (direction == PLAYBACK)
		move(a, SNDRV_PCM_IOCTL_FORWARD, BUFFER);
	say("%s", outcome(transfer(b, 1)));
	done();
	key("START by the second, DRAIN of its own flag, DROP by the first");
	say("%s", call(b, SNDRV_PCM_IOCTL_START));
	say_state(a);
	fcntl(b, F_SETFL, O_RDWR | O_APPEND | O_NONBLOCK);
	say("%s", call(b, SNDRV_PCM_IOCTL_DRAIN));
	say("%s", call(a, SNDRV_PCM_IOCTL_DROP));
	say_state(b);
	done();
	ioctl(a, SNDRV_PCM_IOCTL_PREPARE);
	set_appl(a, direction == PLAYBACK ? 16000 : 0);
	run(a);
	key("the first is closed while it runs");
	say("%s", outcome(close(a)));
	say_state(b);
	say("%s", outcome(hwsync(b)));
	done();
	key("and another one shares with who is left");
	a = try_open(0, direction, O_RDWR | O_APPEND | O_NONBLOCK);
	say("%s", a < 0 ? strerrorname_np(errno) : "0");
	say_state(a);
	done();
	key("HW_FREE by the newest");
	ioctl(a, SNDRV_PCM_IOCTL_DROP);
	say("%s", call(a, SNDRV_PCM_IOCTL_HW_FREE));
	say_state(b);
	done();
	close(a);
	close(b);
	number = -1;
	ioctl(control, SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE, &number);
	key("O_APPEND without a choice");
	say("%s", try_open(0, direction, O_RDWR | O_APPEND | O_NONBLOCK) < 0 ? strerrorname_np(errno) : "0");
	done();
	close(control);
}

/* What one left is not there for the next. */
static void ask_again(void)
{
	int control = preferring(6), fd = running();
	struct snd_pcm_status s;

	close(fd);
	fd = open_pcm(0, direction, O_RDWR);
	key("a new open after a close while it ran");
	say_pointers(fd);
	status(fd, &s);
	say("trigger %d avail=%lu max=%lu", !!s.trigger_tstamp.tv_sec, s.avail, s.avail_max);
	done();
	close(fd);
	close(control);
}

/* Two streams side by side: what is done to one is not seen in the other. */
static void ask_beside(void)
{
	int a = running(), b = still();

	key("beside a stream that runs: another one");
	say("%s", outcome(transfer(b, 100)));
	say_pointers(b);
	say("%s", call(b, SNDRV_PCM_IOCTL_START));
	say("%s", call(b, SNDRV_PCM_IOCTL_XRUN));
	say_state(b);
	say_state(a);
	done();
	key("closed, beside it");
	close(b);
	say_state(a);
	say("%s", outcome(hwsync(a)));
	done();
	close(a);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 1, "playback|capture");
	direction = stream_named(argv[2]);
	in("share");
	ask_dup();
	ask_fork();
	ask_passed();
	ask_append();
	ask_again();
	ask_beside();
	return 0;
}

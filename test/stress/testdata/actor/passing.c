/* Open files come to other processes by fork, and in messages. */
#include "actor.h"

#include <sys/socket.h>
#include <sys/wait.h>

struct message {
	uint64_t file;
	uint32_t node;
	uint32_t kind;
};

union ancillary {
	struct cmsghdr header;
	char space[CMSG_SPACE(sizeof(int))];
};

void send_file(struct slot *s)
{
	struct message m = { .file = s->file, .node = s->node, .kind = s->kind };
	struct iovec body = { &m, sizeof(m) };
	union ancillary a = { .header = { .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS } };
	struct msghdr h = { .msg_iov = &body, .msg_iovlen = 1, .msg_control = &a, .msg_controllen = sizeof(a) };
	struct record *r;

	if (s->fd < 0)
		return;
	memcpy(CMSG_DATA(&a.header), &s->fd, sizeof(int));
	r = begin(SEND_CALL, s->file, 0);
	end(r, sendmsg(self.bus[0], &h, MSG_DONTWAIT | MSG_NOSIGNAL));
}

void receive_file(struct slot *s)
{
	struct message m;
	struct iovec body = { &m, sizeof(m) };
	union ancillary a;
	struct msghdr h = { .msg_iov = &body, .msg_iovlen = 1, .msg_control = &a, .msg_controllen = sizeof(a) };
	int fd;

	if (end(begin(RECEIVE_CALL, 0, 0), recvmsg(self.bus[1], &h, MSG_DONTWAIT | MSG_CMSG_CLOEXEC)) != sizeof(m) || h.msg_controllen == 0)
		return;
	memcpy(&fd, CMSG_DATA(&a.header), sizeof(int));
	let_go(s);
	*s = (struct slot){ .fd = fd, .file = m.file, .node = m.node, .kind = m.kind };
}

/* A child has all that is open and mapped, for as long as it lives. */
void fork_child(struct slot *s)
{
	static uint32_t children;
	extern const char *trace;
	struct record *r = begin(FORK_CALL, 0, 0);
	pid_t child;
	char path[512];

	(void)s;
	if (self.number >> 16) { /* children have none */
		end(r, 0);
		return;
	}
	children++;
	child = fork();
	if (child) {
		end(r, child);
		return;
	}
	set_alarms(); /* a child has none */
	self.number |= children << 16;
	snprintf(path, sizeof(path), "%s.%u", trace, children);
	if (open_records(path) < 0)
		_exit(1);
	end(begin(FORK_CALL, 0, 0), getpid());
	for (uint32_t i = 0; i < CHILD_ACTIONS; i++)
		one_action(i);
	_exit(0);
}

/*
 * Events of control elements.
 *
 *	ctl_events CARD
 *
 * CARD is snd-dummy's.
 */
#include "elements.h"
#include "caller.h"

#include <poll.h>
#include <sys/epoll.h>

enum { MASTER = 1, MASTER_SWITCH = 2, SYNTH = 3, BOX = 11, EVENT = sizeof(struct snd_ctl_event) };

static int fd, writer;

static void ask_subscribing(void)
{
	static const int values[] = { -1, 0, 1, -1, 7, -7, 0, -1, INT_MIN, INT_MAX };
	int own = control(O_RDWR);

	for (size_t i = 0; i < COUNT(values); i++) {
		int v = values[i];

		key("%zu. subscribe %d", i + 1, v);
		say("%s", outcome(ioctl(own, SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &v)));
		say("%d", v);
		done();
	}
	key("subscribe with NULL");
	say("%s", outcome(ioctl(own, SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, NULL)));
	done();
	close(own);
}

static void say_poll(int file)
{
	struct pollfd p = { .fd = file, .events = POLLIN | POLLOUT | POLLPRI | POLLRDNORM };
	int ready = poll(&p, 1, 0);

	say("poll %d %#x", ready, p.revents);
}

static void ask_without(void)
{
	static const size_t sizes[] = { 0, 1, EVENT };
	char buffer[EVENT];
	int own = control(O_RDWR | O_NONBLOCK);

	for (size_t i = 0; i < COUNT(sizes); i++) {
		key("read of %zu bytes without a subscription", sizes[i]);
		say("%s", outcome(read(own, buffer, sizes[i])));
		say_poll(own);
		done();
	}
	close(own);
}

/* Three elements change, then a read of some size. */
static void ask_sizes(void)
{
	static const size_t sizes[] = { 1, EVENT - 1, EVENT, EVENT + 1, 2 * EVENT, 3 * EVENT - 1, 3 * EVENT, 10 * EVENT };
	char buffer[10 * EVENT];

	for (size_t i = 0; i < COUNT(sizes); i++) {
		int own = subscribed(O_RDWR | O_NONBLOCK);

		put(writer, numbered(MASTER), i + 1);
		put(writer, numbered(SYNTH), i + 1);
		put(writer, numbered(MASTER_SWITCH), ~i & 1);
		key("read of %zu bytes", sizes[i]);
		say("%s left", outcome(read(own, buffer, sizes[i])));
		say_events(own);
		say("then %s", outcome(read(own, buffer, EVENT)));
		say("and of too little %s", outcome(read(own, buffer, 3)));
		done();
		close(own);
	}
}

static void ask_struct(void)
{
	struct snd_ctl_event e;

	memset(&e, 0x11, sizeof(e));
	put(writer, numbered(MASTER), 50);
	key("an event");
	say("%s type %d mask %#x", outcome(read(fd, &e, sizeof(e))), e.type, e.data.elem.mask);
	say_id(&e.data.elem.id);
	done();
}

static void ask_merging(void)
{
	elem_info info = describe("Added", SNDRV_CTL_ELEM_TYPE_INTEGER, 1), set = describe("Set", SNDRV_CTL_ELEM_TYPE_BYTES, 4);

	key("nothing happens");
	say_events(fd);
	say_poll(fd);
	done();
	key("the same value");
	put(writer, numbered(MASTER), 50);
	say_events(fd);
	done();
	key("an element twice");
	put(writer, numbered(MASTER), 51);
	put(writer, numbered(MASTER), 52);
	say_poll(fd);
	say_events(fd);
	done();
	key("two elements in turn");
	put(writer, numbered(MASTER), 53);
	put(writer, numbered(SYNTH), 53);
	put(writer, numbered(MASTER), 54);
	say_events(fd);
	done();
	key("one that switches others");
	put(writer, numbered(BOX), 0);
	put(writer, numbered(9), 4);
	put(writer, numbered(BOX), 1);
	say_events(fd);
	put(writer, numbered(9), 0);
	say_events(fd);
	done();
	key("a write that fails");
	put(writer, numbered(BOX), 5);
	say_events(fd);
	done();
	key("one's own write");
	put(fd, numbered(MASTER), 0);
	say_events(fd);
	done();
	key("lock and unlock");
	lock(writer, numbered(MASTER));
	unlock(writer, numbered(MASTER));
	say_events(fd);
	done();

	info.access = SNDRV_CTL_ELEM_ACCESS_READWRITE | SNDRV_CTL_ELEM_ACCESS_TLV_WRITE;
	key("added");
	must_add(writer, &info);
	say_events(fd);
	done();
	key("written and removed");
	put(writer, info.id, 3);
	remove_id(writer, info.id);
	say_events(fd);
	done();
	key("added, written and removed");
	must_add(writer, &info);
	put(writer, info.id, 3);
	remove_id(writer, info.id);
	say_events(fd);
	done();
	key("added, given TLV data and written");
	must_add(writer, &info);
	tlv(writer, SNDRV_CTL_IOCTL_TLV_WRITE, info.id.numid, 16, (unsigned[4]){ 1, 8, 2, 3 }, 4);
	put(writer, info.id, 3);
	say_events(fd);
	done();
	key("given other TLV data");
	tlv(writer, SNDRV_CTL_IOCTL_TLV_WRITE, info.id.numid, 16, (unsigned[4]){ 1, 8, 2, 4 }, 4);
	say_events(fd);
	done();
	key("replaced");
	say("%s", outcome(ioctl(writer, SNDRV_CTL_IOCTL_ELEM_REPLACE, &info)));
	say_events(fd);
	done();
	key("removed and added again");
	remove_id(writer, info.id);
	must_add(writer, &info);
	say_events(fd);
	done();
	set.owner = 3;
	key("three of a set");
	must_add(writer, &set);
	say_events(fd);
	put(writer, numbered(set.id.numid + 1), 9);
	say("| then");
	say_events(fd);
	done();
	key("the set is removed by its second");
	say("%s", outcome(remove_id(writer, numbered(set.id.numid + 1))));
	say_events(fd);
	done();
}

static void ask_queue(void)
{
	int off = 0, on = 1, copy, second = subscribed(O_RDWR);
	char buffer[EVENT];

	key("two subscribers");
	put(writer, numbered(MASTER), 1);
	say_events(second);
	say("|");
	say_events(fd);
	done();
	key("subscribed again with one queued");
	put(writer, numbered(MASTER), 2);
	ioctl(second, SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &on);
	say_events(second);
	done();
	key("unsubscribed with one queued");
	put(writer, numbered(MASTER), 3);
	ioctl(second, SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &off);
	say_poll(second);
	ioctl(second, SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &on);
	say_poll(second);
	say_events(second);
	done();
	key("a copy of the descriptor");
	copy = dup(second);
	put(writer, numbered(MASTER), 4);
	close(second);
	say_poll(copy);
	say_events(copy);
	done();
	close(copy);
	key("an open file that can only be written");
	second = subscribed(O_WRONLY);
	put(writer, numbered(MASTER), 5);
	say_poll(second);
	say("%s", outcome(read(second, buffer, EVENT)));
	done();
	close(second);
}

static long make_event_read(struct caller *c)
{
	char buffer[10 * EVENT];

	return read(c->fd, buffer, c->amount);
}

static void ask_sleepers(void)
{
	static const long sizes[] = { EVENT, 10 * EVENT };
	struct epoll_event watched = { .events = EPOLLIN }, got = { 0 };
	struct caller c;
	int set = epoll_create1(0), own = subscribed(O_RDWR);

	for (size_t i = 0; i < COUNT(sizes); i++) {
		key("a read of %ld bytes that waits, and an event", sizes[i]);
		blocked(&c, own, make_event_read, sizes[i]);
		put(writer, numbered(SYNTH), 40 + i);
		end_call(&c);
		say_poll(own);
		done();
	}
	key("a poll that waits, and an event");
	blocked(&c, own, make_poll, 20000);
	put(writer, numbered(SYNTH), 42);
	end_call(&c);
	say_events(own);
	done();
	key("epoll");
	if (set < 0 || epoll_ctl(set, EPOLL_CTL_ADD, own, &watched) < 0)
		die("epoll");
	say("%d", epoll_wait(set, &got, 1, 0));
	put(writer, numbered(SYNTH), 43);
	say("%d %#x", epoll_wait(set, &got, 1, 20000), got.events);
	say_events(own);
	say("%d", epoll_wait(set, &got, 1, 0));
	done();
	close(own);
	close(set);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	begin_adding();
	writer = control(O_RDWR);
	in("events");
	ask_subscribing();
	ask_without();
	ask_sizes();
	fd = subscribed(O_RDWR);
	ask_struct();
	ask_merging();
	ask_queue();
	ask_sleepers();
	put(writer, numbered(MASTER), 0);
	put(writer, numbered(SYNTH), 0);
	put(writer, numbered(MASTER_SWITCH), 0);
	close(writer);
	end_adding();
	return 0;
}

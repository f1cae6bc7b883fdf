/*
 * What becomes of control elements and their events when the driver is unbound
 * and bound again.
 *
 *	life_elements CARD
 */
#include "elements.h"
#include "life.h"

#include <poll.h>

static int fd;
static struct caller unbinding;

static void ask_values(const char *when)
{
	key("values %s", when);
	say_value(fd, named("Master Volume"));
	say_value(fd, named("Mic Capture Switch"));
	say_value(fd, named("External I/O Box"));
	done();
}

static void ask_element(const char *name, const char *when)
{
	elem_info info;

	key("%s %s", name, when);
	say_info(get_info(fd, named(name), &info), &info);
	done();
}

static void ask_all(const char *when)
{
	ask_values(when);
	ask_element("Added", when);
	ask_element("CD Volume", when);
	ask_element("Line Volume", when);
	key("number of elements %s", when);
	say("%u", elements(fd));
	done();
}

static void change_all(void)
{
	elem_info info = describe("Added", SNDRV_CTL_ELEM_TYPE_INTEGER, 2);
	elem_id line = named("Line Volume");

	must_add(fd, &info);
	if (put(fd, named("Master Volume"), 11) < 0 || put(fd, named("Mic Capture Switch"), 1) < 0 ||
	    put(fd, named("External I/O Box"), 0) < 0 || put(fd, info.id, 22) < 0 ||
	    ioctl(fd, SNDRV_CTL_IOCTL_ELEM_LOCK, &line) < 0)
		die("change elements");
}

/* 12: a card that comes again is as it was at first. */
static void ask_bound_again(void)
{
	elem_info info = describe("Added", SNDRV_CTL_ELEM_TYPE_INTEGER, 2);

	in("life 12");
	fd = control(O_RDWR);
	ask_all("at first");
	change_all();
	ask_all("when a program has changed them");
	close(fd);
	must(unbind_driver());
	must(bind_driver());
	fd = control(O_RDWR);
	ask_all("when the card is there again");
	key("a new element after that");
	say("%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_ADD, &info)));
	say_id(&info.id);
	done();
	close(fd);
	must(unbind_driver());
	must(bind_driver());
}

/* 12: the same while a program still holds the old card. */
static void ask_old_handle(void)
{
	elem_info info = describe("Added", SNDRV_CTL_ELEM_TYPE_INTEGER, 1);
	elem_id id = named("Master Volume");
	elem_value v = { .id = id };
	unsigned words[4];

	fd = control(O_RDWR);
	change_all();
	unbind_under(&unbinding, fd);
	key("a handle of the card that has gone");
	say("READ=%s", outcome(get_value(fd, id, &v)));
	say("WRITE=%s", outcome(put(fd, id, 1)));
	say("ADD=%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_ADD, &info)));
	say("REMOVE=%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_REMOVE, &info.id)));
	say("UNLOCK=%s", outcome(ioctl(fd, SNDRV_CTL_IOCTL_ELEM_UNLOCK, &id)));
	say("TLV=%s", outcome(tlv(fd, SNDRV_CTL_IOCTL_TLV_READ, 1, sizeof(words), words, 4)));
	close(fd);
	bound_again(&unbinding);
}

static void say_poll(void)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int ready = poll(&p, 1, 0);

	say("poll=%d %#x", ready, p.revents);
}

/* 39: an event that nobody has read. */
static void say_end(int flags, size_t size)
{
	char buffer[200];
	ssize_t n;

	fd = subscribed(flags);
	if (put(fd, named("Master Volume"), 33) < 0)
		die("ELEM_WRITE");
	say_poll();
	unbind_under(&unbinding, fd);
	n = read(fd, buffer, size);
	say("read=%s", outcome(n));
	say_poll();
	close(fd);
	bound_again(&unbinding);
}

static void ask_queued_event(void)
{
	in("life 39");
	key("an event is queued, read");
	say_end(O_RDWR, 72);
	key("an event is queued, read of too little");
	say_end(O_RDWR, 10);
	key("an event is queued, read with O_NONBLOCK");
	say_end(O_RDWR | O_NONBLOCK, 144);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	ask_bound_again();
	ask_old_handle();
	ask_queued_event();
	return 0;
}

/*
 * TLV data of elements, of a driver's and of programs' own.
 *
 *	ctl_tlv CARD
 *
 * CARD is snd-dummy's.
 */
#include "elements.h"

#include <sys/mman.h>

enum { READ = SNDRV_CTL_IOCTL_TLV_READ, WRITE = SNDRV_CTL_IOCTL_TLV_WRITE, COMMAND = SNDRV_CTL_IOCTL_TLV_COMMAND };
enum { KIB = 1024, MAX = 128 * KIB };

static int fd, other, events;

static const char *op_name(unsigned long op)
{
	return op == (unsigned)READ ? "read" : op == (unsigned)WRITE ? "write" : "command";
}

static void ask(unsigned op, const char *what, unsigned numid, unsigned length)
{
	unsigned words[6] = { 0x11, 0x12, 0x13, 0x14, 0x15, 0x16 };
	int result = tlv(fd, op, numid, length, words, COUNT(words));

	key("%s of %s, %u bytes", op_name(op), what, length);
	say("%s", outcome(result));
	for (size_t i = 0; i < COUNT(words); i++)
		say("%x", words[i]);
	done();
}

static void ask_driver(void)
{
	static const unsigned lengths[] = { 0, 4, 7, 8, 12, 15, 16, 17, 24 };

	in("tlv");
	for (size_t i = 0; i < COUNT(lengths); i++)
		ask(READ, "a volume", 1, lengths[i]);
	ask(READ, "a volume", 1, UINT_MAX);
	ask(READ, "a switch", 2, 16);
	ask(READ, "a choice", 11, 16);
	ask(READ, "nothing", 0, 16);
	ask(READ, "what is not there", 12345678, 16);
	ask(READ, "the last number", UINT_MAX, 16);
	ask(READ, "what is not there", 12345678, 4);
	for (unsigned op = 0; op < 2; op++) {
		unsigned request = op ? COMMAND : WRITE;

		ask(request, "a volume", 1, 16);
		ask(request, "a volume", 1, 4);
		ask(request, "a volume", 1, UINT_MAX);
		ask(request, "a switch", 2, 16);
		ask(request, "nothing", 0, 16);
		ask(request, "what is not there", 12345678, 16);
	}
}

/* The data follow the struct, also where there is no memory. */
static void ask_memory(unsigned numid)
{
	static const unsigned before[] = { 8, 12, 16, 24 };
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED || munmap(page + 4096, 4096) < 0)
		die("mmap");
	for (size_t i = 0; i < COUNT(before); i++) {
		struct snd_ctl_tlv *t = (struct snd_ctl_tlv *)(page + 4096 - before[i]);

		key("memory ends %u bytes after the start", before[i]);
		t->numid = 1;
		t->length = 16;
		say("read %s", outcome(ioctl(fd, READ, t)));
		t->numid = numid;
		t->length = 16;
		say("write %s", outcome(ioctl(fd, WRITE, t)));
		t->numid = 2;
		say("of a switch %s", outcome(ioctl(fd, READ, t)));
		done();
	}
}

static void ask_own(const char *what, int file, unsigned op, unsigned numid, unsigned length, unsigned filling)
{
	static unsigned words[MAX / 4 + 2];
	elem_info info;
	int result;

	for (size_t i = 0; i < COUNT(words); i++)
		words[i] = filling;
	result = tlv(file, op, numid, length, words, COUNT(words));
	key("%s", what);
	say("%s %x %x %x", outcome(result), words[0], words[1], words[(length & ~3u) / 4 < COUNT(words) ? length / 4 : 0]);
	get_info(fd, numbered(numid), &info);
	say("access %#x events", info.access);
	say_events(events);
	done();
}

static unsigned new(const char *name, unsigned access, int count)
{
	elem_info info = describe(name, SNDRV_CTL_ELEM_TYPE_INTEGER, 1);

	info.access = access;
	info.owner = count;
	must_add(fd, &info);
	say_events(events);
	return info.id.numid;
}

static void ask_user(void)
{
	enum { RW = SNDRV_CTL_ELEM_ACCESS_READWRITE, TLV = SNDRV_CTL_ELEM_ACCESS_TLV_WRITE };
	unsigned own, plain, set;

	in("tlv of user elements");
	events = subscribed(O_RDWR);
	key("three are added");
	own = new("Own", RW | TLV, 1);
	plain = new("Plain", RW, 1);
	set = new("Set", RW | TLV, 3);
	done();

	ask_own("read before there are any", fd, READ, own, 16, 0);
	ask_own("command", fd, COMMAND, own, 16, 0);
	ask_own("write of too little", fd, WRITE, own, 4, 1);
	ask_own("write", fd, WRITE, own, 16, 1);
	ask_own("read", fd, READ, own, 16, 0);
	ask_own("read with more room", fd, READ, own, 4096, 0);
	ask_own("read with less room", fd, READ, own, 15, 0);
	ask_own("the same write again", fd, WRITE, own, 16, 1);
	ask_own("write of other data", fd, WRITE, own, 16, 2);
	ask_own("write of more", fd, WRITE, own, 40, 2);
	ask_own("write of nine bytes", fd, WRITE, own, 9, 3);
	ask_own("read of nine bytes", fd, READ, own, 9, 0);
	ask_own("read of eight", fd, READ, own, 8, 0);
	ask_own("write of 128 KiB", fd, WRITE, own, MAX, 4);
	ask_own("read of 128 KiB", fd, READ, own, MAX, 0);
	ask_own("write of 128 KiB and one byte", fd, WRITE, own, MAX + 1, 5);
	ask_own("write of UINT_MAX", fd, WRITE, own, UINT_MAX, 5);
	ask_own("write of eight", fd, WRITE, own, 8, 6);
	ask_own("read by another file", other, READ, own, 16, 0);
	ask_own("write by another file", other, WRITE, own, 16, 7);
	unlock(fd, numbered(own));
	ask_own("write by another file when it is unlocked", other, WRITE, own, 16, 7);
	ask_own("read of one that is plain", fd, READ, plain, 16, 0);
	ask_own("write to one that is plain", fd, WRITE, plain, 16, 1);
	ask_own("write to the second of three", fd, WRITE, set + 1, 12, 8);
	ask_own("read of the third of three", fd, READ, set + 2, 12, 0);
	ask_memory(set);
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	fd = control(O_RDWR);
	other = control(O_RDWR);
	begin_adding();
	ask_driver();
	ask_user();
	close(fd);
	close(other);
	end_adding();
	return 0;
}

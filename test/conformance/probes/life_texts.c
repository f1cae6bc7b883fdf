/*
 * What /proc/asound tells of a card whose driver is unbound.
 *
 *	life_texts CARD
 */
#include "texts.h"

#include <dirent.h>

static struct caller unbinding;

static int open_text(const char *name)
{
	int text = open(text_path("card%d/%s", card, name), O_RDONLY);

	if (text < 0)
		die("open %s", name);
	return text;
}

/* How many lines of the card's there are in each of the lists. */
static void say_lists(void)
{
	char word[32];

	snprintf(word, sizeof(word), "%2d [", card);
	say("cards=%d modules=", mentions("cards", word));
	snprintf(word, sizeof(word), "%2d ", card);
	printf("%d", mentions("modules", word));
	snprintf(word, sizeof(word), "%02d-", card);
	say("pcm=%d", mentions("pcm", word));
	snprintf(word, sizeof(word), "P%d-", card);
	say("timers=%d", mentions("timers", word));
	snprintf(word, sizeof(word), ": [%2d", card);
	say("devices=%d", strstr(read_text(text_path("devices")), word) != NULL);
	say("card%d=%d", card, access(text_path("card%d", card), F_OK) == 0);
}

/* 23 and 57: an open text keeps nothing, and is dead. */
static void ask_open_text(void)
{
	char buffer[64];
	int folder, id, begun, status;

	id = open_text("id");
	begun = open_text("pcm0p/info");
	status = open_text("pcm0p/sub0/status");
	folder = open(text_path("card%d", card), O_RDONLY | O_DIRECTORY);
	if (folder < 0 || read(begun, buffer, 3) != 3)
		die("read");
	in("life 23");
	key("open texts");
	begin_call(&unbinding, id, make_unbind, 0);
	AWAIT(nameless());
	say_unbinding(&unbinding);
	say_written(join_call(&unbinding));
	done();
	in("life 57");
	key("a text that was open before");
	say("%s", outcome(read(id, buffer, sizeof(buffer))));
	say("%s", outcome(pread(id, buffer, sizeof(buffer), 0)));
	say("%s", outcome(read(status, buffer, sizeof(buffer))));
	done();
	key("a text of which a part was read");
	say("%s", outcome(read(begun, buffer, sizeof(buffer))));
	done();
	key("lseek");
	say("%s", outcome(lseek(begun, 0, SEEK_SET)));
	done();
	key("a name in its open folder");
	say("%s", outcome(openat(folder, "id", O_RDONLY)));
	done();
	must(bind_driver());
	key("the same after the card is bound again");
	say("%s", outcome(read(id, buffer, sizeof(buffer))));
	done();
	close(id);
	close(begun);
	close(status);
	close(folder);
}

static int in_class(void)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/class/sound/card%d", card);
	return access(path, F_OK) == 0;
}

/* 56: a card that waits for its files is in no list. */
static void ask_lists(void)
{
	int fd = open_pcm(0, PLAYBACK, O_RDWR), there = in_class();

	in("life 56");
	key("the lists while it is bound");
	say_lists();
	done();
	unbind_under(&unbinding, fd);
	AWAIT(access(text_path("card%d", card), F_OK) < 0);
	key("the lists while the unbinding waits");
	say_lists();
	done();
	key("the class directory");
	say("%s then %s", there ? "there" : "missing", in_class() ? "there" : "missing");
	done();
	key("the end of that");
	close(fd);
	bound_again(&unbinding);
}

/* 59: no card. */
static void ask_none(void)
{
	static const char *const lists[] = { "cards", "devices", "modules", "pcm", "timers" };

	must(unbind_driver());
	must(other_driver("unbind"));
	in("life 59");
	key("names without a card");
	say_names(text_path("."));
	done();
	for (unsigned i = 0; i < COUNT(lists); i++) {
		key("%s without a card", lists[i]);
		say_text(text_path("%s", lists[i]), 0);
		done();
	}
	must(bind_driver());
	must(other_driver("bind"));
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	ask_open_text();
	ask_lists();
	ask_none();
	return 0;
}

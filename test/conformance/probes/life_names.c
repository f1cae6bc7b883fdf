/*
 * The card's names and its number while its driver is unbound, and the other
 * cards meanwhile.
 *
 *	life_names CARD
 *
 * OTHER_DRIVER and OTHER_DEVICE are of card CARD + 1, which takes the lowest number
 * that is free.
 */
#include "life.h"

#include <poll.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

static int fd;
static struct caller unbinding;

/* 54: what a loop of opens sees. Each answer may follow itself or one before it. */

static const int order[] = { 0, ENODEV, ENOENT };
static atomic_int opened;

static long make_opens(struct caller *unused)
{
	size_t at = 0;

	while (order[at] != ENOENT) {
		int control = open_control(O_RDONLY), error = control < 0 ? errno : 0;

		close(control);
		while (at < COUNT(order) && order[at] != error)
			at++;
		if (at == COUNT(order)) {
			errno = error;
			return -1;
		}
		opened++;
	}
	return 0;
}

static void ask_order(void)
{
	struct caller c;

	in("life 54");
	key("open(2) again and again");
	begin_call(&c, -1, make_opens, 0);
	AWAIT(opened);
	must(unbind_driver());
	say("%s", join_call(&c) < 0 ? outcome(-1) : "in order");
	done();
	must(bind_driver());
}

/* 55: a node of our own for the device's number. */
static void ask_static_node(void)
{
	static const char path[] = "/dev/shm/static-node";
	struct stat st;
	int node;

	fd = open_control(O_RDWR);
	if (fd < 0 || fstat(fd, &st) < 0)
		die("open");
	in("life 55");
	key("a node made by mknod");
	unlink(path);
	if (mknod(path, S_IFCHR | 0600, st.st_rdev) < 0)
		die("mknod");
	node = open(path, O_RDWR);
	say("%s", node < 0 ? outcome(-1) : "0");
	close(node);
	unbind_under(&unbinding, fd);
	node = open(path, O_RDWR);
	say("then %s", node < 0 ? outcome(-1) : "0");
	close(node);
	close(fd);
	unlink(path);
	bound_again(&unbinding);
}

/* 58: the number and the names are another's while the old ones are open. */
static void ask_number(void)
{
	struct snd_ctl_card_info info = { 0 };
	int control, playback, old;

	old = open_pcm(0, PLAYBACK, O_RDWR);
	in("life 58");
	unbind_under(&unbinding, old);
	must(other_driver("unbind"));
	key("another card takes the number");
	say("%s", other_driver("bind") > 0 ? "all" : outcome(-1));
	done();
	key("its nodes");
	control = open_control(O_RDWR);
	playback = try_open(0, PLAYBACK, O_RDWR);
	say("control=%s playback=%s", control < 0 ? outcome(-1) : "0", playback < 0 ? outcome(-1) : "0");
	say("%s", outcome(ioctl(control, SNDRV_CTL_IOCTL_CARD_INFO, &info)));
	say("card=%d driver=%s", info.card, info.driver);
	say("%s", state_name(state(playback)));
	done();
	key("the old handle");
	say("%s", gone(old) ? "ENODEV" : "alive");
	close(old);
	say_written(join_call(&unbinding));
	done();
	key("bind while the number is another's");
	say("%s", outcome(bind_driver()));
	done();
	close(control);
	close(playback);
	must(other_driver("unbind"));
	must(bind_driver());
	must(other_driver("bind"));
}

/* 60: the other card does not notice. */

static void ask_other_card(void)
{
	int one = 1, version, control, stream, handle = open_pcm(0, PLAYBACK, O_RDWR);
	struct caller c;

	card++;
	stream = prepared(PLAYBACK, &SETUP(.stop = LONG_MAX));
	if (writei(stream, memory, PERIOD) != PERIOD)
		die("WRITEI");
	run(stream);
	control = open_control(O_RDWR);
	if (control < 0 || ioctl(control, SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &one) < 0)
		die("subscribe");
	card--;
	in("life 60");
	key("the other card");
	blocked(&c, control, make_poll, 1500);
	unbind_under(&unbinding, handle);
	say("%s", c.ended ? "woken" : "asleep");
	say("%s", state_name(state(stream)));
	say("%s", outcome(ioctl(control, SNDRV_CTL_IOCTL_PVERSION, &version)));
	say("write=%ld", writei(stream, memory, 100));
	close(handle);
	say_written(join_call(&unbinding));
	say("%s", state_name(state(stream)));
	end_call(&c);
	close(stream);
	close(control);
	done();
	must(bind_driver());
}

/* 61: but a stream that is linked to one of the card's goes with it. */
static void ask_linked(void)
{
	struct snd_pcm_status s;
	int first, second, r;

	first = prepared(PLAYBACK, &SETUP());
	card++;
	second = prepared(PLAYBACK, &SETUP());
	card--;
	if (writei(first, memory, PERIOD) != PERIOD || writei(second, memory, PERIOD) != PERIOD)
		die("WRITEI");
	in("life 61");
	key("a linked stream of another card");
	r = ioctl(first, SNDRV_PCM_IOCTL_LINK, second);
	say("LINK=%s", outcome(r));
	if (r == 0) {
		run(first);
		unbind_under(&unbinding, first);
		say("STATUS=%s", outcome(ioctl(second, SNDRV_PCM_IOCTL_STATUS, &s)));
		say("PREPARE=%s", call(second, SNDRV_PCM_IOCTL_PREPARE));
		say("DROP=%s", call(second, SNDRV_PCM_IOCTL_DROP));
		say("WRITEI=%s", outcome(writei(second, memory, 100)));
		say("write=%s", outcome(write(second, memory, 400)));
		say("UNLINK=%s", call(second, SNDRV_PCM_IOCTL_UNLINK));
		say("poll=%#x", revents(second, POLLIN | POLLOUT));
	}
	close(second);
	card++;
	second = prepared(PLAYBACK, &SETUP());
	card--;
	say("opened again, %s", state_name(state(second)));
	close(second);
	close(first);
	if (r == 0)
		bound_again(&unbinding);
	else
		done();
}

int main(int argc, char **argv)
{
	begin(argc, argv, 0, "");
	ask_order();
	ask_static_node();
	ask_number();
	ask_other_card();
	ask_linked();
	return 0;
}

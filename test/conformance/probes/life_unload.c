/*
 * Whether what has the driver can go while files of its card are open.
 *
 *	life_unload CARD
 *
 * MODULE is the module that has it; without one it is the mount.
 */
#include "life.h"

#include <sys/mount.h>
#include <sys/syscall.h>

static long unload(void)
{
	const char *module = getenv("MODULE");

	return *module ? syscall(SYS_delete_module, module, O_NONBLOCK) : umount2("/dev/snd", 0);
}

int main(int argc, char **argv)
{
	struct caller unbinding;
	int fd;

	begin(argc, argv, 0, "");
	fd = open_control(O_RDWR);
	if (fd < 0)
		die("open");
	in("life 63");
	key("the driver is unloaded under an open file");
	say("%s", outcome(unload()));
	unbind_under(&unbinding, fd);
	say("then %s", outcome(unload()));
	close(fd);
	bound_again(&unbinding);
	return 0;
}

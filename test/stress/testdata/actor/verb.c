#include "actor.h"

int verb(const char *path)
{
	struct record *r = begin(OPEN_CALL, 0, 0);
	int fd = end(r, open(path, O_WRONLY | O_CLOEXEC));

	if (fd < 0)
		return 0;
	r = begin(TELL_CALL, 0, 0);
	end(r, write(fd, "1\n", 2));
	close(fd);
	return 0;
}

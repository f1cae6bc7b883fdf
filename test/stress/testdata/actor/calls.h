/* Every call that an actor records, and its name. `actor calls` prints them. */
#ifndef CALLS_H
#define CALLS_H

#define CALLS(X) \
	X(OPEN, "open") X(REOPEN, "reopen") X(CLOSE, "close") X(DUP, "dup") X(FORK, "fork") X(SEND, "send") \
	X(RECEIVE, "receive") X(NONBLOCK, "O_NONBLOCK") X(ASYNC, "O_ASYNC") X(FLOCK, "flock") X(SETLK, "F_SETLK") \
	X(OFD_SETLK, "F_OFD_SETLK") X(FSTAT, "fstat") X(FSYNC, "fsync") X(MMAP, "mmap") X(MUNMAP, "munmap") \
	X(PEEK, "state page") X(POLL, "poll") X(EPOLL, "epoll") X(SELECT, "select") X(READ, "read") X(WRITE, "write") \
	X(FOREIGN, "foreign ioctl") X(INFO, "INFO") X(HW_PARAMS, "HW_PARAMS") X(HW_FREE, "HW_FREE") X(SW_PARAMS, "SW_PARAMS") \
	X(STATUS, "STATUS") X(DELAY, "DELAY") X(HWSYNC, "HWSYNC") X(SYNC_PTR, "SYNC_PTR") X(PREPARE, "PREPARE") X(RESET, "RESET") \
	X(START, "START") X(DROP, "DROP") X(DRAIN, "DRAIN") X(REWIND, "REWIND") X(FORWARD, "FORWARD") X(XRUN, "XRUN") \
	X(RESUME, "RESUME") X(UNLINK, "UNLINK") X(WRITEI, "WRITEI") X(READI, "READI") X(CARD_INFO, "CARD_INFO") \
	X(ELEM_LIST, "ELEM_LIST") X(SUBSCRIBE, "SUBSCRIBE_EVENTS") X(NEXT_DEVICE, "PCM_NEXT_DEVICE") X(PCM_INFO, "PCM_INFO") \
	X(SELECT_TIMER, "timer SELECT") X(TIMER_PARAMS, "timer PARAMS") X(TIMER_INFO, "timer INFO") X(TIMER_STATUS, "timer STATUS") \
	X(TIMER_START, "timer START") X(TIMER_STOP, "timer STOP") X(TIMER_CONTINUE, "timer CONTINUE") X(TELL, "tell")

#define CALL_NUMBER(id, name) id##_CALL,
enum call { CALLS(CALL_NUMBER) };

#endif

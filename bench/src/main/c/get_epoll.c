// The same get server on epoll, to see what io_uring itself is worth: level-triggered, one recv and
// one send per readable connection and turn.
//
//   get_epoll port=0|unix=PATH [cpu=-1] [memory_mib=64]
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "memcache.h"

enum { EVENTS = 512, IN_BYTES = 64 << 10, RECEIVE_BYTES = 16 << 10 };

struct connection {
  const char *unsent;  // what the socket has not taken yet of the replies before
  size_t unsent_bytes;
  uint8_t dirty;    // listed in `dirty`
  uint8_t ended;    // no more input; closes once nothing is owed
  uint8_t blocked;  // waits for EPOLLOUT
};

static struct connection connections[CONVERSATIONS];  // by descriptor
static unsigned dirty[CONVERSATIONS], dirty_count;
static char in[IN_BYTES];  // of one turn, so that its requests can be one batch
static size_t in_used;
static int epoll;

static void touch(unsigned fd) {
  if (connections[fd].dirty) return;
  connections[fd].dirty = 1;
  dirty[dirty_count++] = fd;
}

static void hang_up(unsigned fd) { shutdown((int)fd, SHUT_RDWR); }

static void watch(int op, unsigned fd, uint32_t events) {
  struct epoll_event event = {.events = events, .data.fd = (int)fd};
  if (epoll_ctl(epoll, op, (int)fd, &event)) die("epoll_ctl");
}

static void accept_one(int listener) {
  int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0 || fd >= CONVERSATIONS) die("accept");
  connections[fd] = (struct connection){0};
  memcache_reset((unsigned)fd);
  watch(EPOLL_CTL_ADD, (unsigned)fd, EPOLLIN);
}

static void receive(unsigned fd) {
  if (IN_BYTES - in_used < RECEIVE_BYTES) {
    memcache_flush();
    in_used = 0;
  }
  ssize_t length = recv((int)fd, in + in_used, RECEIVE_BYTES, 0);
  if (length < 0 && errno == EAGAIN) return;
  if (length > 0) {
    memcache_take(fd, in + in_used, (size_t)length);
    in_used += (size_t)length;
  } else {
    connections[fd].ended = 1;
    touch(fd);
  }
}

// Sends until nothing is owed or the socket is full. Returns 0 when the connection is lost.
static int send_owed(unsigned fd, struct connection *c) {
  for (;;) {
    if (!c->unsent_bytes) c->unsent_bytes = memcache_pending(fd, &c->unsent);
    if (!c->unsent_bytes) return 1;
    ssize_t sent = send((int)fd, c->unsent, c->unsent_bytes, MSG_NOSIGNAL);
    if (sent < 0) return errno == EAGAIN;
    c->unsent += sent;
    c->unsent_bytes -= (size_t)sent;
    if (!c->unsent_bytes) memcache_sent(fd);
  }
}

static void answer(unsigned fd) {
  struct connection *c = &connections[fd];
  c->dirty = 0;
  int usable = !conversations[fd].lost && send_owed(fd, c);
  if (!usable || ((c->ended || conversations[fd].quit) && !c->unsent_bytes)) {
    memcache_reset(fd);
    close((int)fd);
    return;
  }
  uint8_t blocked = c->unsent_bytes > 0;
  if (blocked != c->blocked) watch(EPOLL_CTL_MOD, fd, blocked ? EPOLLOUT : EPOLLIN);
  c->blocked = blocked;
}

static void turn(int listener) {
  struct epoll_event events[EVENTS];
  int count = epoll_wait(epoll, events, EVENTS, -1);
  memcache_tick();
  in_used = 0;
  for (int i = 0; i < count; i++) {
    unsigned fd = (unsigned)events[i].data.fd;
    if ((int)fd == listener) accept_one(listener);
    else if (events[i].events & EPOLLIN) receive(fd);
    else touch(fd);
  }
  memcache_flush();
  for (unsigned i = 0; i < dirty_count; i++) answer(dirty[i]);
  dirty_count = 0;
}

int main(int argc, char **argv) {
  require_known(argc, argv, (const char *const[]){"port", "unix", "cpu", "memory_mib", NULL});
  pin((int)option_long(argc, argv, "cpu", -1));
  signal(SIGPIPE, SIG_IGN);
  caches_open(option_long(argc, argv, "memory_mib", 64));
  memcache_begin();
  struct place place = place_of(argc, argv);
  int listener = listen_at(place);
  if ((epoll = epoll_create1(EPOLL_CLOEXEC)) < 0) die("epoll_create1");
  watch(EPOLL_CTL_ADD, (unsigned)listener, EPOLLIN);
  say_ready(listener, place);
  for (;;) turn(listener);
}

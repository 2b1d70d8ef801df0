// The same ping server on epoll, to see what io_uring itself is worth: level-triggered, one recv
// and one send per readable connection and turn.
//
//   ping_epoll port=0|unix=PATH [cpu=-1]
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "host.h"
#include "ping.h"

enum { DESCRIPTORS = 8192, EVENTS = 512, IN_BYTES = 65536 };

struct connection {
  uint64_t owed_bytes;  // answers not yet taken by the socket
  uint8_t matched;      // bytes of a line that a receive left unfinished
  uint8_t blocked;      // waits for EPOLLOUT
};

static struct connection connections[DESCRIPTORS];
static int epoll;

static void watch(int op, int fd, uint32_t events) {
  struct epoll_event event = {.events = events, .data.fd = fd};
  if (epoll_ctl(epoll, op, fd, &event)) die("epoll_ctl");
}

static void accept_one(int listener) {
  int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0 || fd >= DESCRIPTORS) die("accept");
  connections[fd] = (struct connection){0};
  watch(EPOLL_CTL_ADD, fd, EPOLLIN);
}

// Sends what is owed until the socket is full. Returns 0 when the connection is lost.
static int answer(int fd, struct connection *c) {
  while (c->owed_bytes > 0) {
    // The last owed byte ends a line, so the first one's place in its line follows from the rest.
    size_t phase = (LINE_BYTES - c->owed_bytes % LINE_BYTES) % LINE_BYTES;
    size_t most = PONGS_BYTES - phase;
    size_t length = c->owed_bytes < most ? c->owed_bytes : most;
    ssize_t sent = send(fd, pongs + phase, length, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) return 0;
    if (sent < 0) break;
    c->owed_bytes -= (size_t)sent;
  }
  uint8_t blocked = c->owed_bytes > 0;
  if (blocked != c->blocked) watch(EPOLL_CTL_MOD, fd, blocked ? EPOLLIN | EPOLLOUT : EPOLLIN);
  c->blocked = blocked;
  return 1;
}

static int receive(int fd, struct connection *c) {
  static char in[IN_BYTES];
  ssize_t length = recv(fd, in, sizeof in, 0);
  if (length < 0 && errno == EAGAIN) return 1;
  if (length <= 0) return 0;
  int count = count_pings(in, (int)length, &c->matched);
  if (count == BAD_LINE) return 0;
  c->owed_bytes += (uint64_t)count * LINE_BYTES;
  return 1;
}

static void serve(int fd) {
  struct connection *c = &connections[fd];
  if (!receive(fd, c) || !answer(fd, c)) close(fd);
}

int main(int argc, char **argv) {
  require_known(argc, argv, (const char *const[]){"port", "unix", "cpu", NULL});
  pin((int)option_long(argc, argv, "cpu", -1));
  signal(SIGPIPE, SIG_IGN);
  pongs_fill();
  struct place place = place_of(argc, argv);
  int listener = listen_at(place);
  if ((epoll = epoll_create1(EPOLL_CLOEXEC)) < 0) die("epoll_create1");
  watch(EPOLL_CTL_ADD, listener, EPOLLIN);
  say_ready(listener, place);
  for (;;) {
    struct epoll_event events[EVENTS];
    int count = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < count; i++) {
      if (events[i].data.fd == listener) accept_one(listener);
      else serve(events[i].data.fd);
    }
  }
}

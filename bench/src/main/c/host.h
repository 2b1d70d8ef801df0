// The host as the C programs see it: clock, CPU, local sockets, `name=value` arguments.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

// Ends the program with what failed and errno. Typed as a pointer to be usable in an expression.
static inline void *die(const char *what) {
  perror(what);
  exit(1);
}

static inline uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static inline void cpu_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// Pins the calling thread; a negative cpu leaves it where it may run already.
static inline void pin(int cpu) {
  if (cpu < 0) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  if (sched_setaffinity(0, sizeof set, &set)) die("sched_setaffinity");
}

static inline struct sockaddr_in loopback(int port) {
  return (struct sockaddr_in){.sin_family = AF_INET,
                              .sin_port = htons((uint16_t)port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static inline void set_nodelay(int fd) {
  int one = 1;
  if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one)) die("TCP_NODELAY");
}

// Where a server is: a port of 127.0.0.1, or, if there is a path, a Unix socket.
struct place {
  const char *path;
  int port;
};

static inline struct sockaddr_un at_path(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) {
    fprintf(stderr, "unix=%s is longer than a path of a socket can be\n", path);
    exit(2);
  }
  strcpy(address.sun_path, path);
  return address;
}

static inline int open_socket(int domain) {
  int fd = socket(domain, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) die("socket");
  return fd;
}

static inline int listen_at_path(const char *path) {
  int fd = open_socket(AF_UNIX);
  struct sockaddr_un address = at_path(path);
  if (bind(fd, (struct sockaddr *)&address, sizeof address)) die("bind");
  return fd;
}

// Accepted sockets inherit TCP_NODELAY. Port 0 takes a free one.
static inline int listen_at_port(int port) {
  int fd = open_socket(AF_INET);
  int one = 1;
  if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one)) die("SO_REUSEADDR");
  set_nodelay(fd);
  struct sockaddr_in address = loopback(port);
  if (bind(fd, (struct sockaddr *)&address, sizeof address)) die("bind");
  return fd;
}

static inline int listen_at(struct place place) {
  int fd = place.path ? listen_at_path(place.path) : listen_at_port(place.port);
  if (listen(fd, 4096)) die("listen");
  return fd;
}

static inline int connect_to(struct place place) {
  int fd = open_socket(place.path ? AF_UNIX : AF_INET);
  if (place.path) {
    struct sockaddr_un address = at_path(place.path);
    if (connect(fd, (struct sockaddr *)&address, sizeof address)) die("connect");
  } else {
    struct sockaddr_in address = loopback(place.port);
    if (connect(fd, (struct sockaddr *)&address, sizeof address)) die("connect");
    set_nodelay(fd);
  }
  return fd;
}

// Says where we listen in Gannet's own words, so that one script can start either.
static inline void say_ready(int fd, struct place place) {
  if (place.path) {
    printf("ready unix:%s\n", place.path);
  } else {
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    if (getsockname(fd, (struct sockaddr *)&address, &length)) die("getsockname");
    printf("ready 127.0.0.1:%d\n", ntohs(address.sin_port));
  }
  fflush(stdout);
}

// The value of argument `name=value`, or `otherwise`.
static inline const char *option(int argc, char **argv, const char *name, const char *otherwise) {
  size_t length = strlen(name);
  for (int i = 1; i < argc; i++)
    if (!strncmp(argv[i], name, length) && argv[i][length] == '=') return argv[i] + length + 1;
  return otherwise;
}

// Refuses an option that was not read to its end.
static inline void require_number(const char *name, const char *text, const char *end) {
  if (end != text && !*end) return;
  fprintf(stderr, "%s=%s is not a number\n", name, text);
  exit(2);
}

static inline long option_long(int argc, char **argv, const char *name, long otherwise) {
  const char *text = option(argc, argv, name, NULL);
  if (!text) return otherwise;
  char *end;
  long value = strtol(text, &end, 10);
  require_number(name, text, end);
  return value;
}

static inline double option_double(int argc, char **argv, const char *name, double otherwise) {
  const char *text = option(argc, argv, name, NULL);
  if (!text) return otherwise;
  char *end;
  double value = strtod(text, &end);
  require_number(name, text, end);
  return value;
}

// The options port= and unix=.
static inline struct place place_of(int argc, char **argv) {
  return (struct place){.path = option(argc, argv, "unix", NULL),
                        .port = (int)option_long(argc, argv, "port", 0)};
}

// Refuses what no option is called: a mistyped option must not measure something else.
static inline void require_known(int argc, char **argv, const char *const *names) {
  for (int i = 1; i < argc; i++) {
    int known = 0;
    for (const char *const *name = names; *name; name++)
      known |= option(2, (char *[]){argv[0], argv[i]}, *name, NULL) != NULL;
    if (known) continue;
    fprintf(stderr, "unknown option %s; known, each as name=value:", argv[i]);
    for (const char *const *name = names; *name; name++) fprintf(stderr, " %s", *name);
    fprintf(stderr, "\n");
    exit(2);
  }
}

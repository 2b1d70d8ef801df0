// The other way to have several threads: what the fastest caches in C do. Threads as get_uring is
// one, and a table that all of them use, in shards with a lock each; who finds one taken spins.
//
//   get_locked port=0 [threads=2] [shards=4096] [cpu=-1] [spin_us=0] [memory_mib=64]
//
// Each thread has a socket of its own at the port (SO_REUSEPORT), and the kernel deals connections
// out. With cpu=N thread i is on CPU N + i. A value has to fit its shard's part of memory.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>

#include "cache.h"

enum { SHARDS_MAX = 4096, THREADS_MAX = 64 };

#define OWN _Thread_local

struct shard {
  _Alignas(CACHE_LINE_BYTES) struct cache cache;
  atomic_int taken;
};

static struct shard shards[SHARDS_MAX];
static uint64_t shard_mask;

// Other bits than those by which a table finds its slots.
static inline struct cache *cache_of(uint64_t hash) { return &shards[hash & shard_mask].cache; }

static inline struct cache *cache_take(uint64_t hash, uint32_t now_sec) {
  struct shard *shard = &shards[hash & shard_mask];
  while (atomic_exchange_explicit(&shard->taken, 1, memory_order_acquire))
    while (atomic_load_explicit(&shard->taken, memory_order_relaxed)) cpu_pause();
  shard->cache.now_sec = now_sec;
  return &shard->cache;
}

static inline void cache_give(struct cache *cache) {
  atomic_store_explicit(&((struct shard *)cache)->taken, 0, memory_order_release);
}

_Static_assert(offsetof(struct shard, cache) == 0, "a shard is found by its table");

#include "get_server.h"

struct thread {
  int socket, cpu, says_ready;
  uint64_t spin_ns;
  struct place place;
};

static void shards_open(long mib, long count) {
  if (count < 1 || count > SHARDS_MAX || (count & (count - 1))) {
    fprintf(stderr, "shards=%ld is no power of two up to %d\n", count, SHARDS_MAX);
    exit(2);
  }
  char *memory = cache_map(mib);
  size_t bytes = ((size_t)mib << 20) / (size_t)count;
  for (long i = 0; i < count; i++)
    cache_lay_out(&shards[i].cache, memory + (size_t)i * bytes, bytes);
  shard_mask = (uint64_t)count - 1;
}

// The first bind picks the port; both allow the other.
static int listen_beside(struct place *place) {
  int fd = open_socket(AF_INET), one = 1;
  if (setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one)) die("SO_REUSEPORT");
  set_nodelay(fd);
  struct sockaddr_in address = loopback(place->port);
  socklen_t length = sizeof address;
  if (bind(fd, (struct sockaddr *)&address, length)) die("bind");
  if (getsockname(fd, (struct sockaddr *)&address, &length)) die("getsockname");
  place->port = ntohs(address.sin_port);
  if (listen(fd, 4096)) die("listen");
  return fd;
}

static void *run(void *told) {
  struct thread *thread = told;
  pin(thread->cpu);
  memcache_begin();
  serve_at(thread->socket, thread->spin_ns, thread->place, thread->says_ready);
  return NULL;
}

int main(int argc, char **argv) {
  require_known(argc, argv, (const char *const[]){"port", "threads", "shards", "cpu", "spin_us",
                                                  "memory_mib", NULL});
  static struct thread threads[THREADS_MAX];
  long count = option_long(argc, argv, "threads", 2), cpu = option_long(argc, argv, "cpu", -1);
  if (count < 1 || count > THREADS_MAX) {
    fprintf(stderr, "threads=%ld is not from 1 to %d\n", count, THREADS_MAX);
    exit(2);
  }
  shards_open(option_long(argc, argv, "memory_mib", 64), option_long(argc, argv, "shards", 4096));
  signal(SIGPIPE, SIG_IGN);
  struct place place = place_of(argc, argv);
  uint64_t spin_ns = (uint64_t)option_long(argc, argv, "spin_us", 0) * 1000;
  for (int i = 0; i < count; i++) {
    int socket = listen_beside(&place);
    threads[i] = (struct thread){.socket = socket, .cpu = cpu < 0 ? -1 : (int)cpu + i,
                                 .spin_ns = spin_ns, .place = place, .says_ready = i == count - 1};
  }
  for (int i = 1; i < count; i++) {
    pthread_t id;
    if (pthread_create(&id, NULL, run, &threads[i])) die("pthread_create");
  }
  run(&threads[0]);
}

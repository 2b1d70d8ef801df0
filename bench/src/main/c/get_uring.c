// The floor of a get: what it costs in C on io_uring, in the shape of Gannet's worker.
//
//   get_uring port=0|unix=PATH [cpu=-1] [spin_us=0] [memory_mib=64]
//
// The turn is in server.h, the protocol in memcache.h, the table in cache.h; here they meet.
#define _GNU_SOURCE
#include "memcache.h"
#include "server.h"

_Static_assert((int)SLOTS == (int)CONVERSATIONS, "a conversation for every slot");

static void open_conversation(unsigned slot) { memcache_reset(slot); }

static void close_conversation(unsigned slot) { memcache_reset(slot); }

static void take(unsigned slot, const char *in, int length) {
  if (!batch_count) memcache_tick();
  memcache_take(slot, in, (size_t)length);
}

static void hang_up(unsigned slot) { shut_down(slot); }

static void end_of_input(void) { memcache_flush(); }

static size_t owed(unsigned slot, const char **bytes) {
  struct conversation *c = &conversations[slot];
  if (c->lost) return 0;
  size_t length = memcache_pending(slot, bytes);
  if (!length && c->quit && !connections[slot].ended) shut_down(slot);
  return length;
}

static void sent(unsigned slot, int ok) {
  memcache_sent(slot);
  if (!ok) conversations[slot].lost = 1;
}

int main(int argc, char **argv) {
  require_known(argc, argv, (const char *const[]){"port", "unix", "cpu", "spin_us", "memory_mib",
                                                  NULL});
  memcache_open(option_long(argc, argv, "memory_mib", 64));
  serve(argc, argv);
}

// Where the turn of server.h and the protocol of memcache.h meet.
#pragma once

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

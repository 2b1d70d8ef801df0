// An open-addressing hash table and the items it finds, in one mapping: what a cache in C would do.
//
//   +-----------------------------+--------------------------------------------------+
//   | slots × 8                   | lines × 64: items, each at the start of a line   |
//   +-----------------------------+--------------------------------------------------+
//   slot   63                                  28 27                    0    0 is an empty slot
//          +-------------------------------------+-----------------------+
//          |       first 36 bits of the hash     |     line of the item  |
//          +-------------------------------------+-----------------------+
//
// A lookup begins at hash × slots >> 36 and goes on slot by slot to the first empty one. An item
// has a line at least, and there are 5 slots to 4 lines: so the table is never more than 80 % full,
// and memory for items is the only thing that can run out. Nothing is evicted: a measuring stick
// that forgot would measure something else.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "host.h"

enum { CACHE_LINE_BYTES = 64, LINE_BITS = 28, HASH_BITS = 36, CACHE_KEY_BYTES_MAX = 250 };
enum { VALUE_BYTES_LIMIT = 1 << 20, VALUE_END_BYTES = 2, HUGE_PAGE_BYTES = 2 << 20 };
enum { SMALL_LINES = 16, CLASSES = SMALL_LINES + 16, MEMORY_MIB_MAX = 16384 };

struct item {
  uint32_t value_length;
  uint32_t client_flags;
  uint32_t expires_at_sec;  // 0: never
  uint32_t key_length;
  char bytes[];  // the key, the value, and room for a line end: a reply is then one copy
};

struct cache {
  uint64_t *slots;
  uint64_t slot_count;
  char *lines;
  uint32_t line_count, lines_used;
  uint32_t free_line[CLASSES];  // the first of a list of places given back; 0: none
  uint32_t now_sec;             // told once a turn
};

static inline char *item_value(struct item *item) { return item->bytes + item->key_length; }

static inline uint64_t fold(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t read_word(const char *at) {
  uint64_t word;
  memcpy(&word, at, sizeof word);
  return word;
}

// The hash of Gannet's engine (Hash64), with a fixed seed: the same work for both.
static inline uint64_t cache_hash(const char *key, size_t length) {
  const uint64_t first = 0x9e3779b97f4a7c15, second = 0xbf58476d1ce4e5b9;
  uint64_t state = 0x94d049bb133111eb, head = 0, tail = 0;
  if (length < 8) {
    memcpy(&head, key, length);
  } else {
    const char *at = key;
    size_t left = length;
    for (; left > 16; left -= 16, at += 16)
      state = fold(read_word(at) ^ first, read_word(at + 8) ^ state);
    head = read_word(length > 16 ? key + length - 16 : key);
    tail = read_word(key + length - 8);
  }
  unsigned __int128 product = (unsigned __int128)(head ^ second) * (tail ^ state);
  return fold((uint64_t)product ^ first, (uint64_t)(product >> 64) ^ second ^ length);
}

static inline uint64_t slot_pack(uint64_t hash, uint32_t line) {
  return hash >> (64 - HASH_BITS) << LINE_BITS | line;
}

static inline struct item *slot_item(const struct cache *cache, uint64_t slot) {
  uint64_t line = slot & ((1u << LINE_BITS) - 1);
  return (struct item *)(cache->lines + line * CACHE_LINE_BYTES);
}

// Where a lookup begins, from the slot's own bits: so to move it nothing but the table is read.
static inline uint64_t slot_home(const struct cache *cache, uint64_t slot) {
  return (uint64_t)((unsigned __int128)(slot >> LINE_BITS) * cache->slot_count >> HASH_BITS);
}

static inline uint64_t slot_next(const struct cache *cache, uint64_t position) {
  return position + 1 == cache->slot_count ? 0 : position + 1;
}

static inline int slot_has_hash(uint64_t slot, uint64_t wanted) {
  return (slot ^ wanted) >> LINE_BITS == 0;
}

// First hint of a batch: loads the line of the table that a lookup begins in.
static inline void cache_prefetch_slot(const struct cache *cache, uint64_t hash) {
  __builtin_prefetch(&cache->slots[slot_home(cache, slot_pack(hash, 0))]);
}

// The item that the key seems to have, by its hash alone, or NULL.
static inline const char *cache_likely_item(const struct cache *cache, uint64_t hash) {
  uint64_t wanted = slot_pack(hash, 0), position = slot_home(cache, wanted);
  while (cache->slots[position] && !slot_has_hash(cache->slots[position], wanted))
    position = slot_next(cache, position);
  uint64_t slot = cache->slots[position];
  return slot ? (const char *)slot_item(cache, slot) : NULL;
}

// Second hint: loads the first lines of that item.
static inline void cache_prefetch_item(const struct cache *cache, uint64_t hash) {
  const char *item = cache_likely_item(cache, hash);
  if (!item) return;
  __builtin_prefetch(item);
  __builtin_prefetch(item + CACHE_LINE_BYTES);
}

// The position of the key's slot, or of the empty one where it belongs.
static inline uint64_t cache_position(const struct cache *cache, const char *key, size_t key_length,
                                      uint64_t hash) {
  uint64_t wanted = slot_pack(hash, 0), position = slot_home(cache, wanted);
  for (;; position = slot_next(cache, position)) {
    uint64_t slot = cache->slots[position];
    if (!slot) return position;
    if (!slot_has_hash(slot, wanted)) continue;
    const struct item *item = slot_item(cache, slot);
    if (item->key_length == key_length && !memcmp(item->bytes, key, key_length)) return position;
  }
}

// Every number of lines up to SMALL_LINES is a class, then every power of two.
static inline unsigned item_class(size_t bytes, uint32_t *lines) {
  *lines = (uint32_t)((bytes + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES);
  if (*lines <= SMALL_LINES) return *lines - 1;
  unsigned bits = 32 - (unsigned)__builtin_clz(*lines - 1);
  *lines = 1u << bits;
  return SMALL_LINES + bits - 5;  // 17..32 lines have 5 bits
}

static inline size_t item_bytes(size_t key_length, size_t value_length) {
  return sizeof(struct item) + key_length + value_length + VALUE_END_BYTES;
}

// A place for an item, its key written, its value to be filled; NULL when memory has run out.
static inline struct item *cache_reserve(struct cache *cache, const char *key, size_t key_length,
                                         size_t value_length) {
  uint32_t lines, line;
  unsigned class = item_class(item_bytes(key_length, value_length), &lines);
  if ((line = cache->free_line[class])) {
    memcpy(&cache->free_line[class], slot_item(cache, line), sizeof line);
  } else if (cache->line_count - cache->lines_used >= lines) {
    line = cache->lines_used;
    cache->lines_used += lines;
  } else {
    return NULL;
  }
  struct item *item = slot_item(cache, line);
  *item = (struct item){.value_length = (uint32_t)value_length, .key_length = (uint32_t)key_length};
  memcpy(item->bytes, key, key_length);
  return item;
}

static inline uint32_t item_line(const struct cache *cache, const struct item *item) {
  return (uint32_t)(((const char *)item - cache->lines) / CACHE_LINE_BYTES);
}

// Gives an item's place back; it has no slot, or has none any more.
static inline void cache_release(struct cache *cache, struct item *item) {
  uint32_t lines, line = item_line(cache, item);
  unsigned class = item_class(item_bytes(item->key_length, item->value_length), &lines);
  memcpy(item, &cache->free_line[class], sizeof line);
  cache->free_line[class] = line;
}

// Makes a reserved and filled item the key's, in place of an older one.
static inline void cache_publish(struct cache *cache, struct item *item, uint64_t hash) {
  uint64_t position = cache_position(cache, item->bytes, item->key_length, hash);
  uint64_t older = cache->slots[position];
  cache->slots[position] = slot_pack(hash, item_line(cache, item));
  if (older) cache_release(cache, slot_item(cache, older));
}

// Empties a slot, and moves those behind it up that a lookup would not find across the gap.
static inline void slot_clear(struct cache *cache, uint64_t gap) {
  uint64_t position = gap, n = cache->slot_count;
  while (cache->slots[position = slot_next(cache, position)]) {
    uint64_t home = slot_home(cache, cache->slots[position]);
    if ((position + n - home) % n < (position + n - gap) % n) continue;
    cache->slots[gap] = cache->slots[position];
    gap = position;
  }
  cache->slots[gap] = 0;
}

// Returns whether there was something to delete.
static inline int cache_delete(struct cache *cache, const char *key, size_t key_length,
                               uint64_t hash) {
  uint64_t position = cache_position(cache, key, key_length, hash);
  if (!cache->slots[position]) return 0;
  struct item *item = slot_item(cache, cache->slots[position]);
  int live = !item->expires_at_sec || item->expires_at_sec > cache->now_sec;
  slot_clear(cache, position);
  cache_release(cache, item);
  return live;
}

// The key's live item, or NULL.
static inline struct item *cache_find(const struct cache *cache, const char *key, size_t key_length,
                                      uint64_t hash) {
  uint64_t slot = cache->slots[cache_position(cache, key, key_length, hash)];
  if (!slot) return NULL;
  struct item *item = slot_item(cache, slot);
  return item->expires_at_sec && item->expires_at_sec <= cache->now_sec ? NULL : item;
}

// Maps `mib` on transparent huge pages, and faults them in.
static inline char *cache_map(long mib) {
  if (mib < 1 || mib > MEMORY_MIB_MAX) {
    fprintf(stderr, "memory_mib=%ld is not from 1 to %d\n", mib, MEMORY_MIB_MAX);
    exit(2);
  }
  size_t bytes = (size_t)mib << 20;
  char *mapped = mmap(NULL, bytes + HUGE_PAGE_BYTES, PROT_READ | PROT_WRITE,
                      MAP_ANONYMOUS | MAP_PRIVATE | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED) die("mmap of the cache");
  char *memory = mapped + (-(uintptr_t)mapped & (HUGE_PAGE_BYTES - 1));
  madvise(memory, bytes, MADV_HUGEPAGE);  // as far as there are any
  for (size_t at = 0; at < bytes; at += 4096) ((volatile char *)memory)[at] = 0;
  return memory;
}

// Lays slots and items out in zeroed memory that begins with a line.
static inline void cache_lay_out(struct cache *cache, char *memory, size_t bytes) {
  // Per 4 lines 5 slots, less a line for rounding up.
  uint64_t quads = (bytes - CACHE_LINE_BYTES) / (4 * CACHE_LINE_BYTES + 5 * sizeof(uint64_t));
  *cache = (struct cache){.slots = (uint64_t *)memory, .slot_count = 5 * quads};
  size_t slot_bytes = 5 * quads * sizeof(uint64_t);
  cache->lines = memory + (slot_bytes + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES * CACHE_LINE_BYTES;
  cache->line_count = (uint32_t)(4 * quads);
  cache->lines_used = 1;  // line 0 is none, so that 0 can be an empty slot
}

// All of so many MiB for slots and items together.
static inline void cache_open(struct cache *cache, long mib) {
  cache_lay_out(cache, cache_map(mib), (size_t)mib << 20);
}

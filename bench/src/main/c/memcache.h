// As much of memcached's text protocol as a measuring stick needs: get of one key, set, delete,
// version, quit. Any cut of the same bytes gives the same replies.
//
// Requests of a turn are answered as one batch, whatever connections they came from: each is hashed
// and its line of the table asked for as it is read, then the items of all are asked for, and then
// all are answered in order, so that the cache misses overlap.
//
// A server on it defines `touch` and `hang_up`, calls memcache_take for what it receives,
// memcache_flush before those bytes go, and then sends what memcache_pending says.
#pragma once

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "cache.h"

enum { REQUEST_LINE_BYTES_MAX = 512, WORDS_MAX = 7, BATCH = 64, CONVERSATIONS = 4096 };
enum { OUT_BYTES = 2 << 20, OUT_KEPT_BYTES = 64 << 10, OUT_STRIDE = OUT_BYTES + 4096 + 576 };
enum { DIGITS_MAX = 10, VALUE_LINE_BYTES_MAX = 300, SEC_30_DAYS = 30 * 24 * 3600 };

enum verb { GET, STORE, DELETE, SAY };

struct request {
  enum verb verb;
  unsigned slot;
  const char *key;    // where it lies until the flush
  const char *reply;  // NO_REPLY if the client wants none
  struct item *item;  // of STORE: filled
  uint64_t hash;
  uint32_t key_length;
};

// One client's. Replies go to one block while the kernel sends the other.
struct conversation {
  size_t filled[2];
  size_t awaited;        // bytes of a data block and its line end still to come
  struct item *storing;  // where they belong; NULL: refused, and skipped
  const char *reply;     // when the block is complete
  uint8_t filling;       // which block is written to
  uint8_t quit;          // said so: closes once all is sent
  uint8_t lost;          // does not read its replies: closes now
  uint8_t too_long;      // the line that is being read
  uint32_t line_length;  // of a line whose end has not come yet
  char line[REQUEST_LINE_BYTES_MAX + 2];
};

// A server of several threads says whose the table is, and what is each thread's own.
#ifndef OWN
#define OWN
static struct cache the_cache;

static inline void caches_open(long mib) { cache_open(&the_cache, mib); }

// The table that a key of this hash is in, to be looked into for a hint.
static inline struct cache *cache_of(uint64_t hash) {
  (void)hash;
  return &the_cache;
}

// The same for as long as it is not given back.
static inline struct cache *cache_take(uint64_t hash, uint32_t now_sec) {
  the_cache.now_sec = now_sec;
  return cache_of(hash);
}

static inline void cache_give(struct cache *cache) { (void)cache; }
#endif

static OWN uint32_t now_sec;
static OWN struct conversation conversations[CONVERSATIONS];
static OWN struct request batch[BATCH];
static OWN unsigned batch_count;
static OWN char *out_blocks;  // two a conversation: address space, and memory only where it is used

static const char STORED[] = "STORED\r\n", DELETED[] = "DELETED\r\n", ABSENT[] = "NOT_FOUND\r\n";
static const char UNKNOWN[] = "ERROR\r\n", VERSION[] = "VERSION 0\r\n";
static const char BAD_LINE[] = "CLIENT_ERROR bad command line format\r\n";
static const char BAD_DATA[] = "CLIENT_ERROR bad data chunk\r\n";
static const char TOO_LARGE[] = "SERVER_ERROR object too large for cache\r\n";
static const char NO_MEMORY[] = "SERVER_ERROR out of memory storing object\r\n";
static const char NO_REPLY[] = "";

// The server's: this connection has something to send, or said quit.
static void touch(unsigned slot);
// The server's: this connection is lost, whatever was to be sent.
static void hang_up(unsigned slot);

// What a thread needs; the table is opened before.
static void memcache_begin(void) {
  out_blocks = mmap(NULL, (size_t)CONVERSATIONS * 2 * OUT_STRIDE, PROT_READ | PROT_WRITE,
                    MAP_ANONYMOUS | MAP_PRIVATE | MAP_NORESERVE, -1, 0);
  if (out_blocks == MAP_FAILED) die("mmap of the replies");
}

// Once a turn, before anything else.
static void memcache_tick(void) { now_sec = (uint32_t)time(NULL); }

// The stride is no power of two: blocks that were, would share the same few sets of the cache.
static char *out_block(unsigned slot, int half) {
  return out_blocks + (size_t)(2 * slot + (unsigned)half) * OUT_STRIDE;
}

// Room for a reply, or NULL: who does not read that many of his replies is hung up on.
static char *out_room(unsigned slot, size_t bytes) {
  struct conversation *c = &conversations[slot];
  if (c->lost) return NULL;
  if (bytes <= OUT_BYTES - c->filled[c->filling])
    return out_block(slot, c->filling) + c->filled[c->filling];
  c->lost = 1;
  hang_up(slot);
  return NULL;
}

static void say(unsigned slot, const char *text) {
  size_t length = strlen(text);
  char *out = out_room(slot, length);
  if (!out) return;
  memcpy(out, text, length);
  conversations[slot].filled[conversations[slot].filling] += length;
}

static char *put_decimal(char *out, uint32_t number) {
  char digits[DIGITS_MAX], *at = digits + DIGITS_MAX;
  do *--at = (char)('0' + number % 10);
  while (number /= 10);
  size_t length = (size_t)(digits + DIGITS_MAX - at);
  memcpy(out, at, length);
  return out + length;
}

static void say_item(const struct request *r, struct item *item) {
  char *start = out_room(r->slot, VALUE_LINE_BYTES_MAX + item->value_length);
  if (!start) return;
  char *out = start;
  memcpy(out, "VALUE ", 6);
  memcpy(out += 6, item->bytes, item->key_length);
  *(out += item->key_length) = ' ';
  *(out = put_decimal(out + 1, item->client_flags)) = ' ';
  out = put_decimal(out + 1, item->value_length);
  memcpy(out, "\r\n", 2);
  memcpy(out += 2, item_value(item), item->value_length + VALUE_END_BYTES);
  memcpy(out += item->value_length + VALUE_END_BYTES, "END\r\n", 5);
  struct conversation *c = &conversations[r->slot];
  c->filled[c->filling] += (size_t)(out + 5 - start);
}

static void answer_get(const struct request *r) {
  struct cache *cache = cache_take(r->hash, now_sec);
  struct item *item = cache_find(cache, r->key, r->key_length, r->hash);
  if (item) say_item(r, item);
  cache_give(cache);
  if (!item) say(r->slot, "END\r\n");
}

static void store(const struct request *r) {
  struct cache *cache = cache_take(r->hash, now_sec);
  cache_publish(cache, r->item, r->hash);
  cache_give(cache);
  say(r->slot, r->reply);
}

static void delete(const struct request *r) {
  struct cache *cache = cache_take(r->hash, now_sec);
  int deleted = cache_delete(cache, r->key, r->key_length, r->hash);
  cache_give(cache);
  if (r->reply != NO_REPLY) say(r->slot, deleted ? DELETED : ABSENT);
}

// A place that was reserved is not filled.
static void give_up(struct item *item) {
  struct cache *cache = cache_take(cache_hash(item->bytes, item->key_length), now_sec);
  cache_release(cache, item);
  cache_give(cache);
}

static void answer_one(const struct request *r) {
  switch (r->verb) {
    case GET: answer_get(r); break;
    case SAY: say(r->slot, r->reply); break;
    case STORE: store(r); break;
    case DELETE: delete(r); break;
  }
  touch(r->slot);
}

// Answers what was read; from here on nobody looks at the bytes that it was read from.
static void memcache_flush(void) {
  for (unsigned i = 0; i < batch_count; i++)
    if (batch[i].key_length) cache_prefetch_item(cache_of(batch[i].hash), batch[i].hash);
  for (unsigned i = 0; i < batch_count; i++) answer_one(&batch[i]);
  batch_count = 0;
}

static void ask(struct request request) {
  if (request.key_length) {
    if (!request.hash) request.hash = cache_hash(request.key, request.key_length);
    cache_prefetch_slot(cache_of(request.hash), request.hash);
  }
  batch[batch_count++] = request;
  if (batch_count == BATCH) memcache_flush();
}

static void ask_to_say(unsigned slot, const char *reply) {
  ask((struct request){.verb = SAY, .slot = slot, .reply = reply});
}

static void end_block(unsigned slot, struct conversation *c) {
  struct item *item = c->storing;
  c->storing = NULL;
  if (!item) {
    ask_to_say(slot, c->reply);
  } else if (memcmp(item_value(item) + item->value_length, "\r\n", VALUE_END_BYTES)) {
    give_up(item);
    ask_to_say(slot, c->reply == NO_REPLY ? NO_REPLY : BAD_DATA);
  } else {
    ask((struct request){.verb = STORE, .slot = slot, .item = item, .reply = c->reply,
                         .key = item->bytes, .key_length = item->key_length});
  }
}

// Takes what there is of a data block straight to its place.
static size_t take_block(unsigned slot, const char *in, size_t length) {
  struct conversation *c = &conversations[slot];
  size_t bytes = length < c->awaited ? length : c->awaited;
  if (c->storing) {
    char *end = item_value(c->storing) + c->storing->value_length + VALUE_END_BYTES;
    memcpy(end - c->awaited, in, bytes);
  }
  c->awaited -= bytes;
  if (!c->awaited) end_block(slot, c);
  return bytes;
}

struct word {
  const char *at;
  size_t length;
};

static int word_is(struct word word, const char *text) {
  return word.length == strlen(text) && !memcmp(word.at, text, word.length);
}

// Words between spaces, at most WORDS_MAX: more are more than any request has.
static int split(const char *at, const char *end, struct word *words) {
  int count = 0;
  while (count < WORDS_MAX) {
    while (at < end && *at == ' ') at++;
    if (at == end) break;
    const char *start = at;
    while (at < end && *at != ' ') at++;
    words[count++] = (struct word){start, (size_t)(at - start)};
  }
  return count;
}

// A number of at most DIGITS_MAX digits up to `most`, or -1.
static int64_t number(struct word word, int64_t most) {
  int64_t value = 0;
  if (word.length == 0 || word.length > DIGITS_MAX) return -1;
  for (size_t i = 0; i < word.length; i++) {
    if (word.at[i] < '0' || word.at[i] > '9') return -1;
    value = value * 10 + (word.at[i] - '0');
  }
  return value <= most ? value : -1;
}

// As memcached: up to 30 days from now, else since the epoch; in the past when negative.
static uint32_t deadline(struct word exptime) {
  int64_t sec = number(exptime, UINT32_MAX);
  if (sec < 0) return 1;
  return (uint32_t)(sec == 0 || sec > SEC_30_DAYS ? sec : sec + now_sec);
}

static int is_exptime(struct word word) {
  if (word.length && word.at[0] == '-') word.at++, word.length--;
  return number(word, UINT32_MAX) >= 0;
}

static void read_set(unsigned slot, const struct word *words, int count) {
  struct conversation *c = &conversations[slot];
  int64_t flags = number(words[2], UINT32_MAX), bytes = number(words[4], INT32_MAX - 2);
  if (words[1].length > CACHE_KEY_BYTES_MAX || flags < 0 || bytes < 0 || !is_exptime(words[3])) {
    ask_to_say(slot, BAD_LINE);
    return;
  }
  c->awaited = (size_t)bytes + VALUE_END_BYTES;
  c->reply = count == 6 && word_is(words[5], "noreply") ? NO_REPLY : STORED;
  if (bytes <= VALUE_BYTES_LIMIT) {
    struct cache *cache = cache_take(cache_hash(words[1].at, words[1].length), now_sec);
    c->storing = cache_reserve(cache, words[1].at, words[1].length, (size_t)bytes);
    cache_give(cache);
  }
  if (c->storing) {
    c->storing->client_flags = (uint32_t)flags;
    c->storing->expires_at_sec = deadline(words[3]);
  } else if (c->reply != NO_REPLY) {
    c->reply = bytes > VALUE_BYTES_LIMIT ? TOO_LARGE : NO_MEMORY;
  }
}

static void read_line(unsigned slot, const char *line, const char *end) {
  if (end > line && end[-1] == '\r') end--;
  struct word words[WORDS_MAX] = {{0}};
  int count = split(line, end, words);
  struct request request = {.slot = slot, .key = words[1].at,
                            .key_length = (uint32_t)words[1].length, .reply = DELETED};
  if (count == 0 || end - line > REQUEST_LINE_BYTES_MAX) {
    ask_to_say(slot, UNKNOWN);
  } else if (word_is(words[0], "set") && (count == 5 || count == 6)) {
    read_set(slot, words, count);
  } else if (word_is(words[0], "get") && count == 2) {
    request.verb = GET;
    if (words[1].length > CACHE_KEY_BYTES_MAX) ask_to_say(slot, BAD_LINE);
    else ask(request);
  } else if (word_is(words[0], "delete") && (count == 2 || count == 3)) {
    request.verb = DELETE;
    if (count == 3 && word_is(words[2], "noreply")) request.reply = NO_REPLY;
    if (words[1].length > CACHE_KEY_BYTES_MAX) ask_to_say(slot, BAD_LINE);
    else ask(request);
  } else if (word_is(words[0], "version") && count == 1) {
    ask_to_say(slot, VERSION);
  } else if (word_is(words[0], "quit") && count == 1) {
    conversations[slot].quit = 1;
    ask_to_say(slot, NO_REPLY);
  } else {
    ask_to_say(slot, UNKNOWN);
  }
}

// The first byte that is a space or a control character, eight at a time.
static const char *blank_at(const char *at, const char *end) {
  const uint64_t ones = 0x0101010101010101, high = 0x80 * ones;
  for (; end - at >= 8; at += 8) {
    uint64_t word = read_word(at), blanks = (word - 0x21 * ones) & ~word & high;
    if (blanks) return at + (__builtin_ctzll(blanks) >> 3);
  }
  while (at < end && (unsigned char)*at > ' ') at++;
  return at;
}

// The common case, `get <key>\r\n`, with a single look at each byte; 0 if it is anything else.
static size_t take_get(unsigned slot, const char *in, size_t length) {
  if (length < 7 || memcmp(in, "get ", 4)) return 0;
  const char *key = in + 4, *end = blank_at(key, in + length);
  size_t key_length = (size_t)(end - key);
  if (in + length - end < 2 || end[0] != '\r' || end[1] != '\n') return 0;
  if (key_length == 0 || key_length > CACHE_KEY_BYTES_MAX) return 0;
  ask((struct request){.verb = GET, .slot = slot, .key = key, .key_length = (uint32_t)key_length});
  return (size_t)(end + 2 - in);
}

// A line that was cut: keeps its bytes until its end has come.
static size_t carry(unsigned slot, const char *in, size_t length, const char *newline) {
  struct conversation *c = &conversations[slot];
  size_t bytes = newline ? (size_t)(newline - in) : length;
  if (c->line_length + bytes > sizeof c->line) c->too_long = 1;
  if (!c->too_long) {
    memcpy(c->line + c->line_length, in, bytes);
    c->line_length += (uint32_t)bytes;
  }
  if (!newline) return bytes;
  if (c->too_long) {
    ask_to_say(slot, UNKNOWN);
  } else {
    read_line(slot, c->line, c->line + c->line_length);
    memcache_flush();  // the key is in c->line, which the next cut writes over
  }
  c->line_length = c->too_long = 0;
  return bytes + 1;
}

static size_t take_line(unsigned slot, const char *in, size_t length) {
  struct conversation *c = &conversations[slot];
  int cut = c->line_length || c->too_long;
  size_t taken = cut ? 0 : take_get(slot, in, length);
  if (taken) return taken;
  const char *newline = memchr(in, '\n', length);
  if (cut || !newline) return carry(slot, in, length, newline);
  read_line(slot, in, newline);
  return (size_t)(newline + 1 - in);
}

// Reads requests from bytes that stay where they are until the next flush.
static void memcache_take(unsigned slot, const char *in, size_t length) {
  const struct conversation *c = &conversations[slot];
  while (length && !c->quit && !c->lost) {
    size_t taken = c->awaited ? take_block(slot, in, length) : take_line(slot, in, length);
    in += taken;
    length -= taken;
  }
}

// A client came, or went.
static void memcache_reset(unsigned slot) {
  struct conversation *c = &conversations[slot];
  if (c->storing) give_up(c->storing);
  memset(c, 0, offsetof(struct conversation, line));
}

// What is to be sent next; the replies to come go to the other block until memcache_sent.
static size_t memcache_pending(unsigned slot, const char **bytes) {
  struct conversation *c = &conversations[slot];
  int half = c->filling;
  if (!c->filled[half]) return 0;
  c->filling ^= 1;
  *bytes = out_block(slot, half);
  return c->filled[half];
}

// Nobody reads the block any more that memcache_pending told of; much of it goes back at once.
static void memcache_sent(unsigned slot) {
  struct conversation *c = &conversations[slot];
  int half = c->filling ^ 1;
  if (c->filled[half] > OUT_KEPT_BYTES) {
    uintptr_t page = ((uintptr_t)out_block(slot, half) + OUT_KEPT_BYTES) & ~(uintptr_t)4095;
    madvise((void *)page, c->filled[half] - OUT_KEPT_BYTES, MADV_DONTNEED);
  }
  c->filled[half] = 0;
  if (!c->filled[c->filling]) c->filling = 0;
}

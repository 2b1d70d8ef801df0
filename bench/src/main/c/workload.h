// What is asked and what must come back: `ping`, `get` or `set`, as bytes.
//
// Requests of one workload have one length, laid out back to back, so that a batch is one send of
// neighbours. Their right answers have one length too, which makes checking them cheap: every
// answer is compared at its head (for a get with the very key that was asked) and at its tail.
#pragma once

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

enum { KEY_BYTES = 12, VALUE_BYTES_MAX = 1 << 20, FOREIGN_LINE_BYTES = 512 };
enum verdict { INCOMPLETE, RIGHT, MISS, WRONG };

struct workload {
  char *requests;
  int request_count, request_bytes;
  int reply_bytes;             // of a right answer
  char head[64], tail[16];     // of a right answer, without the key
  int head_bytes, tail_bytes;
  int key_at;                  // where a get's key is in the request; 0: answers name no key
  int reply_key_at;
};

// xorshift64: the same keys in the same order on every run.
static inline uint64_t next_random(void) {
  static uint64_t state = 88172645463325252u;
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}

static inline int write_get(char *out, int key) { return sprintf(out, "get key:%08d\r\n", key); }

static inline int write_set(char *out, int key, int value_bytes) {
  int length = sprintf(out, "set key:%08d 0 0 %d\r\n", key, value_bytes);
  memset(out + length, 'x', (size_t)value_bytes);
  memcpy(out + length + value_bytes, "\r\n", 2);
  return length + value_bytes + 2;
}

static inline void expect(struct workload *w, const char *head, const char *tail, int reply_bytes) {
  w->head_bytes = (int)strlen(strcpy(w->head, head));
  w->tail_bytes = (int)strlen(strcpy(w->tail, tail));
  w->reply_bytes = reply_bytes;
}

static inline void expect_value(struct workload *w, int value_bytes) {
  // VALUE <key> 0 <bytes>\r\n<value>\r\nEND\r\n: the head is what follows the key.
  char head[64];
  int head_bytes = snprintf(head, sizeof head, " 0 %d\r\n", value_bytes);
  w->key_at = (int)strlen("get ");
  w->reply_key_at = (int)strlen("VALUE ");
  int tail_bytes = (int)strlen("\r\nEND\r\n");
  expect(w, head, "\r\nEND\r\n",
         w->reply_key_at + KEY_BYTES + head_bytes + value_bytes + tail_bytes);
}

// More gets than sets, as the latter are longer: either table stays within a second-level cache.
static inline struct workload workload_open(const char *proto, int keys, int value_bytes) {
  int get = !strcmp(proto, "get"), set = !strcmp(proto, "set");
  if (!get && !set && strcmp(proto, "ping")) {
    fprintf(stderr, "proto=%s is none of ping, get, set\n", proto);
    exit(2);
  }
  struct workload w = {.request_count = get ? 65536 : 4096};
  size_t most = (size_t)(set ? value_bytes : 0) + 64;
  w.requests = malloc((size_t)w.request_count * most);
  if (!w.requests) die("malloc of the requests");
  char *out = w.requests;
  for (int i = 0; i < w.request_count; i++) {
    int key = (int)(next_random() % (uint64_t)keys);
    w.request_bytes = get   ? write_get(out, key)
                      : set ? write_set(out, key, value_bytes)
                            : sprintf(out, "PING\r\n");
    out += w.request_bytes;
  }
  if (get) expect_value(&w, value_bytes);
  else if (set) expect(&w, "STORED\r\n", "", 8);
  else expect(&w, "PONG\r\n", "", 6);
  return w;
}

static inline const char *request_at(const struct workload *w, int index) {
  return w->requests + (size_t)index * (size_t)w->request_bytes;
}

// `reply` holds reply_bytes bytes.
static inline int is_right(const struct workload *w, const char *reply, int request) {
  const char *head = reply;
  if (w->key_at) {
    if (memcmp(reply, "VALUE ", 6)) return 0;
    if (memcmp(reply + w->reply_key_at, request_at(w, request) + w->key_at, KEY_BYTES)) return 0;
    head = reply + w->reply_key_at + KEY_BYTES;
  }
  return !memcmp(head, w->head, (size_t)w->head_bytes) &&
         !memcmp(reply + w->reply_bytes - w->tail_bytes, w->tail, (size_t)w->tail_bytes);
}

// Judges the answer that starts at `reply`, of which `length` bytes are here. Sets *used to its
// bytes. What is not the right answer is taken for a line: END is a miss, all else is wrong.
static inline enum verdict judge(const struct workload *w, const char *reply, int length,
                                 int request, int *used) {
  *used = w->reply_bytes;
  if (length >= w->reply_bytes && is_right(w, reply, request)) return RIGHT;
  if (w->key_at && reply[0] == 'V' && length < w->reply_bytes) return INCOMPLETE;
  const char *newline = memchr(reply, '\n', (size_t)length);
  if (!newline && length < FOREIGN_LINE_BYTES) return INCOMPLETE;
  *used = newline ? (int)(newline + 1 - reply) : length;
  return w->key_at && *used == 5 && !memcmp(reply, "END\r\n", 5) ? MISS : WRONG;
}

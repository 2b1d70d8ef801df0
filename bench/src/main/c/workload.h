// What is asked and what must come back, as bytes: `ping`, `get`, `set`, or `mixed`, which is nine
// gets to a set.
//
// Requests lie back to back, so that a batch is one send of neighbours. The right answers of one
// verb have one length, which makes checking them cheap: every answer is compared at its head (for
// a get with the very key that was asked) and at its tail. Keys are asked for as often as any other
// one, or as Zipf has it, the first most.
#pragma once

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

enum { KEY_BYTES = 12, VALUE_BYTES_MAX = 1 << 20, FOREIGN_LINE_BYTES = 512 };
enum { MIXED_ONE_SET_IN = 10 };
enum verdict { INCOMPLETE, RIGHT, MISS, WRONG };

// What comes back from one verb.
struct answer {
  int reply_bytes;          // of a right answer
  char head[64], tail[16];  // of a right answer, without the key
  int head_bytes, tail_bytes;
  int key_at;               // where a get's key is in the request; 0: answers name no key
  int reply_key_at;
};

struct workload {
  char *requests;
  int request_count;
  size_t *offsets;          // of each request, and of the end
  const struct answer **answers;
  int reply_bytes;          // of the longest right answer
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

static inline void expect(struct answer *a, const char *head, const char *tail, int reply_bytes) {
  a->head_bytes = (int)strlen(strcpy(a->head, head));
  a->tail_bytes = (int)strlen(strcpy(a->tail, tail));
  a->reply_bytes = reply_bytes;
}

static inline void expect_value(struct answer *a, int value_bytes) {
  // VALUE <key> 0 <bytes>\r\n<value>\r\nEND\r\n: the head is what follows the key.
  char head[64];
  int head_bytes = snprintf(head, sizeof head, " 0 %d\r\n", value_bytes);
  a->key_at = (int)strlen("get ");
  a->reply_key_at = (int)strlen("VALUE ");
  int tail_bytes = (int)strlen("\r\nEND\r\n");
  expect(a, head, "\r\nEND\r\n",
         a->reply_key_at + KEY_BYTES + head_bytes + value_bytes + tail_bytes);
}

// How likely each key up to this one is to be asked for; NULL if all are alike.
static inline double *zipf_sums(int keys, double exponent) {
  if (exponent == 0) return NULL;
  double *sums = malloc((size_t)keys * sizeof *sums), sum = 0;
  if (!sums) die("malloc of the keys");
  for (int key = 0; key < keys; key++) sums[key] = sum += pow(key + 1, -exponent);
  for (int key = 0; key < keys; key++) sums[key] /= sum;
  return sums;
}

static inline int next_key(int keys, const double *sums) {
  if (!sums) return (int)(next_random() % (uint64_t)keys);
  double part = (double)(next_random() >> 11) / 9007199254740992.0;  // in [0, 1)
  int low = 0, high = keys - 1;
  while (low < high) {
    int middle = (low + high) / 2;
    if (sums[middle] <= part) low = middle + 1;
    else high = middle;
  }
  return low;
}

// More gets than sets, as the latter are longer: either table stays within a second-level cache.
static inline struct workload workload_open(const char *proto, int keys, double zipf,
                                            int value_bytes) {
  static struct answer pong, stored, value;
  int get = !strcmp(proto, "get"), set = !strcmp(proto, "set"), mixed = !strcmp(proto, "mixed");
  if (!get && !set && !mixed && strcmp(proto, "ping")) {
    fprintf(stderr, "proto=%s is none of ping, get, set, mixed\n", proto);
    exit(2);
  }
  expect(&pong, "PONG\r\n", "", 6);
  expect(&stored, "STORED\r\n", "", 8);
  expect_value(&value, value_bytes);
  struct workload w = {.request_count = get ? 65536 : mixed ? 32768 : 4096};
  w.requests = malloc((size_t)w.request_count * ((size_t)(set || mixed ? value_bytes : 0) + 64));
  w.offsets = malloc(((size_t)w.request_count + 1) * sizeof *w.offsets);
  w.answers = malloc((size_t)w.request_count * sizeof *w.answers);
  if (!w.requests || !w.offsets || !w.answers) die("malloc of the requests");
  double *sums = zipf_sums(keys, zipf);
  char *out = w.requests;
  for (int i = 0; i < w.request_count; i++) {
    int key = next_key(keys, sums), sets = set || (mixed && next_random() % MIXED_ONE_SET_IN == 0);
    int gets = get || (mixed && !sets);
    w.offsets[i] = (size_t)(out - w.requests);
    w.answers[i] = gets ? &value : sets ? &stored : &pong;
    if (w.reply_bytes < w.answers[i]->reply_bytes) w.reply_bytes = w.answers[i]->reply_bytes;
    out += gets   ? write_get(out, key)
           : sets ? write_set(out, key, value_bytes)
                  : sprintf(out, "PING\r\n");
  }
  w.offsets[w.request_count] = (size_t)(out - w.requests);
  free(sums);
  return w;
}

static inline const char *request_at(const struct workload *w, int index) {
  return w->requests + w->offsets[index];
}

// `reply` holds as many bytes as the right answer has.
static inline int is_right(const struct workload *w, const char *reply, int request) {
  const struct answer *a = w->answers[request];
  const char *head = reply;
  if (a->key_at) {
    if (memcmp(reply, "VALUE ", 6)) return 0;
    if (memcmp(reply + a->reply_key_at, request_at(w, request) + a->key_at, KEY_BYTES)) return 0;
    head = reply + a->reply_key_at + KEY_BYTES;
  }
  return !memcmp(head, a->head, (size_t)a->head_bytes) &&
         !memcmp(reply + a->reply_bytes - a->tail_bytes, a->tail, (size_t)a->tail_bytes);
}

// Judges the answer that starts at `reply`, of which `length` bytes are here. Sets *used to its
// bytes. What is not the right answer is taken for a line: END is a miss, all else is wrong.
static inline enum verdict judge(const struct workload *w, const char *reply, int length,
                                 int request, int *used) {
  const struct answer *a = w->answers[request];
  *used = a->reply_bytes;
  if (length >= a->reply_bytes && is_right(w, reply, request)) return RIGHT;
  if (a->key_at && reply[0] == 'V' && length < a->reply_bytes) return INCOMPLETE;
  const char *newline = memchr(reply, '\n', (size_t)length);
  if (!newline && length < FOREIGN_LINE_BYTES) return INCOMPLETE;
  *used = newline ? (int)(newline + 1 - reply) : length;
  return a->key_at && *used == 5 && !memcmp(reply, "END\r\n", 5) ? MISS : WRONG;
}

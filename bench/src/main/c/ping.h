// The ping protocol: a client sends `ping\r\n`, the server answers `pong\r\n`.
#pragma once

#include <stdint.h>
#include <string.h>

enum { LINE_BYTES = 6, PONGS_BYTES = LINE_BYTES * 10240, BAD_LINE = -1 };

static const char PING[] = "ping\r\n";

// Pongs in a row: any number of answers is one send of its first bytes, and no copy.
static char pongs[PONGS_BYTES];

static inline void pongs_fill(void) {
  for (int i = 0; i < PONGS_BYTES; i++) pongs[i] = "pong\r\n"[i % LINE_BYTES];
}

// Counts the lines that end in `in`, wherever the bytes were cut: `*matched` carries how much of a
// line was seen before. Returns BAD_LINE at the first byte that no ping has.
static inline int count_pings(const char *in, int length, uint8_t *matched) {
  int count = 0;
  for (int i = 0; i < length;) {
    if (*matched == 0 && length - i >= LINE_BYTES && !memcmp(in + i, PING, LINE_BYTES)) {
      i += LINE_BYTES;
      count++;
      continue;
    }
    if (in[i++] != PING[*matched]) return BAD_LINE;
    if (++*matched < LINE_BYTES) continue;
    *matched = 0;
    count++;
  }
  return count;
}

// The ping protocol: a client sends `PING\r\n`, in any case, the server answers `PONG\r\n`.
#pragma once

#include <stdint.h>
#include <string.h>

enum { LINE_BYTES = 6, PONGS_BYTES = LINE_BYTES * 10240, BAD_LINE = -1 };

// Pongs in a row: any number of answers is one send of its first bytes, and no copy.
static char pongs[PONGS_BYTES];

static inline void pongs_fill(void) {
  for (int i = 0; i < PONGS_BYTES; i++) pongs[i] = "PONG\r\n"[i % LINE_BYTES];
}

// A whole line at `in`. Setting bit 5 makes letters small, and no other byte a letter of "ping".
static inline int is_ping(const char *in) {
  uint32_t word;
  memcpy(&word, in, sizeof word);
  word |= 0x20202020;
  return !memcmp(&word, "ping", 4) && !memcmp(in + 4, "\r\n", 2);
}

// The same for the byte at `index` of a line.
static inline int is_ping_byte(char byte, int index) {
  return (index < 4 ? byte | 0x20 : byte) == "ping\r\n"[index];
}

// Counts the lines that end in `in`, wherever the bytes were cut: `*matched` carries how much of a
// line was seen before. Returns BAD_LINE at the first byte that no ping has.
static inline int count_pings(const char *in, int length, uint8_t *matched) {
  int count = 0;
  for (int i = 0; i < length;) {
    if (*matched == 0 && length - i >= LINE_BYTES && is_ping(in + i)) {
      i += LINE_BYTES;
      count++;
      continue;
    }
    if (!is_ping_byte(in[i++], *matched)) return BAD_LINE;
    if (++*matched < LINE_BYTES) continue;
    *matched = 0;
    count++;
  }
  return count;
}

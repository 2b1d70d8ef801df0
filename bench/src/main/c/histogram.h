// Latencies, log-linear: 64 steps per power of two, so a percentile is exact to 1.6 %.
#pragma once

#include <stdint.h>

enum { STEPS_BITS = 6, STEPS = 1 << STEPS_BITS, BUCKETS = (64 - STEPS_BITS + 1) * STEPS };

struct histogram {
  uint64_t count, max_ns;
  uint64_t buckets[BUCKETS];
};

static inline void histogram_add(struct histogram *h, uint64_t ns, uint64_t weight) {
  unsigned shift = ns < STEPS ? 0 : 63 - STEPS_BITS - (unsigned)__builtin_clzll(ns);
  // Above the first STEPS values, (ns >> shift) lies in [STEPS, 2 * STEPS) of its power of two.
  h->buckets[ns < STEPS ? ns : (shift + 1) * STEPS + (ns >> shift) - STEPS] += weight;
  h->count += weight;
  if (ns > h->max_ns) h->max_ns = ns;
}

// The lower edge of the bucket in which `percent` of all values are reached, in microseconds.
static inline double histogram_us(const struct histogram *h, double percent) {
  uint64_t rank = (uint64_t)((double)h->count * percent / 100.0), seen = 0;
  for (unsigned i = 0; i < BUCKETS; i++) {
    seen += h->buckets[i];
    if (seen <= rank) continue;
    if (i < STEPS) return i / 1e3;
    return (double)((uint64_t)(i % STEPS + STEPS) << (i / STEPS - 1)) / 1e3;
  }
  return (double)h->max_ns / 1e3;
}

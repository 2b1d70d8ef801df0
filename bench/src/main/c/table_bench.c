// What a get and a set of the table in cache.h cost by themselves, without a server around them:
// the stick of bench/store-cost, which asks Gannet's stores for the same in the same shape.
//
//   table_bench [op=get] [hints=both] [items=100000] [windows=5] [window_ms=300] [cpu=-1]
//
// Random keys `key:%08x`, 32 in a batch: all are written and hashed; the hints load the slots of
// all (`index`), then the items of all too (`both`), or nothing (`none`); then each is carried out.
// `loads` is `both` by plain loads: the JVM has no instruction for a prefetch, C's compiler has.
// A get copies the value to where a reply would be, a set copies one from where a request would be.
// The figure is CPU time of the thread, the median of the windows.
#define _GNU_SOURCE
#include "cache.h"

enum { BATCH = 32, KEY_BYTES = 12, KEY_STRIDE = 16, VALUE_BYTES = 64 };
enum { WINDOWS_MAX = 101, ITEMS_MAX = 1 << 26, BATCHES_PER_LOOK = 256 };
enum hints { NONE, INDEX, BOTH, LOADS };

struct batch {
  char keys[BATCH * KEY_STRIDE];
  uint64_t hashes[BATCH];
  char received[BATCH * VALUE_BYTES];
  char replies[BATCH * VALUE_BYTES];
};

static struct cache cache;
static struct batch batch;
static uint32_t items;
static enum hints hints;
static volatile uint32_t flags;  // of the last item: a reply has them, so they are read

static char *key_at(int i) { return batch.keys + i * KEY_STRIDE; }

// Hexadecimal digits, eight at once: as the JMH rows write theirs.
static void write_key(int i, uint32_t number) {
  const uint64_t ones = 0x0101010101010101;
  uint64_t digits = number;
  digits = (digits | digits << 16) & 0x0000ffff0000ffff;
  digits = (digits | digits << 8) & 0x00ff00ff00ff00ff;
  digits = (digits | digits << 4) & 0x0f0f0f0f0f0f0f0f;
  uint64_t letters = (digits + 6 * ones) >> 4 & ones;  // 1 where a digit is above 9
  uint64_t text = __builtin_bswap64(digits + '0' * ones + letters * ('a' - '9' - 1));
  memcpy(key_at(i), "key:", 4);
  memcpy(key_at(i) + 4, &text, sizeof text);
  batch.hashes[i] = cache_hash(key_at(i), KEY_BYTES);
}

static uint32_t next_item(void) {
  static uint64_t state = 88172645463325252u;
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t)((unsigned __int128)state * items >> 64);
}

static void load(void) {
  for (int i = 0; i < BATCH; i++) {
    uint64_t home = slot_home(&cache, slot_pack(batch.hashes[i], 0));
    (void)*(volatile uint64_t *)&cache.slots[home];
  }
  for (int i = 0; i < BATCH; i++) {
    const volatile char *item = cache_likely_item(&cache, batch.hashes[i]);
    if (item) (void)(item[0] + item[CACHE_LINE_BYTES]);
  }
}

static void prefetch(void) {
  if (hints == LOADS) load();
  if (hints == INDEX || hints == BOTH)
    for (int i = 0; i < BATCH; i++) cache_prefetch_slot(&cache, batch.hashes[i]);
  if (hints == BOTH)
    for (int i = 0; i < BATCH; i++) cache_prefetch_item(&cache, batch.hashes[i]);
}

// Copies the value behind the replies so far; it must be there, as nothing is ever evicted.
static char *get(int i, char *reply) {
  struct item *item = cache_find(&cache, key_at(i), KEY_BYTES, batch.hashes[i]);
  if (!item) {
    fprintf(stderr, "%.*s is not there\n", KEY_BYTES, key_at(i));
    exit(1);
  }
  flags = item->client_flags;
  memcpy(reply, item_value(item), item->value_length);
  return reply + item->value_length;
}

// A value tells whose it is.
static void set(int i) {
  char *value = batch.received + i * VALUE_BYTES;
  memcpy(value, &batch.hashes[i], sizeof batch.hashes[i]);
  struct item *item = cache_reserve(&cache, key_at(i), KEY_BYTES, VALUE_BYTES);
  if (!item) {
    fprintf(stderr, "no room for %.*s\n", KEY_BYTES, key_at(i));
    exit(1);
  }
  memcpy(item_value(item), value, VALUE_BYTES);
  cache_publish(&cache, item, batch.hashes[i]);
}

static void get_batch(void) {
  for (int i = 0; i < BATCH; i++) write_key(i, next_item());
  prefetch();
  char *reply = batch.replies;
  for (int i = 0; i < BATCH; i++) reply = get(i, reply);
}

static void set_batch(void) {
  for (int i = 0; i < BATCH; i++) write_key(i, next_item());
  prefetch();
  for (int i = 0; i < BATCH; i++) set(i);
}

static void fill(void) {
  for (uint32_t number = 0; number < items; number++) {
    write_key(0, number);
    set(0);
  }
}

// What was measured must have been true: every key has its own value.
static void check(void) {
  for (uint32_t number = 0; number < items; number++) {
    write_key(0, number);
    get(0, batch.replies);
    if (!memcmp(batch.replies, &batch.hashes[0], sizeof batch.hashes[0])) continue;
    fprintf(stderr, "%.*s has the value of another\n", KEY_BYTES, key_at(0));
    exit(1);
  }
}

// Two lines an item, and of the slots five to four lines; a MiB more for what is rounded off.
static long memory_mib(void) {
  uint32_t lines;
  item_class(item_bytes(KEY_BYTES, VALUE_BYTES), &lines);
  uint64_t quads = ((uint64_t)items * lines + 3) / 4;
  return (long)(quads * (4 * CACHE_LINE_BYTES + 5 * sizeof(uint64_t)) >> 20) + 1;
}

static double cpu_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

// CPU time of one operation, over a window of so many ms of it.
static double window_ns(void (*operate)(void), long window_ms) {
  double from = cpu_ns(), now = from;
  long batches = 0;
  for (; now - from < (double)window_ms * 1e6; now = cpu_ns(), batches += BATCHES_PER_LOOK)
    for (int i = 0; i < BATCHES_PER_LOOK; i++) operate();
  return (now - from) / (double)(batches * BATCH);
}

static int ascending(const void *a, const void *b) {
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

// The position of a word in a list that ends with NULL.
static int chosen(const char *name, const char *word, const char *const *words) {
  for (int i = 0; words[i]; i++)
    if (!strcmp(word, words[i])) return i;
  fprintf(stderr, "%s=%s is none of:", name, word);
  for (; *words; words++) fprintf(stderr, " %s", *words);
  fprintf(stderr, "\n");
  exit(2);
}

static long in_range(int argc, char **argv, const char *name, long otherwise, long max) {
  long value = option_long(argc, argv, name, otherwise);
  if (value >= 1 && value <= max) return value;
  fprintf(stderr, "%s=%ld is not from 1 to %ld\n", name, value, max);
  exit(2);
}

int main(int argc, char **argv) {
  require_known(argc, argv,
                (const char *[]){"op", "hints", "items", "windows", "window_ms", "cpu", NULL});
  const char *op = option(argc, argv, "op", "get"), *hint = option(argc, argv, "hints", "both");
  int sets = chosen("op", op, (const char *[]){"get", "set", NULL});
  const char *const words[] = {"none", "index", "both", "loads", NULL};
  hints = (enum hints)chosen("hints", hint, words);
  items = (uint32_t)in_range(argc, argv, "items", 100000, ITEMS_MAX);
  long windows = in_range(argc, argv, "windows", 5, WINDOWS_MAX);
  long window_ms = in_range(argc, argv, "window_ms", 300, 60000);
  pin((int)option_long(argc, argv, "cpu", -1));

  cache_open(&cache, memory_mib());
  fill();
  void (*operate)(void) = sets ? set_batch : get_batch;
  double ns[WINDOWS_MAX];
  window_ns(operate, window_ms);  // warm-up
  for (long i = 0; i < windows; i++) ns[i] = window_ns(operate, window_ms);
  qsort(ns, (size_t)windows, sizeof *ns, ascending);
  check();
  printf("op=%s hints=%s items=%u cpu_ns=%.2f\n", op, hint, items, ns[windows / 2]);
}

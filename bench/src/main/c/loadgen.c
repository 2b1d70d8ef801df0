// The load: many connections from one thread on one io_uring, and what they cost the server.
//
//   loadgen port=P|unix=PATH [pid=SERVER] [proto=ping|get|set|mixed] [conns=50] [depth=1] [secs=2]
//           [warm=1] [cpu=-1] [rate=0] [count=0] [spin=0] [fill=0] [keys=100000] [zipf=0]
//           [value_bytes=64]
//
// Closed loop (rate=0): each connection sends `depth` requests at once and the next `depth` when
// all are answered. Open loop (rate=R): R requests a second arrive at Poisson times, whatever the
// server does; a latency runs from the time a request was due, not from when it could be sent.
// count=N: exactly N requests, no warm-up, on connections that are already accepted.
//
// Prints one line of name=value; latencies in microseconds. With depth > 1 they are from the send
// of the batch. Nothing is taken on trust: answers are checked, see workload.h.
#define _GNU_SOURCE
#include <math.h>
#include <signal.h>

#include "cpu.h"
#include "histogram.h"
#include "uring.h"
#include "workload.h"

enum { CONNECTIONS_MAX = 4096, DUE_MAX = 65536, BUFFERS = 1024, CARRY_BYTES = 2048 };
enum { FILL_BATCH = 128, COUNT_LIMIT_SEC = 10 };

static const uint64_t SEND = 1ull << 32;  // user_data of sends; of receives it is the index alone
static const uint64_t SEC_NS = 1000000000u;

static struct options {
  const char *proto;
  struct place place;
  int pid, conns, depth, secs, warm, cpu, spin, fill, keys, value_bytes;
  long count;
  double rate, zipf;
} opt;

struct connection {
  unsigned outstanding;            // requests sent and not answered
  int next_request, next_reply;    // indices into the workload's requests
  uint64_t sent_ns;                // of the batch in flight (closed loop)
  uint64_t *due_ns;                // of each request in flight (open loop), DUE_MAX of them
  unsigned due_head, due_tail;     // positions in due_ns
  int carried;                     // bytes of an answer that a receive cut
  char *carry;
};

static struct ring ring;
static struct buffer_ring buffers;
static struct workload work;
static struct connection *connections;
static int carry_bytes;

static int measuring;
static uint64_t issued, answered, answered_all, misses, errors, late;
static struct histogram latencies;

static void send_batch(struct connection *c, int count) {
  if (c->next_request + count > work.request_count) c->next_request = 0;
  if (c->outstanding == 0) c->next_reply = c->next_request;
  struct io_uring_sqe *sqe =
      prep_send(&ring, (unsigned)(c - connections), request_at(&work, c->next_request),
                work.offsets[c->next_request + count] - work.offsets[c->next_request], SEND);
  sqe->flags |= IOSQE_CQE_SKIP_SUCCESS;  // requests are static: nothing to learn from a success
  c->next_request += count;
  c->outstanding += (unsigned)count;
  issued += (uint64_t)count;
}

static void send_next(struct connection *c, uint64_t now) {
  if (opt.count && issued >= (uint64_t)opt.count) return;
  c->sent_ns = now;
  send_batch(c, opt.depth);
}

static void on_reply(struct connection *c, enum verdict verdict, uint64_t now) {
  answered_all++;
  errors += verdict == WRONG;
  misses += verdict == MISS;
  uint64_t from = c->sent_ns;
  if (opt.rate > 0 && c->due_head != c->due_tail) from = c->due_ns[c->due_head++ % DUE_MAX];
  if (measuring) {
    answered++;
    histogram_add(&latencies, now > from ? now - from : 0, 1);
  }
  c->next_reply = (c->next_reply + 1) % work.request_count;
  if (c->outstanding > 0) c->outstanding--;  // a wrong answer may be several lines
}

// Judges what is carried over, after as many bytes were added as may complete one right answer.
static int add_to_carry(struct connection *c, const char *in, int length, uint64_t now) {
  int right = work.answers[c->next_reply]->reply_bytes;
  int want = c->carried < right ? right - c->carried : carry_bytes - c->carried;
  int taken = length < want ? length : want;
  memcpy(c->carry + c->carried, in, (size_t)taken);
  c->carried += taken;
  for (int used; c->carried > 0;) {
    enum verdict verdict = judge(&work, c->carry, c->carried, c->next_reply, &used);
    if (verdict == INCOMPLETE) break;
    on_reply(c, verdict, now);
    c->carried -= used;
    memmove(c->carry, c->carry + used, (size_t)c->carried);
  }
  return taken;
}

static void on_bytes(struct connection *c, const char *in, int length, uint64_t now) {
  while (length > 0) {
    int used = work.answers[c->next_reply]->reply_bytes;
    if (c->carried == 0 && length >= used && is_right(&work, in, c->next_reply))
      on_reply(c, RIGHT, now);
    else
      used = add_to_carry(c, in, length, now);
    in += used;
    length -= used;
  }
  if (opt.rate <= 0 && c->outstanding == 0) send_next(c, now);
}

static void on_completion(const struct io_uring_cqe *cqe, uint64_t now) {
  if (cqe->res <= 0 && cqe->res != -ENOBUFS) {
    fprintf(stderr, "%s: %s\n", cqe->user_data == SEND ? "send" : "receive",
            cqe->res ? strerror(-cqe->res) : "the server closed a connection");
    exit(1);
  }
  if (cqe->user_data == SEND) return;
  struct connection *c = &connections[cqe->user_data];
  if (cqe->res > 0) {
    unsigned id = cqe->flags >> IORING_CQE_BUFFER_SHIFT;
    on_bytes(c, buffer_at(&buffers, id), cqe->res, now);
    buffer_ring_add(&buffers, id);
  }
  if (!(cqe->flags & IORING_CQE_F_MORE))
    prep_recv_multishot(&ring, (unsigned)cqe->user_data, cqe->user_data);
}

static uint64_t reap(void) {
  unsigned head = ring.cq_head, tail = ring_cq_tail(&ring);
  uint64_t now = now_ns();
  for (; head != tail; head++) on_completion(&ring.cqes[head & ring.cq_mask], now);
  ring_cq_release(&ring, head);
  buffer_ring_release(&buffers);
  return now;
}

// Sends what is due by now, over the connections in turn.
static void send_due(uint64_t now) {
  static double next_ns;
  static unsigned turn;
  if (next_ns == 0) next_ns = (double)now;
  while (next_ns <= (double)now) {
    struct connection *c = &connections[turn++ % (unsigned)opt.conns];
    if (c->due_tail - c->due_head < DUE_MAX) {
      c->due_ns[c->due_tail++ % DUE_MAX] = (uint64_t)next_ns;
      send_batch(c, 1);
    } else {
      late++;  // the server is so far behind that we do not even queue
    }
    double uniform = (double)((next_random() >> 11) + 1) / 9007199254740993.0;  // in (0, 1)
    next_ns -= log(uniform) * 1e9 / opt.rate;
  }
}

static uint64_t turn(void) {
  static const struct __kernel_timespec timeout = {.tv_nsec = 100000000};
  if (opt.rate > 0) send_due(now_ns());
  if (opt.rate <= 0 && !opt.spin) ring_enter(&ring, 1, &timeout);
  else if (ring_busy(&ring)) ring_enter(&ring, 0, NULL);
  else cpu_pause();
  return reap();
}

static void run_until(uint64_t end_ns) {
  while (turn() < end_ns) {}
}

static void run_count(void) {
  uint64_t end_ns = now_ns() + COUNT_LIMIT_SEC * SEC_NS;
  while (answered_all < (uint64_t)opt.count)
    if (turn() >= end_ns) {
      fprintf(stderr, "%lu of %ld answers in %d s\n", answered_all, opt.count, COUNT_LIMIT_SEC);
      exit(1);
    }
}

static void sleep_ms(long ms) { nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL); }

// Writes every key once, on a connection of its own.
static void fill(void) {
  int fd = connect_to(opt.place);
  char *batch = malloc((size_t)FILL_BATCH * ((size_t)opt.value_bytes + 64));
  char replies[FILL_BATCH * 8];
  if (!batch) die("malloc");
  for (int key = 0; key < opt.keys;) {
    int count = 0, length = 0;
    for (; count < FILL_BATCH && key < opt.keys; count++)
      length += write_set(batch + length, key++, opt.value_bytes);
    if (send(fd, batch, (size_t)length, MSG_NOSIGNAL) != length) die("fill: send");
    ssize_t got = recv(fd, replies, (size_t)count * 8, MSG_WAITALL);
    for (int i = 0; i < count; i++)
      if (got != count * 8 || memcmp(replies + (size_t)i * 8, "STORED\r\n", 8)) {
        fprintf(stderr, "fill: the server did not store key %d\n", key - count + i);
        exit(1);
      }
  }
  free(batch);
  close(fd);
}

static void open_connections(void) {
  int fds[CONNECTIONS_MAX];
  connections = calloc((size_t)opt.conns, sizeof *connections);
  carry_bytes = work.reply_bytes + CARRY_BYTES;
  for (int i = 0; i < opt.conns; i++) {
    struct connection *c = &connections[i];
    fds[i] = connect_to(opt.place);
    c->next_request = (int)(next_random() % (uint64_t)work.request_count);
    c->carry = malloc((size_t)carry_bytes);
    if (opt.rate > 0) c->due_ns = malloc(DUE_MAX * sizeof *c->due_ns);
  }
  ring_register(&ring, IORING_REGISTER_FILES, fds, (unsigned)opt.conns, "IORING_REGISTER_FILES");
  for (int i = 0; i < opt.conns; i++) prep_recv_multishot(&ring, (unsigned)i, (uint64_t)i);
}

static void print_result(const struct cpu_sample *from, const struct cpu_sample *to) {
  double elapsed_ns = (double)(to->at_ns - from->at_ns), n = (double)(answered ? answered : 1);
  double server_ns = to->server_ns - from->server_ns, self_ns = to->self_ns - from->self_ns;
  double others_ns = to->busy_ns - from->busy_ns - self_ns - server_ns;
  printf("proto=%s conns=%d depth=%d rate=%.0f answers=%lu answers_all=%lu misses=%lu errors=%lu "
         "late=%lu rps=%.0f ",
         opt.proto, opt.conns, opt.depth, opt.rate, answered, answered_all, misses, errors, late,
         n / elapsed_ns * 1e9);
  printf("server_us=%.4f worker_us=%.4f client_us=%.4f server_cores=%.3f client_cores=%.3f "
         "others_cores=%.3f steal_cores=%.3f ",
         server_ns / 1e3 / n, busiest_thread_ns(from, to) / 1e3 / n, self_ns / 1e3 / n,
         server_ns / elapsed_ns, self_ns / elapsed_ns, others_ns / elapsed_ns,
         (to->steal_ns - from->steal_ns) / elapsed_ns);
  printf("p50_us=%.2f p90_us=%.2f p99_us=%.2f p999_us=%.2f max_us=%.2f\n",
         histogram_us(&latencies, 50), histogram_us(&latencies, 90), histogram_us(&latencies, 99),
         histogram_us(&latencies, 99.9), (double)latencies.max_ns / 1e3);
}

static void start_closed_loop(void) {
  for (int i = 0; i < opt.conns && opt.rate <= 0; i++) send_next(&connections[i], now_ns());
}

static void measure(struct cpu_sample *from, struct cpu_sample *to) {
  if (opt.count) {
    // Let the server finish accepting, and fall asleep: then its CPU figures are exact.
    ring_enter(&ring, 0, NULL);
    sleep_ms(20);
    sample_cpu(from, opt.pid);
    measuring = 1;
    start_closed_loop();
    run_count();
    sleep_ms(2);
  } else {
    start_closed_loop();
    run_until(now_ns() + (uint64_t)opt.warm * SEC_NS);
    sample_cpu(from, opt.pid);
    measuring = 1;
    run_until(from->at_ns + (uint64_t)opt.secs * SEC_NS);
  }
  sample_cpu(to, opt.pid);
}

static void parse(int argc, char **argv) {
  require_known(argc, argv,
                (const char *const[]){"port", "unix", "pid", "proto", "conns", "depth", "secs",
                                      "warm", "cpu", "rate", "count", "spin", "fill", "keys",
                                      "zipf", "value_bytes", NULL});
  opt = (struct options){
      .proto = option(argc, argv, "proto", "ping"),
      .place = place_of(argc, argv),
      .pid = (int)option_long(argc, argv, "pid", 0),
      .conns = (int)option_long(argc, argv, "conns", 50),
      .depth = (int)option_long(argc, argv, "depth", 1),
      .secs = (int)option_long(argc, argv, "secs", 2),
      .warm = (int)option_long(argc, argv, "warm", 1),
      .cpu = (int)option_long(argc, argv, "cpu", -1),
      .rate = (double)option_long(argc, argv, "rate", 0),
      .count = option_long(argc, argv, "count", 0),
      .spin = (int)option_long(argc, argv, "spin", 0),
      .fill = (int)option_long(argc, argv, "fill", 0),
      .keys = (int)option_long(argc, argv, "keys", 100000),
      .zipf = option_double(argc, argv, "zipf", 0),
      .value_bytes = (int)option_long(argc, argv, "value_bytes", 64),
  };
}

static void check_options(void) {
  int is_nowhere = !opt.place.path && (opt.place.port < 1 || opt.place.port > 65535);
  const char *wrong = is_nowhere                                                  ? "port"
                      : opt.conns < 1 || opt.conns > CONNECTIONS_MAX              ? "conns"
                      : opt.depth < 1 || opt.depth > 1024                         ? "depth"
                      : opt.keys < 1 || opt.keys > 99999999                       ? "keys"
                      : !(opt.zipf >= 0 && opt.zipf <= 5)                         ? "zipf"
                      : opt.value_bytes < 0 || opt.value_bytes > VALUE_BYTES_MAX  ? "value_bytes"
                      : opt.rate > 0 && (opt.count || opt.depth > 1)              ? "rate"
                                                                                  : NULL;
  if (!wrong) return;
  fprintf(stderr, "%s= is missing, out of range, or does not go with the others\n", wrong);
  exit(2);
}

int main(int argc, char **argv) {
  static struct cpu_sample from, to;
  parse(argc, argv);
  check_options();
  pin(opt.cpu);
  signal(SIGPIPE, SIG_IGN);
  if (opt.fill) fill();
  work = workload_open(opt.proto, opt.keys, opt.zipf, opt.value_bytes);
  ring_open(&ring, 4096, 16384);
  buffer_ring_open(&ring, &buffers, BUFFERS, work.reply_bytes * opt.depth > 4096 ? 65536 : 4096);
  open_connections();
  measure(&from, &to);
  print_result(&from, &to);
  return 0;
}

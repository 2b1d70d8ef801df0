// A server on io_uring, but for what it says: one thread, one ring. A turn is one io_uring_enter
// that submits what the last turn produced and brings completions, then a pass over them, then one
// send per connection that is owed answers:
//
//   enter -> CQEs -> on_accept | on_receive | on_send -> answer the dirty connections -> enter
//
// It has the shape of Gannet's worker on purpose (multishot accept and recv, one provided buffer
// ring, direct descriptors, DEFER_TASKRUN), so that the difference between the two is Java's price.
#pragma once

#include <signal.h>

#include "uring.h"

enum { SLOTS = 4096, BUFFERS = 1024, BUFFER_BYTES = 4096, SQ_ENTRIES = 4096, CQ_ENTRIES = 16384 };
enum op { ACCEPT, RECEIVE, SEND, SHUTDOWN, CLOSE };

struct connection {
  uint8_t sending;  // at most one send in flight: two could interleave their bytes
  uint8_t dirty;    // listed in `dirty`
  uint8_t ended;    // no more input; closes once nothing is owed and nothing in flight
};

// A server of several threads says that these are each thread's own.
#ifndef OWN
#define OWN
#endif

static OWN struct ring ring;
static OWN struct buffer_ring buffers;
static OWN struct connection connections[SLOTS];
static OWN unsigned dirty[SLOTS], dirty_count;
static OWN int listener;

// What a server says; these six are defined by who includes this.

// A client came.
static void open_conversation(unsigned slot);
// Bytes came, which stay where they are until end_of_input. Touches the slot if it owes answers.
static void take(unsigned slot, const char *in, int length);
// Everything that came in this turn was taken.
static void end_of_input(void);
// What is to be sent next: its length, or 0 when nothing is owed.
static size_t owed(unsigned slot, const char **bytes);
// The send of that is over, for good or, if not `ok`, for ill.
static void sent(unsigned slot, int ok);
// The client is gone.
static void close_conversation(unsigned slot);

static uint64_t user_data(enum op op, unsigned slot) { return (uint64_t)op << 32 | slot; }

static void arm_accept(void) {
  struct io_uring_sqe *sqe = ring_sqe(&ring);
  sqe->opcode = IORING_OP_ACCEPT;
  sqe->fd = listener;
  sqe->ioprio = IORING_ACCEPT_MULTISHOT;
  sqe->file_index = IORING_FILE_INDEX_ALLOC;  // the kernel picks a free slot and tells it in res
  sqe->user_data = user_data(ACCEPT, 0);
}

static void arm_receive(unsigned slot) {
  prep_recv_multishot(&ring, slot, user_data(RECEIVE, slot));
}

// Ends a connection; its receive then completes with 0, and a send in flight with an error.
static void shut_down(unsigned slot) {
  struct io_uring_sqe *sqe = ring_sqe(&ring);
  sqe->opcode = IORING_OP_SHUTDOWN;
  sqe->fd = (int)slot;
  sqe->flags = IOSQE_FIXED_FILE;
  sqe->len = SHUT_RDWR;
  sqe->user_data = user_data(SHUTDOWN, slot);
}

static void close_slot(unsigned slot) {
  close_conversation(slot);
  struct io_uring_sqe *sqe = ring_sqe(&ring);
  sqe->opcode = IORING_OP_CLOSE;
  sqe->file_index = slot + 1;  // 0 means "not a slot"
  sqe->user_data = user_data(CLOSE, slot);
}

static void touch(unsigned slot) {
  if (connections[slot].dirty) return;
  connections[slot].dirty = 1;
  dirty[dirty_count++] = slot;
}

static void on_accept(const struct io_uring_cqe *cqe) {
  if (cqe->res < 0) {  // out of slots, most likely: no longer the workload we are the floor of
    errno = -cqe->res;
    die("accept");
  }
  connections[cqe->res] = (struct connection){0};
  open_conversation((unsigned)cqe->res);
  arm_receive((unsigned)cqe->res);
  if (!(cqe->flags & IORING_CQE_F_MORE)) arm_accept();
}

static void on_bytes(unsigned slot, const struct io_uring_cqe *cqe) {
  unsigned id = cqe->flags >> IORING_CQE_BUFFER_SHIFT;
  take(slot, buffer_at(&buffers, id), cqe->res);
  buffer_ring_add(&buffers, id);  // which the kernel sees at the end of the turn
}

static void on_receive(unsigned slot, const struct io_uring_cqe *cqe) {
  if (cqe->res > 0) {
    on_bytes(slot, cqe);
  } else if (cqe->res != -ENOBUFS) {
    connections[slot].ended = 1;
    touch(slot);
    return;
  }
  // A multishot may end at any completion. After ENOBUFS too: this turn gives every buffer back
  // before the enter that submits the new receive.
  if (!(cqe->flags & IORING_CQE_F_MORE)) arm_receive(slot);
}

static void on_send(unsigned slot, const struct io_uring_cqe *cqe) {
  connections[slot].sending = 0;
  sent(slot, cqe->res >= 0);  // else the peer is gone; its receive ends by itself
  touch(slot);
}

static void answer(unsigned slot) {
  struct connection *c = &connections[slot];
  const char *bytes;
  c->dirty = 0;
  if (c->sending) return;
  size_t length = owed(slot, &bytes);
  if (length == 0) {
    if (c->ended) close_slot(slot);
    return;
  }
  prep_send(&ring, slot, bytes, length, user_data(SEND, slot));
  c->sending = 1;
}

static void dispatch(const struct io_uring_cqe *cqe) {
  unsigned slot = (unsigned)cqe->user_data;
  switch ((enum op)(cqe->user_data >> 32)) {
    case RECEIVE: on_receive(slot, cqe); break;
    case SEND: on_send(slot, cqe); break;
    case ACCEPT: on_accept(cqe); break;
    case SHUTDOWN: case CLOSE: break;
  }
}

static void turn(void) {
  unsigned head = ring.cq_head, tail = ring_cq_tail(&ring);
  for (; head != tail; head++) dispatch(&ring.cqes[head & ring.cq_mask]);
  ring_cq_release(&ring, head);
  end_of_input();
  buffer_ring_release(&buffers);
  for (unsigned i = 0; i < dirty_count; i++) answer(dirty[i]);
  dirty_count = 0;
}

// One enter per turn. When spinning, it submits without waiting, and then polls for at most spin_ns
// before it blocks: to be woken costs more than most requests.
static void enter(uint64_t spin_ns) {
  ring_enter(&ring, spin_ns == 0, NULL);
  if (spin_ns == 0) return;
  for (uint64_t end = now_ns() + spin_ns; ring_cq_tail(&ring) == ring.cq_head; cpu_pause()) {
    if (ring_busy(&ring)) ring_enter(&ring, 0, NULL);
    else if (now_ns() >= end) ring_enter(&ring, 1, NULL);
  }
}

// Serves those that come to a socket until it is killed; it is said to be ready once that is so.
static void serve_at(int socket, uint64_t spin_ns, struct place place, int says_ready) {
  ring_open(&ring, SQ_ENTRIES, CQ_ENTRIES);
  struct io_uring_rsrc_register slots = {.nr = SLOTS, .flags = IORING_RSRC_REGISTER_SPARSE};
  ring_register(&ring, IORING_REGISTER_FILES2, &slots, sizeof slots, "IORING_REGISTER_FILES2");
  buffer_ring_open(&ring, &buffers, BUFFERS, BUFFER_BYTES);
  listener = socket;
  arm_accept();
  if (says_ready) say_ready(listener, place);
  for (;;) {
    enter(spin_ns);
    turn();
  }
}

// The options are port=, unix=, cpu= and spin_us=.
static inline void serve(int argc, char **argv) {
  uint64_t spin_ns = (uint64_t)option_long(argc, argv, "spin_us", 0) * 1000;
  pin((int)option_long(argc, argv, "cpu", -1));
  signal(SIGPIPE, SIG_IGN);
  struct place place = place_of(argc, argv);
  serve_at(listen_at(place), spin_ns, place, 1);
}

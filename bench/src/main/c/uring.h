// A minimal io_uring: just what the twin and the load generator need, over the raw syscalls.
//
// One ring, one thread. Everything the two sides share is read with acquire and written with
// release, once per turn; indices are u32 and wrap, so they are compared with != and masked only
// to index. See io_uring(7), io_uring_enter(2) and <linux/io_uring.h>.
#pragma once

#include <errno.h>
#include <linux/io_uring.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host.h"

struct ring {
  int fd;
  unsigned entries;
  unsigned sq_mask, cq_mask;
  unsigned sq_tail;    // entries filled by us
  unsigned submitted;  // entries the kernel has taken
  unsigned cq_head;    // completions seen by us
  unsigned *sq_tail_shared, *sq_flags, *cq_head_shared, *cq_tail_shared;
  struct io_uring_sqe *sqes;
  struct io_uring_cqe *cqes;
};

static inline void *map_shared(int fd, size_t bytes, off_t what) {
  int flags = MAP_SHARED | MAP_POPULATE;
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags, fd, what);
  return memory == MAP_FAILED ? die("mmap of the ring") : memory;
}

static inline void *map_private(size_t bytes) {
  int flags = MAP_ANONYMOUS | MAP_PRIVATE | MAP_POPULATE;
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
  return memory == MAP_FAILED ? die("mmap") : memory;
}

static inline void ring_map(struct ring *ring, const struct io_uring_params *p) {
  // IORING_FEAT_SINGLE_MMAP (5.4): one mapping holds both rings; either may reach further.
  size_t sq_bytes = p->sq_off.array + p->sq_entries * sizeof(unsigned);
  size_t cq_bytes = p->cq_off.cqes + p->cq_entries * sizeof(struct io_uring_cqe);
  size_t bytes = sq_bytes > cq_bytes ? sq_bytes : cq_bytes;
  char *base = map_shared(ring->fd, bytes, IORING_OFF_SQ_RING);
  size_t sqe_bytes = p->sq_entries * sizeof(struct io_uring_sqe);
  ring->sqes = map_shared(ring->fd, sqe_bytes, IORING_OFF_SQES);
  ring->cqes = (struct io_uring_cqe *)(base + p->cq_off.cqes);
  ring->sq_tail_shared = (unsigned *)(base + p->sq_off.tail);
  ring->sq_flags = (unsigned *)(base + p->sq_off.flags);
  ring->cq_head_shared = (unsigned *)(base + p->cq_off.head);
  ring->cq_tail_shared = (unsigned *)(base + p->cq_off.tail);
  // Entry i of the queue is always sqe i: the indirection is set up once and forgotten.
  unsigned *array = (unsigned *)(base + p->sq_off.array);
  for (unsigned i = 0; i < p->sq_entries; i++) array[i] = i;
}

// DEFER_TASKRUN (6.1): the kernel's part of a completion runs in our enter and nowhere else.
// TASKRUN_FLAG: the SQ flags say when there is such work, which is what a spinning turn polls.
static inline void ring_open(struct ring *ring, unsigned sq_entries, unsigned cq_entries) {
  struct io_uring_params p = {
      .flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_TASKRUN_FLAG |
               IORING_SETUP_SUBMIT_ALL | IORING_SETUP_CQSIZE,
      .cq_entries = cq_entries,
  };
  memset(ring, 0, sizeof *ring);
  ring->fd = (int)syscall(__NR_io_uring_setup, sq_entries, &p);
  if (ring->fd < 0) die("io_uring_setup (kernel >= 6.1, kernel.io_uring_disabled=0?)");
  ring->entries = p.sq_entries;
  ring->sq_mask = p.sq_entries - 1;
  ring->cq_mask = p.cq_entries - 1;
  ring_map(ring, &p);
}

static inline void ring_register(struct ring *ring, unsigned op, void *arg, unsigned count,
                                 const char *what) {
  if (syscall(__NR_io_uring_register, ring->fd, op, arg, count) < 0) die(what);
}

// Submits what is queued and waits for `wait_count` completions, at most `timeout` if one is given.
// Always with GETEVENTS: under DEFER_TASKRUN an enter without it would not run completions.
static inline void ring_enter(struct ring *ring, unsigned wait_count,
                              const struct __kernel_timespec *timeout) {
  struct io_uring_getevents_arg arg = {.ts = (uint64_t)(uintptr_t)timeout};
  unsigned flags = IORING_ENTER_GETEVENTS | (timeout ? IORING_ENTER_EXT_ARG : 0);
  __atomic_store_n(ring->sq_tail_shared, ring->sq_tail, __ATOMIC_RELEASE);
  long taken = syscall(__NR_io_uring_enter, ring->fd, ring->sq_tail - ring->submitted, wait_count,
                       flags, timeout ? &arg : NULL, timeout ? sizeof arg : 0);
  if (taken >= 0) {
    ring->submitted += (unsigned)taken;
  } else if (errno != EINTR && errno != ETIME && errno != EBUSY && errno != EAGAIN) {
    die("io_uring_enter");
  }
}

// The next submission entry, zeroed. A full queue submits itself; it never gets full in a turn
// unless there are more connections than entries.
static inline struct io_uring_sqe *ring_sqe(struct ring *ring) {
  while (ring->sq_tail - ring->submitted == ring->entries) ring_enter(ring, 0, NULL);
  struct io_uring_sqe *sqe = &ring->sqes[ring->sq_tail++ & ring->sq_mask];
  memset(sqe, 0, sizeof *sqe);
  return sqe;
}

static inline unsigned ring_cq_tail(const struct ring *ring) {
  return __atomic_load_n(ring->cq_tail_shared, __ATOMIC_ACQUIRE);
}

// Hands every completion before `head` back to the kernel: one store per turn.
static inline void ring_cq_release(struct ring *ring, unsigned head) {
  ring->cq_head = head;
  __atomic_store_n(ring->cq_head_shared, head, __ATOMIC_RELEASE);
}

// True when an enter has something to do: entries to submit, completions, or kernel work for us.
static inline int ring_busy(const struct ring *ring) {
  return ring->sq_tail != ring->submitted || ring_cq_tail(ring) != ring->cq_head ||
         (__atomic_load_n(ring->sq_flags, __ATOMIC_ACQUIRE) & IORING_SQ_TASKRUN);
}

// Buffers the kernel picks from when bytes arrive, so that an idle connection holds none.
struct buffer_ring {
  struct io_uring_buf_ring *shared;
  char *memory;
  unsigned mask, buffer_bytes;
  uint16_t tail;
};

static inline char *buffer_at(const struct buffer_ring *buffers, unsigned id) {
  return buffers->memory + (size_t)id * buffers->buffer_bytes;
}

// Gives a buffer back; the kernel sees it after buffer_ring_release.
static inline void buffer_ring_add(struct buffer_ring *buffers, unsigned id) {
  // Not through `bufs[]`: the tail overlays the first entry's last two bytes, which stay untouched.
  struct io_uring_buf *entries = (struct io_uring_buf *)buffers->shared;
  struct io_uring_buf *entry = &entries[buffers->tail++ & buffers->mask];
  entry->addr = (uint64_t)(uintptr_t)buffer_at(buffers, id);
  entry->len = buffers->buffer_bytes;
  entry->bid = (uint16_t)id;
}

static inline void buffer_ring_release(struct buffer_ring *buffers) {
  __atomic_store_n(&buffers->shared->tail, buffers->tail, __ATOMIC_RELEASE);
}

// `count` is a power of two. Buffer group 0, the only one.
static inline void buffer_ring_open(struct ring *ring, struct buffer_ring *buffers, unsigned count,
                                    unsigned buffer_bytes) {
  buffers->shared = map_private(count * sizeof(struct io_uring_buf));
  buffers->memory = map_private((size_t)count * buffer_bytes);
  buffers->mask = count - 1;
  buffers->buffer_bytes = buffer_bytes;
  buffers->tail = 0;
  struct io_uring_buf_reg reg = {.ring_addr = (uint64_t)(uintptr_t)buffers->shared,
                                 .ring_entries = count};
  ring_register(ring, IORING_REGISTER_PBUF_RING, &reg, 1, "IORING_REGISTER_PBUF_RING");
  for (unsigned id = 0; id < count; id++) buffer_ring_add(buffers, id);
  buffer_ring_release(buffers);
}

// One recv that completes again and again, each time with a buffer of group 0, until a completion
// comes without IORING_CQE_F_MORE. `slot` indexes the ring's registered files.
static inline void prep_recv_multishot(struct ring *ring, unsigned slot, uint64_t user_data) {
  struct io_uring_sqe *sqe = ring_sqe(ring);
  sqe->opcode = IORING_OP_RECV;
  sqe->fd = (int)slot;
  sqe->flags = IOSQE_FIXED_FILE | IOSQE_BUFFER_SELECT;
  sqe->ioprio = IORING_RECV_MULTISHOT;
  sqe->user_data = user_data;
}

// MSG_WAITALL: the kernel finishes a short send by itself.
static inline struct io_uring_sqe *prep_send(struct ring *ring, unsigned slot, const char *bytes,
                                             size_t length, uint64_t user_data) {
  struct io_uring_sqe *sqe = ring_sqe(ring);
  sqe->opcode = IORING_OP_SEND;
  sqe->fd = (int)slot;
  sqe->flags = IOSQE_FIXED_FILE;
  sqe->addr = (uint64_t)(uintptr_t)bytes;
  sqe->len = (unsigned)length;
  sqe->msg_flags = MSG_WAITALL | MSG_NOSIGNAL;
  sqe->user_data = user_data;
  return sqe;
}

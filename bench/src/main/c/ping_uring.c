// The floor: what a ping costs on io_uring when nothing stands between the kernel and the answer.
//
//   ping_uring port=0|unix=PATH [cpu=-1] [spin_us=0]
//
// The turn of it is in server.h; here is only what it says.
#define _GNU_SOURCE
#include "ping.h"
#include "server.h"

struct conversation {
  unsigned owed;     // answers not yet handed to a send: a number, so a slow reader costs no memory
  uint8_t matched;   // bytes of a line that a receive left unfinished
};

static struct conversation conversations[SLOTS];

static void open_conversation(unsigned slot) { conversations[slot] = (struct conversation){0}; }

static void close_conversation(unsigned slot) { (void)slot; }

static void take(unsigned slot, const char *in, int length) {
  int count = count_pings(in, length, &conversations[slot].matched);
  if (count == BAD_LINE) {
    shut_down(slot);
  } else if (count > 0) {
    conversations[slot].owed += (unsigned)count;
    touch(slot);
  }
}

static void end_of_input(void) {}

static size_t owed(unsigned slot, const char **bytes) {
  unsigned most = PONGS_BYTES / LINE_BYTES;
  unsigned count = conversations[slot].owed < most ? conversations[slot].owed : most;
  conversations[slot].owed -= count;
  *bytes = pongs;
  return (size_t)count * LINE_BYTES;
}

static void sent(unsigned slot, int ok) {
  if (!ok) conversations[slot].owed = 0;
}

int main(int argc, char **argv) {
  require_known(argc, argv, (const char *const[]){"port", "unix", "cpu", "spin_us", NULL});
  pongs_fill();
  serve(argc, argv);
}

// The floor of a get: what it costs in C on io_uring, in the shape of Gannet's worker.
//
//   get_uring port=0|unix=PATH [cpu=-1] [spin_us=0] [memory_mib=64]
//
// The turn is in server.h, the protocol in memcache.h, the table in cache.h; here they meet.
#define _GNU_SOURCE
#include "get_server.h"

int main(int argc, char **argv) {
  require_known(argc, argv, (const char *const[]){"port", "unix", "cpu", "spin_us", "memory_mib",
                                                  NULL});
  caches_open(option_long(argc, argv, "memory_mib", 64));
  memcache_begin();
  serve(argc, argv);
}

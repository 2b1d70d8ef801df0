// Who used the CPU, from /proc: the server's threads, ourselves, everyone else, the hypervisor.
#pragma once

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "host.h"

enum { THREADS_MAX = 1024 };

struct thread_cpu {
  int tid;
  double ns;
};

struct cpu_sample {
  uint64_t at_ns;
  double self_ns;   // this process
  double busy_ns;   // the whole host, all CPUs, without steal
  double steal_ns;  // taken by the hypervisor
  double server_ns;
  int threads;
  struct thread_cpu thread[THREADS_MAX];
};

// The first number of schedstat is the thread's time on a CPU, in ns. A running thread's figure
// lags by up to a tick: nothing over seconds, everything over a millisecond.
static inline void sample_thread(struct cpu_sample *sample, int pid, int tid) {
  char path[64];
  double ns = 0;
  snprintf(path, sizeof path, "/proc/%d/task/%d/schedstat", pid, tid);
  FILE *file = fopen(path, "r");
  if (!file) return;  // it ended between the listing and now
  if (fscanf(file, "%lf", &ns) == 1 && sample->threads < THREADS_MAX) {
    sample->thread[sample->threads++] = (struct thread_cpu){tid, ns};
    sample->server_ns += ns;
  }
  fclose(file);
}

static inline void sample_server(struct cpu_sample *sample, int pid) {
  char path[32];
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *tasks = opendir(path);
  if (!tasks) die("pid= names no process of ours");
  for (struct dirent *entry; (entry = readdir(tasks));)
    if (entry->d_name[0] != '.') sample_thread(sample, pid, atoi(entry->d_name));
  closedir(tasks);
}

// proc(5): user nice system idle iowait irq softirq steal, in clock ticks.
static inline void sample_host(struct cpu_sample *sample) {
  double t[8] = {0};
  FILE *file = fopen("/proc/stat", "r");
  if (!file) die("/proc/stat");
  if (fscanf(file, "cpu %lf %lf %lf %lf %lf %lf %lf %lf", &t[0], &t[1], &t[2], &t[3], &t[4], &t[5],
             &t[6], &t[7]) < 7)
    die("/proc/stat");
  fclose(file);
  double tick_ns = 1e9 / (double)sysconf(_SC_CLK_TCK);
  sample->busy_ns = (t[0] + t[1] + t[2] + t[5] + t[6]) * tick_ns;
  sample->steal_ns = t[7] * tick_ns;
}

static inline void sample_cpu(struct cpu_sample *sample, int pid) {
  memset(sample, 0, sizeof *sample);
  struct timespec self;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &self);
  sample->self_ns = (double)self.tv_sec * 1e9 + (double)self.tv_nsec;
  sample_host(sample);
  if (pid) sample_server(sample, pid);
  sample->at_ns = now_ns();
}

// The most that any one thread of the server used between two samples: its worker, on a server
// with one. A thread that is only in the second sample counts from its birth.
static inline double busiest_thread_ns(const struct cpu_sample *from, const struct cpu_sample *to) {
  double most = 0;
  for (int i = 0; i < to->threads; i++) {
    double used = to->thread[i].ns;
    for (int k = 0; k < from->threads; k++)
      if (from->thread[k].tid == to->thread[i].tid) used -= from->thread[k].ns;
    if (used > most) most = used;
  }
  return most;
}

// Runs a command in a process that may not have a ring: io_uring_setup(2) answers ENOSYS, as under
// the default seccomp profile of a container. What the command starts may not either.
//
//   no_uring COMMAND [ARGUMENT…]
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOAD(member) \
  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
#define ANSWER(what) BPF_STMT(BPF_RET | BPF_K, what)

// Three calls in a row, with the same numbers on every architecture.
static struct sock_filter filter[] = {
    LOAD(nr),
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, __NR_io_uring_setup, 0, 2),
    BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, __NR_io_uring_register, 1, 0),
    ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
    ANSWER(SECCOMP_RET_ALLOW),
};

static int fail(const char *call) {
  perror(call);
  return 126;
}

int main(int argc, char **argv) {
  struct sock_fprog program = {.len = sizeof filter / sizeof *filter, .filter = filter};
  if (argc < 2) return fprintf(stderr, "usage: no_uring COMMAND [ARGUMENT...]\n"), 2;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return fail("PR_SET_NO_NEW_PRIVS");
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) return fail("PR_SET_SECCOMP");
  execvp(argv[1], argv + 1);
  return fail(argv[1]);
}

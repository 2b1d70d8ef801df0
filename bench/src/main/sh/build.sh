# What the scripts need: tools that must be there, and C programs that are built at need.

# require COMMAND[:PACKAGE]...: what is missing, all at once, each with where to get it.
require() {
  local missing='' tool
  for tool in awk:mawk gcc taskset:util-linux curl timeout:coreutils "$@"; do
    command -v "${tool%:*}" >/dev/null || missing+=" ${tool#*:}"
  done
  [[ ! $missing ]] || die "missing:$missing (Debian: apt-get install$missing)"
  [[ -x $gannet ]] || die "$gannet is not there: set GANNET to the command that starts it"
  (($(nproc) >= 2)) || die "needs two CPUs, one for the server and one for the load"
}

# build NAME...: programs of bench/src/main/c, into bench/target, when a source is newer.
build() { build_with -O2 "$@"; }

# The same for programs that only compute: every instruction of this CPU, as the JIT uses them.
build_for_this_cpu() { build_with '-O3 -march=native' "$@"; }

build_with() {
  local source=$bench/src/main/c target=$bench/target flags name
  read -ra flags <<<"$1"
  shift
  mkdir -p "$target"
  for name; do
    [[ ! $(find "$source" -newer "$target/$name" 2>&1) ]] ||
      gcc "${flags[@]}" -std=c17 -Wall -Wextra -Werror -o "$target/$name" "$source/$name.c" -lm -pthread ||
      die "gcc could not build $name (needs <linux/io_uring.h> of Linux 6.1: linux-libc-dev)"
  done
}

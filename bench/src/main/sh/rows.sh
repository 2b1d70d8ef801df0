# The rows: what is promised, and the bar of each.

row_ids() {
  printf '%s\n' ping-x1 ping-x32 ping-x1-same ping-x32-same enters ping-epoll-x1 ping-epoll-x32 \
    get-x1 get-x32 get-x1-same get-x32-same set-x1 set-x32 \
    get-twin-x1 get-twin-x32 get-twin-x1-same get-twin-x32-same get-epoll-x1 get-epoll-x32 \
    over-epoll-ping-x1 over-epoll-ping-x32 over-epoll-twin-x1 over-epoll-twin-x32 \
    over-epoll-get-x1 over-epoll-get-x32 over-epoll-get-x1-same over-epoll-get-x32-same \
    over-epoll-set-x1 over-epoll-set-x32 \
    get-unix-x1 get-unix-x1-same get-unix-twin-x1-same \
    two-get-x1 two-get-x32 two-set-x32 \
    two-zipf-get-x1 two-zipf-get-x32 two-mixed-x1 two-mixed-x32 \
    two-locks-get-x1 two-locks-get-x32 two-locks-set-x1 two-locks-set-x32 \
    two-locks-zipf-get-x32 two-locks-mixed-x32 \
    spin memory start start-no-warm-up first
}

wanted() { row_ids | grep -E -- "$only" | grep -qxE -- "$1"; }

measure_rows() {
  measure_ping
  measure_ping_epoll
  measure_cache
  measure_get_twin
  measure_over_epoll
  measure_unix
  measure_two_workers
  measure_two_locked
  measure_spin
  measure_memory
  measure_start
  measure_first
}

# us_row ID TITLE BAR PEER OPTION...: CPU time per request, of all threads of the server.
us_row() { pair_row "$1" "$2" "$3" gannet "${@:4}"; }

# pair_row ID TITLE BAR OURS PEER OPTION...: the same for any two.
pair_row() { ! wanted "$1" || compare "$1" "$2" us "$3" server_us "$4" "$5" conns=50 "${@:6}"; }

measure_ping() {
  wanted 'ping-x.*|enters' || return 0
  start_gannet pingserver
  start_twin
  local apart="cpu=$load_cpu" same="cpu=$server_cpu"
  us_row ping-x1 'ping 50 x 1 / C io_uring' 1.05 twin depth=1 "$apart"
  us_row ping-x32 'ping 50 x 32 / C io_uring' 1.05 twin depth=32 "$apart"
  us_row ping-x1-same 'ping 50 x 1, same CPU / C io_uring' 1.05 twin depth=1 "$same"
  us_row ping-x32-same 'ping 50 x 32, same CPU / C io_uring' 1.05 twin depth=32 "$same"
  ! wanted enters || measure_enters
  stop_all
}

# What io_uring itself is worth: the same C on epoll.
measure_ping_epoll() {
  wanted 'ping-epoll-.*' || return 0
  start_twin
  start_c epoll ping_epoll
  local apart="cpu=$load_cpu"
  pair_row ping-epoll-x1 'C: io_uring ping 50 x 1 / epoll' - twin epoll depth=1 "$apart"
  pair_row ping-epoll-x32 'C: io_uring ping 50 x 32 / epoll' - twin epoll depth=32 "$apart"
  stop_all
}

# Ring counters are read from outside, requests are counted by who sent them.
measure_enters() {
  local enters cqes file=$scratch/enters figure tries good=0
  say enters
  : >"$file"
  for ((tries = 0; good < rounds && tries < 3 * rounds; tries++)); do
    enters=$(metric gannet gannet_ring_enters_total) cqes=$(metric gannet gannet_ring_cqes_total)
    ((enters > 0)) || break
    one gannet answers_all conns=50 depth=1 cpu="$load_cpu" || { sleep 1; continue; }
    enters=$(($(metric gannet gannet_ring_enters_total) - enters))
    cqes=$(($(metric gannet gannet_ring_cqes_total) - cqes))
    awk -v e="$enters" -v c="$cqes" -v n="$figure" 'BEGIN { print e / n, c / e }' >>"$file"
    ((good++))
  done
  ((enters > 0)) || say "  no gannet_ring_enters_total at http://${admin[gannet]:-?}/metrics"
  row enters 'io_uring_enter per request, ping 50 x 1' '' "$(median "$file" 1)" '' \
    "$(median "$file" 1)" "$(spread "$file" 1)" 0.1 "$good"
  row cqes 'CQEs per io_uring_enter, ping 50 x 1' '' "$(median "$file" 2)" '' \
    "$(median "$file" 2)" "$(spread "$file" 2)" - "$good"
}

# Gets before sets: sets run a segment store through its whole memory, and may evict what gets ask.
measure_cache() {
  wanted '[gs]et-x.*' || return 0
  start_gannet segcache --memory "${memory_mib}MiB"
  start_memcached
  load gannet proto=get fill=1 && load memcached proto=get fill=1 || die "cannot fill the caches"
  local apart="cpu=$load_cpu" same="cpu=$server_cpu"
  us_row get-x1 'get 50 x 1 / memcached' 0.75 memcached proto=get depth=1 "$apart"
  us_row get-x32 'get 50 x 32 / memcached' 0.10 memcached proto=get depth=32 "$apart"
  us_row get-x1-same 'get 50 x 1, same CPU / memcached' 0.55 memcached proto=get depth=1 "$same"
  us_row get-x32-same 'get 50 x 32, same CPU / memcached' 0.05 memcached proto=get depth=32 "$same"
  us_row set-x1 'set 50 x 1 / memcached' 0.82 memcached proto=set depth=1 "$apart"
  us_row set-x32 'set 50 x 32 / memcached' 0.50 memcached proto=set depth=32 "$apart"
  stop_all
}

# The price of Java for a get: a table and the protocol in C on the same ring. No bar yet.
measure_get_twin() {
  wanted 'get-(twin|epoll)-.*' || return 0
  local name apart="cpu=$load_cpu" same="cpu=$server_cpu"
  start_gannet segcache --memory "${memory_mib}MiB"
  start_c twin get_uring memory_mib="$memory_mib"
  start_c epoll get_epoll memory_mib="$memory_mib"
  for name in gannet twin epoll; do
    load "$name" proto=get fill=1 || die "cannot fill $name"
  done
  us_row get-twin-x1 'get 50 x 1 / C io_uring' - twin proto=get depth=1 "$apart"
  us_row get-twin-x32 'get 50 x 32 / C io_uring' - twin proto=get depth=32 "$apart"
  us_row get-twin-x1-same 'get 50 x 1, same CPU / C io_uring' - twin proto=get depth=1 "$same"
  us_row get-twin-x32-same 'get 50 x 32, same CPU / C io_uring' - twin proto=get depth=32 "$same"
  pair_row get-epoll-x1 'C: io_uring get 50 x 1 / epoll' - twin epoll proto=get depth=1 "$apart"
  pair_row get-epoll-x32 'C: io_uring get 50 x 32 / epoll' - twin epoll proto=get depth=32 "$apart"
  stop_all
}

# Where io_uring is forbidden: ours on epoll, against C on epoll and against memcached.
measure_over_epoll() {
  measure_ping_over_epoll
  measure_get_over_epoll
  measure_cache_over_epoll
}

measure_ping_over_epoll() {
  wanted 'over-epoll-ping-.*' || return 0
  local title='epoll: ping 50' apart="cpu=$load_cpu"
  start_gannet pingserver --transport epoll
  start_c epoll ping_epoll
  us_row over-epoll-ping-x1 "$title x 1 / C epoll" 1.10 epoll depth=1 "$apart"
  us_row over-epoll-ping-x32 "$title x 32 / C epoll" 1.10 epoll depth=32 "$apart"
  stop_all
}

measure_get_over_epoll() {
  wanted 'over-epoll-twin-.*' || return 0
  local title='epoll: get 50' apart="cpu=$load_cpu"
  start_gannet segcache --memory "${memory_mib}MiB" --transport epoll
  start_c epoll get_epoll memory_mib="$memory_mib"
  load gannet proto=get fill=1 && load epoll proto=get fill=1 || die "cannot fill the caches"
  us_row over-epoll-twin-x1 "$title x 1 / C epoll" 1.10 epoll proto=get depth=1 "$apart"
  us_row over-epoll-twin-x32 "$title x 32 / C epoll" 1.10 epoll proto=get depth=32 "$apart"
  stop_all
}

measure_cache_over_epoll() {
  wanted 'over-epoll-[gs]et-.*' || return 0
  local get='epoll: get 50' set='epoll: set 50' apart="cpu=$load_cpu" same="cpu=$server_cpu"
  start_gannet segcache --memory "${memory_mib}MiB" --transport epoll
  start_memcached
  load gannet proto=get fill=1 && load memcached proto=get fill=1 || die "cannot fill the caches"
  us_row over-epoll-get-x1 "$get x 1 / memcached" 1 memcached proto=get depth=1 "$apart"
  us_row over-epoll-get-x32 "$get x 32 / memcached" 1 memcached proto=get depth=32 "$apart"
  us_row over-epoll-get-x1-same "$get x 1, same CPU / memcached" 1 memcached proto=get depth=1 \
    "$same"
  us_row over-epoll-get-x32-same "$get x 32, same CPU / memcached" 1 memcached proto=get depth=32 \
    "$same"
  us_row over-epoll-set-x1 "$set x 1 / memcached" 1 memcached proto=set depth=1 "$apart"
  us_row over-epoll-set-x32 "$set x 32 / memcached" 1 memcached proto=set depth=32 "$apart"
  stop_all
}

# The same get over Unix sockets: the kernel does less for each byte, so more of the cost is ours.
measure_unix() {
  wanted 'get-unix-.*' || return 0
  local name apart="cpu=$load_cpu" same="cpu=$server_cpu"
  start_gannet segcache --memory "${memory_mib}MiB" --unix-socket "$scratch/gannet.socket"
  start_memcached_at_socket
  start_c twin get_uring memory_mib="$memory_mib" unix="$scratch/twin.socket"
  for name in gannet memcached twin; do
    load "$name" proto=get fill=1 || die "cannot fill $name"
  done
  us_row get-unix-x1 'get 50 x 1 over unix / memcached' - memcached proto=get depth=1 "$apart"
  us_row get-unix-x1-same 'get 50 x 1 over unix, same CPU / memcached' 0.60 memcached proto=get \
    depth=1 "$same"
  us_row get-unix-twin-x1-same 'get 50 x 1 over unix, same CPU / C io_uring' - twin proto=get \
    depth=1 "$same"
  stop_all
}

# Two workers, and two threads of memcached, on two CPUs, and the load on the same two.
measure_two_workers() {
  wanted 'two-(get|set|zipf|mixed)-.*' || return 0
  local get='2 workers: get 50' set='2 workers: set 50' mixed='2 workers: 9 gets to a set, 50'
  local pin_by=(taskset -c "$server_cpu,$load_cpu") zipf='zipf=0.99'
  start_gannet segcache --memory "${memory_mib}MiB" --workers 2
  start_memcached -t 2
  load gannet proto=get fill=1 && load memcached proto=get fill=1 || die "cannot fill the caches"
  us_row two-get-x1 "$get x 1 / memcached -t 2" 0.70 memcached proto=get depth=1
  us_row two-get-x32 "$get x 32 / memcached -t 2" 0.12 memcached proto=get depth=32
  us_row two-set-x32 "$set x 32 / memcached -t 2" 0.60 memcached proto=set depth=32
  us_row two-zipf-get-x1 "$get x 1, Zipf 0.99 / memcached -t 2" 0.70 memcached proto=get depth=1 \
    "$zipf"
  us_row two-zipf-get-x32 "$get x 32, Zipf 0.99 / memcached -t 2" 0.12 memcached proto=get \
    depth=32 "$zipf"
  us_row two-mixed-x1 "$mixed x 1 / memcached -t 2" 0.70 memcached proto=mixed depth=1
  us_row two-mixed-x32 "$mixed x 32 / memcached -t 2" 0.12 memcached proto=mixed depth=32
  stop_all
}

# The same against the other way to have threads: one table in C, 4,096 shards, a lock each.
measure_two_locked() {
  wanted 'two-locks-.*' || return 0
  local get='2 workers: get 50' set='2 workers: set 50' pin_by=(taskset -c "$server_cpu,$load_cpu")
  start_gannet segcache --memory "${memory_mib}MiB" --workers 2
  start_c locked get_locked threads=2 memory_mib="$memory_mib"
  load gannet proto=get fill=1 && load locked proto=get fill=1 || die "cannot fill the caches"
  us_row two-locks-get-x1 "$get x 1 / C, locks" - locked proto=get depth=1
  us_row two-locks-get-x32 "$get x 32 / C, locks" - locked proto=get depth=32
  us_row two-locks-set-x1 "$set x 1 / C, locks" - locked proto=set depth=1
  us_row two-locks-set-x32 "$set x 32 / C, locks" - locked proto=set depth=32
  us_row two-locks-zipf-get-x32 "$get x 32, Zipf 0.99 / C, locks" - locked proto=get depth=32 \
    zipf=0.99
  us_row two-locks-mixed-x32 '2 workers: 9 gets to a set, 50 x 32 / C, locks' - locked proto=mixed \
    depth=32
  stop_all
}

measure_spin() {
  wanted spin || return 0
  start_gannet segcache --memory "${memory_mib}MiB" --spin-us 50 --cpus "$server_cpu"
  start_memcached
  load gannet proto=get fill=1 && load memcached proto=get fill=1 || die "cannot fill the caches"
  compare spin 'p50 of get 1 x 1, spinning / memcached' us 0.5 p50_us gannet memcached \
    proto=get conns=1 depth=1 cpu="$load_cpu"
  stop_all
}

measure_memory() {
  wanted memory || return 0
  say memory
  local options mib
  start_gannet segcache --memory 64MiB
  for options in 'proto=get depth=1 fill=1' 'proto=get depth=32' 'proto=set depth=32'; do
    # shellcheck disable=SC2086 # two or three options
    load gannet $options cpu="$load_cpu" || die "no load on segcache"
  done
  mib=$(awk -v kib="$(resident_kib gannet)" 'BEGIN { print kib / 1024 - 64 }')
  row memory 'RSS beyond --memory 64MiB, after load' MiB "$mib" '' "$mib" '' 80 "$rounds"
  stop_all
}

# Not pinned: a server starts with the whole host. The first start fills the file cache, uncounted.
start_row() {
  local id=$1 title=$2 bar=$3 file=$scratch/$1 pin_by=() i
  shift 3
  wanted "$id" || return 0
  say "$id"
  : >"$file"
  for ((i = -1; i < rounds; i++)); do
    start_gannet segcache --memory 64MiB "$@"
    ((i < 0)) || echo "$start_sec" >>"$file"
    stop gannet
  done
  row "$id" "$title" s "$(median "$file")" '' "$(median "$file")" "$(spread "$file")" "$bar" \
    "$rounds"
}

measure_start() {
  start_row start 'exec to ready, segcache' 0.7
  start_row start-no-warm-up 'exec to ready, segcache --no-warm-up' 0.25 --no-warm-up
}

# CPU of the first 1,000 requests against that of 1,000 requests later, on the same server and in
# the same way: 50 new connections x 1, accepted before the count begins, sets (a new cache has
# nothing to get). The bar is on the busiest thread, the worker: what a request waits for. All
# threads, with what the compiler still does meanwhile, is shown beside it.
measure_first() {
  wanted first || return 0
  say first
  local worker=$scratch/first.worker all=$scratch/first.all pin_by=() i
  : >"$worker" && : >"$all"
  for ((i = 0; i < rounds; i++)); do
    start_gannet segcache --memory 64MiB
    taskset -apc "$server_cpu" "${pid[gannet]}" >/dev/null
    first_requests || break
    stop gannet
  done
  stop_all
  local title='first 1,000 sets / 1,000 later'
  row first "$title, worker's CPU" us "$(median "$worker" 1)" "$(median "$worker" 2)" \
    "$(median "$worker" 3)" "$(spread "$worker" 3)" 1.3 "$i"
  row first-all "$title, all threads" us "$(median "$all" 1)" "$(median "$all" 2)" \
    "$(median "$all" 3)" "$(spread "$all" 3)" - "$i"
}

first_requests() {
  local k w a later=$scratch/later
  local burst=(proto=set conns=50 depth=1 count=1000 cpu="$load_cpu")
  load gannet "${burst[@]}" && honest || return 1
  w=${run[worker_us]} a=${run[server_us]}
  load gannet proto=set conns=50 depth=1 cpu="$load_cpu" || return 1
  : >"$later"
  for ((k = 0; k < 9; k++)); do
    load gannet "${burst[@]}" && honest || return 1
    echo "${run[worker_us]} ${run[server_us]}" >>"$later"
  done
  awk -v a="$w" -v b="$(median "$later" 1)" 'BEGIN { print a, b, a / b }' >>"$worker"
  awk -v a="$a" -v b="$(median "$later" 2)" 'BEGIN { print a, b, a / b }' >>"$all"
  say "  $w / $(median "$later" 1)"
}

# Load tools, ours and others', each as by_TOOL RESULT SERVER CONNECTIONS DEPTH WHAT [RATE]: it runs
# for `seconds` on the load's CPU and puts rate, p50 and p99 (µs) into the associative array named
# RESULT, as far as the tool tells them.

readonly load_pin=(timeout -k 5 $((seconds + 60)) taskset -c "$load_cpu")

# The number that follows "NAME" in a JSON file; the first one.
json() { sed -nE "s/.*\"$2\" ?: ?([0-9.eE+-]+).*/\1/p" "$1" | head -n 1; }

# Keys of 12 bytes are those of loadgen, of 16 those of redis-benchmark.
key_bytes() { [[ $1 == redis ]] && echo 16 || echo 12; }

protocol() { [[ $1 == redis ]] && echo resp || echo memcached; }

mix() {
  case $1 in
    get) echo get=100 ;;
    set) echo set=100 ;;
    mixed) echo get=90,set=10 ;;
  esac
}

bench_load() {
  local server=$1
  "$gannet" bench load --target "127.0.0.1:${port[$server]}" --protocol "$(protocol "$server")" \
    --keys "$keys" --key-size "$(key_bytes "$server")" --value-size "$value_bytes" \
    --cpus "$load_cpu" --server-pid "${pid[$server]}" --json "$scratch/load.json" "${@:2}" \
    >"$scratch/load.out" 2>"$scratch/load.err"
}

fill_both() {
  local server
  for server in memcached redis; do
    bench_load "$server" --mix get=100 --fill --warm-up 0s --duration 1s --connections 10 --depth 16 ||
      die "cannot fill $server: $(tail -n 3 "$scratch/load.err")"
  done
}

by_gannet() {
  local -n result=$1
  local rate=()
  [[ ! ${6:-} ]] || rate=(--rate "$6" --arrivals poisson)
  result=()
  bench_load "$2" --connections "$3" --depth "$4" --mix "$(mix "$5")" --no-fill \
    --warm-up 6s --duration "${seconds}s" ${rate[@]+"${rate[@]}"} || return 1
  result[rate]=$(json "$scratch/load.json" requests_per_second)
  result[p50]=$(json "$scratch/load.json" p50)
  result[p99]=$(json "$scratch/load.json" p99)
}

by_loadgen() {
  local -n result=$1
  local rate=()
  [[ ! ${6:-} ]] || rate=(rate="$6")
  result=()
  load "$2" proto="$5" conns="$3" depth="$4" cpu="$load_cpu" ${rate[@]+"${rate[@]}"} || return 1
  result=([rate]=${run[rps]} [p50]=${run[p50_us]} [p99]=${run[p99_us]})
}

# libmemcached's, in Debian as memcaslap; it tells no percentiles.
by_memaslap() {
  local -n result=$1
  printf 'key\n16 16 1\nvalue\n%s %s 1\ncmd\n0 0.1\n1 0.9\n' "$value_bytes" "$value_bytes" \
    >"$scratch/memaslap.cfg"
  result=()
  "${load_pin[@]}" memcaslap -s "127.0.0.1:${port[$2]}" -T 1 -c "$3" -t "$((seconds + 1))s" \
    -F "$scratch/memaslap.cfg" >"$scratch/memaslap.out" 2>&1 || return 1
  result[rate]=$(sed -nE 's/.*TPS: ([0-9]+).*/\1/p' "$scratch/memaslap.out" | tail -n 1)
  [[ ${result[rate]} ]]
}

# It runs for a number of requests, not for a time: the first thousands tell how many that are.
by_redis() {
  local -n result=$1
  local line count
  local command=("${load_pin[@]}" redis-benchmark -h 127.0.0.1 -p "${port[$2]}" -c "$3" -P "$4"
    -t "$5" -d "$value_bytes" -r "$keys" --csv)
  result=()
  line=$("${command[@]}" -n 20000 2>/dev/null | tail -n 1) || return 1
  count=$(awk -F '","' -v s="$seconds" '{ printf "%d", $2 * s }' <<<"$line")
  line=$("${command[@]}" -n "$count" 2>/dev/null | tail -n 1) || return 1
  line=${line//\"/}
  result[rate]=$(cut -d , -f 2 <<<"$line")
  result[p50]=$(cut -d , -f 5 <<<"$line" | awk '{ print $1 * 1000 }')
  result[p99]=$(cut -d , -f 7 <<<"$line" | awk '{ print $1 * 1000 }')
}

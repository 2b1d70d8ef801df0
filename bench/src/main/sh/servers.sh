# Servers: started one name each, found by their free port, ended by their pid.

declare -A pid=() port=() admin=()
start_sec= # what the last start took, exec to `ready`
ready_limit_sec=30

# start_ready NAME COMMAND...: a server that prints `ready HOST:PORT` on stdout.
# Its stdout is a fifo that stays open, so that it can neither block us nor die of us.
start_ready() {
  local name=$1 line='' from fd
  shift
  rm -f "$scratch/out" && mkfifo "$scratch/out" && exec {fd}<>"$scratch/out" || return 1
  from=$EPOCHREALTIME
  "$@" >"$scratch/out" 2>"$scratch/$name.err" {fd}>&- </dev/null &
  pid[$name]=$!
  read -r -t "$ready_limit_sec" line <&"$fd"
  start_sec=$(awk -v a="$from" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f", b - a }')
  [[ $line =~ ^ready\ .*:([0-9]+)$ ]] && port[$name]=${BASH_REMATCH[1]} && return
  say "$name did not get ready ($*): ${line:-no line on stdout}"
  tail -n 20 "$scratch/$name.err" >&2
  die "cannot measure without $name"
}

# start_gannet PRODUCT OPTION...
start_gannet() {
  start_ready gannet ${pin_by[@]+"${pin_by[@]}"} "$gannet" "$1" --port 0 --admin-port 0 \
    ${gannet_options[@]+"${gannet_options[@]}"} "${@:2}"
  # The banner names the admin's address in a line that speaks of it.
  admin[gannet]=$(sed -nE 's/.*[Aa]dmin.*[ /](127\.0\.0\.1:[0-9]+).*/\1/p' "$scratch/gannet.err" |
    head -n 1)
}

# The launcher builds and trains when it finds that it must: once, before anything is timed.
prepare_gannet() {
  local ready_limit_sec=600 pin_by=()
  start_gannet pingserver
  stop gannet
}

# start_c NAME PROGRAM OPTION...: one of the C servers.
start_c() { start_ready "$1" "${pin_by[@]}" "$bench/target/$2" port=0 "${@:3}"; }

start_twin() { start_c twin ping_uring; }

# -R 200: up to 200 requests per event, as with the default of 20 a deep pipeline flatters us.
start_memcached() {
  local file=$scratch/memcached.port try
  rm -f "$file"
  MEMCACHED_PORT_FILENAME=$file "${pin_by[@]}" memcached -u nobody -l 127.0.0.1 -p -1 -U 0 \
    -t 1 -m "$memory_mib" -R 200 -c 4096 2>"$scratch/memcached.err" </dev/null &
  pid[memcached]=$!
  for ((try = 0; try < 100; try++)); do
    [[ -s $file ]] && port[memcached]=$(sed -n 's/^TCP INET: //p' "$file") && return
    sleep 0.05
  done
  die "memcached did not start: $(tail -n 3 "$scratch/memcached.err")"
}

# All threads of what is started next run on one CPU, as a worker of its own would.
pin_by=(taskset -c "$server_cpu")

stop() {
  local name=$1 try
  [[ ${pid[$name]:-} ]] || return 0
  kill "${pid[$name]}" 2>/dev/null
  for ((try = 0; try < 100; try++)); do
    kill -0 "${pid[$name]}" 2>/dev/null || break
    sleep 0.05
  done
  ((try < 100)) || kill -9 "${pid[$name]}" 2>/dev/null
  wait "${pid[$name]}" 2>/dev/null
  unset "pid[$name]" "port[$name]" "admin[$name]"
}

stop_all() {
  local name
  for name in "${!pid[@]}"; do stop "$name"; done
}

# resident_kib NAME: RSS with huge pages, which VmRSS leaves out when they are hugetlb's.
resident_kib() {
  awk '/^VmRSS|^HugetlbPages/ { kib += $2 } END { print kib }' "/proc/${pid[$1]}/status"
}

# metric NAME METRIC: the sum of a counter over its labels.
metric() {
  curl -sf --max-time 5 "http://${admin[$1]}/metrics" |
    awk -v name="$2" '$1 == name || index($1, name "{") == 1 { sum += $NF }
      END { printf "%.0f", sum }'
}

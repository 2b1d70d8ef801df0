# Servers: started one name each, found by their free port or their socket, ended by their pid.

declare -A pid=() port=() path=() admin=()
start_sec= # what the last start took, exec to `ready`
ready_limit_sec=30

# place_of NAME: as the C programs are told it.
place_of() { [[ ${path[$1]:-} ]] && echo "unix=${path[$1]}" || echo "port=${port[$1]}"; }

# start_ready NAME COMMAND...: a server that prints `ready HOST:PORT` or `ready unix:PATH`.
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
  [[ $line =~ ^ready\ unix:(.+)$ ]] && path[$name]=${BASH_REMATCH[1]} && return
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
run_memcached() {
  exec "${pin_by[@]}" memcached -u nobody -U 0 -t 1 -m "$memory_mib" -R 200 -c 4096 "$@" \
    2>"$scratch/memcached.err" </dev/null
}

start_memcached_at_socket() {
  local try
  path[memcached]=$scratch/memcached.socket
  rm -f "${path[memcached]}"
  run_memcached -s "${path[memcached]}" -a 0777 &
  pid[memcached]=$!
  for ((try = 0; try < 100; try++)); do
    [[ -S ${path[memcached]} ]] && return
    sleep 0.05
  done
  die "memcached did not start: $(tail -n 3 "$scratch/memcached.err")"
}

# start_memcached OPTION...
start_memcached() {
  local file=$scratch/memcached.port try
  rm -f "$file"
  MEMCACHED_PORT_FILENAME=$file run_memcached -l 127.0.0.1 -p -1 "$@" &
  pid[memcached]=$!
  for ((try = 0; try < 100; try++)); do
    [[ -s $file ]] && port[memcached]=$(sed -n 's/^TCP INET: //p' "$file") && return
    sleep 0.05
  done
  die "memcached did not start: $(tail -n 3 "$scratch/memcached.err")"
}

start_redis() {
  local try from
  port[redis]=$(free_port)
  "${pin_by[@]}" redis-server --port "${port[redis]}" --bind 127.0.0.1 --save '' --appendonly no \
    >"$scratch/redis.err" 2>&1 </dev/null &
  pid[redis]=$!
  for ((try = 0; try < 100; try++)); do
    redis-cli -p "${port[redis]}" ping 2>/dev/null | grep -q PONG && return
    sleep 0.05
  done
  die "redis-server did not start: $(tail -n 3 "$scratch/redis.err")"
}

# One that nobody listens at, below the ephemeral ones: redis-server cannot say which it chose.
free_port() {
  local try number
  for ((try = 0; try < 100; try++)); do
    number=$((20000 + RANDOM % 10000))
    (exec 3<>"/dev/tcp/127.0.0.1/$number") 2>/dev/null || { echo "$number"; return; }
  done
  die "no free port"
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
  unset "pid[$name]" "port[$name]" "path[$name]" "admin[$name]"
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

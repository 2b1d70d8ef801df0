# Runs of the load generator, and pairs of them.

declare -A run=() # the last run's figures by name

# load NAME OPTION...: one run against a server; its figures in `run`. Fails when it could not run.
load() {
  local name=$1 line pair
  shift
  line=$(timeout --foreground -k 5 $((seconds + 60)) "$bench/target/loadgen" \
    "$(place_of "$name")" pid="${pid[$name]}" warm=1 secs="$seconds" "$@") || return 1
  run=()
  for pair in $line; do run[${pair%%=*}]=${pair#*=}; done
}

# A run counts only when nobody else used the CPUs and the server answered what was asked.
quiet() {
  awk -v o="${run[others_cores]}" -v s="${run[steal_cores]}" -v max="$others_max" \
    'BEGIN { exit !(o + s <= max) }'
}
honest() { ((run[errors] == 0 && run[misses] == 0)); }

# median FILE [COLUMN], and spread FILE COLUMN: "min..max"
sorted() { awk -v c="${2:-1}" '{ print $c }' "$1" | sort -g; }
median() {
  sorted "$@" | awk '{ v[NR] = $1 } END {
    if (NR) print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}
spread() { sorted "$@" | awk 'NR == 1 { min = $1 } END { if (NR) printf "%.3g..%.3g", min, $1 }'; }

# one NAME FIELD OPTION...: a run's figure in `figure`. 0 good, 1 too noisy, 2 unusable.
one() {
  local name=$1 field=$2
  load "$name" "${@:3}" || return 2
  if ! honest; then
    say "  $name: ${run[errors]} wrong answers, ${run[misses]} misses of ${run[answers_all]}"
    return 2
  fi
  figure=${run[$field]}
  quiet && return
  say "  $name: others used ${run[others_cores]} of a core (steal ${run[steal_cores]}): again"
  return 1
}

# compare ID TITLE UNIT BAR FIELD OURS PEER OPTION...
# Interleaved A B A B: what drifts on the host drifts in both, and their ratio stays. A pair with
# a noisy half is repeated after a pause, up to three times the rounds in all.
compare() {
  local id=$1 title=$2 unit=$3 bar=$4 field=$5 ours=$6 peer=$7
  local pairs=$scratch/$1 tries good=0 code a b figure
  shift 7
  say "$id"
  : >"$pairs"
  for ((tries = 0; good < rounds && tries < 3 * rounds; tries++)); do
    one "$ours" "$field" "$@" && a=$figure && one "$peer" "$field" "$@" && b=$figure
    code=$?
    ((code != 2)) || break
    ((code == 0)) || { sleep 1; continue; }
    awk -v a="$a" -v b="$b" 'BEGIN { print a, b, a / b }' >>"$pairs"
    ((good++))
    say "  $a / $b"
  done
  ((code != 2)) || : >"$pairs"
  row "$id" "$title" "$unit" "$(median "$pairs" 1)" "$(median "$pairs" 2)" \
    "$(median "$pairs" 3)" "$(spread "$pairs" 3)" "$bar" "$good"
}

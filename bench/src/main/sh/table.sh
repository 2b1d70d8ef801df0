# The table: rows are kept as they come, one line each, and printed at the end.

# row ID TITLE UNIT OURS PEER MEASURE SPREAD BAR GOOD
# MEASURE is what the bar bounds: a ratio where there is a peer. `-` is no peer, or no bar.
row() {
  local verdict=-
  if [[ ! $6 ]]; then
    verdict='not measured'
  elif [[ $8 != - ]]; then
    verdict=$(awk -v m="$6" -v bar="$8" 'BEGIN { print m <= bar ? "holds" : "misses" }')
    (($9 == rounds)) || verdict+=" ($9 of $rounds)"
  fi
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "${4:--}" "${5:--}" "${6:--}" \
    "${7:--}" "$8" "$verdict" >>"$scratch/rows"
}

# What the host does without us, in cores: rows that cannot tell a noisy run need an idle one.
host_load() {
  local before after
  before=$(awk '/^cpu / { print $2 + $3 + $4 + $7 + $8 + $9 }' /proc/stat)
  sleep 1
  after=$(awk '/^cpu / { print $2 + $3 + $4 + $7 + $8 + $9 }' /proc/stat)
  awk -v ticks="$((after - before))" -v hz="$(getconf CLK_TCK)" \
    'BEGIN { printf "%.2f", ticks / hz }'
}

host_line() {
  local model
  model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
  printf '%s, %s CPUs %s, Linux %s, %s; median of %s interleaved rounds of %s s\n' \
    "$(date +%F)" "$(nproc)" "${model:-unknown}" "$(uname -r)" "$(memcached -V)" "$rounds" \
    "$seconds"
  printf 'host: %s cores busy before it began\n' "$cores_busy"
}

print_table() {
  host_line
  echo
  awk -F '\t' -v format="$format" '
    function cell(text, width) { return sprintf("%-" width "s", text) }
    function number(text) { return text == "-" ? text : sprintf("%.3g", text) }
    function line(a, b, c, d, e, f, g,   s) {
      if (format == "markdown") return "| " a " | " b " | " c " | " d " | " e " | " f " | " g " |"
      s = cell(a, 46) " " cell(b, 12) " " cell(c, 10) " " cell(d, 8) " " cell(e, 14) " "
      return s cell(f, 7) " " g
    }
    BEGIN {
      print line("workload", "ours", "peer", "ratio", "min..max", "bar", "")
      if (format == "markdown") print "|---|---|---|---|---|---|---|"
    }
    {
      peer = $5 == "-" ? "-" : number($5)
      ratio = $5 == "-" ? "-" : number($6)
      bar = $8 == "-" ? "-" : (format == "markdown" ? "≤ " : "<= ") $8
      print line($2, number($4) ($4 == "-" ? "" : " " $3), peer, ratio, $7, bar, $9)
    }' "$scratch/rows"
}

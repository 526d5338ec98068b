# How ./run measures: wrk's calls, the node's CPU time, medians, the table. To be sourced by it, after scripts/node.sh.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # what one of the two sets, the other reads

bench_war=bench/target/bench.war
tracer=/api/v1/tracer/access
servlet=/bench/servlet
nothing=/bench/api/v1/nothing
query='host=shop.example.com&userAgent=bench&pageUrl='

build_bench_if_needed() {
  if [ ! -f "$bench_war" ] || [ -n "$(find bench/src/main bench/pom.xml -newer "$bench_war" -print -quit)" ]; then
    say "Building the benchmark ..."
    mvn -B -ntp -q -f bench/pom.xml package
  fi
}

# The same Payara as the node's, as it comes, with nothing but the benchmark's WAR: sets $plain and $plain_port.
start_untuned() {
  local version folder=$PWD/$work/untuned
  version=$(sed -n 's:.*<payara.version>\(.*\)</payara.version>.*:\1:p' pom.xml)
  mvn -B -ntp -q dependency:copy@payara-for-arquillian
  [ -f target/payara-micro.jar ] || fail "no Payara Micro $version in target"
  plain_port=$(free_port)
  mkdir -p "$folder"
  java "-Xms$heap" "-Xmx$heap" "-Djava.io.tmpdir=$folder" -jar target/payara-micro.jar --nocluster --nohostaware \
    --port "$plain_port" --deploy "$bench_war" >"$work/untuned.log" 2>&1 &
  plain=$!
  disown "$plain"
  pids+=("$plain")
}

# await_url <url>: true once it answers 200, false after three minutes.
await_url() {
  local end=$((SECONDS + 180))
  until curl -fsS -m 2 -o /dev/null "$1" 2>/dev/null; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.5
  done
}

# await_node <name> <port> <pid>: until it is ready and the benchmark's WAR answers.
await_node() {
  if ! await_ready "$2" "$3" || ! await_url "http://127.0.0.1:$2$nothing"; then
    tail -n 40 "$work/$1.log" >&2
    fail "$1 did not become ready; the end of its log is above"
  fi
}

# call <port> <seconds> <connections> <path and query> <any|next> <visitors> [first]: wrk's RESULT line, see visitors.lua.
call() {
  wrk -t1 "-c$3" "-d${2}s" --timeout 10s --latency -s bench/visitors.lua "http://127.0.0.1:$1" -- "${@:4}" |
    sed -n 's/^RESULT //p'
}

# User and system time of a process so far, in hundredths of a second.
cpu_of() {
  local stat
  read -r stat <"/proc/$1/stat"
  # shellcheck disable=SC2086 # split at blanks; the name of the command, which may hold some, is cut
  set -- ${stat##*) }
  echo $((${12} + ${13}))
}

# measure <kind> <seconds>: requests/s, p50 and p99 in ms, CPU seconds per 1,000 requests, failed requests.
measure() {
  local pid port before after result first=1
  read -r pid port <<<"${server[$1]}"
  [ "$1" != e ] || first=$newcomer
  before=$(cpu_of "$pid")
  # shellcheck disable=SC2086 # several arguments
  result=$(call "$port" "$2" "$connections" ${calls[$1]} "$first")
  after=$(cpu_of "$pid")
  if [ "$1" = e ]; then
    newcomer=$((newcomer + ${result%% *} + connections))
  fi
  measured=$(awk -v cpu=$((after - before)) '{ printf "%.0f %s %s %.4f %d", $1 / $2, $3, $4, cpu * 10 / $1, $5 + $6 }' <<<"$result")
}

# rounds_of <phase> <kind...>: each kind once a round, so that what else the machine does falls on all of them.
rounds_of() {
  local phase=$1 round kind
  shift
  for ((round = 1; round <= rounds; round++)); do
    for kind in "$@"; do
      measure "$kind" "$seconds"
      echo "$phase $kind $measured" >>"$work/results"
      sleep 1
    done
  done
}

# enter <port> <room> <visitors>: each of them calls once.
enter() {
  local sent=0 result
  while [ "$sent" -lt "$3" ]; do
    result=$(call "$1" 5 64 "$tracer?$query/$2/1&loginId=v" next "$3" $((sent + 1)))
    sent=$((sent + ${result%% *}))
  done
}

# metric <port> <name> [label]: summed over its labels.
metric() {
  curl -fsS -m 10 "http://127.0.0.1:$1/metrics?scope=application" |
    awk -v name="$2" -v label="${3:-}" 'index($0, name) == 1 && index($0, label) { sum += $NF } END { printf "%.0f\n", sum }'
}

waiting_in() { metric "$1" turnkeeper_waiting "room=\"$2\""; }

# sent_in <seconds> <port...>: bytes a second that these nodes send each other.
sent_in() {
  local before=0 after=0 port
  for port in "${@:2}"; do before=$((before + $(metric "$port" turnkeeper_exchange_sent_bytes_total))); done
  sleep "$1"
  for port in "${@:2}"; do after=$((after + $(metric "$port" turnkeeper_exchange_sent_bytes_total))); done
  echo $(((after - before) / $1))
}

# enter_figures <port...>: newcomers at the first, as many as it takes.
enter_figures() {
  local calls_before calls_after in_before in_after sent
  in_before=$(metric "$1" turnkeeper_inflow_total)
  calls_before=$(metric "$1" turnkeeper_cp_calls_total)
  sent_in "$((seconds - 1))" "$@" >"$work/sent" &
  sent=$!
  measure e "$seconds"
  calls_after=$(metric "$1" turnkeeper_cp_calls_total)
  in_after=$(metric "$1" turnkeeper_inflow_total)
  wait "$sent"
  awk -v seconds="$seconds" -v calls=$((calls_after - calls_before)) -v entered=$((in_after - in_before)) \
    -v sent="$(cat "$work/sent")" 'BEGIN {
      each = calls * 1000 / entered
      printf "Entering at one of them: %.0f a second; %.1f consensus operations per 1,000 enters: %s (aim: at most 50);\n", entered / seconds, each, (each <= 50 ? "met" : "missed")
      printf "the three together send %d bytes a second.\n", sent }'
}

# heap_figures <name> <bytes before> <bytes after> <waiting>
heap_figures() {
  awk -v name="$1" -v bytes=$(($3 - $2)) -v waiting="$4" 'BEGIN {
    each = bytes / waiting
    printf "  %s: %.1f MB for %d waiting, %.1f MB per 100,000, %.0f bytes each: %s (aim: at most 400)\n",
      name, bytes / 1e6, waiting, each / 10, each, (each <= 400 ? "met" : "missed") }'
}

# Bytes of live objects, after a collection.
live_heap() {
  jcmd "$1" GC.class_histogram | awk '/^Total/ { print $3 }'
}

# median <phase> <kind> <column of measured>
median() {
  awk -v phase="$1" -v kind="$2" -v column=$(($3 + 2)) '$1 == phase && $2 == kind { print $column }' "$work/results" |
    sort -g | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

line() {
  printf '%-58s %12s %9s %9s %12s %7s\n' "$1" "$(median "$2" "$3" 1)" "$(median "$2" "$3" 2)" "$(median "$2" "$3" 3)" \
    "$(median "$2" "$3" 4)" "$(awk -v phase="$2" -v kind="$3" '$1 == phase && $2 == kind { n += $7 } END { print n + 0 }' "$work/results")"
}

table() {
  printf '%-58s %12s %9s %9s %12s %7s\n' "median of $rounds rounds of $seconds s" requests/s "p50 ms" "p99 ms" "CPU s/1,000" failed
  line "(c) TRACER poll, 1,000 waiting, nobody else" before c
  line "(e) entering, nobody else" before e
  line "(a) servlet that does nothing" after a
  line "(b) JAX-RS that does nothing" after b
  line "(b') the same on an untuned Payara Micro" after B
  line "(c) TRACER poll, 1,000 waiting" after c
  line "(d) TRACER poll, $waiting waiting" after d
  line "(e) entering" after e
}

# ratio <text> <phase> <kind> <phase> <kind> <aim>: by requests/s, and by CPU per request; of each round, then the median.
ratio() {
  awk -v text="$1" -v p="$2" -v k="$3" -v q="$4" -v l="$5" -v aim="$6" '
    $1 == p && $2 == k { rate[++n] = $3; cpu[n] = $6 }
    $1 == q && $2 == l { rate2[++m] = $3; cpu2[m] = $6 }
    function middle(list, size,   i, j, t) {
      for (i = 1; i <= size; i++) for (j = i + 1; j <= size; j++) if (list[j] < list[i]) { t = list[i]; list[i] = list[j]; list[j] = t }
      return list[int((size + 1) / 2)]
    }
    END {
      for (i = 1; i <= n; i++) { byrate[i] = rate[i] / rate2[i]; bycpu[i] = cpu2[i] / cpu[i] }
      r = middle(byrate, n); c = middle(bycpu, n)
      printf "%-34s %6.2f %-7s %6.2f %-7s\n", text " (aim " aim ")", r, (r >= aim ? "met" : "missed"), c, (c >= aim ? "met" : "missed")
    }' "$work/results"
}

ratios() {
  printf '%-34s %14s %14s\n' "median ratio within a round" "by requests/s" "by CPU"
  ratio "(c) / (b)" after c after b 0.8
  ratio "(c) / (b')" after c after B 1.0
  ratio "(c) / (a)" after c after a 0.5
  ratio "(d) / (c)" after d after c 0.95
  ratio "(d) / (c) before" after d before c 0.95
  ratio "(e) / (c)" after e after c 0.5
}

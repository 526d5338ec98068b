# What run and verify share. To be sourced, in the project's folder.
# shellcheck shell=bash

jar=target/turnkeeper-node.jar
node_arguments=()

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# Refuses early, and in one line, what would fail late in many.
need_tools() {
  local tool version
  for tool in java mvn curl; do
    command -v "$tool" >/dev/null || fail "needs $tool, which is not on the PATH"
  done
  version=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p;q')
  [ "${version:-0}" -ge 17 ] || fail "needs Java 17 or later, but java is version ${version:-unknown}"
}

# Whether nodes can be cut off from each other here: FailureModeIT does so with network namespaces.
can_cut() {
  local probe=tk-probe-$$
  ip netns add "$probe" 2>/dev/null && ip netns exec "$probe" true 2>/dev/null
  local can=$?
  ip netns del "$probe" 2>/dev/null || true
  return "$can"
}

# A bare image lacks ip, and what only wants a package is not left out. Where it cannot be had, the rest is tested all the same.
want_namespaces() {
  if ! command -v ip >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing iproute2, for the tests that cut nodes off from each other ..."
    { timeout 120 apt-get -qq update && timeout 120 apt-get -qq -y install iproute2; } >/dev/null 2>&1 || true
  fi
  can_cut || say "NOT TESTED: nodes that are cut off. It needs iproute2 and the right to make network namespaces (root)."
}

# What the tests of the waiting page need: a browser with Korean letters, and node for its modules.
need_browser() {
  local missing=()
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
    missing+=(chromium fonts-noto-cjk)
  command -v node >/dev/null || missing+=(nodejs)
  if [ ${#missing[@]} -gt 0 ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    say "Installing ${missing[*]}, for the tests of the waiting page ..."
    { timeout 600 apt-get -qq update && timeout 600 apt-get -qq -y install --no-install-recommends "${missing[@]}"; } \
      >/dev/null 2>&1 || true
  fi
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
    fail "needs Chromium, for the tests of the waiting page: apt-get install chromium fonts-noto-cjk"
  command -v node >/dev/null || fail "needs node (18 or later), for the tests of the waiting page: apt-get install nodejs"
}

# The gate and gateway mode are tested behind real proxies, with the configurations that are shipped.
want_proxies() {
  want_proxy nginx nginx-light "the gate behind nginx. It needs nginx with its auth_request module"
  want_proxy haproxy haproxy "gateway mode behind HAProxy. It needs haproxy"
}

want_proxy() {
  local program=$1 package=$2 untested=$3
  if ! command -v "$program" >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing $package, for the tests of the gate ..."
    # Only the program is wanted: no service is to begin.
    { timeout 120 apt-get -qq update && RUNLEVEL=1 timeout 120 apt-get -qq -y install "$package"; } >/dev/null 2>&1 || true
  fi
  command -v "$program" >/dev/null || say "NOT TESTED: $untested on the PATH (as root: apt-get install $package)."
}

# The benchmark's load generator: installed where apt-get may.
need_wrk() {
  if ! command -v wrk >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    say "Installing wrk ..."
    { apt-get -qq update && apt-get -qq -y install wrk; } >/dev/null || true
  fi
  command -v wrk >/dev/null || fail "needs wrk, which is not on the PATH: apt-get install wrk, or https://github.com/wg/wrk"
}

# The jar is older than something it is made from, or is not there.
needs_build() {
  [ ! -f "$jar" ] || [ -n "$(find src/main sdk/javascript/dist payara-config pom.xml hazelcast.yaml -newer "$jar" -print -quit)" ]
}

build_if_needed() {
  if needs_build; then
    say "Building the node (the first time, Maven fetches what it needs) ..."
    mvn -B -ntp -q -DskipTests package
  fi
}

shop_jar=sample/target/sample-shop.jar

build_shop_if_needed() {
  if [ ! -f "$shop_jar" ] || [ -n "$(find sdk/java/src/main sdk/java/pom.xml sample/src sample/pom.xml -newer "$shop_jar" -print -quit)" ]; then
    say "Building the sample shop ..."
    mvn -B -ntp -q -f sdk/pom.xml -DskipTests package
  fi
}

# launch_shop <port> <the node's address> <log>: sets $launched to the pid of a sample shop behind that node.
launch_shop() {
  SHOP_PORT=$1 SHOP_NODE=$2 SHOP_GATE=${TURNKEEPER_PUBLIC_URL:-$2} java -Xmx64m -jar "$shop_jar" >"$3" 2>&1 &
  # shellcheck disable=SC2034 # for the caller
  launched=$!
  disown "$launched"
}

# await_shop <port> <pid>: true once it is open, false if it ended or took longer than a minute.
await_shop() {
  local end=$((SECONDS + 60))
  while is_alive "$2" && [ "$SECONDS" -lt "$end" ]; do
    if curl -fsS -m 2 -o /dev/null "http://localhost:$1/" 2>/dev/null; then
      return 0
    fi
    sleep 0.5
  done
  return 1
}

# Whether something listens there, on this machine.
is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A port that nobody uses now, below the range that the system itself hands out.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 10000))
    is_taken "$port" || break
  done
  echo "$port"
}

# A new random key, readable for its owner alone, unless the file is there.
ensure_key() {
  if [ ! -s "$1" ]; then
    (umask 077 && od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$1")
  fi
}

# launch <data folder> <java options...>: sets $launched to the pid of a node with the TURNKEEPER_* of the environment,
# and the arguments in node_arguments.
# Payara unpacks 100 MB into its temporary folder; in the data folder, what a killed node leaves is swept at its next start.
launch() {
  local folder
  folder=$(mkdir -p "$1" && cd "$1" && pwd)
  shift
  rm -rf "$folder/unpacked"
  mkdir -p "$folder/unpacked"
  TURNKEEPER_DATA_DIR=$folder java "$@" "-Djava.io.tmpdir=$folder/unpacked" -jar "$jar" \
    ${node_arguments[@]+"${node_arguments[@]}"} &
  # shellcheck disable=SC2034 # for the caller
  launched=$!
  # Not a job of the shell's, which would comment on a kill -9.
  disown "$launched"
}

is_alive() { kill -0 "$1" 2>/dev/null; }

# Tells them all to leave in good order, and waits until they have.
stop_nodes() {
  local pid
  for pid in "$@"; do
    kill -TERM "$pid" 2>/dev/null || true
  done
  for pid in "$@"; do
    while is_alive "$pid"; do sleep 0.2; done
  done
}

# await_ready <http port> <pid>: true once it is ready, false if it ended or took longer than three minutes.
await_ready() {
  local end=$((SECONDS + 180))
  while is_alive "$2" && [ "$SECONDS" -lt "$end" ]; do
    if curl -fsS -m 2 -o /dev/null "http://localhost:$1/health/ready" 2>/dev/null; then
      return 0
    fi
    sleep 0.5
  done
  return 1
}

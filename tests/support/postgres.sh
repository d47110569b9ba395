#!/usr/bin/env bash
# A PostgreSQL of the tests' own: in a folder, on a free port of 127.0.0.1, without a password.
#
#   postgres.sh start DIR     makes DIR, starts the server, prints its URI
#   postgres.sh stop DIR      ends it as a restart of the machine would (connections are cut)
#   postgres.sh again DIR     starts the same one again, on the same port
#   postgres.sh remove DIR    stops it and deletes DIR
#
# Exit status 77: PostgreSQL is not installed. LEADFLOW_TEST_FSYNC=on makes commits wait for the disk (for measuring).
set -euo pipefail
verb=${1:?start, stop, again or remove}
dir=${2:?a folder}
bin=${LEADFLOW_POSTGRES_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)}
if [ -z "$bin" ] || [ ! -x "$bin/initdb" ]; then
  echo "PostgreSQL is not installed" >&2
  exit 77
fi
as=()
if [ "$(id -u)" -eq 0 ]; then as=(runuser -u postgres --); fi

run() { "${as[@]}" "$@" >>"$dir/log" 2>&1 </dev/null; }
options() { echo "-c listen_addresses=127.0.0.1 -c port=$1 -c unix_socket_directories= -c fsync=${LEADFLOW_TEST_FSYNC:-off} -c max_connections=60 -c shared_buffers=64MB -c logging_collector=off"; }

case $verb in
  start)
    mkdir -p "$dir"
    : >"$dir/log"
    if [ ${#as[@]} -gt 0 ]; then chown -R postgres "$dir"; fi
    run "$bin/initdb" -D "$dir/data" -U leadflow -A trust -E UTF8 --locale=C --no-sync || { cat "$dir/log" >&2; exit 1; }
    for try in 1 2 3 4 5 6 7 8; do
      port=$((20000 + (RANDOM * 32768 + RANDOM) % 30000))
      if run "$bin/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/server" -o "$(options "$port")" start; then
        echo "$port" >"$dir/port"
        echo "postgres://leadflow@127.0.0.1:$port/postgres"
        exit 0
      fi
    done
    cat "$dir/log" "$dir/server" >&2
    exit 1
    ;;
  stop) run "$bin/pg_ctl" -D "$dir/data" -w -m immediate stop ;;
  again) run "$bin/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/server" -o "$(options "$(cat "$dir/port")")" start ;;
  remove)
    run "$bin/pg_ctl" -D "$dir/data" -w -m immediate stop || true
    rm -rf "$dir"
    ;;
  *) echo "start, stop, again or remove" >&2; exit 2 ;;
esac

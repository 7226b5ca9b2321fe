#!/usr/bin/env bash
# Stops a node of the composition, or kills it with `kill`, while people watch; starts it again; says whether anybody missed anything.
#
#   docker/stop-a-node.sh [stop|kill] [NODE]
set -euo pipefail
cd "$(dirname "$0")"
how=${1:-stop}
node=${2:-node2}
compose=${COMPOSE:-docker compose}
case $node in # whose watcher lives through it without a reconnect
  node2) others="watcher3 consumer" ;;
  node3) others="watcher2 consumer" ;;
  *) others="watcher2 watcher3 consumer" ;;
esac
logs() { $compose -f compose.yaml logs --no-color "$@" 2>/dev/null; }
seen() { logs "$1" | grep -c changes || true; }
await_more() { # each of these has printed twice since
  local who before
  for who in "$@"; do
    before=$(seen "$who")
    for _ in $(seq 60); do
      [ "$(seen "$who")" -ge $((before + 2)) ] && continue 2
      sleep 1
    done
    echo "$who has stood still for a minute" >&2
    return 1
  done
}
all="watcher2 watcher3 consumer"
await_more $all
echo "== $how $node"
$compose -f compose.yaml "$how" "$node"
await_more $others
echo "== the others watch on; start $node"
$compose -f compose.yaml start "$node"
await_more $all
logs $all | tail -n 24
if logs $all | grep GAP; then
  exit 1
fi
echo "== nobody missed anything"

#!/usr/bin/env bash
# Stops a node of the composition, or kills it with `kill`, while people watch; starts it again; says whether anybody missed anything.
#
#   docker/stop-a-node.sh [stop|kill] [NODE]
set -euo pipefail
cd "$(dirname "$0")"
how=${1:-stop}
node=${2:-node2}
compose=${COMPOSE:-docker compose}
since=$(date -u +%Y-%m-%dT%H:%M:%SZ)
seen() { $compose -f compose.yaml logs --no-color "$1" 2>/dev/null | grep -c changes || true; }
await_more() { # every watcher has printed more than it had
  local before=("$(seen watcher2)" "$(seen watcher3)" "$(seen consumer)")
  for _ in $(seq 60); do
    if [ "$(seen watcher2)" -gt "$((before[0] + 2))" ] && [ "$(seen watcher3)" -gt "$((before[1] + 2))" ] \
      && [ "$(seen consumer)" -gt "$((before[2] + 2))" ]; then return 0; fi
    sleep 1
  done
  echo "a watcher has stood still for a minute" >&2
  return 1
}
await_more
echo "== $how $node"
$compose -f compose.yaml "$how" "$node"
if [ "$node" = node1 ]; then sleep 10; else # its clients wait for it
  for _ in $(seq 10); do sleep 1; done
fi
echo "== start $node"
$compose -f compose.yaml start "$node"
await_more
$compose -f compose.yaml logs --no-color --timestamps watcher2 watcher3 consumer | awk -v since="$since" '$3 > since || $2 > since' | tail -n 24
if $compose -f compose.yaml logs --no-color watcher2 watcher3 consumer | grep GAP; then
  exit 1
fi
echo "== nobody missed anything"

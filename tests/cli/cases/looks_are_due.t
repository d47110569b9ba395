# A condition that time can change is looked at at a planned instant: that is due, in words, wherever is listed what is due next.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key }' 'activity visit' 'roster { ana team "t" }' 'route r { all otherwise -> ana }' 'stages { New "n" initial; Old "o" }' 'stage New { enter { route r }; to Old when not had visit in last 7 days }' 'stage Old { to New when had visit in stage }' > p.leadflow; echo '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T09:00:00Z","record":{"activities":[{"type":"visit","at":"2026-03-02T09:00:00Z"}]}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-03T09:00Z -q; leadflow why A --store sqlite:s.db --now 2026-03-03T09:00Z | tail -1
|   due next  2026-03-09 09:00  its conditions are looked at again
$ leadflow why A --store sqlite:s.db --now 2026-03-03T09:00Z --format json | python3 -c 'import json,sys; print([(d["at"][:16], d["what"]) for d in json.load(sys.stdin)["due"]])'
| [('2026-03-09T09:00', 'its conditions are looked at again')]
$ leadflow status --store sqlite:s.db --now 2026-03-03T09:00Z | grep -A2 'due next' | tail -1
|~ 2026-03-09 09:00
|~ its conditions are looked at again
$ leadflow status --store sqlite:s.db --now 2026-03-03T09:00Z --format json | python3 -c 'import json,sys; d = json.load(sys.stdin); print([(x["at"][:16], x["lead"], x["what"], x["owner"]) for x in d["due"]], d["due_in_all"])'
| [('2026-03-09T09:00', 'A', 'its conditions are looked at again', 'ana')] 1
# So `stuck` says nothing of it, until it waits for an event only.
$ leadflow stuck --store sqlite:s.db --now 2026-03-03T09:00Z
|~ no lead is stuck
$ leadflow work p.leadflow --store sqlite:s.db --until 2026-03-10T09:00Z -q; leadflow why A --store sqlite:s.db --now 2026-03-10T09:00Z | tail -1; leadflow stuck --store sqlite:s.db --now 2026-03-10T09:00Z
|~ nothing is due; what comes next is an event
|~ Old waits for

# What changes nothing, or says what there is not, is refused with the reason: rows, words beside them.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key; country text }' 'table tiers live from "tiers.csv" { country text key, tier text }' 'roster { ana team "a" }' 'stages { New "x" initial; Done "y" final }' 'stage New { to Done by owner }' > p.leadflow; printf 'country,tier\nDE,1\n' > tiers.csv; printf '%s\n' '{"event":"1","type":"table.changed","table":"tiers","rows":[],"at":"2026-05-04T08:00:00Z"}' '{"event":"2","type":"table.changed","table":"tiers","rows":[{"country":"DE"}],"value":"delete","at":"2026-05-04T08:00:00Z"}' '{"event":"3","type":"roster.changed","name":"Whole","reps":[{"id":"ana"}],"at":"2026-05-04T08:00:00Z"}' '{"event":"4","type":"roster.changed","reps":[],"at":"2026-05-04T08:00:00Z"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson
!~ refused    4
$ leadflow refused --store sqlite:s.db --format json | python3 -c 'import json, sys; [print(e["event"], e["why"]) for e in sorted(json.load(sys.stdin), key=lambda e: e["event"])]'
| 1 a table's change without a row
| 2 a table's rows are changed, or with `remove` taken out; there is no `delete`
| 3 a roster is changed by its rows, or with `whole` given anew; there is no `Whole`
| 4 a roster change without a row

# Of a record with two lists of activities the first counts and the second is told, in run, work and simulate.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key }' 'activity visit' 'roster { ana }' 'score s { +1 per visit }' 'stages { New "n" initial; Done "d" final }' 'stage New { to Done by owner }' > p.leadflow; printf '%s\n' '{"id":"1","activities":[{"type":"visit","at":"2026-03-01"}],"Activities":[{"type":"visit","at":"2026-02-01"}]}' '{"id":"2","activities":null,"activities":[{"type":"visit","at":"2026-02-01"}]}' > l.ndjson; leadflow run p.leadflow l.ndjson --now 2026-03-02 2>err | grep -o '"scores":{[^}]*}'
| "scores":{"s":1}
| "scores":{"s":0}
$ grep -A1 -e '^activities' -e '^missed' err
| activities         1   of these leads
| set aside          0
| missed             2   records 2   `[…]` gives a value again; the first one counts (line 1, /Activities)
|~ 
$ leadflow simulate p.leadflow --leads l.ndjson --from 2026-03-02 --to 2026-03-03 --store sqlite:m.db 2>&1 >/dev/null | grep -A1 'not read'
| not read   2   `Activities` gives a value again; the first one counts (line 1, lead 1)
|                `activities` gives a value again; the first one counts (line 2, lead 2)
$ leadflow subject 1 --store sqlite:m.db --format json | python3 -c 'import json, sys; print([a["at"][:10] for a in json.load(sys.stdin)["leads"][0]["activities"]])'
| ['2026-03-01']
$ python3 -c 'import json; [print(json.dumps({"event": "e%d" % n, "type": "lead.created", "lead": str(n), "at": "2026-03-02T10:00:00Z", "record": "@"}).replace("\"@\"", line.strip())) for n, line in enumerate(open("l.ndjson"), 1)]' > e.ndjson; leadflow work p.leadflow --store sqlite:w.db --events e.ndjson --until 2026-03-03 2>&1 | grep -A1 'not read'
| not read   2   `Activities` gives a value again; the first one counts (line 1, event e1, lead 1)
|                `activities` gives a value again; the first one counts (line 2, event e2, lead 2)
# Those of a file of activities join the list that counts.
$ printf '%s\n' '{"lead":"1","type":"visit","at":"2026-02-20"}' '{"lead":"2","type":"visit","at":"2026-02-20"}' '{"lead":"2","type":"visit","at":"2026-02-21","by":7,"odd":1}' > a.ndjson; leadflow simulate p.leadflow --leads l.ndjson --activities a.ndjson --from 2026-03-02 --to 2026-03-03 --store sqlite:a.db -q > /dev/null; for n in 1 2; do leadflow subject $n --store sqlite:a.db --format json | python3 -c 'import json, sys; print([a["at"][:10] for a in json.load(sys.stdin)["leads"][0]["activities"]])'; done
| ['2026-03-01', '2026-02-20']
| ['2026-02-20', '2026-02-21']

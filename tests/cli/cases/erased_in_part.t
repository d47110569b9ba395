# What was refused in part was applied: of an erased lead's events, too, the lists say so, without a word of what it was.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key; first_name text pii }' 'activity call' 'roster { ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { to Done by owner }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T09:00:00Z","record":{"first_name":"Kim","nosuch":"Secret"}}' '{"event":"2","type":"activity","lead":"A","at":"2026-03-02T10:00:00Z","activity":"visit"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-03 -q; leadflow refused --store sqlite:s.db --format json | python3 -c 'import json,sys; [print(e["event"], e["refused"]) for e in json.load(sys.stdin)]'
| 2 whole
| 1 in part
$ leadflow erase A --store sqlite:s.db > /dev/null; leadflow refused --store sqlite:s.db --format json | python3 -c 'import json,sys; [print(e["event"], e["refused"], e["why"], e.get("not_read")) for e in json.load(sys.stdin)]'
| 2 whole (erased) None
| 1 in part (erased) []
$ leadflow subject A --store sqlite:s.db --format json | python3 -c 'import json,sys; [print(e["id"], e["status"], e["outcome"]) for e in json.load(sys.stdin)["leads"][0]["events"]]'
| 1 refused in part refused in part: (erased)
| 2 refused refused: (erased)
# Neither is given again, and a second erasing leaves them as they are.
$ leadflow refused retry --store sqlite:s.db; leadflow erase A --store sqlite:s.db > /dev/null; leadflow refused --store sqlite:s.db --by-reason --format csv | tr -d '\r' | cut -d, -f1-4
|~ 1,in part,lead.created,(erased)
|~ 1,whole,activity,(erased)
$ cat s.db s.db-* 2>/dev/null | grep -ac 'Secret\|nosuch'
| 0
? 1

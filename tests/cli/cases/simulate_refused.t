# A simulation says why events of nobody's lead were refused, as it does of a lead's.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key; email email }' 'role boss' 'roster { ana role boss }' 'table acc live from "acc.csv" { domain text key, owner rep }' 'stages { New "n" initial; Done "d" final }' 'stage New { to Done by owner }' > p.leadflow; printf 'domain,owner\nacme.com,ana\n' > acc.csv; printf 'id\nL1\n' > l.csv; printf '%s\n' '{"event":"t1","type":"table.changed","at":"2026-03-02T10:30:00Z","table":"acc","rows":[{"domain":"new.com","owner":"bne"}]}' '{"event":"t2","type":"roster.changed","at":"2026-03-02T10:31:00Z","reps":[{"id":"ana","manger":"x"}]}' '{"event":"t3","type":"stage.moved","lead":"L1","at":"2026-03-02T10:32:00Z","stage":"Gone"}' > t.ndjson; leadflow simulate p.leadflow --leads l.csv --events t.ndjson --from 2026-03-02 --to 2026-03-03 --rejects rj 2>&1 | grep -A3 '^refused'
| refused    3   table.changed: acc new.com: owner: `bne` is not a rep of the roster (t.ndjson:1)
|                roster.changed: row 1: a rep has no `manger`; did you mean `manager`? (t.ndjson:2)
|                stage.moved: `Gone` is not a stage of the playbook; did you mean `Done`? (t.ndjson:3, lead L1)
| effects    0
$ python3 -c 'import json; [print(e["event"], e["lead"], e["line"]) for e in map(json.loads, open("rj"))]'
| t1 None 1
| t2 None 2
| t3 L1 3
$ leadflow simulate p.leadflow --leads l.csv --events t.ndjson --from 2026-03-02 --to 2026-03-03 --format json -q | python3 -c 'import json, sys; print(json.load(sys.stdin)["refused"])'
| {'roster.changed': 1, 'stage.moved': 1, 'table.changed': 1}
$ leadflow simulate p.leadflow --leads l.csv --events t.ndjson --from 2026-03-02 --to 2026-03-03 -q | grep -A6 'events refused'
| events refused  count
| --------------  -----
| roster.changed      1
| stage.moved         1
| table.changed       1
# With a store too: its list and the file hold the same events.
$ leadflow simulate p.leadflow --leads l.csv --events t.ndjson --from 2026-03-02 --to 2026-03-03 --rejects rj --store sqlite:s.db -q > /dev/null; grep -c 'event":"t' rj; leadflow refused --store sqlite:s.db --format csv | grep -c '^t'
| 3
| 3

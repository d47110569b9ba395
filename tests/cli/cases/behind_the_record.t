# Something behind the record of a line is said so, whatever it is, and the record is named by its key: at character 13 or 12 of the line.
$ printf 'playbook f { version "1" }\nlead { id text key; size int }\n' > f.leadflow; printf '%s\n' '{"id":"B2"} trailing' '{"id":"B3"} ,' '{"id":"B4"} x}' '{"id":"B5"}]' '{"id":"B6"' '{"id":"B7","size":[1}' '{"size":1,"id":"B8"}{"id":"B9"}' > t.ndjson; leadflow run f.leadflow t.ndjson --now 2026-03-02T15:00Z -q --rejects r.ndjson; python3 -c 'import json; [print(r["line"], r["key"], r["reason"]) for r in map(json.loads, open("r.ndjson"))]'
| 1 B2 not a JSON record: character 13: something stands behind the record
| 2 B3 not a JSON record: character 13: something stands behind the record
| 3 B4 not a JSON record: character 13: something stands behind the record
| 4 B5 not a JSON record: character 12: something stands behind the record
| 5 None not a JSON record: the record is cut off: a bracket is never closed
| 6 B7 not a JSON record: character 21: a comma, colon, quote or bracket is missing or too many
| 7 B8 not a JSON record: character 21: something stands behind the record
# A list of records, and one whose bytes are no UTF-8.
$ printf '[{"id":"C1"},\n{"id":"C2"} x,\n{"id":"C3"}]' > a.json; printf '{"id":"D\377"} x\n' > d.ndjson; for file in a.json d.ndjson; do leadflow run f.leadflow $file --now 2026-03-02T15:00Z -q --rejects r.ndjson --columns id; python3 -c 'import json; [print(r["key"], r["reason"]) for r in map(json.loads, open("r.ndjson"))]'; done
| {"id":"C1"}
| {"id":"C3"}
| C2 not a JSON record: character 13: something stands behind the record
| D� not a JSON record: character 13: something stands behind the record
# Events, and activities.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key }' 'activity call' 'stages { New initial; Done final }' 'stage New { to Done by owner }' > p.leadflow; for end in ' trailing' ' ,' ' x}' ']'; do n=$((n+1)); echo "{\"event\":\"$n\",\"type\":\"lead.created\",\"lead\":\"A\",\"at\":\"2026-03-02T10:00:00Z\"}$end"; done > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q --rejects re.ndjson; python3 -c 'import json; [print(r["line"], r["reason"]) for r in map(json.loads, open("re.ndjson"))]'
| 1 not JSON: something stands behind the record
| 2 not JSON: something stands behind the record
| 3 not JSON: something stands behind the record
| 4 not JSON: something stands behind the record
!~ e.ndjson:1: not JSON: something stands behind the record
$ printf 'id\nA\n' > l.csv; leadflow simulate p.leadflow --leads l.csv --events e.ndjson --from 2026-03-01 --to 2026-03-03 > /dev/null
!~ e.ndjson:4: not JSON: something stands behind the record
$ for end in ' trailing' ',' ']'; do echo "{\"type\":\"call\",\"lead\":\"A\",\"at\":\"2026-03-01\"}$end"; done > a.ndjson; leadflow run p.leadflow l.csv --activities a.ndjson --now 2026-03-02T15:00Z -q --rejects r.ndjson > /dev/null; python3 -c 'import json; [print(r["line"], r["reason"]) for r in map(json.loads, open("r.ndjson"))]'
|~ 1 not a JSON record: character 46: something stands behind the record
|~ 2 not a JSON record: character 45: something stands behind the record
|~ 3 not a JSON record: character 45: something stands behind the record

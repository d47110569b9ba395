# Numbers in JSON are read as they are written, by every command.
$ printf '%s\n' 'playbook p { timezone "UTC" currency USD }' 'lead { id text key; release text; m money; part code; size int; price = t["7.50"].price }' 'roster { ana team "s" }' 'queue q { owner ana }' 'table t live from "t.csv" { name text key, price money }'  'route r { old when release is "1.10" -> queue q; all otherwise -> ana }' 'stages { New "x" initial; Done "y" final }' 'stage New { enter { route r; log "release {release} part {part} m {m} price {price}" }; to Done by owner }' > p.leadflow; printf 'name,price\nx,1\n' > t.csv; printf '%s\n' '{"id":2.50,"release":1.10,"m":90071992547409.9307,"part":100.0}' '{"id":2.5,"part":1e2,"size":123456789012345678901}' '{"id":-0,"release":2.0}' > l.ndjson; leadflow run p.leadflow l.ndjson --now 2026-03-02T10:00Z --columns 'id, release, m, part, rule=r.rule' --format csv | tr -d '\r'
| id,release,m,part,rule
| 2.50,1.10,90071992547409.9307,100.0,old
| 2.5,,,1e2,all
| -0,2.0,,,all
!~ `123456789012345678901` is not a whole number
$ leadflow simulate p.leadflow --leads l.ndjson --from 2026-03-02T10:00Z --to 2026-03-02T11:00Z --store sqlite:s.db -q > /dev/null; for id in 2.50 2.5 -0; do leadflow why --full --store sqlite:s.db -- $id | grep -oE 'by rule [a-z]+|log: .*'; done
| by rule old
| log: release 1.10 part 100.0 m 90071992547409.9307 USD price (missing)
| by rule all
| log: release (missing) part 1e2 m (missing) price (missing)
| by rule all
| log: release 2.0 part (missing) m (missing) price (missing)
$ printf '%s\n' '{"event":"1","type":"table.changed","table":"t","at":"2026-03-02T09:00:00Z","rows":[{"name":7.50,"price":90071992547409.9307}]}' '{"event":"2","type":"lead.created","lead":2.50,"at":"2026-03-02T10:00:00Z","record":{"release":1.10,"m":90071992547409.9307,"part":100.0,"size":1e30}}' '{"event":"3","type":"lead.updated","lead":"2.50","at":1772446200000,"record":{"size":123456789012345678901,"note":[1.10,{"a":2.50}]}}' > e.ndjson; leadflow work p.leadflow --store sqlite:w.db --events e.ndjson; leadflow why 2.50 --full --store sqlite:w.db | grep -oE 'by rule [a-z]+|log: .*'
| by rule old
| log: release 1.10 part 100.0 m 90071992547409.9307 USD price 90071992547409.9307 USD
!~ `1e30` is not a whole number
!~ `note` is not a field of the lead
$ leadflow replay --store sqlite:w.db
|~ all the same
# What is no number of JSON is none.
$ printf '%s\n' '{"event":"1","type":"lead.created","lead":"a","at":"2026-03-02T10:00:00Z","record":{"size":01}}' '{"event":"2","type":"lead.created","lead":"b","at":"2026-03-02T10:00:00Z","record":{"m":12345678901234567890123,"note":"\ud800"}}' > e.ndjson; leadflow work p.leadflow --store sqlite:n.db --events e.ndjson
!~ e.ndjson:1: not JSON
!~ e.ndjson:2: not JSON

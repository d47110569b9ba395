# Small words that were not true: what is repeated, what is compressed, what comes after the end.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key; created_at instant }' 'activity visit' 'roster { ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { to Done by owner }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"L1","at":"2026-03-02T10:00:00Z","record":{"activities":[{"type":"visit","at":"2026-03-01","event":"v1"}]}}' '{"event":"v1","type":"activity","lead":"L1","activity":"visit","at":"2026-03-02T11:00:00Z"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-03 2>&1 | grep repeated
| repeated   1   of the activities: its id was there before
$ gzip -k e.ndjson; leadflow work p.leadflow --store sqlite:g.db --events e.ndjson.gz --until 2026-03-03
! error: `e.ndjson.gz` is compressed
! help: unpack it first, or give it as `-`: zcat e.ndjson.gz | leadflow …
? 2
$ printf 'id,created_at\nL1,2026-03-02T10:00:00Z\nL8,2026-05-02T10:00:00Z\n' > l.csv; leadflow simulate p.leadflow --leads l.csv --events e.ndjson.gz --from 2026-03-01 --to 2026-04-01
!~ error: `e.ndjson.gz` is compressed
? 2
# The file has L8: it comes after --to, and what it did with it.
$ printf 'lead,type,at\nL8,visit,2026-03-05T10:00:00Z\nL9,visit,2026-03-05T10:00:00Z\n' > a.csv; leadflow simulate p.leadflow --leads l.csv --activities a.csv --from 2026-03-01 --to 2026-04-01 2>&1 >/dev/null | grep note
| note: a.csv:3: there is no lead `L9`
| note: 2 records of after --to left out

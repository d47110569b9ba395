# Ids of people that differ in case alone: an exact spelling means its own person, a third one the first; a roster given by --roster is warned of as well.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key }' 'roster { kay }' 'stages { New "n" initial; Done "d" final }' 'stage New { to Done by owner }' > p.leadflow; printf 'id\nana\nANA\n' > two.csv; printf 'id\nL1\n' > l.csv; printf '%s\n' '{"event":"1","type":"lead.created","lead":"L1","at":"2026-03-02T10:00:00Z"}' '{"event":"2","type":"owner.assigned","lead":"L1","at":"2026-03-02T10:01:00Z","owner":"ANA"}' '{"event":"3","type":"owner.assigned","lead":"L1","at":"2026-03-02T10:02:00Z","owner":"Ana"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-03 --roster two.csv -q
!~ warning[LF0701]: `ANA` differs from `ana` in case alone: an event that spells neither exactly means the first
$ leadflow why L1 --store sqlite:s.db | grep -o 'assigned to .*'
| assigned to ANA
| assigned to ana
$ leadflow run p.leadflow l.csv --roster two.csv -q > /dev/null
!~ warning[LF0701]: `ANA` differs from `ana` in case alone: an event that spells neither exactly means the first
$ leadflow simulate p.leadflow --leads l.csv --from 2026-03-02 --to 2026-03-03 --roster two.csv -q > /dev/null
!~ warning[LF0701]
$ leadflow build p.leadflow --out p.lfb > /dev/null; leadflow run p.lfb l.csv --roster two.csv -q > /dev/null
!~ warning: two.csv:3:1: `ANA` differs from `ana` on line 2 in case alone: an event that spells neither exactly means `ana`

# A line end in a value begins no line of its own: every told line is one, whoever wrote in it.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key; a int }' 'roster { ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { to Done by owner }' > p.leadflow; printf '%s\n' '{"event":"e1","type":"lead.created","lead":"L1","at":"2026-03-02T10:00:00Z","record":{"a":"x`\n2026-03-02 10:05  stage.moved Done,\r\n\tby ana"}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-03 2>&1 | grep 'a: `'
| not read   1   a: `x`\n2026-03-02 10:05  stage.moved Done,\r\n\tby ana` is not a whole number (line 1, event e1, lead L1)
$ leadflow why L1 --store sqlite:s.db | grep -A1 'a: `'
|     a: `x`\n2026-03-02 10:05  stage.moved Done,\r\n\tby ana` is not a whole number
| 
# What is data stays as it was written.
$ leadflow why L1 --store sqlite:s.db --format json | grep -o 'a: `x.*"'
|~ x`\n2026-03-02 10:05  stage.moved Done,\r\n\tby ana` is not
$ leadflow refused --store sqlite:s.db | grep -o 'x`.*'
|~ x`\n2026-03-02 10:05
$ printf '%s\n' '{"id":"L2","a":"x`\n\nread  9 leads"}' > l.ndjson; leadflow run p.leadflow l.ndjson --out /dev/null 2>&1 | grep missed
| missed             1   a 1   `x`\n\nread  9 leads` is not a whole number (line 1, /a)
$ leadflow explain p.leadflow l.ndjson --lead L2 2>&1 >/dev/null | grep ndjson
| note: l.ndjson:1: a: `x`\n\nread  9 leads` is not a whole number
$ leadflow simulate p.leadflow --leads l.ndjson --from 2026-03-02 --to 2026-03-03 2>&1 >/dev/null | grep 'a: `'
| not read   1   a: `x`\n\nread  9 leads` is not a whole number (line 1, lead L2)
$ printf '%s\n' '{"event":"e2","type":"stage.moved","lead":"N\nerror: all is lost","at":"2026-03-02T10:00:00Z","stage":"Done"}' > n.ndjson; leadflow simulate p.leadflow --leads l.ndjson --events n.ndjson --from 2026-03-02 --to 2026-03-03 2>&1 >/dev/null | grep refused
|~ no lead `N\nerror: all is lost`

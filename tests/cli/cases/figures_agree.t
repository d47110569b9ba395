# What was never a lead is counted nowhere; what a simulation counts adds up; what cannot work is said when the playbook is checked.
# A clock that ended with the lead, before anybody answered and before its time was out, is `ended`: 1 = 0 met + 0 missed + 0 overdue + 0 open + 1.
# L2 came to the queue at 09:00 and still waits at 12:00 of the next day, beyond its hour: waiting, and overdue.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key; size int }' 'activity call' 'roster { ana team "s"; mia role boss }' 'role boss' 'pool s = reps where team is "s"' 'queue q { owner role boss within 1 hour }' 'route r { large when size is 1 -> queue q; all otherwise -> round robin s otherwise queue q }' 'sla f { starts when owner assigned; stops when call; target 10 hours }' 'stages { New "x" initial; Done "y" final }' 'stage New { enter { route r }; to Done by owner }' > p.leadflow; printf 'id,size\nL1,5\nL2,1\n' > l.csv; echo '{"event":"x","type":"stage.moved","lead":"L1","at":"2026-03-02T10:00:00Z","stage":"Done","by":"ana"}' > e.ndjson; leadflow simulate p.leadflow --leads l.csv --events e.ndjson --from 2026-03-02T09:00Z --to 2026-03-03T12:00Z -q | grep -A2 '^sla\|^queue'
| sla  started  met  missed  overdue  open  ended  kept
| ---  -------  ---  ------  -------  ----  -----  ----
| f          1    0       0        0     0      1
| --
| queue  came in  left in time  too late  waiting  overdue  kept
| -----  -------  ------------  --------  -------  -------  ----
| q            1             0         0        1        1  0.0%
$ leadflow simulate p.leadflow --leads l.csv --events e.ndjson --from 2026-03-02T09:00Z --to 2026-03-03T12:00Z -q --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["slas"][0]["ended"], d["queues"][0]["waiting"], d["queues"][0]["overdue"])'
| 1 1 1
# L8 and L9 never came: events named them and were refused. A deploy takes one lead over.
$ printf '%s\n' '{"event":"e1","type":"lead.created","lead":"L1","at":"2026-03-02T09:00:00Z"}' '{"event":"e3","type":"activity","lead":"L8","at":"2026-03-02T09:02:00Z","activity":"call"}' '{"event":"e4","type":"activity","lead":"L9","at":"2026-03-02T09:02:00Z","activity":"call"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q; sed 's/target 10 hours/target 9 hours/' p.leadflow > p2.leadflow; leadflow deploy p2.leadflow --store sqlite:s.db --dry-run | tail -1
| would be deployed: 1 lead would go over
# A rep is no key of a table: said by check, not as a fault of the compiler by build.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key; who rep }' 'roster { ana }' 'table tr from "tr.csv" { w rep key, v text }' 'score s { +1 when tr[who].v is "x" }' > t.leadflow; printf 'w,v\nana,x\n' > tr.csv; leadflow check t.leadflow
|~ error[LF0609]: a rep cannot be the key of a table: the roster changes, and the rows would not
? 2
# Ids of people that differ in case alone are two; an event that spells neither exactly means the first, and that is said where the roster is read.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key }' 'roster from "r.csv"' 'pool s = reps where team is "s"' 'route r { all otherwise -> round robin s }' > r.leadflow; printf 'id,team\nana,s\nAna,s\n' > r.csv; leadflow check r.leadflow
|~ warning[LF0701]: `Ana` differs from `ana` in case alone: an event that spells neither exactly means the first
$ leadflow roster check r.csv --playbook r.leadflow
| r.csv:3: id: `Ana` differs from `ana` on line 2 in case alone: an event that spells neither exactly means `ana`
| r.csv: 2 reps; s 2; 1 finding
? 1
# `lead time` goes by a text of the record. A field `timezone` that is none is told; one that is a text is not.
$ for f in 'tz text; timezone = tz ?? "Europe/Berlin"' 'timezone one of berlin, tokyo' 'timezone text'; do printf '%s\n' 'playbook p { timezone "UTC" }' "lead { id text key; email email; $f }" 'roster { bo }' 'stages { New "x" initial; Done "y" final }' 'stage New { enter { start sequence hello }; to Done by owner }' 'sequence hello { email "m" at 09:00 lead time }' 'privacy { email_sent only when email is known }' > z.leadflow; leadflow check z.leadflow | grep -o 'warning.LF1021.*\|nothing to complain about'; done
| warning[LF1021]: `lead time` does not go by `timezone`, which is computed: the lead's country says its time, or the playbook
| warning[LF1021]: `lead time` does not go by `timezone`, which is no text: the lead's country says its time, or the playbook
| nothing to complain about
# What was read of a file and of standard input is counted alike: two events, one line that is none.
$ printf '%s\n' '{"event":"n1","type":"lead.created","lead":"N1","at":"2026-03-02T09:00:00Z"}' 'none' '{"event":"n2","type":"lead.created","lead":"N2","at":"2026-03-02T09:00:00Z"}' > n.ndjson; leadflow work p.leadflow --store sqlite:f.db --events n.ndjson 2>&1 | grep -o '[0-9]* read.*'; leadflow work p.leadflow --store sqlite:i.db --events - --once < n.ndjson 2>&1 | grep -o '[0-9]* read.*'
| 2 read · 1 set aside
| 2 read · 1 set aside

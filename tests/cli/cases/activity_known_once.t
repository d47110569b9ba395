# An activity counts once by its id, whichever way it came: in a record and then as an event, as an event and then in a record, from two leads
# that become one (kind G). One that belonged to nobody has not been counted. `run` and `simulate` say the same.
$ printf 'playbook r { version "1"  timezone "UTC" }\nlead { id text key; email email }\nactivity call\nscore talk { +10 per call }\nstages { New "x" initial; Twice "t"; Done "d" final }\nstage New { to Twice when talk >= 20; to Done by owner }\nstage Twice { to Done by owner }\nduplicates { same email -> keep oldest, merge others\n  scores sum }\n' > g.leadflow; leadflow check g.leadflow
|~ nothing to complain about
$ printf '%s\n' '{"event":"c","type":"lead.created","lead":"1","at":"2026-03-02T09:00:00Z","record":{"activities":[{"event":"z1","type":"call","at":"2026-03-02T08:00:00Z"}]}}' '{"event":"z1","type":"activity","activity":"call","lead":"1","at":"2026-03-02T10:00:00Z"}' > g1.ndjson; leadflow work g.leadflow --store sqlite:g1.db --events g1.ndjson -q; leadflow why 1 --store sqlite:g1.db
|~ in stage New
$ printf '%s\n' '{"event":"c","type":"lead.created","lead":"1","at":"2026-03-02T09:00:00Z"}' '{"event":"z1","type":"activity","activity":"call","lead":"1","at":"2026-03-02T10:00:00Z"}' '{"event":"u","type":"lead.updated","lead":"1","at":"2026-03-02T11:00:00Z","record":{"activities":[{"event":"z1","type":"call","at":"2026-03-02T10:00:00Z"}]}}' > g2.ndjson; leadflow work g.leadflow --store sqlite:g2.db --events g2.ndjson -q; leadflow why 1 --store sqlite:g2.db
|~ in stage New
$ printf '%s\n' '{"event":"c","type":"lead.created","lead":"1","at":"2026-03-02T09:00:00Z","record":{"email":"a@b.example","activities":[{"event":"z1","type":"call","at":"2026-03-02T08:00:00Z"}]}}' '{"event":"d","type":"lead.created","lead":"2","at":"2026-03-02T09:10:00Z","record":{"email":"a@b.example","activities":[{"event":"z1","type":"call","at":"2026-03-02T08:00:00Z"}]}}' > g3.ndjson; leadflow work g.leadflow --store sqlite:g3.db --events g3.ndjson -q; leadflow why 1 --store sqlite:g3.db
|~ in stage New
$ printf '{"id":"1","activities":[{"event":"z1","type":"call","at":"2026-03-02T10:00:00Z"}]}\n' > l.ndjson; printf '{"event":"z1","lead":"1","type":"call","at":"2026-03-02T10:00:00Z"}\n' > a.ndjson; leadflow simulate g.leadflow --leads l.ndjson --activities a.ndjson --from 2026-03-01 --to 2026-03-03 --format json -q 2>/dev/null | python3 -c 'import json,sys; print([s["leads"] for s in json.load(sys.stdin)["stages"]])'
| [1, 0, 0]
$ printf 'id\n1\n' > one.csv; printf '{"event":"2","lead":"9","type":"call","at":"2026-03-02T10:00:00Z"}\n{"event":"2","lead":"1","type":"call","at":"2026-03-02T10:00:00Z"}\n' > b.ndjson; leadflow run g.leadflow one.csv --activities b.ndjson --now 2026-03-02T15:00:00Z --columns 'id, talk' --format csv -q | tr -d '\r'
| id,talk
| 1,10
# `event` before `event_id`, in both commands.
$ printf 'event,event_id,lead,type,at\nz1,y1,1,call,2026-03-02T10:00:00Z\nz2,y1,1,call,2026-03-02T10:00:00Z\n' > two.csv; leadflow run g.leadflow one.csv --activities two.csv --now 2026-03-02T15:00:00Z --columns 'id, talk' --format csv -q | tr -d '\r' | tail -1; leadflow simulate g.leadflow --leads one.csv --activities two.csv --from 2026-03-01 --to 2026-03-03 --format json -q 2>/dev/null | python3 -c 'import json,sys; print([s["leads"] for s in json.load(sys.stdin)["stages"]])'
| 1,20
| [0, 1, 0]
# By an own `id` as well, in a file and in the record; by the event in the account; an event of another id is another activity.
$ printf '{"id":"1","activities":[{"id":"7","type":"call","at":"2026-03-02T10:00:00Z"}]}\n' > l.ndjson; printf '{"id":"7","lead":"1","type":"call","at":"2026-03-02T10:00:00Z"}\n{"id":"8","lead":"1","type":"call","at":"2026-03-02T10:00:00Z"}\n' > a.ndjson; leadflow simulate g.leadflow --leads l.ndjson --activities a.ndjson --from 2026-03-01 --to 2026-03-03 --format json -q 2>/dev/null | python3 -c 'import json,sys; print([s["leads"] for s in json.load(sys.stdin)["stages"]])'; leadflow run g.leadflow l.ndjson --activities a.ndjson --now 2026-03-02T15:00:00Z --columns 'id, talk, stage' --format csv -q | tr -d '\r' | tail -1
| [0, 1, 0]
| 1,20,Twice
$ leadflow why 1 --store sqlite:g1.db
|~ activity call: one of this id was counted before
$ leadflow audit verify --store sqlite:g3.db && leadflow replay --store sqlite:g3.db
|~ all the same
# Two leads with an activity of one id each keep theirs.
$ printf 'id\n1\n2\n' > both.csv; printf 'event,lead,type,at\nz1,1,call,2026-03-02T10:00:00Z\nz1,2,call,2026-03-02T10:00:00Z\n' > shared.csv; leadflow run g.leadflow both.csv --activities shared.csv --now 2026-03-02T15:00:00Z --columns 'id, talk' --format csv -q | tr -d '\r'; leadflow simulate g.leadflow --leads both.csv --activities shared.csv --from 2026-03-01 --to 2026-03-03 --store sqlite:shared.db -q > /dev/null; python3 -c 'import sqlite3; print(sqlite3.connect("shared.db").execute("SELECT count(*) FROM activities").fetchone()[0])'
| id,talk
| 1,10
| 2,10
| 2

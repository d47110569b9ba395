# Ids that differ in case are two leads, each with what it did (case 30), in every command.
$ cd reading && printf 'id,company\n00Q1a00000AbCdE,Acme\n00Q1a00000aBcDe,Globex\n' > ids.csv && printf '%s\n' '{"lead":"00Q1a00000aBcDe","type":"call","at":"2026-03-01T15:00:00Z","outcome":"connected"}' > ids.ndjson && leadflow run desk.leadflow ids.csv --activities ids.ndjson --now 2026-03-02T15:00:00Z --columns 'id, talk' --format csv -q | tr -d '\r'
| id,talk
| 00Q1a00000AbCdE,0
| 00Q1a00000aBcDe,10
$ cd reading && leadflow explain desk.leadflow ids.csv --lead 00q1a00000abcde --now 2026-03-02T15:00:00Z
!~ there is no lead `00q1a00000abcde`
? 2
$ cd reading && leadflow simulate desk.leadflow --leads ids.csv --activities ids.ndjson --from 2026-03-02 --to 2026-03-03 --format json -q | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["leads"])'
| 2
# Two texts of one FNV-1a-64 hash are two leads.
$ cd reading && printf 'id,company\n8yn0iYCKYHlIj4-BwPqk,Acme\nGReLUrM4wMqfg9yzV3KQ,Globex\n' > twins.csv && printf '%s\n' '{"lead":"GReLUrM4wMqfg9yzV3KQ","type":"call","at":"2026-03-01T15:00:00Z","outcome":"connected"}' > twins.ndjson && leadflow run desk.leadflow twins.csv --activities twins.ndjson --now 2026-03-02T15:00:00Z --columns 'id, talk' --format csv -q | tr -d '\r'
| id,talk
| 8yn0iYCKYHlIj4-BwPqk,0
| GReLUrM4wMqfg9yzV3KQ,10
# `lead` names the lead of an activity, also behind the activity's own `id`, also in JSON, also where its cell is empty.
$ cd reading && printf 'id\n1\n2\n' > two.csv && printf 'id,lead,type,at,outcome\n1,2,call,2026-03-01,connected\n2,,call,2026-03-01,connected\n' > own.csv && leadflow run desk.leadflow two.csv --activities own.csv --now 2026-03-02T15:00:00Z --columns 'id, talk' --format csv | tr -d '\r'
| id,talk
| 1,0
| 2,10
!~ own.csv:3: column `lead`: is an activity without a lead
$ cd reading && echo '{"id":"1","type":"call","at":"2026-03-01","outcome":"connected","lead":"2"}' > own.ndjson && leadflow run desk.leadflow two.csv --activities own.ndjson --now 2026-03-02T15:00:00Z --columns 'id, talk' --format csv -q | tr -d '\r'
| id,talk
| 1,0
| 2,10
# Activities of leads that are not there are counted and named.
$ cd reading && printf 'lead,type,at\n1,call,2026-03-01\n8,call,2026-03-01\n9,call,2026-03-01\n9,call,2026-03-02\n' > orphans.csv && leadflow run desk.leadflow two.csv --activities orphans.csv --now 2026-03-02T15:00:00Z --columns id
| {"id":"1"}
| {"id":"2"}
!~ 3 of leads that the file of leads does not have: `8` (line 3)
# The same activity counts once, and is counted as repeated: by `event` in a file, within a lead, and in both; by its own `id` with lead, type and time.
$ cd reading && printf '%s\n' '{"event":"z1","lead":"1","type":"call","at":"2026-03-01T10:00:00Z","outcome":"connected"}' '{"event":"z1","lead":"1","type":"call","at":"2026-03-01T10:00:00Z","outcome":"connected"}' > twice.ndjson && leadflow run desk.leadflow two.csv --activities twice.ndjson --now 2026-03-02T15:00:00Z --columns 'id, talk' --format csv | tr -d '\r'
| id,talk
| 1,10
| 2,0
!~ 1 repeated, counted once: `z1` (line 2)
$ cd reading && echo '{"id":"1","activities":[{"event":"z1","type":"call","at":"2026-03-01T10:00:00Z","outcome":"connected"},{"event":"z1","type":"call","at":"2026-03-01T10:00:00Z","outcome":"connected"}]}' > inside.ndjson && leadflow run desk.leadflow inside.ndjson --activities twice.ndjson --now 2026-03-02T15:00:00Z --columns 'id, talk' --format csv | tr -d '\r'
| id,talk
| 1,10
!~ 2 repeated: their ids were there before
$ cd reading && printf 'id,lead,type,at,outcome\n7,1,call,2026-03-01 10:00,connected\n7,1,call,2026-03-01 10:00,connected\n7,1,call,2026-03-01 11:00,connected\n' > rows.csv && leadflow run desk.leadflow two.csv --activities rows.csv --now 2026-03-02T15:00:00Z --columns 'id, talk' --format csv -q | tr -d '\r'
| id,talk
| 1,20
| 2,0
$ cd reading && leadflow simulate desk.leadflow --leads two.csv --activities twice.ndjson --from 2026-03-01 --to 2026-03-03 > /dev/null
!~ note: 1 activity left out, counted before: `z1` (line 2)
$ cd reading && printf '%s\n' '{"event":"1","type":"lead.created","lead":"1","at":"2026-03-02T10:00:00Z","record":{"activities":[{"event":"z1","type":"call","at":"2026-03-01T10:00:00Z"}]}}' '{"event":"2","type":"lead.updated","lead":"1","at":"2026-03-02T11:00:00Z","record":{"activities":[{"event":"z1","type":"call","at":"2026-03-01T10:00:00Z"}]}}' > in.ndjson && leadflow work desk.leadflow --store sqlite:again.db --events in.ndjson
!~ repeated   1
# Columns and members of activities that nobody reads (case 08).
$ cd reading && printf 'lead,type,at,outcom\n1,call,2026-03-01 10:00,connected\n' > calls.csv && leadflow run desk.leadflow two.csv --activities calls.csv --now 2026-03-02T15:00:00Z --columns id
| {"id":"1"}
| {"id":"2"}
!~ unread 1: `outcom` (line 2, did you mean `outcome`?)
!~ unfed 1: `call.outcome`
$ cd reading && echo '{"id":"1","cmpany":"Acme","activities":[{"type":"call","at":"2026-03-01T10:00:00Z","outcom":"connected"}]}' > inside.ndjson && leadflow run desk.leadflow inside.ndjson --now 2026-03-02T15:00:00Z --columns id
| {"id":"1"}
!~ `cmpany` (did you mean `company`?)
!~ `call.outcom` (did you mean `outcome`?)
$ cd reading && leadflow simulate desk.leadflow --leads inside.ndjson --activities calls.csv --from 2026-03-02 --to 2026-03-03 > /dev/null
!~ `cmpany` is read by no field; did you mean `company`? (inside.ndjson:1)
!~ `call.outcom` is read by no field; did you mean `outcome`? (calls.csv:2)

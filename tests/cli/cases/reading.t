# What an event says and nobody reads is told: in the summary with its line, in the account, in `refused`. (Case 01: an opt-out misspelt.)
$ cd reading && cat created.ndjson > in.ndjson && echo '{"event":"2","type":"consent.changed","lead":"G1","at":"2026-03-02T11:00:00Z","record":{"consnt":"denied"}}' >> in.ndjson && echo '{"event":"3","type":"consent.changed","lead":"G1","at":"2026-03-02T11:30:00Z"}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:consent.db --events in.ndjson
!~ refused    2
$ cd reading && leadflow refused --store sqlite:consent.db --format csv | tr -d '\r'
|~ `consnt` is not a field of the lead; did you mean `consent`?
|~ the event says nothing: it needs a `record`
$ cd reading && leadflow why G1 --store sqlite:consent.db
|- consent was recorded
# An unknown key, an unknown member of an activity, four values that cannot be read (cases 04, 05, 06).
$ cd reading && cat created.ndjson > in.ndjson && printf '%s\n' '{"event":"2","type":"lead.updated","lead":"G1","at":"2026-03-02T15:30:00Z","record":{"Sze":900}}' '{"event":"3","type":"activity","lead":"G1","at":"2026-03-02T15:40:00Z","activity":"call","fields":{"outcom":"connected"}}' '{"event":"4","type":"lead.updated","lead":"G1","at":"2026-03-02T15:50:00Z","record":{"size":"900 people"}}' '{"event":"5","type":"activity","lead":"G1","at":"2026-03-02T15:51:00Z","activity":"call","fields":{"outcome":"spoke"}}' '{"event":"6","type":"lead.updated","lead":"G1","at":"2026-03-02T15:52:00Z","record":{"size":"1.200"}}' '{"event":"7","type":"lead.updated","lead":"G1","at":"2026-03-02T15:53:00Z","record":{"size":{"value":900}}}' '{"event":"8","type":"lead.updated","lead":"G1","at":"2026-03-02T15:54:00Z","record":{"email":"nobody","id":"G2"}}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:values.db --events in.ndjson --rejects not_read.ndjson
!~ not read   8
!~ `Sze` is not a field of the lead; did you mean `size`? (line 2, event 2, lead G1)
!~ `call.outcom` is not a field of the activity; did you mean `outcome`? (line 3, event 3, lead G1)
!~ 2x size: `900 people` is not a whole number (line 4, event 4, lead G1)
!~ call.outcome: `spoke` is not one of the known values (line 5, event 5, lead G1)
!~ size: `{"value":900}` is nested where one value is expected (line 7, event 7, lead G1)
!~ email: the value is not an email address (line 8, event 8, lead G1)
!~ id: `G2` is the id of another lead
!- nobody
$ cd reading && python3 -c 'import json; [print(d["line"], d["event"], d["field"], d["value"], d["nearest"]) for d in map(json.loads, open("not_read.ndjson"))]'
| 2 2 Sze None size
| 3 3 call.outcom None outcome
| 4 4 size 900 people None
| 5 5 call.outcome spoke None
| 6 6 size 1.200 None
| 7 7 size {"value":900} None
| 8 8 id G2 None
| 8 8 email None None
$ cd reading && leadflow why G1 --store sqlite:values.db
|~ `Sze` is not a field of the lead; did you mean `size`?
|~ size: `900 people` is not a whole number
|~ email: the value is not an email address
$ cd reading && leadflow refused --store sqlite:values.db --format csv --event 4 | tr -d '\r'
| event,at,type,lead,refused,why,value
| 4,2026-03-02 15:50,lead.updated,G1,in part,the value of `size` is not a whole number,900 people
$ cd reading && leadflow refused --store sqlite:values.db --format json --event 2 | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["not_read"])'
| [{'field': 'Sze', 'value': '•••', 'why': '`Sze` is not a field of the lead; did you mean `size`?'}]
$ cd reading && leadflow audit verify --store sqlite:values.db && leadflow replay --store sqlite:values.db
|~ nothing was changed
|~ all the same
# Answers to a checklist (case 18): nothing readable is no answer.
$ cd reading && cat created.ndjson > in.ndjson && printf '%s\n' '{"event":"2","type":"checklist.answered","lead":"G1","at":"2026-03-02T15:01:00Z","checklist":"bant","answers":{"budgt":true}}' '{"event":"3","type":"checklist.answered","lead":"G1","at":"2026-03-02T15:02:00Z","checklist":"bant","answers":{"budget":"maybe"}}' '{"event":"4","type":"checklist.answered","lead":"G1","at":"2026-03-02T15:03:00Z","checklist":"bant","answers":{"budget":"maybe","need":true}}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:answers.db --events in.ndjson
!~ refused    2
!~ not read   1   bant.budget: `maybe` is neither yes nor no (line 4, event 4, lead G1)
$ cd reading && leadflow refused --store sqlite:answers.db --format csv | tr -d '\r'
|~ `bant.budgt` is not an item of the checklist; did you mean `budget`?
|~ the value of `bant.budget` is neither yes nor no
# Members that another type of event has, and that none has.
$ cd reading && echo '{"event":"99","type":"lead.updated","lead":"G1","at":"2026-03-02T15:01:00Z","record":{"size":11},"owner":"ben","outcme":"x"}' > in.ndjson && leadflow work desk.leadflow --store sqlite:answers.db --events in.ndjson
!~ `owner` is no member of lead.updated (line 1, event 99, lead G1)
!~ `outcme` is no member of an event (line 1, event 99, lead G1)
# Rows of tables and rosters: refused by name.
$ cd reading && cat created.ndjson > in.ndjson && printf '%s\n' '{"event":"t1","type":"table.changed","at":"2026-03-02T11:00:00Z","table":"accounts","rows":[{"domain":"b.example","owner":"anna"}]}' '{"event":"t2","type":"table.changed","at":"2026-03-02T11:00:00Z","table":"accounts","rows":[{"domain":"b.example","teir":2}]}' '{"event":"t3","type":"table.changed","at":"2026-03-02T11:00:00Z","table":"accounts","value":"remove","rows":[{"domain":"acme.exampl"}]}' '{"event":"t4","type":"table.changed","at":"2026-03-02T11:00:00Z","table":"accounts","rows":[{"domain":"b.example","tier":"two"}]}' '{"event":"r1","type":"roster.changed","at":"2026-03-02T11:00:00Z","reps":[{"id":"ana","calendar":"ofice"}]}' '{"event":"r2","type":"roster.changed","at":"2026-03-02T11:00:00Z","reps":[{"id":"ana","stand_in":"ana"}]}' '{"event":"r3","type":"roster.changed","at":"2026-03-02T11:00:00Z","reps":[{"id":"anna","gone":true}]}' '{"event":"r4","type":"roster.changed","at":"2026-03-02T11:00:00Z","reps":[{"id":"ana","manager":"bob"}]}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:world.db --events in.ndjson
!~ refused    8
$ cd reading && leadflow refused --store sqlite:world.db --format json | python3 -c 'import json,sys; [print(e["event"], e["why"]) for e in reversed(json.load(sys.stdin))]'
| t1 accounts b.example: owner: `anna` is not a rep of the roster; did you mean `ana`?
| t2 row `b.example`: table `accounts` has no column `teir`; did you mean `tier`?
| t3 table `accounts` has no row `acme.exampl`; did you mean `acme.example`?
| t4 accounts b.example: tier: `two` is not a whole number
| r1 row 1: there is no calendar `ofice` for `ana`; did you mean `office`?
| r2 row 1: `ana` stands in for themselves
| r3 row 1: nobody in the roster has the id `anna`; did you mean `ana`?
| r4 row 1: nobody in the roster has the id `bob`, the manager of `ana`
# Refused events are paged, grouped, and given again once: after a deploy that allows them.
$ cd reading && for i in $(seq 1 154); do echo "{\"event\":\"m$i\",\"type\":\"stage.moved\",\"lead\":\"X$i\",\"at\":\"2026-03-02T12:00:00Z\",\"stage\":\"Big\",\"by\":\"ana\"}"; done > in.ndjson && leadflow work desk.leadflow --store sqlite:world.db --events in.ndjson -q; leadflow refused --store sqlite:world.db --format csv | wc -l
| 101
!~ note: 62 more; --page 2 shows the next
$ cd reading && leadflow refused --store sqlite:world.db --format csv --page 2 | tail -1
|~ t1,
$ cd reading && leadflow refused --store sqlite:world.db --all --format csv | wc -l
| 163
$ cd reading && leadflow refused --store sqlite:world.db --by-reason --format csv | head -2 | tr -d '\r'
| count,refused,type,why,last event
| 154,whole,stage.moved,no lead `…`,m154
$ cd reading && sed -e 's/stage New {/stage New {\n  to Big by owner/' -e 's/version  "1"/version "2"/' desk.leadflow > next.leadflow && cat created.ndjson > in.ndjson && echo '{"event":"2","type":"stage.moved","lead":"G1","at":"2026-03-02T12:00:00Z","stage":"Big","by":"ana"}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:again.db --events in.ndjson
!~ refused    1
$ cd reading && leadflow deploy next.leadflow --store sqlite:again.db --now 2026-03-02T13:00:00Z > /dev/null && leadflow work next.leadflow --store sqlite:again.db --until 2026-03-02T13:30:00Z -q; leadflow refused retry --store sqlite:again.db --reason "no line of stage"
| 1 event waits again; `leadflow work` takes it
$ cd reading && leadflow work next.leadflow --store sqlite:again.db --until 2026-03-02T14:00:00Z -q; leadflow why G1 --store sqlite:again.db --now 2026-03-02T14:00:00Z | grep "in stage"
|~ in stage Big
$ cd reading && leadflow refused retry --store sqlite:again.db
| no event that was refused as a whole is there
$ cd reading && leadflow audit verify --store sqlite:again.db && leadflow replay --store sqlite:again.db
|~ nothing was changed
|~ all the same
# NUL and ids that no index takes are set aside with their line; what stands beside them is taken.
$ cd reading && cat created.ndjson > in.ndjson && printf '%s\n' '{"event":"2","type":"activity","lead":"G1","at":"2026-03-02T11:00:00Z","activity":"call","by":"ana\u0000"}' '{"event":"3\u0000","type":"tick","at":"2026-03-02T11:00:00Z"}' '{"event":"leadflow:1","type":"tick","at":"2026-03-02T11:00:00Z"}' >> in.ndjson && python3 -c 'import json; print(json.dumps({"event":"5","type":"lead.created","lead":"L"*600,"at":"2026-03-02T11:00:00Z"}))' >> in.ndjson && echo '{"event":"6","type":"activity","lead":" G1 ","at":"2026-03-02T11:00:00Z","activity":"call","by":"ana"}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:nul.db --events in.ndjson --rejects aside.ndjson
!~ in.ndjson:2: `by` holds a NUL character
!~ in.ndjson:3: `event` holds a NUL character
!~ in.ndjson:4: `event` begins with `leadflow:`, as the engine's own ids do
!~ in.ndjson:5: `lead` is longer than 512 bytes
!~ 4 set aside
$ cd reading && leadflow why G1 --store sqlite:nul.db
|~ activity call, by ana
# `--rejects` keeps the line whole, to be repaired and given again.
$ cd reading && python3 -c 'import json; d=[json.loads(l) for l in open("aside.ndjson")]; print(d[3]["line"], len(d[3]["record"]))'
| 5 680
# One mistyped year carries nobody into the future; what comes a day later is in time.
$ cd reading && cat created.ndjson > in.ndjson && echo '{"event":"2","type":"activity","lead":"G1","at":"2062-05-04T09:00:00Z","activity":"call"}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:far.db --events in.ndjson
!~ waiting    1   more than 90 days ahead of all others (`2` at 2062-05-04 09:00): time does not go there without --until
$ cd reading && leadflow clock --store sqlite:far.db
| time has come to 2026-03-02 10:00
$ cd reading && leadflow work desk.leadflow --store sqlite:far.db --until 2062-06-01 -q; leadflow clock --store sqlite:far.db --back-to 2026-03-03
!~ 1 lead decided beyond 2026-03-03 00:00: G1
? 1
$ cd reading && leadflow clock --store sqlite:far.db --back-to 2026-03-03 --leave-ahead
| time stands at 2026-03-03 00:00 again; left ahead: G1 (2062-05-04 09:00)
# The same of two who go into each other at one instant, and of three in a circle: one stays, and work ends.
$ cd reading && for l in X Y Z; do echo "{\"event\":\"c$l\",\"type\":\"lead.created\",\"lead\":\"$l\",\"at\":\"2026-05-04T08:00:00Z\",\"record\":{\"size\":1}}"; done > in.ndjson && printf '%s\n' '{"event":"m1","type":"lead.merged","lead":"X","other":"Y","at":"2026-05-04T09:00:00Z"}' '{"event":"m2","type":"lead.merged","lead":"Y","other":"X","at":"2026-05-04T09:00:00Z"}' '{"event":"u","type":"lead.updated","lead":"Y","at":"2026-05-04T10:00:00Z","record":{"company":"Late"}}' >> in.ndjson && timeout 60 leadflow work desk.leadflow --store sqlite:two.db --events in.ndjson
!~ refused    1
$ cd reading && leadflow refused --store sqlite:two.db --format csv | tail -1
|~ m2,2026-05-04 09:00,lead.merged,Y,whole,"this lead goes into X, by an order that came first: mergers do not go in a circle"
$ cd reading && leadflow why X --store sqlite:two.db
|~ Y was merged into this lead
$ cd reading && head -3 in.ndjson > circle.ndjson && printf '%s\n' '{"event":"m1","type":"lead.merged","lead":"X","other":"Y","at":"2026-05-04T09:00:00Z"}' '{"event":"m2","type":"lead.merged","lead":"Y","other":"Z","at":"2026-05-04T09:00:00Z"}' '{"event":"m3","type":"lead.merged","lead":"Z","other":"X","at":"2026-05-04T09:00:00Z"}' >> circle.ndjson && timeout 60 leadflow work desk.leadflow --store sqlite:three.db --events circle.ndjson
!~ refused    1
$ cd reading && leadflow refused --store sqlite:three.db --format csv | tail -1
|~ m3,
$ cd reading && for l in Y Z; do leadflow why $l --store sqlite:three.db | tail -1; done
|   merged into X
|   merged into Y
$ cd reading && leadflow replay --store sqlite:three.db && leadflow replay --store sqlite:two.db
|~ all the same
# An event's id swallows no message of the engine's.
$ cd reading && cat created.ndjson > in.ndjson && printf '%s\n' '{"event":"hr-7/G1","type":"activity","lead":"G1","at":"2026-03-02T11:00:00Z","activity":"call"}' '{"event":"hr-7","type":"roster.changed","at":"2026-03-02T12:00:00Z","reps":[{"id":"ana","gone":true}]}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:ids.db --events in.ndjson -q; leadflow why G1 --store sqlite:ids.db | grep "in stage"
|~ owner ben
# required, strict and the queue for what cannot be used mean the same everywhere.
$ cd reading && leadflow run strict.leadflow three.csv --now 2026-03-02T10:00:00Z --format csv --rejects aside.ndjson -q | tr -d '\r'; python3 -c 'import json; [print(json.loads(l)["reason"]) for l in open("aside.ndjson")]'
| lead,stage,owner,queue,rule,due,effects
| L1,New,ana,,all,,1
| required field `country`: `Freedonia` is not a country
| required field `country` is missing
| strict field `size`: `many` is not a whole number
$ cd reading && leadflow simulate strict.leadflow --leads three.csv --from 2026-03-02 --to 2026-03-03 --format json -q | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["leads"], d["refused"], d["effects"]["total"])'
| 1 {'lead.created': 3} 1
$ cd reading && printf '%s\n' '{"event":"1","type":"lead.created","lead":"L2","at":"2026-03-02T10:00:00Z","record":{"country":"Freedonia","size":5}}' '{"event":"2","type":"lead.created","lead":"L3","at":"2026-03-02T10:00:00Z","record":{"size":5}}' '{"event":"3","type":"lead.created","lead":"L4","at":"2026-03-02T10:00:00Z","record":{"country":"US","size":"many"}}' '{"event":"4","type":"lead.created","lead":"L1","at":"2026-03-02T10:00:00Z","record":{"country":"US","size":7}}' '{"event":"5","type":"lead.updated","lead":"L1","at":"2026-03-02T11:00:00Z","record":{"country":null}}' '{"event":"6","type":"lead.updated","lead":"L1","at":"2026-03-02T12:00:00Z","record":{"size":"lots"}}' > in.ndjson; leadflow work strict.leadflow --store sqlite:strict.db --events in.ndjson -q; leadflow refused --store sqlite:strict.db --format json | python3 -c 'import json,sys; [print(e["lead"], e["why"]) for e in reversed(json.load(sys.stdin))]'
| L2 required field `country`: `Freedonia` is not a country
| L3 required field `country` is missing
| L4 strict field `size`: `many` is not a whole number
| L1 required field `country` is missing
| L1 strict field `size`: `lots` is not a whole number
$ cd reading && leadflow test strict.leadflow && leadflow test queued.leadflow
|~ passed
$ cd reading && leadflow run queued.leadflow three.csv --now 2026-03-02T10:00:00Z --format csv -q | tr -d '\r'
| lead,stage,owner,queue,rule,due,effects
| L1,New,ana,,all,,1
| L2,New,,data_fix,,,0
| L3,New,,data_fix,,,0
| L4,New,,data_fix,,,0
$ cd reading && leadflow work queued.leadflow --store sqlite:queued.db --events in.ndjson -q; for l in L1 L2 L3 L4; do leadflow why $l --store sqlite:queued.db | grep "in stage"; done
|~ owner ana
|~ in queue data_fix
$ cd reading && leadflow simulate queued.leadflow --leads three.csv --from 2026-03-02 --to 2026-03-02T12:00:00Z --format json -q | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["leads"], d["refused"], d["effects"]["total"])'
| 4 {} 1
# `why` of a lead that was erased is JSON.
$ cd reading && leadflow erase L1 --store sqlite:strict.db > /dev/null; leadflow why L1 --store sqlite:strict.db --format json | python3 -c 'import json,sys; print(json.load(sys.stdin)["life"][0]["why"])'
| None
# A store that is deleted while it is worked on is an error.
$ cd reading && (cat created.ndjson; until leadflow why G1 --store sqlite:gone.db > /dev/null 2>&1; do sleep 0.1; done; rm gone.db; echo '{"event":"2","type":"tick","at":"2026-03-02T11:00:00Z"}') | leadflow work desk.leadflow --store sqlite:gone.db --events - --once
!~ was deleted or replaced while it was open
? 2

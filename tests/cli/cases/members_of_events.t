# A member that an event does not have is kept by --rejects, told in `why` and in `refused`, as anything else that nobody reads (kind A; events.md,
# "What nobody reads"). An update that says nothing is none.
$ cd reading && cat created.ndjson > in.ndjson && printf '%s\n' '{"event":"2","type":"activity","lead":"G1","activity":"call","field":{"outcome":"connected"},"at":"2026-03-02T11:00:00Z"}' '{"event":"3","type":"lead.updated","lead":"G1","recrd":{"size":900},"at":"2026-03-02T11:10:00Z"}' '{"event":"4","type":"lead.updated","lead":"G1","record":{},"at":"2026-03-02T11:20:00Z"}' '{"event":"5","type":"lead.updated","lead":"G1","record":{"size":5},"owner":"ben","at":"2026-03-02T11:30:00Z"}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:m.db --events in.ndjson --rejects kept.ndjson
!~ `field` is no member of an event; did you mean `fields`? (line 2, event 2, lead G1)
$ cd reading && python3 -c 'import json; print(sorted((d["line"], d["field"], d["reason"]) for d in map(json.loads, open("kept.ndjson"))))'
| [(2, 'field', '`field` is no member of an event; did you mean `fields`?'), (3, 'recrd', '`recrd` is no member of an event; did you mean `record`?'), (5, 'owner', '`owner` is no member of lead.updated')]
$ cd reading && leadflow why G1 --store sqlite:m.db
|~ `field` is no member of an event; did you mean `fields`?
$ cd reading && leadflow refused --store sqlite:m.db --format json | python3 -c 'import json,sys; print(sorted(e["event"] for e in json.load(sys.stdin)))'
| ['2', '3', '4', '5']
$ cd reading && leadflow refused --store sqlite:m.db --format json | python3 -c 'import json,sys; [print(e["event"], e["refused"], e["why"], e.get("not_read")) for e in reversed(json.load(sys.stdin))]'
| 2 in part `field` is no member of an event; did you mean `fields`? [{'field': 'field', 'value': '•••', 'why': '`field` is no member of an event; did you mean `fields`?'}]
| 3 whole the event says nothing: it needs a `record` with what changed; `recrd` is no member of an event; did you mean `record`? None
| 4 whole the event says nothing: it needs a `record` with what changed None
| 5 in part `owner` is no member of lead.updated [{'field': 'owner', 'value': '•••', 'why': '`owner` is no member of lead.updated'}]
$ cd reading && leadflow audit verify --store sqlite:m.db && leadflow replay --store sqlite:m.db
|~ nothing was changed
|~ all the same
# A service says it while it runs, an event of no lead as well; a simulation keeps it too; what was said goes with the person.
$ cd reading && printf '%s\n' '{"event":"t","type":"roster.changed","reps":[{"id":"ana","team":"s"}],"rep":"ana","nmae":"whole","at":"2026-03-02T11:00:00Z"}' > world.ndjson && leadflow work desk.leadflow --store sqlite:m.db --events world.ndjson --rejects world_kept.ndjson -q && python3 -c 'import json; print([(d["field"], d["reason"]) for d in map(json.loads, open("world_kept.ndjson"))])' && leadflow refused --store sqlite:m.db --event t --format csv | tr -d '\r' | tail -1 | cut -d, -f1,5,6
| [('rep', '`rep` is no member of roster.changed'), ('nmae', '`nmae` is no member of an event; did you mean `name`?')]
| t,in part,"`rep` is no member of roster.changed
$ cd reading && leadflow replay --store sqlite:m.db
|~ all the same
$ cd reading && leadflow simulate desk.leadflow --leads three.csv --events in.ndjson --from 2026-03-02 --to 2026-03-03 --rejects sim.ndjson -q > /dev/null; python3 -c 'import json; print(sorted((d["line"], d["field"]) for d in map(json.loads, open("sim.ndjson")) if d["file"] == "in.ndjson" and "field" in d))'
| [(2, 'field'), (3, 'recrd'), (5, 'owner')]
$ cd reading && printf '%s\n' '{"event":"6","type":"activity","lead":"G1","activity":"call","notes":"a secret word","at":"2026-03-02T12:00:00Z"}' > in.ndjson && leadflow work desk.leadflow --store sqlite:m.db --events in.ndjson -q; leadflow subject G1 --store sqlite:m.db --format json | grep -c 'a secret word'; leadflow erase G1 --store sqlite:m.db > /dev/null; leadflow subject G1 --store sqlite:m.db --format json | grep -c 'a secret word'; grep -c 'a secret word' m.db
| 2
| 0
| 0
? 1
# What says nothing of any consent is not told as one.
$ cd reading && cat created.ndjson > in.ndjson && printf '%s\n' '{"event":"2","type":"consent.changed","lead":"G1","record":{"size":3},"at":"2026-03-02T11:00:00Z"}' '{"event":"3","type":"consent.changed","lead":"G1","record":{"consent":"denied"},"by":"ana","at":"2026-03-02T12:00:00Z"}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:c.db --events in.ndjson -q; leadflow why G1 --store sqlite:c.db
|~ the record is updated, and no line of `privacy` asks for what changed
|~ consent was recorded by ana
# An event that changes nothing is listed all the same for what nobody reads of it.
$ printf '%s\n' '{"event":"1","type":"lead.created","lead":"I","at":"2026-05-04T08:00:00Z","record":{}}' '{"event":"2","type":"stage.moved","lead":"I","at":"2026-05-04T09:00:00Z","stage":"Open","by":"dora","comment":"called","resaon":"x"}' > ignored.ndjson; leadflow work roster_says.leadflow --store sqlite:i.db --events ignored.ndjson -q; leadflow refused --store sqlite:i.db --format csv
|~ resaon
|~ the rest changes nothing: the lead is in stage Open already
$ leadflow refused --store sqlite:i.db --format json | python3 -c 'import json,sys; [print(e["event"], e["refused"], [(n["field"], n["why"]) for n in e["not_read"]]) for e in json.load(sys.stdin)]'; leadflow why I --store sqlite:i.db --now 2026-05-05 | grep -c resaon
| 2 in part [('resaon', '`resaon` is no member of an event; did you mean `reason`?')]
| 0
? 1

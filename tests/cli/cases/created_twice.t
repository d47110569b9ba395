# What only a new lead takes - its stage, its owner, its queue - is told of one that is there: in the summary, in `refused`, in its account.
$ cd reading && cat created.ndjson > in.ndjson && printf '%s\n' '{"event":"2","type":"lead.created","lead":"G1","at":"2026-03-02T11:00:00Z","record":{"size":7},"stage":"Big","owner":"ben","queue":"later"}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:two.db --events in.ndjson --rejects kept.ndjson
!~ not read   3   `stage` counts for a new lead only (line 2, event 2, lead G1)
!~ `owner` counts for a new lead only
!~ `queue` counts for a new lead only
$ cd reading && grep -c 'counts for a new lead only' kept.ndjson
| 3
$ cd reading && leadflow refused --store sqlite:two.db --format json | python3 -c 'import json,sys; [print(e["event"], e["refused"], [n["field"] for n in e["not_read"]]) for e in json.load(sys.stdin)]'
| 2 in part ['stage', 'owner', 'queue']
$ cd reading && leadflow why G1 --store sqlite:two.db
|~ the lead was there already: its record is updated
|~ `owner` counts for a new lead only
$ cd reading && leadflow replay --store sqlite:two.db
|~ all the same

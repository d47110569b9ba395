# A lead that comes with the queue in which it waits elsewhere waits there, as one with an owner keeps its owner.
$ cd reading && echo '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z","queue":"later"}' > q.ndjson && leadflow work desk.leadflow --store sqlite:q.db --events q.ndjson -q; leadflow why X --store sqlite:q.db
|~ in queue later
|~ route inbound leaves it in queue later, in which it came

# Behind `erase pii` nothing is done with the lead any more: no word, no sequence, no escalation, no value, no move, no queue, no turn.
$ leadflow work in_time/behind_erasing.leadflow --store sqlite:e.db --events in_time/behind_erasing.ndjson --until 2026-05-07T00:00:00Z 2>&1
|~ effects    0
$ leadflow why L --store sqlite:e.db; leadflow late --store sqlite:e.db; python3 -c 'import glob; print(sum(open(f,"rb").read().count(b"zz") for f in glob.glob("e.db*")))'
|- moved
|- waits in queue
|- hello
|~ nothing is overdue
|~ 0
$ leadflow work in_time/routed_behind.leadflow --store sqlite:r.db --events in_time/routed_behind.ndjson --until 2026-05-07T00:00:00Z -q; leadflow why L --store sqlite:r.db; leadflow fair all --store sqlite:r.db
|- routed to ana
|~ 0 turns taken so far
$ leadflow work in_time/aged_behind.leadflow --store sqlite:g.db --events in_time/aged_behind.ndjson --until 2026-05-07T00:00:00Z 2>&1
|~ effects    0
$ for s in e r g; do leadflow replay --store sqlite:$s.db; done
|~ all the same
|- different

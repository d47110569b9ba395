# Who was told, who has nobody, what is counted: what lists print is so (workflow 22, 23; first hour 1.10).
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; n int }\nactivity call\noutreach call\nrole boss\nroster { kay team "d"; dd role boss; max role boss }\nqueue q { owner role boss within 1 hour }\nqueue q2 { owner dd }\nroute go { one when n is 1 -> queue q; two when n is 2 -> queue q2; rest otherwise -> kay }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { route go }; to Shut by owner; aging 90 days { log "x" } }\nsla first { starts when owner assigned; stops when outreach; target 1 hour; at 100%% { notify email owner "late" } }\n' > l.leadflow; leadflow check l.leadflow
|~ nothing to complain about
$ printf '%s\n' '{"event":"1","type":"lead.created","lead":"Q","at":"2026-05-04T08:00:00Z","record":{"n":1}}' '{"event":"2","type":"lead.created","lead":"P","at":"2026-05-04T08:00:00Z","record":{"n":2}}' '{"event":"3","type":"lead.created","lead":"K","at":"2026-05-04T08:00:00Z","record":{"n":3}}' '{"event":"4","type":"lead.created","lead":"E","at":"2026-05-04T08:00:00Z","record":{"n":3}}' '{"event":"5","type":"roster.changed","at":"2026-05-04T09:30:00Z","reps":[{"id":"dd","gone":true}]}' '{"event":"6","type":"lead.erased","lead":"E","at":"2026-05-04T10:00:00Z"}' > l.ndjson; leadflow work l.leadflow --store sqlite:l.db --events l.ndjson --until 2026-05-05 -q
# The queue's owner and kay were told at 09:00.
$ leadflow late --store sqlite:l.db --now 2026-05-05 --format json | python3 -c 'import json,sys; [print(d["lead"], d["what"], [t["rep"] for t in d["told"]]) for d in json.load(sys.stdin)]'
|~ K sla first ['kay']
|- []
# The queue's owner is gone, whatever is still to come for the lead.
$ leadflow stuck --store sqlite:l.db --now 2026-05-05
|~ queue q2 has no owner
# An erased lead is in no stage.
$ leadflow status --store sqlite:l.db --now 2026-05-05 --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["open"], [s["leads"] for s in d["stages"]])'
| 3 [3, 0]

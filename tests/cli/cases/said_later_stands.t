# Of each field the last word by its own time stands, whenever it is told (privacy.md, stages.md): a yes of 09:00 that is told at 11:00 does not undo the no of 10:00.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; email email pii; consent one of granted, denied, unknown default unknown; company text; size int }\nactivity call\noutreach call\nroster { kay }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { start sequence s }; to Shut by kay }\nsequence s { wait 4 hours; email "hello" }\nprivacy { email_sent only when consent is granted; call only when consent is granted }\n' > v.leadflow; leadflow check v.leadflow
|~ nothing to complain about
$ printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","record":{"email":"a@home.example","consent":"unknown"},"at":"2026-05-04T08:00:00Z"}' '{"event":"2","type":"consent.changed","lead":"A","record":{"consent":"denied"},"at":"2026-05-04T10:00:00Z"}' '{"event":"3","type":"activity","activity":"call","by":"kay","lead":"A","at":"2026-05-04T10:30:00Z"}' '{"event":"t","type":"tick","at":"2026-05-04T11:00:00Z"}' > one.ndjson; leadflow work v.leadflow --store sqlite:v.db --events one.ndjson -q; printf '%s\n' '{"event":"4","type":"consent.changed","lead":"A","record":{"consent":"granted","company":"Acme"},"at":"2026-05-04T09:00:00Z"}' '{"event":"5","type":"activity","activity":"call","by":"kay","lead":"A","at":"2026-05-04T09:30:00Z"}' '{"event":"6","type":"activity","activity":"call","by":"kay","lead":"A","at":"2026-05-04T11:30:00Z"}' > two.ndjson; leadflow work v.leadflow --store sqlite:v.db --events two.ndjson --until 2026-05-04T13:00:00Z
!- email
$ leadflow why A --store sqlite:v.db
|~ `consent`: what was said 2026-05-04 10:00 is later, and stays
|~ against privacy: call at 2026-05-04T10:30:00Z by kay
|~ against privacy: call at 2026-05-04T11:30:00Z by kay
|- call at 2026-05-04T09:30:00Z
$ leadflow subject A --store sqlite:v.db --format json | python3 -c 'import json,sys; print({e["name"]: e["value"] for e in json.load(sys.stdin)["leads"][0]["record"]})'
| {'email': 'a@home.example', 'company': 'Acme', 'consent': 'denied'}
# Told in order it is the same.
$ cat one.ndjson two.ndjson | python3 -c 'import json,sys; [print(json.dumps(e)) for e in sorted(map(json.loads, sys.stdin), key=lambda e: e["at"])]' > all.ndjson; leadflow work v.leadflow --store sqlite:o.db --events all.ndjson --until 2026-05-04T13:00:00Z -q; leadflow why A --store sqlite:o.db
|~ against privacy: call at 2026-05-04T10:30:00Z by kay
|~ against privacy: call at 2026-05-04T11:30:00Z by kay
|- call at 2026-05-04T09:30:00Z
# Any update: a size of yesterday's export does not undo today's; a field of which nothing later was said is taken.
$ printf '%s\n' '{"event":"7","type":"lead.updated","lead":"A","record":{"size":20},"at":"2026-05-04T12:30:00Z"}' '{"event":"8","type":"lead.updated","lead":"A","record":{"size":10,"company":"Bolt"},"at":"2026-05-04T12:00:00Z"}' > three.ndjson; leadflow work v.leadflow --store sqlite:v.db --events three.ndjson -q; leadflow subject A --store sqlite:v.db --format json | python3 -c 'import json,sys; r={e["name"]: e["value"] for e in json.load(sys.stdin)["leads"][0]["record"]}; print(r["size"], r["company"])'
| 20 Bolt
$ leadflow replay --store sqlite:v.db && leadflow audit verify --store sqlite:v.db
|~ all the same
|~ nothing was changed
# Of one late update a part stands and a part does not: what stands counts from its own time on.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; ready bool; open bool; size int }\nactivity call\noutreach call\nroster { kay }\nstages { Open "o" initial; Shut "s" final }\nstage Open { to Shut by kay }\nprivacy { call only when ready and open }\n' > q.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z","record":{"ready":true,"open":true}}' '{"event":"2","type":"lead.updated","lead":"A","at":"2026-05-04T10:00:00Z","record":{"open":true}}' '{"event":"3","type":"activity","activity":"call","lead":"A","at":"2026-05-04T11:00:00Z","by":"kay"}' > f.ndjson; echo '{"event":"4","type":"lead.updated","lead":"A","at":"2026-05-04T09:00:00Z","record":{"open":false,"ready":false}}' > g.ndjson; leadflow work q.leadflow --store sqlite:q.db --events f.ndjson --until 2026-05-04T12:00:00Z -q; leadflow work q.leadflow --store sqlite:q.db --events g.ndjson --until 2026-05-04T13:00:00Z -q; leadflow why A --store sqlite:q.db | sed -n '/^Now/,$p' | grep -c 'against privacy: call at 2026-05-04T11:00:00Z'
| 1
# A late word beside which something else of the guard was said since has no answer of then: it counts from when it is told. Today's no is not yesterday's.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; ready bool; size int }\nactivity call\noutreach call\nroster { kay }\nstages { Open "o" initial; Shut "s" final }\nstage Open { to Shut by kay }\nprivacy { call only when ready }\n' > n.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T05:00:00Z","record":{"ready":true}}' '{"event":"2","type":"lead.updated","lead":"A","at":"2026-05-04T20:00:00Z","record":{"sze":1}}' '{"event":"3","type":"lead.updated","lead":"A","at":"2026-05-05T00:30:00Z","record":{"ready":false}}' '{"event":"t","type":"tick","at":"2026-05-05T01:00:00Z"}' > n1.ndjson; printf '%s\n' '{"event":"4","type":"lead.updated","lead":"A","at":"2026-05-04T07:00:00Z","record":{"sze":2}}' '{"event":"5","type":"activity","lead":"A","at":"2026-05-04T11:30:00Z","activity":"call","by":"kay"}' '{"event":"6","type":"activity","lead":"A","at":"2026-05-05T00:45:00Z","activity":"call","by":"kay"}' > n2.ndjson; leadflow work n.leadflow --store sqlite:n.db --events n1.ndjson -q; leadflow work n.leadflow --store sqlite:n.db --events n2.ndjson -q; leadflow why A --store sqlite:n.db
|~ against privacy: call at 2026-05-05T00:45:00Z by kay
|- call at 2026-05-04T11:30:00Z

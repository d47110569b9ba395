# What is worked out from personal values is as personal as they are: masked, told as `…`, gone after `erase`. What only asks about
# them stays readable.
$ leadflow work flow.leadflow --store sqlite:f.db --events flow.ndjson --until 2026-05-04T10:00:00Z -q
$ leadflow outbox list --store sqlite:f.db --format json | python3 shown.py
| notify a •••
| notify b •••
| notify c •••
| notify d •••
| set company=Zphone1 pii
| notify e •••
| notify f yes old 10
| log g Zphone1 pii
| task h Zphone1 pii
| webhook site=zmail.example firm=Zphone1 pii
| webhook band=old fit=10
| set nick=Znote1 pii
| log i Znote1 pii
| log j Znote1 pii
| log k connected
| notify over is offered to max contact=Zphone1 years=1542355 band=old pii
# The account holds what decided, not who it is: the journal without its secrets.
$ leadflow why L --store sqlite:f.db
|~ log "g {contact}"
|~ company to …
|~ nick to …
|~ (contact is …, years is …)
|~ slack #leads: f yes old 10
|~ k connected
$ python3 -c 'import sqlite3; print([row for row in sqlite3.connect("f.db").execute("select body from journal") if any(z in str(row) for z in ("Zphone", "Znote", "zmail", "771177", "1542355"))])'
| []
# Groups of a report are masked with what they are made of.
$ leadflow report flow.leadflow --store sqlite:f.db --report names --at 2026-05-04T10:00:00Z | grep -A3 'Leads by' | grep ' 1$'
|   •••          1
|   •••          1
|   old       1
# Nothing of it is left after erasing, in no byte of the store; what was not personal waits on.
$ leadflow erase L --store sqlite:f.db
|~ erased lead L: 5 values of its record
|~ 8 effects that nobody had delivered
$ cat f.db f.db-* 2>/dev/null | grep -aoiE 'z(phone|mail|note)|771177|1542355' | wc -l
| 0
$ leadflow outbox list --store sqlite:f.db --format json | python3 shown.py
| notify a •••
| notify b •••
| notify c •••
| notify d •••
| notify e •••
| notify f yes old 10
| webhook band=old fit=10
| log k connected
$ leadflow audit verify --store sqlite:f.db
|~ nothing was changed, added or taken out
# `explain` tells what decided without saying it; what would be sent is the caller's own.
$ printf 'id,email,phone,age,vip\nL,zoe@zmail.example,Zphone1,771177,yes\n' > l.csv; leadflow explain flow.leadflow l.csv --lead L --now 2026-05-04T08:00:00Z > told; grep -E '^ +(contact|either|years|grown|band|\+10) ' told | sed 's/ *flow.leadflow.*//; s/  */ /g'
|  +10 +10 when phone is known yes phone = …
|  contact …
|  either …
|  years …
|  grown yes
|  band old from …
# A compiled playbook knows it too.
$ leadflow disasm flow.leadflow | grep -cE '^ +r[0-9]+.* personal$'
| 9
# A record's address with a field that was given a personal value makes every effect personal.
$ printf 'playbook v { timezone "UTC" record_link "https://crm.example/{id}?firm={company}" }\nlead { id text key; phone text pii; company text; contact = phone }\nroster { kay }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { set company to contact; log "hello" }; to Shut by kay }\n' > link.leadflow; echo '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z","record":{"phone":"Zlink"}}' > link.ndjson; leadflow work link.leadflow --store sqlite:l.db --events link.ndjson -q; leadflow outbox list --store sqlite:l.db --format json | python3 shown.py
| set company=Zlink pii
| log hello pii
$ leadflow erase X --store sqlite:l.db > /dev/null; cat l.db l.db-* 2>/dev/null | grep -ac Zlink
| 0
? 1
# Points that somebody's own value gives are as personal as it is; what a condition gives is not.
$ printf 'playbook p { timezone "UTC" }\nlead { id text key; age int pii; vip bool }\nscore fit { +1 per age; +5 when vip }\nscore twin = fit + fit\nroster { kay }\nstages { Open "o" initial; Shut "s" final }\nstage Open { to Shut by kay }\n' > s.leadflow; printf 'id,age,vip\nL,771177,yes\n' > s.csv; leadflow explain s.leadflow s.csv --lead L --now 2026-05-04T08:00:00Z > told; leadflow explain s.leadflow s.csv --lead L --now 2026-05-04T08:00:00Z --format json | python3 -c 'import json,sys; print(json.dumps(json.load(sys.stdin)["why"]))' >> told; grep -c '771177\|771182\|1542364' told; grep -o '+5  *+5 when vip' told | sed 's/  */ /g'
| 0
| +5 +5 when vip

# A person's account for people: one clock (that of the playbook), a refusal once, of a record only what it says of consent.
$ printf '%s\n' 'playbook p { timezone "America/New_York" }' 'lead { id text key; company text; optin bool }' 'activity call' 'outreach call' 'roster { ana }' 'route r { all otherwise -> ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { enter { route r }; to Done when had call in stage }' 'privacy { call only when optin }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T14:00:00Z","record":{"company":"Acme","optin":true}}' '{"event":"2","type":"stage.moved","lead":"A","at":"2026-03-02T15:00:00Z","stage":"Done","by":"ana"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q; leadflow subject A --store sqlite:s.db --now 2026-03-02T16:00:00Z
| What sqlite:s.db holds of lead A, as of 2026-03-02 11:00 (times are those of America/New_York)
| 
| Lead A
|   created 2026-03-02 09:00, stage New, owner ana
| 
|   Record
|     company  Acme
|     optin  true
| 
|   Consents
|     2026-03-02 09:00  optin true
|         source: lead.created 1
| 
|   Decisions
|     2026-03-02 09:00  lead.created
|         company Acme; optin true
|         lead created
|         entered New: where leads begin  (p.leadflow:8)
|         routed to ana by rule all of route r (ana)  (p.leadflow:6)
|         rule all holds  (p.leadflow:6)
|         ana: to ana  (p.leadflow:6)
| 
|   Events that wait or were refused
|     2026-03-02 10:00  stage.moved Done, by ana, refused
|         refused: no line of stage New lets a person move a lead to Done; people move no lead out of stage New
$ leadflow subject A --store sqlite:s.db --format html | grep -c 'T1[45]:00:00Z'
| 0
? 1
$ leadflow subject A --store sqlite:s.db --format json | python3 -c 'import json,sys; d=json.load(sys.stdin)["leads"][0]; print(d["created"], d["consents"][0]["said"], len(d["decisions"]))'
| 2026-03-02T14:00:00Z {'optin': True} 2
# `refused` begins with what came last, whatever time it tells of.
$ printf '%s\n' '{"event":"3","type":"stage.moved","lead":"A","at":"2026-03-02T14:30:00Z","stage":"Done","by":"ana"}' > late.ndjson; leadflow work p.leadflow --store sqlite:s.db --events late.ndjson -q; leadflow refused --store sqlite:s.db --format json | python3 -c 'import json,sys; print([d["event"] for d in json.load(sys.stdin)])'
| ['3', '2']

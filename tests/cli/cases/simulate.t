# Virtual time, nothing sent, the same bytes twice.
$ leadflow simulate life.leadflow --leads arrivals.csv --from 2026-03-02 --to 2026-03-05 --show 3
|~ simulated 2026-03-02 00:00 to 2026-03-05 00:00: 4 leads
|~ remind
|~ notify email
|~ first_response
|~ ana
|~ desk
|~ Working
!~ events
$ leadflow simulate life.leadflow --leads arrivals.csv --from 2026-03-02 --to 2026-03-05 --format json -q > one.json; leadflow simulate life.leadflow --leads arrivals.csv --from 2026-03-02 --to 2026-03-05 --format json -q > two.json; cmp one.json two.json && python3 -c 'import json; d=json.load(open("one.json")); print(d["leads"], d["slas"][0]["started"], d["slas"][0]["met"])'
|~ 4 
$ printf 'lead,type,at\nL-1,call,2026-03-02T11:00:00Z\nL-2,reply,2026-03-02T12:00:00Z\nL-8,call,2026-03-02T11:00:00Z\nL-1,cal,2026-03-02T11:00:00Z\n' > did.csv; leadflow simulate life.leadflow --leads arrivals.csv --activities did.csv --from 2026-03-02 --to 2026-03-02T13:00:00Z --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["slas"][0]["met"], {s["stage"]: s["leads"] for s in d["stages"]})'
| 1 {'New': 0, 'Working': 2, 'Won': 1, 'Lost': 0}
!~ there is no lead `L-8`
!~ did you mean `call`?
!~ 1 record of after --to left out
$ leadflow simulate life.leadflow --leads arrivals.csv --from 2026-03-02 --to 2026-03-05 --store sqlite:what_if.db -q > /dev/null; leadflow status --store sqlite:what_if.db --now 2026-03-05 | head -1
|~ 4 leads
$ leadflow simulate life.leadflow --leads arrivals.csv --from 2026-03-02 --to 2026-03-05 --store sqlite:what_if.db
!~ holds leads already
? 2
$ leadflow simulate life.leadflow --leads arrivals.csv --from 2026-03-05 --to 2026-03-02
!~ --to is not after --from
? 2
$ leadflow simulate desk.leadflow --leads leads.csv --from 2026-03-02 --to 2026-03-05
!~ declares no stages
? 2
# One lead at a time: `run` takes each as created now.
$ leadflow run life.leadflow arrivals.csv --now 2026-03-03T10:00:00Z -q | head -1 | python3 -c 'import json,sys; d=json.loads(sys.stdin.readline()); print(list(d)); print(d["stage"], d["owner"], d["queue"], d["due"], d["routes"])'
| ['lead', 'at', 'derived', 'scores', 'grades', 'routes', 'stage', 'owner', 'queue', 'due', 'effects']
| Working ana None {'first_response': '2026-03-03T14:00:00Z'} {'inbound': {'rule': 'rest', 'to': {'rep': 'ana'}, 'via': 'round robin desk'}}
$ leadflow run life.leadflow arrivals.csv --now 2026-03-03T10:00:00Z --columns 'id, rating, stage, owner' --format csv -q | tr -d '\r'
| id,rating,stage,owner
| L-1,A,Working,ana
| L-2,A,Working,ben
| L-3,C,Working,
| L-4,A,Working,ana
$ leadflow run life.leadflow arrivals.csv --now 2026-03-03T10:00:00Z
!~ Leads by stage
!~ Working  4
|~ "queue":"later"
# What a simulation kept is decided again as a simulation: all the same, also what holds personal data.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key; company text; email email pii }' 'roster { ana }' 'route r { all otherwise -> ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { enter { route r; remind owner "{company} waits"; remind owner "Write to {email}" }; to Done by owner }' > said.leadflow; printf 'id,company,email,created_at\nA,Acme,kim@acme.example,2026-03-02T09:00:00Z\n' > said.csv; leadflow simulate said.leadflow --leads said.csv --from 2026-03-02 --to 2026-03-03 --store sqlite:said.db -q > /dev/null; leadflow replay --store sqlite:said.db
| 2 decisions of 1 lead: all the same
# A store that a simulation began keeps the text of the playbook as `work` does: who works on it brings nothing to it.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key; at instant }' 'stages { New "n" initial; Won "w" final }' 'stage New { to Won by owner }' > texts.leadflow; printf 'id\nA\n' > texts.csv; leadflow simulate texts.leadflow --leads texts.csv --from 2026-03-02 --to 2026-03-03 --store sqlite:texts.db -q > /dev/null; python3 -c 'import sqlite3; print(sqlite3.connect("texts.db").execute("SELECT path FROM playbook_files WHERE role = 0 OR path LIKE \"texts%\"").fetchall())'; leadflow work texts.leadflow --store sqlite:texts.db --until 2026-03-04
|~ texts.leadflow
!- had no text

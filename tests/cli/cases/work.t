# Leads over time: a batch in virtual time, asked about in every way.
$ leadflow work life.leadflow --store sqlite:leads.db --events events.ndjson --until 2026-03-02T13:00:00Z --rejects aside.ndjson
!~ did you mean `lead.created`?
!~ 4 read
!~ 1 set aside
!~ refused    1
$ cat aside.ndjson
|~ "line":4
|~ lead.creatd
# Given again, nothing happens twice.
$ leadflow work life.leadflow --store sqlite:leads.db --events events.ndjson --until 2026-03-02T13:00:00Z
!~ 4 known before
!~ effects    0
$ leadflow status --store sqlite:leads.db --now 2026-03-02T13:00:00Z
|~ 2 leads, 2 open
|~ Working
|~ first_response
|~ aging of Working
|~ outbox: 
$ leadflow status --store sqlite:leads.db --now 2026-03-02T13:00:00Z --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["leads"], [s["leads"] for s in d["stages"]], d["clocks"][0]["running"], d["clocks"][0]["met"], d["waiting_events"])'
| 2 [0, 2, 0, 0] 1 1 0
$ leadflow refused --store sqlite:leads.db
|~ e5
|~ no line of stage Working
$ leadflow late --store sqlite:leads.db --now 2026-03-02T13:00:00Z
| nothing is overdue at 2026-03-02 13:00
# Two hours later the other lead's time is over: its owner's manager hears of it.
$ leadflow work life.leadflow --store sqlite:leads.db --until 2026-03-02T15:00:00Z -q
$ leadflow late --store sqlite:leads.db --now 2026-03-02T15:00:00Z
|~ L-2
|~ maria
|~ 30 min
$ leadflow late --store sqlite:leads.db --now 2026-03-02T15:00:00Z --owner nobody
!~ `nobody` is not in the roster
? 2
$ leadflow stuck --store sqlite:leads.db --now 2026-03-02T15:00:00Z
|~ no lead is stuck
$ leadflow fair desk --store sqlite:leads.db --now 2026-03-02T15:00:00Z
|~ ana
|~ 50.0%
$ leadflow fair desc --store sqlite:leads.db
!~ did you mean `desk`?
? 2
$ leadflow why L-2 --store sqlite:leads.db --now 2026-03-02T15:00:00Z
|~ Lead L-2
|~ lead.created
|~ moved from New to Working
|~ round robin desk
|~ first_response
|~ notify email to maria
|~ Now (2026-03-02 15:00)
|~ owner ben
$ leadflow why L-22 --store sqlite:leads.db
!~ did you mean `L-2`?
? 2
$ leadflow audit verify --store sqlite:leads.db
|~ nothing was changed, added or taken out
$ leadflow audit show --lead L-1 --store sqlite:leads.db --format json | head -1 | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["kind"], d["seq"], d["body"]["outcome"])'
| lead.created 1 applied
$ leadflow replay --store sqlite:leads.db
|~ all the same
$ leadflow erase L-1 --store sqlite:leads.db --now 2026-03-02T16:00:00Z --by privacy
|~ erased lead L-1
$ leadflow audit verify --store sqlite:leads.db
|~ nothing was changed, added or taken out
$ leadflow why L-1 --store sqlite:leads.db | grep -c one.example
| 0
? 1
$ leadflow replay --store sqlite:leads.db
|~ 1 lead erased
# Effects wait until somebody delivers them.
$ leadflow outbox list --store sqlite:leads.db --status waiting
|~ remind
$ printf '{"file":"sent.ndjson"}' > outbox.json; leadflow work life.leadflow --store sqlite:leads.db --until 2026-03-02T16:00:00Z --outbox outbox.json
!~ delivered
$ grep -c '"kind":"remind"' sent.ndjson
|~ 
$ leadflow outbox list --store sqlite:leads.db --status waiting
| no effect is waiting
$ leadflow outbox retry nothing --store sqlite:leads.db
!~ no effect `nothing`
? 2
# Misuse is told.
$ leadflow status --store sqlite:nowhere.db
!~ there is no store at `nowhere.db`
? 2
$ leadflow status --store leads.db
!~ is not the address of a store
? 2
$ leadflow work desk.leadflow --store sqlite:other.db --events events.ndjson
!~ declares no stages
? 2
$ leadflow work life.leadflow --store sqlite:leads.db --events nowhere.ndjson
!~ nowhere.ndjson
? 2
# A report that goes out on its own is an effect among the others: nine evenings, the 2nd to the 10th, nine reports.
$ leadflow work watched.leadflow --store sqlite:evenings.db --events watched.ndjson --until 2026-03-10T19:00:00Z
!~ effects    9   9 report

# Figures by owner are theirs whose they were, whoever has the lead now (reports.md, "by owner").
#   X: kay sells it at 09:00; lou is asked and lets 10:00 pass; tim gets it, calls at 11:00 (which accepts it) and gives it a 4; max takes it over
#   Y: kay called at 08:30 and sells it at 13:00; lou is asked; max gives it to tim at 13:10, who accepts at 13:20: in time, so lou let nothing pass
$ leadflow work whose.leadflow --store sqlite:w.db --events whose.ndjson --until 2026-05-04T09:30:00Z -q; leadflow late --store sqlite:w.db --now 2026-05-04T10:30:00Z | grep handoff
|~ lou
$ leadflow work whose.leadflow --store sqlite:w.db --events whose.ndjson --until 2026-05-04T10:30:00Z -q; leadflow late --store sqlite:w.db --now 2026-05-04T10:30:00Z | grep handoff
|~ lou
$ leadflow work whose.leadflow --store sqlite:w.db --events whose.ndjson --until 2026-05-04T18:00:00Z -q; leadflow report whose.leadflow --store sqlite:w.db --at 2026-05-04T18:00:00Z --report figures --format csv | tr -d '\r'
| rate handoff h accepted by owner
| owner,share (percent),share (sum),share (of)
| lou,0.00,0,1
| tim,100.00,2,2
| 
| count escalations by owner
| escalation,owner,opened,acknowledged,resolved
| chain,lou,1,0,1
| 
| average feedback by owner
| owner,average,average (sum),average (of)
| tim,4.00,4,1
| 
| "response bands 1 hour, 4 hours by owner"
| owner,within 1 hour,within 4 hours,later,not yet
| kay,1,0,0,0
| tim,0,1,0,0
| 
| count leads by owner
| owner,leads
| max,1
| tim,1
$ leadflow replay --store sqlite:w.db
|~ all the same

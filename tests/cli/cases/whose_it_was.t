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
| chain,lou,1,0,0
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
# Where a stage has another owner, the owner changes with the stage: clocks begin again, and those that wait for it begin.
$ mkdir seats; cd seats; printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'activity call' 'outreach call' 'owners sdr, ae' 'roster { kay team "d"; ned team "a" }' 'pool d = reps where team is "d"' 'pool a = reps where team is "a"' 'queue q { owner kay }' 'route go { all otherwise -> round robin d otherwise queue q }' 'route toa { all otherwise -> round robin a otherwise queue q }' 'stages { Open "o" initial; Calm "c"; Shut "s" final }' 'stage Open owned by sdr { enter { route go }; to Calm by owner }' 'stage Calm owned by ae { enter { route toa }; to Shut by owner }' 'sla first { starts when lead created; stops when outreach; restarts when owner changes; target 3 hours }' 'sla chg { starts when owner changes; stops when outreach; target 3 hours }' 'report r { rate sla first met by owner }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z"}' '{"event":"2","type":"stage.moved","lead":"A","at":"2026-05-04T10:00:00Z","stage":"Calm","by":"kay"}' '{"event":"3","type":"activity","lead":"A","at":"2026-05-04T11:30:00Z","activity":"call","by":"ned"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-05-05 -q; leadflow why A --store sqlite:s.db --now 2026-05-05T00:00:00Z | grep -o 'first met: [0-9a-z ]*\|chg met: [0-9a-z ]*' | sed 's/ *$//'
| first met: 1 hour 30 minutes of 3 hours
| chg met: 1 hour 30 minutes of 3 hours

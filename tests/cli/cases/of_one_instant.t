# What falls on one instant. A point of a clock that was reached when another one made it stand still is done as soon as it goes on, in closed
# hours as well: both have run for 3 of 2 hours at 13:00, and the first one's point makes both pause; at 20:00 they go on.
$ printf '%s\n' 'playbook same { timezone "UTC"; calendar day }' 'calendar day { timezone "UTC"; hours mon..sun 09:00-17:00 }' 'lead { id text key; ready bool }' 'activity call' 'roster { ana }' 'stages { New initial; Done final }' 'stage New { to Done by owner }' 'sla one { starts when lead created; stops when call; pauses when ready; target 2 business hours; at 150% { set ready to true } }' 'sla two { starts when lead created; stops when call; pauses when ready; target 2 business hours; at 150% { log "two" } }' > points.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"L","at":"2026-03-02T10:00:00Z","record":{}}' '{"event":"2","type":"lead.updated","lead":"L","at":"2026-03-02T20:00:00Z","record":{"ready":false}}' > points.ndjson; leadflow work points.leadflow --store sqlite:points.db --events points.ndjson --until 2026-03-03T12:00Z -q; leadflow why L --store sqlite:points.db | sed -n '/13:00 /,/  two  (/p'
| 2026-03-02 13:00  a clock: breach
|     sla one at 150%  (points.leadflow:8)
|     ready to yes  (points.leadflow:8)
|     one pauses at 3 hours  (points.leadflow:8)
|     two pauses at 3 hours  (points.leadflow:9)
| 2026-03-02 20:00  lead.updated
|     one goes on after 3 hours  (points.leadflow:8)
|     two goes on after 3 hours  (points.leadflow:9)
| 2026-03-02 20:00  a clock: breach
|     sla two at 150%  (points.leadflow:9)
|     two  (points.leadflow:9)
# A miss is theirs who had the lead when the time ran out: of changes at that instant the one before. Ben gets it at 11:30, when the queue's
# time and the handoff's are over: until then nobody had it, and of whoever answers late, as often as somebody is found to have been first, there is one.
$ printf '%s\n' 'playbook late { timezone "UTC" }' 'lead { id text key }' 'roster { ana; ben; cid }' 'queue desk { owner ana within 90 minutes otherwise escalate chain }' 'route on { all otherwise -> ben }' 'escalation chain { level ana { reassign } }' 'stages { New initial; Done final }' 'stage New { enter { route on }; to Done by owner }' 'handoff h { when stage becomes New; accept within 90 minutes }' 'report r { rate handoff h accepted by owner }' > late.leadflow; say() { echo "{\"event\":\"$1\",\"type\":\"$2\",\"lead\":\"L\",\"at\":\"2026-03-02T$3:00Z\"$4}" > e.ndjson; leadflow work late.leadflow --store sqlite:late.db --events e.ndjson --until 2026-03-02T${5}:00Z -q; leadflow report late.leadflow --store sqlite:late.db --at 2026-03-02T18:00:00Z | grep %; }; say 1 lead.created 10:00 ',"queue":"desk"' 11:30; say 2 handoff.accepted 15:00 ',"by":"cid"' 16:00; say 3 handoff.accepted 14:00 ',"by":"ana"' 16:00; say 4 handoff.accepted 13:00 '' 16:00; say 5 handoff.accepted 11:00 ',"by":"cid"' 16:00
|   -         0%  0 of 1
|   cid     100%  1 of 1
|   ana     100%  1 of 1
|   -       100%  1 of 1
|   cid     100%  1 of 1
$ leadflow why L --store sqlite:late.db
|~ h is not accepted in time by anybody
|~ h is offered to ben, to be accepted by 2026-03-02 11:30
# What a lead came with stands before its own touches, whatever else its instant brought: L2 comes with `ready` and a call, and takes the size of
# L1, which goes into it at once. That L1 was not ready days before is told late, and says nothing of the call.
$ printf '%s\n' 'playbook came { timezone "UTC" }' 'lead { id text key; email email pii; size int; ready bool; due_on instant }' 'activity call' 'outreach call' 'roster { ana }' 'stages { New initial; Done final }' 'stage New { to Done by owner }' 'privacy { call only when ready or due_on is before now + 1 day }' 'duplicates { same email -> keep newest, merge others }' > came.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"L1","at":"2026-03-04T09:00:00Z","record":{"email":"p@home.example","size":1}}' '{"event":"2","type":"lead.created","lead":"L2","at":"2026-03-08T01:00:00Z","record":{"email":"p@home.example","ready":true,"activities":[{"type":"call","at":"2026-03-08T01:00:00Z","by":"ana"}]}}' > came1.ndjson; echo '{"event":"3","type":"lead.updated","lead":"L1","at":"2026-03-04T20:00:00Z","record":{"ready":false}}' > came2.ndjson; for part in came1 came2; do leadflow work came.leadflow --store sqlite:came.db --events $part.ndjson --until 2026-03-11T07:00:00Z -q; done; leadflow why L2 --store sqlite:came.db
|~ `ready`: what was said 2026-03-08 01:00 is later, and stays
|- against privacy

# What happened to an escalation stays counted, and nobody has resolved it but who says so.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key; big bool }' 'activity call' 'roster { ana team "t"; max role boss; dora role director }' 'role boss, director' 'queue desk { owner role boss within 1 hour otherwise escalate qchain "d" }' 'route r { big when big -> queue desk; all otherwise -> ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { enter { route r }; to Done by owner }' 'escalation chain { level role boss { log "1" }; level role director after 2 hours { log "2" } }' 'escalation qchain { level role boss { log "q" } }' 'sla fr { starts when lead created; stops when call; target 4 hours; at 100% { escalate chain } }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T09:00:00Z","record":{}}' '{"event":"2","type":"escalation.acknowledged","lead":"A","at":"2026-03-02T14:00:00Z","escalation":"chain","for":"1 hour","by":"max"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-02T14:30Z -q; leadflow report p.leadflow --store sqlite:s.db --now 2026-03-02T14:30Z --standard --format csv | tr -d '\r' | grep chain
| chain,ana,1,1,0
| chain,'-,1,1,0
# The time that max held it is over at 15:00, when the second level is due: dora is told, and it stays acknowledged once.
$ leadflow work p.leadflow --store sqlite:s.db --until 2026-03-02T15:30Z -q; leadflow report p.leadflow --store sqlite:s.db --now 2026-03-02T15:30Z --standard --format csv | tr -d '\r' | grep chain; leadflow why A --store sqlite:s.db --now 2026-03-02T15:30Z | grep 'goes on:\|is open'
| chain,ana,1,1,0
| chain,'-,1,1,0
|     chain goes on: `max` held it until now  (p.leadflow:10)
|   escalation chain is open (sla fr); told max 2026-03-02 13:00, dora 2026-03-02 15:00
# A call ends the one that hangs on the clock, taking it from the queue the one of the queue: they are over, and nobody resolved them.
$ printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T09:00:00Z","record":{}}' '{"event":"2","type":"lead.created","lead":"Q","at":"2026-03-02T09:00:00Z","record":{"big":true}}' '{"event":"4","type":"activity","lead":"A","at":"2026-03-02T13:30:00Z","activity":"call","by":"ana"}' '{"event":"5","type":"queue.claimed","lead":"Q","at":"2026-03-02T12:30:00Z","by":"ana"}' '{"event":"6","type":"activity","lead":"Q","at":"2026-03-02T12:40:00Z","activity":"call","by":"ana"}' > e2.ndjson; leadflow work p.leadflow --store sqlite:t.db --events e2.ndjson --until 2026-03-02T14:30Z -q; for l in A Q; do leadflow why $l --store sqlite:t.db --now 2026-03-02T14:30Z | grep -o '[a-z]* is over: .*'; done; leadflow report p.leadflow --store sqlite:t.db --now 2026-03-02T14:30Z --standard --format csv | tr -d '\r' | grep chain
| chain is over: sla fr
| qchain is over: queue desk
| chain,ana,1,0,0
| qchain,max,1,0,0
| chain,'-,1,0,0
| qchain,'-,1,0,0
# Whoever says so has: max, and somebody who is not named.
$ printf '%s\n' '{"event":"r1","type":"lead.created","lead":"R","at":"2026-03-02T09:00:00Z","record":{}}' '{"event":"r2","type":"lead.created","lead":"S","at":"2026-03-02T09:00:00Z","record":{}}' '{"event":"r3","type":"escalation.resolved","lead":"R","at":"2026-03-02T13:30:00Z","escalation":"chain","by":"max"}' '{"event":"r4","type":"escalation.resolved","lead":"S","at":"2026-03-02T13:30:00Z","escalation":"chain"}' > e3.ndjson; leadflow work p.leadflow --store sqlite:u.db --events e3.ndjson --until 2026-03-02T14:30Z -q; leadflow report p.leadflow --store sqlite:u.db --now 2026-03-02T14:30Z --standard --format csv | tr -d '\r' | grep chain
| chain,ana,2,0,2
| chain,max,1,0,1
| chain,somebody,1,0,1
# The end of the lead ends its own, and that is told as well.
$ printf '%s\n' '{"event":"d1","type":"lead.created","lead":"D","at":"2026-03-02T09:00:00Z","record":{}}' '{"event":"d2","type":"stage.moved","lead":"D","at":"2026-03-02T13:30:00Z","stage":"Done","by":"ana"}' > e4.ndjson; leadflow work p.leadflow --store sqlite:d.db --events e4.ndjson --until 2026-03-02T16:00Z -q; leadflow why D --store sqlite:d.db --now 2026-03-02T16:00Z | grep -o '[a-z]* is over: .*'; leadflow report p.leadflow --store sqlite:d.db --now 2026-03-02T16:00Z --standard --format csv | tr -d '\r' | grep chain
| chain is over: sla fr
| chain,ana,1,0,0
| chain,'-,1,0,0

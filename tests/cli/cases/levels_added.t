# A level that a version adds behind the last one that was told comes at its time, at once where that has passed; not where somebody has acknowledged.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'activity call' 'outreach call' 'roster { kay; lou; max }' 'route go { all otherwise -> kay }' 'stages { Open "o" initial }' 'stage Open { enter { route go } }' 'escalation chain { level lou { notify email "one" } }' 'sla s { starts when owner assigned; stops when call; target 1 hour; at 100% { escalate chain } }' > old.leadflow; sed 's/{ level lou { notify email "one" } }/{ level lou { notify email "one" }; level max after 2 hours { notify email "two" } }/' old.leadflow > new.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z"}' '{"event":"2","type":"lead.created","lead":"B","at":"2026-05-04T08:00:00Z"}' '{"event":"3","type":"escalation.acknowledged","lead":"B","at":"2026-05-04T09:30:00Z","by":"lou"}' > e.ndjson; leadflow work old.leadflow --store sqlite:s.db -q --events e.ndjson --until 2026-05-04T09:45:00Z; cp s.db late.db; leadflow deploy new.leadflow --store sqlite:s.db --now 2026-05-04T10:00:00Z
|~ escalation chain: 1 lead, level 2 added, first due 2026-05-04 11:00
$ leadflow work new.leadflow --store sqlite:s.db -q --until 2026-05-04T15:00:00Z; for lead in A B; do leadflow why $lead --full --store sqlite:s.db --now 2026-05-04T15:00:00Z | grep -c 'level 2 to max'; done; leadflow replay --store sqlite:s.db | grep -o 'all the same'
| 1
| 0
| all the same
$ leadflow deploy new.leadflow --store sqlite:late.db --now 2026-05-04T12:00:00Z > /dev/null; leadflow work new.leadflow --store sqlite:late.db -q --until 2026-05-04T12:01:00Z; leadflow why A --full --store sqlite:late.db --now 2026-05-04T12:01:00Z | grep -c 'level 2 to max'
| 1
# An escalation that waits on a calendar which a version does not have refuses it, as a clock does.
$ printf '%s\n' 'calendar desk { timezone "UTC" hours mon..fri 09:00-17:00 }' 'calendar till { timezone "UTC" hours mon..fri 09:00-17:00 }' > hours; { echo 'playbook v { timezone "UTC" calendar desk }'; cat hours; sed '1d; s/^sla .*//; s/route go }/route go; escalate chain }/; s/after 2 hours/after 2 business hours/' new.leadflow; } > desk.leadflow; sed '/^calendar desk/d; s/calendar desk/calendar till/' desk.leadflow > till.leadflow; head -1 e.ndjson > one; leadflow work desk.leadflow --store sqlite:c.db -q --events one --until 2026-05-04T09:30:00Z; leadflow deploy till.leadflow --store sqlite:c.db --now 2026-05-04T10:00:00Z
|~ calendar
|~ desk
? 1
# A level that was told is not told again when a rollback took it out and a version brings it back, also in other words; nothing waits for one that is not there.
$ sed 's/{ level lou { notify email "one" } }/{ level lou { notify email "one" }; level max { notify email "two" }; level kay after 2 hours { notify email "three" } }/' old.leadflow > three.leadflow; sed 's/"two"/"more"/' three.leadflow > other.leadflow; leadflow work old.leadflow --store sqlite:r.db -q --events one --until 2026-05-04T09:45:00Z; leadflow deploy three.leadflow --store sqlite:r.db --now 2026-05-04T10:00:00Z > /dev/null; leadflow work three.leadflow --store sqlite:r.db -q --until 2026-05-04T10:10:00Z; leadflow rollback --store sqlite:r.db --now 2026-05-04T10:20:00Z
|~ escalation chain: 1 lead, level 3 is gone
$ leadflow work old.leadflow --store sqlite:r.db -q --until 2026-05-04T10:30:00Z; leadflow status --store sqlite:r.db --now 2026-05-04T10:30:00Z | grep -c 'level'; cp r.db w.db; leadflow deploy three.leadflow --store sqlite:r.db --now 2026-05-04T10:40:00Z
|~ escalation chain: 1 lead, level 3 added, first due 2026-05-04 12:00
|- level 2
$ leadflow work three.leadflow --store sqlite:r.db -q --until 2026-05-04T15:00:00Z; leadflow why A --full --store sqlite:r.db --now 2026-05-04T15:00:00Z | grep -c 'level 2 to max'; leadflow why A --full --store sqlite:r.db --now 2026-05-04T15:00:00Z | grep -c 'level 3 to kay'; leadflow replay --store sqlite:r.db | grep -o 'all the same'
| 1
| 1
| all the same
$ leadflow deploy other.leadflow --store sqlite:w.db --now 2026-05-04T10:40:00Z > /dev/null; leadflow work other.leadflow --store sqlite:w.db -q --until 2026-05-04T15:00:00Z; leadflow why A --full --store sqlite:w.db --now 2026-05-04T15:00:00Z | grep -c 'level 2 to max'
| 1
# One that somebody holds for a time waits for that time again when its next level comes back.
$ leadflow work three.leadflow --store sqlite:k.db -q --events one --until 2026-05-04T10:00:00Z; echo '{"event":"k","type":"escalation.acknowledged","lead":"A","at":"2026-05-04T10:05:00Z","by":"lou","for":"3 hours"}' > ack; leadflow work three.leadflow --store sqlite:k.db -q --events ack; leadflow deploy old.leadflow --store sqlite:k.db --now 2026-05-04T10:10:00Z | grep -c 'level 3 is gone'; leadflow work old.leadflow --store sqlite:k.db -q --until 2026-05-04T10:20:00Z; leadflow rollback --store sqlite:k.db --now 2026-05-04T10:40:00Z
|~ escalation chain: 1 lead, level 3 added, first due 2026-05-04 13:05
$ leadflow work three.leadflow --store sqlite:k.db -q --until 2026-05-04T15:00:00Z; leadflow why A --full --store sqlite:k.db --now 2026-05-04T15:00:00Z | grep -A2 '13:05.*a clock' | grep -o 'held it until now\|level 3 to kay' ; leadflow replay --store sqlite:k.db | grep -o 'all the same'
|~ level 3 to kay
|~ held it until now
|~ all the same

# A version that gives feedback a time gives it to who was asked already, from when they were asked; who was not asked is not asked now.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'roster { kay; max }' 'route r { all otherwise -> kay }' 'stages { Open "o" initial }' 'stage Open { enter { route r } }' 'handoff h { when lead created; feedback 1..5 from owner }' 'handoff g { when lead created }' > old.leadflow; sed 's/from owner }/from owner within 2 days }/; s/handoff g { when lead created }/handoff g { when lead created; feedback 1..5 from owner within 2 days }/' old.leadflow > new.leadflow; for lead in A B; do printf '%s\n' '{"event":"1'$lead'","type":"lead.created","lead":"'$lead'","at":"2026-05-04T08:00:00Z"}' '{"event":"2'$lead'","type":"handoff.accepted","lead":"'$lead'","handoff":"h","by":"kay","at":"2026-05-04T09:00:00Z"}' '{"event":"3'$lead'","type":"handoff.accepted","lead":"'$lead'","handoff":"g","by":"kay","at":"2026-05-04T09:00:00Z"}'; done > e.ndjson; echo '{"event":"4","type":"feedback.given","lead":"B","handoff":"h","mark":3,"by":"kay","at":"2026-05-04T09:30:00Z"}' >> e.ndjson; echo '{"event":"5","type":"owner.assigned","lead":"A","owner":"max","by":"max","at":"2026-05-04T09:40:00Z"}' >> e.ndjson; leadflow work old.leadflow --store sqlite:s.db -q --events e.ndjson; leadflow deploy new.leadflow --store sqlite:s.db --now 2026-05-04T10:00:00Z
|~ handoff h: 1 lead, within of its feedback added, first due 2026-05-06 09:00
|- handoff g
$ cp s.db back.db; leadflow work new.leadflow --store sqlite:s.db -q --until 2026-05-07T09:00:00Z; leadflow late --store sqlite:s.db --now 2026-05-07T09:00:00Z | grep feedback; leadflow why A --full --store sqlite:s.db --now 2026-05-07T09:00:00Z | grep -o '2026.*still waits for feedback\|remind to [a-z]*'; leadflow replay --store sqlite:s.db | grep -o 'all the same'
|~ feedback on handoff h  1 d
|~ remind to kay
|~ all the same
|- handoff g
# One that comes when that time is over reminds at once; one that asks for none any more reminds nobody.
$ leadflow work old.leadflow --store sqlite:late.db -q --events e.ndjson; leadflow deploy new.leadflow --store sqlite:late.db --now 2026-05-08T10:00:00Z > /dev/null; leadflow work new.leadflow --store sqlite:late.db -q --until 2026-05-08T11:00:00Z; leadflow why A --full --store sqlite:late.db --now 2026-05-08T11:00:00Z | grep -c 'remind to kay'
| 1
$ sed 's/; feedback 1..5 from owner within 2 days//' new.leadflow > none.leadflow; leadflow work new.leadflow --store sqlite:none.db -q --events e.ndjson; leadflow deploy none.leadflow --store sqlite:none.db --now 2026-05-04T10:00:00Z > /dev/null; leadflow work none.leadflow --store sqlite:none.db -q --until 2026-05-08T11:00:00Z; leadflow why A --full --store sqlite:none.db --now 2026-05-08T11:00:00Z | grep -c 'remind'; leadflow late --store sqlite:none.db --now 2026-05-08T11:00:00Z | grep -c feedback
| 0
| 0
? 1
# A version that asks for none is told for whom; the one that asks for it again waits to the same instant, and nobody is reminded twice.
$ leadflow work new.leadflow --store sqlite:again.db -q --events e.ndjson; cp again.db twice.db; leadflow deploy none.leadflow --store sqlite:again.db --now 2026-05-04T10:00:00Z
|~ handoff g: 2 leads, its feedback is not waited for any more
|~ handoff h: 1 lead, its feedback is not waited for any more
$ leadflow work none.leadflow --store sqlite:again.db -q --until 2026-05-05T08:00:00Z; leadflow rollback --store sqlite:again.db --now 2026-05-05T08:00:00Z
|~ handoff h: 1 lead, within of its feedback added, first due 2026-05-06 09:00
$ leadflow work new.leadflow --store sqlite:again.db -q --until 2026-05-08T11:00:00Z; leadflow why A --full --store sqlite:again.db --now 2026-05-08T11:00:00Z | grep -A1 'a clock: handoff feedback' | grep -B1 ' h still waits'; leadflow replay --store sqlite:again.db | grep -o 'all the same'
| 2026-05-06 09:00  a clock: handoff feedback
|     h still waits for feedback, 1 to 5  (new.leadflow:7)
| all the same
$ leadflow work new.leadflow --store sqlite:twice.db -q --until 2026-05-06T10:00:00Z; leadflow deploy none.leadflow --store sqlite:twice.db --now 2026-05-06T11:00:00Z > /dev/null; leadflow work none.leadflow --store sqlite:twice.db -q --until 2026-05-06T12:00:00Z; leadflow rollback --store sqlite:twice.db --now 2026-05-06T13:00:00Z; leadflow work new.leadflow --store sqlite:twice.db -q --until 2026-05-08T11:00:00Z; leadflow why A --full --store sqlite:twice.db --now 2026-05-08T11:00:00Z | grep -c 'remind to kay: h still waits'
|- added
|~ 1

# A lead that is created again is updated at the instant that the event names: a yes of 09:00 does not undo the no of 10:00, whichever way either came.
$ leadflow work in_time/came_again.leadflow --store sqlite:a.db --events in_time/came_again.ndjson -q; leadflow work in_time/came_again.leadflow --store sqlite:a.db --events in_time/came_again_2.ndjson -q; for l in A B C; do leadflow why $l --store sqlite:a.db | grep -c 'what was said 2026-05-04 10:00 is later, and stays'; leadflow why $l --store sqlite:a.db | grep -c -- '-> email'; done; true
| 1
| 0
| 1
| 0
| 1
| 0
# A no that came by a merger counts from when it was said.
$ leadflow work in_time/merged_no.leadflow --store sqlite:n.db --events in_time/merged_no.ndjson -q; leadflow work in_time/merged_no.leadflow --store sqlite:n.db --events in_time/merged_no_2.ndjson -q; leadflow why K --store sqlite:n.db | sed -n '/^Now/,$p'
|~ against privacy: call at 2026-05-04 11:00 by ana
|~ against privacy: call at 2026-05-04 11:30 by ana
# A call that came with a merged lead answers `stops when had call` at its own instant, as `stops when call`.
$ leadflow work in_time/merged_call.leadflow --store sqlite:m.db --events in_time/merged_call.ndjson -q; leadflow work in_time/merged_call.leadflow --store sqlite:m.db --events in_time/merged_call_2.ndjson -q; leadflow why K --store sqlite:m.db; leadflow why P --store sqlite:m.db
|~ asked met: 1 hour of 2 hours
|~ named met: 1 hour of 2 hours
|- missed:
# Claims, moves and updates that are told late end the queue's time at their own instant.
$ leadflow work in_time/queue_left.leadflow --store sqlite:q.db --events in_time/queue_left.ndjson -q; leadflow work in_time/queue_left.leadflow --store sqlite:q.db --events in_time/queue_left_2.ndjson -q; for l in claimed moved updated setasidemoved; do leadflow why $l --store sqlite:q.db | grep -o 'left queue.*[0-9] [a-z]*'; done
| left queue q in time: 30 minutes
| left queue q in time: 30 minutes
| left queue rej in time: 30 minutes
| left queue rej in time: 30 minutes
# A clock that a touch told late begins may have been answered since; one that lies in a run begins nothing, and one before the last run makes it begin then.
$ leadflow work in_time/late_starter.leadflow --store sqlite:s.db --events in_time/late_starter.ndjson -q; leadflow work in_time/late_starter.leadflow --store sqlite:s.db --events in_time/late_starter_2.ndjson -q; for l in A B C; do leadflow why $l --store sqlite:s.db | grep -o 'answered met:.*hours\|answered is overdue'; done
| answered met: 1 hour of 4 hours
| answered met: 2 hours of 4 hours
| answered met: 2 hours of 4 hours
| answered met: 2 hours of 4 hours
$ leadflow late --store sqlite:s.db --now 2026-05-04T18:00:00Z
|~ nothing is overdue
# `for 1 hour` of an acknowledgement of 08:40 that is told at 09:20 ends at 09:40; time does not go back.
$ leadflow work in_time/held_late.leadflow --store sqlite:h.db --events in_time/held_late.ndjson -q; leadflow work in_time/held_late.leadflow --store sqlite:h.db --events in_time/held_late_2.ndjson -q; leadflow why L --store sqlite:h.db
|~ acknowledged by bob, goes on 2026-05-04 09:40
$ printf '%s\n' '{"event":"b","type":"escalation.acknowledged","lead":"L","at":"2026-05-04T09:30:00Z","by":"bob","for":-3600000}' > back.ndjson; leadflow work in_time/held_late.leadflow --store sqlite:h.db --events back.ndjson -q; leadflow refused --store sqlite:h.db --format json
|~ no time goes back
# An activity that a merged lead hands on keeps its id: told again, it counts once. What a lead that is created again brings beside its record is told.
$ leadflow work in_time/handed_on_id.leadflow --store sqlite:i.db --events in_time/handed_on_id.ndjson -q; leadflow why K --store sqlite:i.db
|~ activity call: one of this id was counted before
$ leadflow work in_time/handed_on.leadflow --store sqlite:o.db --events in_time/handed_on.ndjson -q; leadflow why M --store sqlite:o.db; leadflow refused --store sqlite:o.db --format json
|~ counts for a new lead only
|~ was rejected: there is no work to judge
$ for s in a n m q s h i o; do leadflow replay --store sqlite:$s.db; done
|~ all the same
|- different

# An offer is theirs who has the seat. cy was offered A, B and C and leaves at 10:20: while the leads wait in a queue, their offers are nobody's.
$ leadflow check in_time/seat_empty.leadflow
| in_time/seat_empty.leadflow: nothing to complain about
$ leadflow work in_time/seat_empty.leadflow --store sqlite:s.db --events in_time/seat_empty.ndjson --until 2026-03-02T12:40:00Z -q; leadflow why B --store sqlite:s.db --now 2026-03-02T12:40:00Z | grep 'handoff h is due'
|   handoff h is due 2026-03-02 14:12: nobody
# B's offer runs out at 14:12: nobody let its time pass, whether a worker has come to it or not. The levels of its escalation were told.
$ leadflow late --store sqlite:s.db --now 2026-03-02T14:30:00Z --format json > before.json; leadflow report --store sqlite:s.db --now 2026-03-02T14:30:00Z > before.txt; leadflow work in_time/seat_empty.leadflow --store sqlite:s.db --until 2026-03-02T14:30:00Z -q; leadflow late --store sqlite:s.db --now 2026-03-02T14:30:00Z --format json > after.json; for f in before after; do python3 -c 'import json,sys; [print(d["lead"], d["what"], d["owner"], [(t["rep"], t["at"][11:16]) for t in d["told"]]) for d in json.load(open(sys.argv[1])) if "queue" not in d["what"]]' $f.json; done
| A feedback on handoff h None []
| C feedback on handoff h dee [('dee', '11:20')]
| B handoff h None [('cy', '10:12')]
| A feedback on handoff h None []
| C feedback on handoff h dee [('dee', '11:20'), ('dee', '13:20')]
| B handoff h None [('cy', '10:12'), ('rudi', '14:12')]
$ leadflow why B --store sqlite:s.db --now 2026-03-02T14:30:00Z | grep -e 'not accepted' -e 'overdue' | sed 's/ *(seat_empty.*//'
|     h is not accepted in time by anybody
|   queue later is overdue since 2026-03-02 12:20: rudi (queue later)
|   handoff h is overdue since 2026-03-02 14:12: nobody
# dee accepts A at 11:00, while nobody has the seat: the answer is dee's, feedback is asked of nobody, and so would be the reminder.
$ leadflow why A --store sqlite:s.db --now 2026-03-02T14:30:00Z | grep -e 'is accepted' -e eedback | sed 's/ *(seat_empty.*//'
|     h is accepted by dee
|     -> task feedback: How good was this lead? 1 to 5
| 2026-03-02 13:00  a clock: handoff feedback
|     nobody to tell: h still waits for feedback, 1 to 5
|   feedback on handoff h is overdue since 2026-03-02 13:00: nobody
# C is dee's, who took it from the queue and was told of the offer then.
$ leadflow why C --store sqlite:s.db --now 2026-03-02T14:30:00Z | grep -e '-> notify h' -e '-> task'
|     -> notify h to cy: h is offered to cy, to be accepted by 2026-03-02 14:14
|     -> notify h to dee: h is offered to dee, to be accepted by 2026-03-02 14:14
|     -> task feedback to dee: How good was this lead? 1 to 5
$ leadflow report --store sqlite:s.db --now 2026-03-02T14:30:00Z > after.txt; sed -n '/Handoff h/,/^$/p' after.txt; diff <(sed -n '/Handoff h/,/^$/p' before.txt) <(sed -n '/Handoff h/,/^$/p' after.txt)
| Handoff h accepted by owner
|   owner  share
|   -----  -----
|   dee     100%  2 of 2
|   -         0%  0 of 1
|   all      67%  2 of 3
|
# Feedback that was asked of nobody and is given all the same is nobody's figure, and not of who owns the queue.
$ echo '{"event":"11","type":"feedback.given","lead":"A","handoff":"h","mark":4,"by":"ana","at":"2026-03-02T14:40:00Z"}' > f.ndjson; leadflow work in_time/seat_empty.leadflow --store sqlite:s.db --events f.ndjson --until 2026-03-02T14:50:00Z -q; leadflow report --store sqlite:s.db --now 2026-03-02T14:50:00Z | sed -n '/eedback/,/^$/p'
| Average feedback on handoffs by owner
|   owner  average
|   -----  -------
|   -         4.00
# No notice and no reminder leaves for nobody - D's rejection goes back to sam, who left; E waits in a queue that nobody owns -; a task does, so that it is not lost.
$ printf '%s\n' '{"event":"12","type":"roster.changed","at":"2026-03-02T15:00:00Z","reps":[{"id":"eve","team":"e"},{"id":"sam","team":"s"},{"id":"ana","gone":true}]}' '{"event":"13","type":"lead.created","lead":"D","at":"2026-03-02T15:01:00Z"}' '{"event":"14","type":"stage.moved","lead":"D","stage":"Deal","by":"sam","at":"2026-03-02T15:02:00Z"}' '{"event":"15","type":"roster.changed","at":"2026-03-02T15:03:00Z","reps":[{"id":"sam","gone":true},{"id":"rudi","gone":true}]}' '{"event":"16","type":"handoff.rejected","lead":"D","handoff":"h","reason":"bad","by":"eve","at":"2026-03-02T15:04:00Z"}' '{"event":"17","type":"lead.created","lead":"E","at":"2026-03-02T15:05:00Z"}' '{"event":"18","type":"queue.claimed","lead":"E","by":"dee","at":"2026-03-02T15:06:00Z"}' '{"event":"19","type":"roster.changed","at":"2026-03-02T15:07:00Z","reps":[{"id":"eve","gone":true}]}' '{"event":"20","type":"stage.moved","lead":"E","stage":"Deal","by":"dee","at":"2026-03-02T15:08:00Z"}' > g.ndjson; leadflow work in_time/seat_empty.leadflow --store sqlite:s.db --events g.ndjson --until 2026-03-03T15:00:00Z -q; for l in D E; do leadflow why $l --store sqlite:s.db --now 2026-03-03T15:00:00Z | grep -e 'nobody to tell' -e 'nobody yet' | sed 's/ *(seat_empty.*//'; done; leadflow outbox list --store sqlite:s.db --format json | python3 -c 'import json,sys; [print(e["kind"], e["target"]) for e in (r["effect"] for r in json.load(sys.stdin)) if not e["to"]]'
|     nobody to tell: h is rejected by eve: bad
|     h is offered to nobody yet, to be accepted by 2026-03-02 19:08
|     nobody to tell: Lead E waits in queue later longer than 2 hours
| task feedback
$ leadflow replay --store sqlite:s.db
|~ all the same

# Met and missed, whose, and in every command the same.
$ for f in clocks/closing clocks/first_mail clocks/at_once clocks/other_seat; do leadflow test $f.leadflow > out.txt || cat out.txt; done
$ leadflow test clocks/names.leadflow
|~ 1 passed, 2 failed
|~ expected breach first
|~ expected handoff sales
? 1
# A call of 12:10, told of at 16:00: one hour before the first pause, ten minutes behind it.
$ leadflow work clocks/two_pauses.leadflow --store sqlite:pauses.db --events clocks/two_pauses.ndjson --until 2026-05-04T16:00:00Z -q
$ leadflow why A --store sqlite:pauses.db --now 2026-05-04T16:00:00Z
|~ sla first is paused, overdue since 2026-05-04 14:00, missed by kay
$ leadflow work clocks/two_pauses.leadflow --store sqlite:pauses.db --events clocks/two_pauses_late.ndjson --until 2026-05-04T17:00:00Z -q
$ leadflow why A --store sqlite:pauses.db
|~ first met: 1 hour 10 minutes of 3 hours
|~ activity call, by kay (it happened 2026-05-04 12:10, and was told of late)
|~ sla first met by kay
$ leadflow why A --store sqlite:pauses.db --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print([e["happened"] for e in d["life"] if "happened" in e], d["open"])'
| ['2026-05-04T12:10:00Z'] []
$ leadflow replay --store sqlite:pauses.db
|~ all the same
# Ana let 10:05 pass, Ben answered within two minutes; what lies in a queue is its owner's.
$ leadflow work clocks/passed_on.leadflow --store sqlite:passed.db --events clocks/passed_on.ndjson --until 2026-05-04T14:00:00Z -q
$ leadflow report --store sqlite:passed.db --at 2026-05-04T14:00:00Z
| r1: 3 leads
| as of 2026-05-04 14:00
| 
| Service level fast met by owner
|   owner  share
|   -----  -----
|   ana       0%  0 of 1
|   ben      67%  2 of 3
|   max       0%  0 of 2
|   all      33%  2 of 6
| 
| Service level slow met by owner
|   owner  share
|   -----  -----
|   ben     100%  2 of 2
|   max       0%  0 of 1
|   all      67%  2 of 3
| 
| Leads that left queue desk in time by owner
|   owner  share
|   -----  -----
|   max      50%  1 of 2
| 
| Scorecard by owner
|   owner  sla fast met          sla slow met          queue desk met          score
|   -----  ------------          ------------          --------------          -----
|   ana              0%  0 of 1             -                       -              0
|   ben             67%  2 of 3          100%  2 of 2               -             79
|   max              0%  0 of 2            0%  0 of 1             50%  1 of 2     10
$ leadflow late --store sqlite:passed.db --now 2026-05-04T14:00:00Z
|~ max (queue desk)
|~ B     Wait   ben
|~ 2 deadlines overdue at 2026-05-04 14:00: ben 1, max 1
$ leadflow late --store sqlite:passed.db --now 2026-05-04T14:00:00Z --format json | python3 -c 'import json,sys; print([(d["what"], d["owner"], d.get("queue"), d["due"]) for d in json.load(sys.stdin)])'
| [('sla slow', 'max', 'desk', '2026-05-04T11:30:00Z'), ('sla fast', 'ben', None, '2026-05-04T13:05:00Z')]
$ leadflow why B --store sqlite:passed.db --now 2026-05-04T14:00:00Z
|~ left queue desk too late: 1 hour 57 minutes
|~ sla slow is overdue since 2026-05-04 11:30, missed by max
|~ sla fast is overdue since 2026-05-04 13:05, missed by ben
$ leadflow simulate clocks/passed_on.leadflow --leads clocks/passed_on.csv --events clocks/passed_on_rest.ndjson --from 2026-05-04 --to 2026-05-04T14:00:00Z --format json -q | python3 -c 'import json,sys; d=json.load(sys.stdin); print([(s["sla"], s["met"], s["missed"], s["overdue"]) for s in d["slas"]], [(q["queue"], q["came_in"], q["met"], q["missed"]) for q in d["queues"]], [(r["rep"], r["met"], r["missed"], r["overdue"]) for r in d["reps"]])'
| [('fast', 2, 3, 1), ('slow', 2, 0, 1)] [('desk', 2, 1, 1)] [('ana', 0, 1, 0), ('ben', 4, 0, 1), ('max', 1, 3, 1)]
# The mail that goes out in the step that starts the clock meets it, and is no first contact.
$ leadflow work clocks/at_once.leadflow --store sqlite:once.db --events clocks/at_once.ndjson --until 2026-05-04T09:00:00Z -q
$ leadflow report --store sqlite:once.db --at 2026-05-04T09:00:00Z --format json | python3 -c 'import json,sys; t=json.load(sys.stdin)["reports"][0]["tables"]; print([[c["name"] for c in x["columns"]] for x in t[:3]], [x["rows"][0]["figures"] for x in t])'
| [['median', 'leads', 'automatic median', 'automatic leads'], ['median', 'leads'], ['within 5 minutes', 'within 1 hour', 'later', 'not yet', 'automatic']] [[420000, 1, 0, 1], [0, 1], [0, 1, 0, 0, 1], [{'percent': 100.0, 'value': 1, 'of': 1}], [{'percent': 100.0, 'value': 1, 'of': 1}]]
$ leadflow run clocks/at_once.leadflow clocks/at_once_leads.csv --now 2026-05-04T08:00:00Z --format ndjson --explain -q
|~ first met: 0 seconds of 3 hours
# A call of the day on which the lead came, in files with dates only.
$ leadflow work clocks/same_day.leadflow --store sqlite:day.db --events clocks/same_day_events.ndjson --until 2026-03-03 -q
$ leadflow report --store sqlite:day.db --at 2026-03-03 | grep -o '[0-9.]*% .*'
| 50%  1 of 2
$ for a in "--leads clocks/same_day.csv --activities clocks/same_day_calls.csv" "--leads clocks/same_day_inside.ndjson"; do leadflow simulate clocks/same_day.leadflow $a --from 2026-03-01 --to 2026-03-03 --format json -q | python3 -c 'import json,sys; d=json.load(sys.stdin); s=d["slas"][0]; print(s["started"], s["met"], s["missed"], s["overdue"], [x["leads"] for x in d["stages"]])'; done
| 2 1 0 1 [1, 1, 0]
| 2 1 0 1 [1, 1, 0]
# A queue without a time cannot be asked for it.
$ leadflow check clocks/untimed.leadflow
|~ the queue `desk` says nothing about how long a lead may wait in it
|~ within 1 business day
? 2
# What is overdue, by its time: also while the worker is behind.
$ leadflow work clocks/waiting.leadflow --store sqlite:wait.db --events clocks/waiting.ndjson --until 2026-05-04T08:30:00Z -q
$ leadflow late --store sqlite:wait.db --now 2026-05-04T12:00:00Z --format json | python3 -c 'import json,sys; [print(d["lead"], d["what"], d["owner"], d["due"][11:16]) for d in json.load(sys.stdin)]'
| A sla slow ana 09:00
| Q queue desk max 10:00
| A approval terms dora 11:00
$ leadflow status --store sqlite:wait.db --now 2026-05-04T12:00:00Z --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["clocks"][0]["running"], d["clocks"][0]["overdue"], d["queues"])'
| 0 1 [{'queue': 'desk', 'waiting': 1, 'overdue': 1, 'met': 0, 'missed': 0}]
$ leadflow why A --store sqlite:wait.db --now 2026-05-04T08:30:00Z
|~ approval terms is asked of dora since 2026-05-04 08:00, due 2026-05-04 11:00
$ leadflow why Q --store sqlite:wait.db --now 2026-05-04T12:00:00Z
|~ queue desk is overdue since 2026-05-04 10:00: max (queue desk)
$ leadflow stuck --store sqlite:wait.db --now 2026-05-04T08:30:00Z
|~ L     Lone      0  nothing is due; Lone waits for `to New when size > 0`
|~ 1 lead; days since
# All is told: nothing more comes of these by itself. The last thing was that L came at 08:00, that Q waited too long at 10:00, that the
# approval of A was late at 11:00.
$ leadflow work clocks/waiting.leadflow --store sqlite:wait.db --until 2026-05-22T12:00:00Z -q
$ leadflow stuck --store sqlite:wait.db --now 2026-05-22T12:00:00Z --format json | python3 -c 'import json,sys; [print(d["lead"], d["stage"], d["owner"], d["days"], d["why"]) for d in json.load(sys.stdin)]'
| L Lone None 18 nothing is due; Lone waits for `to New when size > 0`
| Q New None 18 queue desk is overdue and all is told; New waits for `to Done when had call in stage`, `to Lone when size < 0`
| A New ana 18 sla slow, approval terms are overdue and all is told; New waits for `to Done when had call in stage`, `to Lone when size < 0`
# One hour has passed, and four have.
$ sed 's/target 4 hours/target 1 hour/' life.leadflow > hour.leadflow; for p in hour life; do leadflow work $p.leadflow --store sqlite:$p.db --events events.ndjson --until 2026-03-02T18:00:00Z -q 2> /dev/null; leadflow why L-2 --store sqlite:$p.db | grep -o 'is overdue: [^ ]* [^ ]* [a-z]* passed'; done
| is overdue: 1 hour has passed
| is overdue: 4 hours have passed

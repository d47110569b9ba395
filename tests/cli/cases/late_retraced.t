# What is told late counts as if it had been told in time, for a clock that has gone on as well: what happened to the lead since counts for
# what it was then (clocks.md).
# Ana calls at 09:00; at 09:30 hal gets the lead in another stage, where the clock begins for him whatever was told.
$ cd retraced; python3 lived.py undone.leadflow 10:00 '09:30 move Work ana' / '09:00 call ana'
| Service level first met by owner: ana 100% 1 of 1
| Service level first met by owner: hal 0% 0 of 1
| Service level first met by owner: all 50% 1 of 2
| as if it had been told in time
# A visit of 08:30 begins the clock; it stood still from 08:45 to 09:45, and the call of 10:15 comes after 45 minutes of an hour.
$ cd retraced; python3 lived.py paused.leadflow 10:00 '08:45 move Back ana' '09:45 move New ana' / '08:30 visit ana' '10:15 call ana'
| Service level p1 met by owner.team: s 100% 1 of 1
| as if it had been told in time
# p1 goes on after its pause and is due at 10:30; p2 begins anew with ben at 09:50 and is his; p3 has three hours, as n was not known then to be 5; p4 ended when the lead went Back.
$ cd retraced; python3 lived.py begun.leadflow 10:00 '08:45 move Back ana' '09:45 move New ana' '09:50 assign ben' / '08:30 visit ana'
| Service level p1 met by owner.team: s 0% 0 of 1
| Service level p2 met by owner.team: s 0% 0 of 2
| Service level p3 met by owner.team: s 0% 0 of 1
| Service level p4 met by owner.team: s 100% 1 of 1
| as if it had been told in time
# Hal has the offer until hip gets it at 10:00: his call of 09:30 accepts it, told at 10:30 or, when its time is over, at 12:30; so does his word.
$ cd retraced; for t in 10:30 12:30; do python3 lived.py handed.leadflow $t '09:00 move Work ana' '10:00 assign hip ae' / '09:30 call hal'; done; python3 lived.py handed.leadflow 12:30 '09:00 move Work ana' '10:00 assign hip ae' / '09:30 accept hal'
| Service level first met by owner: hal 100% 1 of 1
| Service level acc met by owner: hal 100% 1 of 1
| Handoff h accepted by owner: hal 100% 1 of 1
| as if it had been told in time
| Service level first met by owner: hal 100% 1 of 1
| Service level acc met by owner: hal 100% 1 of 1
| Handoff h accepted by owner: hal 100% 1 of 1
| as if it had been told in time
| Service level first met by owner: hal 0% 0 of 1
| Service level acc met by owner: hal 100% 1 of 1
| Handoff h accepted by owner: hal 100% 1 of 1
| as if it had been told in time
# `had call in stage` held at 08:30, in the stage of then; `had call and stage is Work` from 09:00 on, 20 minutes late.
$ cd retraced; python3 lived.py asked.leadflow 09:30 '09:00 move Work ana' / '08:30 call ana'
| Service level instage met by owner: ana 100% 1 of 1
| Service level wrong met by owner: ana 0% 0 of 1
| Service level fld met by owner: ana 0% 0 of 1
| as if it had been told in time
# n was 5 from 08:20 until somebody said otherwise at 09:30: that was the answer.
$ cd retraced; python3 lived.py asked.leadflow 09:40 '09:30 set n 1' / '08:20 set n 5'
| Service level instage met by owner: ana 0% 0 of 1
| Service level wrong met by owner: ana 0% 0 of 1
| Service level fld met by owner: ana 100% 1 of 1
| as if it had been told in time
# A stop that held before a clock began keeps it from beginning, at the very instant at which it is told as well.
$ cd retraced; python3 lived.py before.leadflow 12:00 '11:00 assign ben' '12:00 move Work ben' / '09:00 visit ana'
| no figures
| as if it had been told in time
# Ben got the lead at 09:00, as is told when ana has it: it had left the queue in time. Ana, where she had got it herself.
$ cd retraced; for who in ben ana; do python3 lived.py queued.leadflow 11:30 '11:00 assign ana' / "09:00 assign $who"; done
| Service level cl met by owner: mia 100% 1 of 1
| Leads that left queue q in time by owner: mia 100% 1 of 1
| as if it had been told in time
| Service level cl met by owner: mia 100% 1 of 1
| Leads that left queue q in time by owner: mia 100% 1 of 1
| as if it had been told in time
# Its account says what comes of it, and when that was.
$ cd retraced; python3 lived.py undone.leadflow 10:00 '09:30 move Work ana' / '09:00 call ana' > /dev/null; leadflow why L --store sqlite:late.db | grep -A4 'told of late'
|~ first met: 1 hour of 2 hours
|~ first starts: 2 hours, due 2026-03-02 11:30 (at 2026-03-02 09:30)
# Hal was reminded at 10:30 and mia told at 11:30 of what goes on: nobody hears it twice when the call of 09:00 is told at 13:00, and what escalates goes on.
$ cd retraced; sed 's/  at 100% .*/  at 50% { remind owner "half" }\n  at 100% { escalate up }/; s/hal team "a"/hal team "a" manager mia\n  mia team "m"/' undone.leadflow > told.leadflow; printf 'escalation up { level owner.manager { notify email "late" }; level ana after 2 hours { notify email "later" } }\n' >> told.leadflow; printf '%s\n' '{"event":"0","type":"lead.created","lead":"L","at":"2026-03-02T08:00:00Z","record":{}}' '{"event":"1","type":"stage.moved","lead":"L","at":"2026-03-02T09:30:00Z","stage":"Work","by":"ana"}' > f.ndjson; echo '{"event":"2","type":"activity","lead":"L","at":"2026-03-02T09:00:00Z","activity":"call","by":"ana"}' > l.ndjson; leadflow work told.leadflow --store sqlite:t.db --events f.ndjson --until 2026-03-02T13:00:00Z -q; leadflow work told.leadflow --store sqlite:t.db --events l.ndjson --until 2026-03-02T16:00:00Z -q; leadflow why L --store sqlite:t.db | grep -e '-> remind' -e '-> notify' -e 'up is over'; leadflow replay --store sqlite:t.db
|     -> remind to ana: half
|     -> remind to hal: half
|     -> notify email to mia: late
|     -> notify email to ana: later
| 8 decisions of 1 lead: all the same

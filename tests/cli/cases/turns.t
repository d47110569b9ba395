# Whose turn it is while people come and go: a store is worked in one go, in slices, and read anew by `replay`.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; email email pii }\nactivity call\noutreach call\nrole lead_desk\nroster { kay team "d"; lou team "d"; max role lead_desk }\npool d = reps where team is "d"\nqueue desk { owner role lead_desk }\nroute go { all otherwise -> round robin d otherwise queue desk }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { route go }; to Shut by owner }\n' > base.leadflow; leadflow check base.leadflow
| base.leadflow: nothing to complain about
? 0
$ python3 -c 'import json; say=lambda **e: print(json.dumps(e)); [say(event="c%02d"%i,type="lead.created",lead="L%02d"%i,at="2026-05-04T08:%02d:00Z"%i) for i in range(8)]; say(event="r",type="roster.changed",at="2026-05-04T08:30:00Z",reps=[{"id":"ned","team":"d"}]); [say(event="c%02d"%i,type="lead.created",lead="L%02d"%i,at="2026-05-04T09:%02d:00Z"%i) for i in range(8,14)]' > joins.ndjson; wc -l < joins.ndjson
| 15
$ leadflow work base.leadflow --store sqlite:a.db --events joins.ndjson -q; for i in 08 09 10 11 12 13; do leadflow why L$i --store sqlite:a.db | grep -o 'routed to [a-z]*'; done
| routed to ned
| routed to kay
| routed to lou
| routed to ned
| routed to kay
| routed to lou
# The same events in five slices, a process each: the same turns.
$ for t in 08:04 08:29 08:31 09:09 09:30; do leadflow work base.leadflow --store sqlite:b.db --events joins.ndjson --until 2026-05-04T$t:00Z -q; done; for i in 08 09 10 11 12 13; do leadflow why L$i --store sqlite:b.db | grep -o 'routed to [a-z]*'; done | tr '\n' ' '
|~ routed to ned routed to kay routed to lou routed to ned routed to kay routed to lou
$ leadflow replay --store sqlite:a.db; leadflow replay --store sqlite:b.db
|~ all the same
$ leadflow fair d --store sqlite:a.db
|~ ned
# Gone and back: at the average, not flooded.
$ python3 -c 'import json; say=lambda **e: print(json.dumps(e)); [say(event="c%02d"%i,type="lead.created",lead="L%02d"%i,at="2026-05-04T08:%02d:00Z"%i) for i in range(4)]; say(event="g",type="roster.changed",at="2026-05-04T08:30:00Z",reps=[{"id":"kay","gone":True}]); [say(event="c%02d"%i,type="lead.created",lead="L%02d"%i,at="2026-05-04T09:%02d:00Z"%i) for i in range(4,13)]; say(event="b",type="roster.changed",at="2026-05-04T09:30:00Z",reps=[{"id":"kay","team":"d"}]); [say(event="c%02d"%i,type="lead.created",lead="L%02d"%i,at="2026-05-04T10:%02d:00Z"%i) for i in range(13,18)]' > back.ndjson; leadflow work base.leadflow --store sqlite:c.db --events back.ndjson -q; for i in 13 14 15 16 17; do leadflow why L$i --store sqlite:c.db | grep -o 'routed to [a-z]*'; done | tr '\n' ' '
|~ routed to kay routed to lou routed to kay routed to lou routed to kay
# `rebalance` is no person: what it moved is reassigned like any other.
$ sed 's/all otherwise -> round robin d/all otherwise -> kay otherwise round robin d/; s/to Shut by owner }/to Shut by owner; aging 3 days { reassign } }\nevery day 12:00 { rebalance d, at most 9 moves a rep }/' base.leadflow > even.leadflow; head -4 joins.ndjson > four.ndjson; leadflow work even.leadflow --store sqlite:e.db --events four.ndjson --until 2026-05-04T13:00:00Z -q; leadflow why L03 --store sqlite:e.db
|~ moved from kay to lou: rebalance of pool d
|- by person
$ leadflow work even.leadflow --store sqlite:e.db --until 2026-05-07T10:00:00Z -q; leadflow why L03 --store sqlite:e.db
|- a person gave them the lead
|~ taken from lou
$ leadflow replay --store sqlite:e.db
|~ all the same
# A weight that changes keeps the standing: 40 leads shared evenly, then three to one from the next lead on, and no more than three in a row.
$ sed 's/round robin d/weighted d/' base.leadflow > weigh.leadflow; python3 -c 'import json; say=lambda **e: print(json.dumps(e)); [say(event="c%02d"%i,type="lead.created",lead="L%02d"%i,at="2026-05-04T08:%02d:00Z"%i) for i in range(40)]; say(event="w",type="roster.changed",at="2026-05-04T08:50:00Z",reps=[{"id":"lou","weight":3}]); [say(event="c%02d"%i,type="lead.created",lead="L%02d"%i,at="2026-05-04T09:%02d:00Z"%(i-40)) for i in range(40,56)]; say(event="v",type="roster.changed",at="2026-05-04T10:00:00Z",reps=[{"id":"lou","weight":1}]); [say(event="c%02d"%i,type="lead.created",lead="L%02d"%i,at="2026-05-04T10:%02d:00Z"%(i-50)) for i in range(56,62)]' > weigh.ndjson; leadflow work weigh.leadflow --store sqlite:g.db --events weigh.ndjson -q; python3 -c 'import sqlite3; print("".join(o[0] for (o,) in sqlite3.connect("g.db").execute("select owner from leads where id >= ? and id < ? order by id", ("L40","L99"))))'
| llklllklllklllklklklkl
$ leadflow replay --store sqlite:g.db
|~ all the same
# A weighted pool: who was out for a time comes back at the average, and the weights hold from there on.
$ sed 's/kay team "d"/kay team "d" weight 2/; s/round robin d/weighted d/' base.leadflow > weighted.leadflow; python3 -c 'import json; say=lambda **e: print(json.dumps(e)); [say(event="%s%d"%(day,i),type="lead.created",lead="%s%d"%(day,i),at="2026-05-0%sT08:%02d:00Z"%(day,i)) for day in "456" for i in range(9)]; say(event="r",type="roster.changed",at="2026-05-04T09:00:00Z",reps=[{"id":"kay","out_from":"2026-05-05","out_until":"2026-05-06"}])' | python3 -c 'import json, sys; print("".join(sorted(sys.stdin, key=lambda line: json.loads(line)["at"])), end="")' > out.ndjson; leadflow work weighted.leadflow --store sqlite:w.db --events out.ndjson -q; for day in 4 5 6; do for i in 0 1 2 3 4 5 6 7 8; do leadflow why $day$i --store sqlite:w.db | grep -o 'routed to [a-z]*' | cut -c11-; done | tr '\n' ' '; echo; done
| kay lou kay kay lou kay kay lou kay 
| lou lou lou lou lou lou lou lou lou 
| kay lou kay kay lou kay kay lou kay 
$ leadflow replay --store sqlite:w.db
|~ all the same
# Who has a lead counts as having it open when it is open again, though they had no turn before and were away meanwhile: of eva, who had one that has ended, and ben, who has L, the next one is eva's.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; go bool; back bool }\nowners hunter, closer\nrole boss\nroster { eva team "b"; ben team "b"; max role boss }\npool b = reps where team is "b"\nqueue q { owner role boss }\nroute r { all when go -> least loaded b otherwise queue q; rest otherwise -> queue q }\nstages { Open "o" initial; Work "w"; Lost "l" final }\nstage Open owned by closer { enter { route r }; to Lost when not go }\nstage Work owned by closer { }\nstage Lost owned by hunter { reopens to Work when back }\n' > again.leadflow; printf '%s\n' '{"event":"k","type":"lead.created","lead":"K","at":"2026-03-02T07:00:00Z","record":{"go":true}}' '{"event":"k2","type":"lead.updated","lead":"K","at":"2026-03-02T07:30:00Z","record":{"go":false}}' '{"event":"1","type":"lead.created","lead":"L","at":"2026-03-02T08:00:00Z","record":{"go":false}}' '{"event":"2","type":"owner.assigned","lead":"L","at":"2026-03-02T09:00:00Z","owner":"ben","by":"max"}' '{"event":"3","type":"roster.changed","at":"2026-03-02T10:00:00Z","reps":[{"id":"ben","gone":true}]}' '{"event":"4","type":"lead.updated","lead":"L","at":"2026-03-02T11:00:00Z","record":{"back":true}}' '{"event":"5","type":"roster.changed","at":"2026-03-02T12:00:00Z","reps":[{"id":"ben","team":"b"}]}' '{"event":"6","type":"lead.created","lead":"M","at":"2026-03-02T13:00:00Z","record":{"go":true}}' > again.ndjson; leadflow work again.leadflow --store sqlite:again.db --events again.ndjson --until 2026-03-02T14:00:00Z -q; leadflow why L --store sqlite:again.db | grep -e 'assigned to' -e 'moved from'; leadflow why M --store sqlite:again.db | grep 'routed to'; leadflow replay --store sqlite:again.db
|~ assigned to ben by max
|~ moved from Lost to Work
|~ routed to eva by rule all
|~ all the same

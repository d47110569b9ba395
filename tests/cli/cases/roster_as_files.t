# A roster changed by an event reads as a roster's file does: absences on the rep's own clocks, skills in one text, ids in any case (kinds D, O).
#   kim works in Tokyo: out from the 5th there begins at 15:00 UTC on the 4th; back on the 6th is 15:00 UTC on the 5th
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; language text }\nactivity call\noutreach call\nrole desk_lead\nroster { kim team "d" skills "german"; lou team "d"; max role desk_lead }\npool d = reps where team is "d"\npool de = reps where team is "d" and "german" in skills\nqueue desk { owner role desk_lead }\nroute go { german when language is "de" -> round robin de otherwise queue desk; all otherwise -> round robin d otherwise queue desk }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { route go }; to Shut by owner }\n' > v.leadflow; leadflow check v.leadflow
|~ nothing to complain about
$ printf '%s\n' '{"event":"r1","type":"roster.changed","at":"2026-05-04T08:00:00Z","reps":[{"id":"KIM","out_from":"2026-05-05","out_until":"2026-05-06","timezone":"Asia/Tokyo","skills":"french; german"}]}' '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T14:59:00Z","record":{"language":"de"}}' '{"event":"2","type":"lead.created","lead":"B","at":"2026-05-04T15:00:00Z","record":{"language":"de"}}' '{"event":"3","type":"lead.created","lead":"C","at":"2026-05-05T14:59:00Z","record":{"language":"de"}}' '{"event":"4","type":"lead.created","lead":"D","at":"2026-05-05T15:00:00Z","record":{"language":"de"}}' '{"event":"r2","type":"roster.changed","at":"2026-05-05T16:00:00Z","reps":[{"id":"lou","manager":"MAX"},{"id":"Lou","team":"d"}]}' '{"event":"5","type":"activity","activity":"call","lead":"D","by":" Kim ","at":"2026-05-05T16:30:00Z"}' > v.ndjson; leadflow work v.leadflow --store sqlite:v.db --events v.ndjson -q; python3 -c 'import sqlite3; print(sqlite3.connect("v.db").execute("SELECT id, owner, queue FROM leads WHERE id <> \"\" ORDER BY id").fetchall())'
| [('A', 'kim', ''), ('B', '', 'desk'), ('C', '', 'desk'), ('D', 'kim', '')]
$ leadflow refused --store sqlite:v.db --format json | python3 -c 'import json,sys; [print(e["event"], e["why"]) for e in json.load(sys.stdin)]'
| r2 row 2: `Lou` has a row already
$ leadflow subject D --store sqlite:v.db --format json | python3 -c 'import json,sys; print(json.load(sys.stdin)["leads"][0]["activities"][0]["by"])'
| kim
$ leadflow replay --store sqlite:v.db
|~ all the same
# Who is gone in another case is gone, and so is who comes in another case with a whole roster.
$ printf '%s\n' '{"event":"r3","type":"roster.changed","name":"whole","at":"2026-05-06T08:00:00Z","reps":[{"id":"Kim","team":"d","skills":["german"]},{"id":"LOU","team":"d"},{"id":"max","role":"desk_lead"}]}' '{"event":"r4","type":"roster.changed","at":"2026-05-06T09:00:00Z","reps":[{"id":"kIM","gone":true}]}' > w.ndjson; leadflow work v.leadflow --store sqlite:v.db --events w.ndjson -q; python3 -c 'import sqlite3; print(sqlite3.connect("v.db").execute("SELECT id, owner, queue FROM leads WHERE id <> \"\" ORDER BY id").fetchall())'
| [('A', '', 'desk'), ('B', '', 'desk'), ('C', '', 'desk'), ('D', '', 'desk')]
# Another spelling of an id is the same person, who keeps the leads; left out of the next file, they go to others.
$ printf 'playbook v { version "1" timezone "UTC" }\nlead { id text key }\nrole lead_desk\nroster { kay team "d"; lou team "d"; max role lead_desk }\npool d = reps where team is "d"\nqueue desk { owner role lead_desk }\nroute go { all otherwise -> round robin d otherwise queue desk }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { route go }; to Shut by owner }\n' > spelt.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z"}' '{"event":"2","type":"lead.created","lead":"Y","at":"2026-05-04T08:00:00Z"}' > two.ndjson; printf 'id,team,role\nlou,d,\nkay,d,\nmax,,lead_desk\n' > people1.csv; sed 's/^lou/Lou/' people1.csv > people2.csv; sed '/^Lou/d' people2.csv > people3.csv; for n in 1 2 3; do leadflow work spelt.leadflow --store sqlite:spelt.db --roster people$n.csv $([ $n = 1 ] && echo --events two.ndjson) --until 2026-05-04T08:${n}0:00Z -q; for lead in X Y; do leadflow why $lead --store sqlite:spelt.db --format json | python3 -c 'import json, sys; d = json.load(sys.stdin); print(d["lead"], d["owner"])'; done; done
| X lou
| Y kay
| X lou
| Y kay
| X kay
| Y kay
$ leadflow why X --store sqlite:spelt.db | grep -A1 'owner.left'
| 2026-05-04 08:30  owner.left lou
|     lou is not there any more
$ leadflow replay --store sqlite:spelt.db
|~ all the same
# Who is there and not active any more is told so; the lead goes to somebody else.
$ echo '{"event":"r9","type":"roster.changed","at":"2026-05-05T08:00:00Z","reps":[{"id":"lou","team":"d"},{"id":"kay","active":false}]}' > idle.ndjson; leadflow work spelt.leadflow --store sqlite:spelt.db --events idle.ndjson -q; leadflow why X --store sqlite:spelt.db | grep -A1 'owner.left kay'
| 2026-05-05 08:00  owner.left kay
|     kay is not active any more

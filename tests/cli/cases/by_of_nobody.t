# Who did it is somebody of the roster. Where that decides something, nobody else may; elsewhere it is taken, and told (ADR 21; events.md, "Who did it").
$ printf 'playbook v { timezone "UTC" }\nlead { id text key }\nactivity call\noutreach call\nowners a, b\nrole boss\nroster { ana team "a"; lou team "b"; max role boss }\npool pa = reps where team is "a"\npool pb = reps where team is "b"\nroute to_a { all otherwise -> round robin pa }\nroute to_b { all otherwise -> round robin pb }\nreasons { bad "Bad" }\nchecklist bant { budget, need }\nstages { Open "o" initial; Sold "s" }\nstage Open owned by a { enter { route to_a }; to Sold by owner }\nstage Sold owned by b { to Open by owner }\nhandoff h { when stage becomes Sold; from a to b by route to_b; accept within 1 day; reject reason in [bad] -> Open; feedback 1..5 within 5 days }\n' > who.leadflow; leadflow check who.leadflow
|~ 0 errors
$ printf '%s\n' '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z"}' '{"event":"2","type":"owner.assigned","lead":"X","owner":"ana","by":"anna","at":"2026-05-04T08:10:00Z"}' '{"event":"3","type":"activity","activity":"call","lead":"X","by":"anna","at":"2026-05-04T08:20:00Z"}' '{"event":"4","type":"activity","activity":"call","lead":"X","by":"jo@customer.example","at":"2026-05-04T08:30:00Z"}' '{"event":"5","type":"activity","activity":"call","lead":"X","by":5,"at":"2026-05-04T08:40:00Z"}' '{"event":"6","type":"activity","activity":"call","lead":"X","by":"automation","at":"2026-05-04T08:50:00Z"}' '{"event":"7","type":"checklist.answered","lead":"X","checklist":"bant","answers":{"need":true},"by":"annna","at":"2026-05-04T08:55:00Z"}' '{"event":"8","type":"stage.moved","lead":"X","stage":"Sold","by":"anna","at":"2026-05-04T09:00:00Z"}' '{"event":"9","type":"stage.moved","lead":"X","stage":"Sold","by":"ana","at":"2026-05-04T09:00:00Z"}' '{"event":"10","type":"handoff.rejected","lead":"X","handoff":"h","reason":"bad","by":"luo","at":"2026-05-04T09:30:00Z"}' '{"event":"11","type":"handoff.accepted","lead":"X","handoff":"h","by":"anna","at":"2026-05-04T10:00:00Z"}' '{"event":"12","type":"handoff.accepted","lead":"X","handoff":"h","by":"lou","at":"2026-05-04T10:00:00Z"}' '{"event":"13","type":"feedback.given","lead":"X","handoff":"h","mark":4,"by":"luo","at":"2026-05-04T11:00:00Z"}' '{"event":"14","type":"owner.assigned","lead":"X","owner":"lou","by":"automation","at":"2026-05-04T12:00:00Z"}' > who.ndjson; leadflow work who.leadflow --store sqlite:who.db --events who.ndjson
!~ by: `anna` is not a rep of the roster; did you mean `ana`? (line 3, event 3, lead X)
!- jo@customer.example
$ leadflow refused --store sqlite:who.db --format json | python3 -c 'import json,sys; [print(e["event"], e["refused"], e["why"]) for e in reversed(json.load(sys.stdin))]'
| 2 whole `anna` is not in the roster; did you mean `ana`?
| 3 in part the value of `by` is not a rep of the roster
| 4 in part the value of `by` is not a rep of the roster
| 5 in part the value of `by` is not a rep of the roster
| 7 in part the value of `by` is not a rep of the roster
| 8 whole `anna` is not in the roster; did you mean `ana`?
| 10 whole `luo` is not in the roster; did you mean `lou`?
| 11 whole `anna` is not in the roster; did you mean `ana`?
| 13 in part the value of `by` is not a rep of the roster
$ leadflow why X --store sqlite:who.db
|~ by: `anna` is not a rep of the roster; did you mean `ana`?
|~ h is accepted by lou
|~ h is given 4 by luo
# A move by nobody of the roster, or for a reason that there is not, is refused also where the lead stands there already.
$ mkdir same; cd same; printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'roster { kay team "d" }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { to Shut by owner }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"F","at":"2026-05-04T08:00:00Z"}' '{"event":"2","type":"stage.moved","lead":"F","at":"2026-05-04T08:01:00Z","stage":"Open","by":"ghost","reason":"nonsense","comment":"please call me","fields":{"x":1}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-05-05 --rejects r.ndjson; leadflow refused --store sqlite:s.db
|~ `ghost` is not in the roster

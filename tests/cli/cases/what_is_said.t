# Sentences that are not so.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key }\nactivity call\noutreach call\nowners a, b\nrole boss\nroster { kay team "a"; lou team "b"; max role boss }\npool pa = reps where team is "a"\npool pb = reps where team is "b"\nroute to_a { all otherwise -> round robin pa }\nroute to_b { all otherwise -> round robin pb }\nstages { Open "o" initial; Sold "s" }\nstage Open owned by a { enter { route to_a }; to Sold by owner }\nstage Sold owned by b { to Open by owner }\nhandoff h { when stage becomes Sold; from a to b by route to_b; accept within 1 day; feedback 1..5 within 5 days }\n' > h.leadflow; leadflow check h.leadflow
|~ nothing to complain about
$ printf '%s\n' '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z"}' '{"event":"2","type":"stage.moved","lead":"X","stage":"Sold","by":"kay","at":"2026-05-04T09:00:00Z"}' '{"event":"3","type":"handoff.accepted","lead":"X","handoff":"h","at":"2026-05-04T10:00:00Z"}' '{"event":"4","type":"feedback.given","lead":"X","handoff":"h","by":"lou","at":"2026-05-04T11:00:00Z"}' '{"event":"5","type":"lead.merged","lead":"X","other":"X","at":"2026-05-04T11:00:00Z"}' '{"event":"6","type":"handoff.accepted","lead":"X","handoff":"hh","by":"lou","at":"2026-05-04T11:00:00Z"}' > h.ndjson; leadflow work h.leadflow --store sqlite:h.db --events h.ndjson -q; leadflow why X --store sqlite:h.db
|- accepted by a first touch
|- not 0
|- `value` must name
$ leadflow refused --store sqlite:h.db --format json --event 6 | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["why"])'
|~ did you mean `h`?
# The value that is shown is the one that was wrong.
$ cd reading && cat created.ndjson > in.ndjson && echo '{"event":"2","type":"lead.updated","lead":"G1","at":"2026-03-02T11:00:00Z","record":{"id":"G1","ID":"G2"}}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:ids.db --events in.ndjson -q 2>/dev/null; leadflow refused --store sqlite:ids.db --format json | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["not_read"][0]["value"])'
| G2
# A simulation without a store has nothing that `leadflow refused` could list: it says why itself, and --rejects keeps it.
$ cd reading && leadflow simulate strict.leadflow --leads three.csv --from 2026-03-02 --to 2026-03-03 --rejects why.ndjson > /dev/null
!~ required field `country`
!- lists them
# A lead whose creation was refused: `why` says so, and does not ask whether the lead was meant.
$ cd reading && echo '{"event":"1","type":"lead.created","lead":"D7","at":"2026-03-02T15:00:00Z","stage":"new","record":{"company":"Acme"}}' > d7.ndjson && leadflow work desk.leadflow --store sqlite:d7.db --events d7.ndjson -q; leadflow why D7 --store sqlite:d7.db
!~ refused
!- did you mean `D7`
? 2
$ cd reading && leadflow why D7 --store sqlite:d7.db
!~ lead.created (event `1`) was refused: `new` is not a stage of the playbook; did you mean `New`?
? 2
$ leadflow refused --store sqlite:h.db --format json | python3 -c 'import json,sys; [print(e["event"], e["why"]) for e in reversed(json.load(sys.stdin))]'
| 4 feedback on `h` needs a `mark` from 1 to 5
| 5 `other` names this lead itself: a lead is merged into another one
| 6 there is no handoff `hh`; did you mean `h`?
$ printf '%s\n' '{"event":"7","type":"lead.merged","lead":"X","other":"Nope","at":"2026-05-04T12:00:00Z"}' '{"event":"8","type":"approval.decided","lead":"X","approval":"app","decision":"granted","by":"max","at":"2026-05-04T12:00:00Z"}' '{"event":"9","type":"escalation.resolved","lead":"X","escalation":"chian","at":"2026-05-04T12:00:00Z"}' '{"event":"10","type":"feedback.given","lead":"X","handoff":"hh","mark":3,"at":"2026-05-04T12:00:00Z"}' > more.ndjson; leadflow work h.leadflow --store sqlite:h.db --events more.ndjson -q; leadflow refused --store sqlite:h.db --format json --limit 4 | python3 -c 'import json,sys; [print(e["event"], e["why"]) for e in reversed(json.load(sys.stdin))]'
| 7 there is no lead `Nope` that could go into this one: it never came, was erased, or went into another one
| 8 there is no approval `app`
| 9 there is no escalation `chian`
| 10 there is no handoff `hh`; did you mean `h`?
$ leadflow replay --store sqlite:h.db
|~ all the same
$ cd reading && python3 -c 'import json; [print(d["file"], d["line"], d["reason"], d["lead"]) for d in map(json.loads, open("why.ndjson")) if "record" in d]' | sort | head -1
|~ three.csv

# `fair` gives the reasons that the rules have, and no other: nothing about hours or load where no rule says `available` or
# `under capacity`; where one rule of several says so, the reason says that.
$ printf 'playbook p { timezone "UTC" calendar c }\ncalendar c { hours mon..fri 09:00-17:00 }\nlead { id text key; n int }\nrole boss\nroster { ana team "s"; ben team "s" capacity 1; cal team "s" active no; dee team "s" out_from 2026-03-01 out_until 2026-03-09; max role boss }\npool s = reps where team is "s"\nqueue q { owner role boss }\nroute r { rest otherwise -> round robin s otherwise queue q }\nstages { New "x" initial; Done "y" final }\nstage New { enter { route r }; to Done by owner }\n' > fair.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"L1","at":"2026-03-02T22:00:00Z","record":{"n":1}}' '{"event":"2","type":"lead.created","lead":"L2","at":"2026-03-02T22:01:00Z","record":{"n":1}}' '{"event":"3","type":"lead.created","lead":"L3","at":"2026-03-02T22:02:00Z","record":{"n":1}}' > fair.ndjson; leadflow work fair.leadflow --store sqlite:plain.db --events fair.ndjson -q
$ leadflow fair s --store sqlite:plain.db --now 2026-03-02T22:05:00Z --format json | python3 -c 'import json,sys; [print(r["rep"], r["served"], r["open"], r.get("skipped")) for r in json.load(sys.stdin)["reps"]]'
| ana 2 2 None
| ben 1 1 None
| cal 0 0 not active
| dee 0 0 out until 2026-03-09 00:00
$ leadflow fair s --store sqlite:plain.db --now 2026-03-02T22:05:00Z
|- working hours
|- capacity (
# Each of several rules has its own.
$ sed 's/route r {/route r { night when n is 1 -> round robin s available otherwise queue q; full when n is 2 -> round robin s under capacity otherwise queue q;/' fair.leadflow > some.leadflow; sed 's/"n":1/"n":3/' fair.ndjson > some.ndjson; leadflow work some.leadflow --store sqlite:some.db --events some.ndjson -q; leadflow fair s --store sqlite:some.db --now 2026-03-02T22:05:00Z --format json | python3 -c 'import json,sys; [print(r["rep"], r.get("skipped")) for r in json.load(sys.stdin)["reps"]]'
|~ ana outside working hours (where a rule says `available`)
|~ ben at capacity (where a rule says `under capacity`)
|~ cal not active
# All rules say it: then it is so whatever comes.
$ sed 's/round robin s otherwise/round robin s available otherwise/' fair.leadflow > all.leadflow; leadflow work all.leadflow --store sqlite:all.db --events fair.ndjson -q; leadflow fair s --store sqlite:all.db --now 2026-03-02T22:05:00Z --format json | python3 -c 'import json,sys; print(json.load(sys.stdin)["reps"][0]["skipped"])'
|~ outside working hours
|- where a rule says
# What stands below the table follows from it: ana 2, ben 1.
$ leadflow fair s --store sqlite:plain.db --now 2026-03-02T22:05:00Z | tail -2
| served 3 in all: who joins or comes back starts at the pool's average, and a lead that is taken away again counts no more.
| 3 turns taken so far, of all pools: so `last` counts.

# check: columns of an export, the page of a code, cost, JSON.
$ printf 'id,Email,Employees,Country,source,created_at,Budget\n' > export.csv
$ leadflow check desk.leadflow --leads export.csv --fail-level note
|~ `Budget`
? 1
$ leadflow check desk.leadflow --leads leads.ndjson --fail-level note
|~ nothing to complain about
$ leadflow check --explain LF0301
|~ LF0301
$ leadflow check --explain LF9999
!~ there is no code `LF9999`
? 2
$ leadflow check desk.leadflow --cost
|~ steps a lead
$ leadflow check desk.leadflow --format json
|~ "errors":0
# A nested route that can be exhausted comes back: what stands behind it is reached, and stands behind a route that takes every lead in vain.
$ printf 'playbook p { timezone "UTC" }\nlead { id text key }\nrole ops\nroster { ana team "t" capacity 1; rudi role ops }\npool t = reps where team is "t"\nqueue q { owner role ops }\nroute outer { all otherwise -> route middle otherwise queue q }\nroute middle { all otherwise -> route inner }\nroute inner { some when id is "1" -> queue q; all otherwise -> round robin t under capacity }\nstages { New "x" initial; Done "y" final }\nstage New { enter { route outer }; to Done by owner }\n' > nested.leadflow; leadflow check nested.leadflow
|~ nothing to complain about
$ for i in 2 3; do echo "{\"event\":\"$i\",\"type\":\"lead.created\",\"lead\":\"$i\",\"at\":\"2026-03-02T10:00:00Z\"}"; done > nested.ndjson; leadflow work nested.leadflow --store sqlite:nested.db --events nested.ndjson -q; leadflow why 2 --store sqlite:nested.db | grep -o 'owner ana'; leadflow why 3 --store sqlite:nested.db | grep -o 'in queue q' | head -1
| owner ana
| in queue q
$ sed 's/round robin t under capacity }/round robin t under capacity otherwise queue q }/' nested.leadflow > taken.leadflow; leadflow check taken.leadflow
|~ error[LF0477]: this target is never reached
|~ this route takes every lead: its `otherwise` ends in a queue
? 2

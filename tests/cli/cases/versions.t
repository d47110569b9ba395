# Another version over leads in flight: what runs goes over by what it says, and `deploy` tells what changes for whom.
$ printf 'playbook v { version "1" timezone "UTC" }\nlead { id text key; email email pii; phone text pii }\nactivity call\nactivity email_sent\noutreach call\nrole lead_desk\nroster { kay team "d"; lou team "d"; max role lead_desk }\npool d = reps where team is "d"\nqueue desk { owner role lead_desk }\nroute go { all otherwise -> round robin d otherwise queue desk }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { route go; start sequence hello }; to Shut by owner }\nsequence hello { email "one"; wait 3 days; email "two" }\nduplicates { same email -> keep oldest, merge others }\n' > v1.leadflow
$ printf '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z","record":{"email":"x@x.example"}}\n{"event":"2","type":"lead.created","lead":"W","at":"2026-05-04T08:00:00Z","record":{"email":"w@x.example"}}\n' > two.ndjson; leadflow work v1.leadflow --store sqlite:s.db --events two.ndjson --until 2026-05-04T09:00:00Z -q
# Steps before the one that was reached, and an aging line; another duplicate rule first.
$ sed 's/version "1"/version "2"/; s/hello { email/hello { log "a"; log "b"; email/; s/to Shut by owner }/to Shut by owner; aging 6 hours { log "old" } }/; s/duplicates {/duplicates { same phone -> flag;/' v1.leadflow > v2.leadflow; leadflow deploy v2.leadflow --store sqlite:s.db --now 2026-05-04T09:00:00Z --dry-run
|   duplicates: 2 leads, `same phone -> flag` is new: compared by it from now on
|   sequence hello: 2 leads, step 2 `wait 3 days` -> step 4 `wait 3 days`
|   stage Open: 2 leads, aging 6 hours added, first due 2026-05-04 14:00
| would be deployed: 2 leads would go over
$ leadflow deploy v2.leadflow --store sqlite:s.db --now 2026-05-04T09:00:00Z
|~ sequence hello: 2 leads, step 2 `wait 3 days` -> step 4 `wait 3 days`
|~ deployed: 2 leads go over
$ printf '{"event":"3","type":"lead.created","lead":"Y","at":"2026-05-04T10:00:00Z","record":{"email":"x@x.example"}}\n' > dup.ndjson; leadflow work v2.leadflow --store sqlite:s.db --events dup.ndjson --until 2026-05-04T11:00:00Z -q; leadflow why Y --store sqlite:s.db
|~ merged into X
$ leadflow work v2.leadflow --store sqlite:s.db --until 2026-05-08T09:00:00Z -q; leadflow why X --store sqlite:s.db | grep -c 'email `one`'; leadflow why X --store sqlite:s.db | grep -c 'email `two`'; leadflow why X --store sqlite:s.db | grep -B1 'email `two`'
|~ 1
|~ 2026-05-07 08:00
$ leadflow replay --store sqlite:s.db
|~ all the same
# The first step was taken out: the second mail is sent all the same.
$ sed 's/hello { email/hello { log "a"; email/' v1.leadflow > w1.leadflow; sed 's/version "1"/version "2"/' v1.leadflow > w2.leadflow; leadflow work w1.leadflow --store sqlite:w.db --events two.ndjson --until 2026-05-04T09:00:00Z -q; leadflow deploy w2.leadflow --store sqlite:w.db --now 2026-05-04T09:00:00Z
|~ sequence hello: 2 leads, step 3 `wait 3 days` -> step 2 `wait 3 days`
$ leadflow work w2.leadflow --store sqlite:w.db --until 2026-05-08T09:00:00Z -q; leadflow why X --store sqlite:w.db | grep -B1 'email `two`'
|~ 2026-05-07 08:00
# Steps that changed places where leads stand between them: refused, with counts and what to do.
$ sed 's/version "1"/version "2"/; s/email "one"; wait 3 days; email "two"/email "two"; wait 3 days; email "one"/' v1.leadflow > r.leadflow; leadflow work v1.leadflow --store sqlite:r.db --events two.ndjson --until 2026-05-04T09:00:00Z -q; leadflow deploy r.leadflow --store sqlite:r.db --now 2026-05-04T09:00:00Z
|~ refused: 2 leads are in sequence hello step 2 `wait 3 days`: `email "one"` was done, and comes again behind `email "two"`, which is still to come
|~ give the new steps a sequence of their own
|~ nothing was changed
? 1
$ leadflow deploy r.leadflow --store sqlite:r.db --now 2026-05-04T09:00:00Z --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["outcome"], d["missing"][0]["kind"], d["missing"][0]["leads"])'
| refused sequence step 2
? 0
# The way back is the same the other way round, and can be looked at first.
$ leadflow work v1.leadflow --store sqlite:b.db --events two.ndjson --until 2026-05-04T09:00:00Z -q; leadflow deploy v2.leadflow --store sqlite:b.db --now 2026-05-04T09:00:00Z > deployed.txt; leadflow work v2.leadflow --store sqlite:b.db --until 2026-05-04T10:00:00Z -q; leadflow rollback --store sqlite:b.db --now 2026-05-04T10:00:00Z --dry-run
|   sequence hello: 2 leads, step 4 `wait 3 days` -> step 2 `wait 3 days`
|   stage Open: 2 leads, aging 6 hours is gone
| would be rolled back: 2 leads would go over
$ leadflow rollback --store sqlite:b.db --now 2026-05-04T10:00:00Z
|~ rolled back: 2 leads go over
$ leadflow work v1.leadflow --store sqlite:b.db --until 2026-05-08T09:00:00Z -q; leadflow why X --store sqlite:b.db | grep -c 'email `one`'; leadflow why X --store sqlite:b.db | grep -B1 'email `two`'
|~ 1
|~ 2026-05-07 08:00
# A bare `flag` says so on both.
$ sed 's/same email -> keep oldest, merge others/same email -> flag/' v1.leadflow > f.leadflow; cat two.ndjson dup.ndjson > three.ndjson; leadflow work f.leadflow --store sqlite:f.db --events three.ndjson -q; leadflow why X --store sqlite:f.db | grep -o 'seems to repeat .' | sort -u; leadflow why Y --store sqlite:f.db | grep -o 'seems to repeat .' | sort -u
| seems to repeat Y
| seems to repeat X
# The way to a version that calls a stage otherwise and back changes nothing: how often a line was used, when the stage was entered, what aging did.
$ mkdir renamed; cd renamed; printf 'playbook v { version "1" timezone "UTC" }\nlead { id text key; size int }\nroster { kay }\nstages { Open "o" initial; Work "w"; Shut "s" final }\nstage Open { to Work when size > 1, at most 1 times }\nstage Work { to Open when size is 1; to Shut by kay; aging 1 hour { log "old" } }\n' > v1.leadflow; sed 's/version "1"/version "2"/; s/stage Work {/stage Working was Work {/; s/Work "w"/Working "w"/; s/to Work when/to Working when/' v1.leadflow > v2.leadflow; echo '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z","record":{"size":2}}' > e.ndjson; leadflow work v1.leadflow --store sqlite:s.db --events e.ndjson --until 2026-05-04T10:00:00Z -q; leadflow deploy v2.leadflow --store sqlite:s.db --now 2026-05-04T11:00:00Z; leadflow work v2.leadflow --store sqlite:s.db --until 2026-05-04T12:00:00Z -q; leadflow rollback --store sqlite:s.db --now 2026-05-04T13:00:00Z; printf '%s\n' '{"event":"2","type":"lead.updated","lead":"A","at":"2026-05-04T15:00:00Z","record":{"size":1}}' '{"event":"3","type":"lead.updated","lead":"A","at":"2026-05-04T16:00:00Z","record":{"size":2}}' > f.ndjson; leadflow work v1.leadflow --store sqlite:s.db --events f.ndjson -q; leadflow why A --store sqlite:s.db | grep -o 'moved from [A-Za-z]* to [A-Za-z]*\|log .old.\|in stage [A-Z][a-z]* since [0-9: -]*'; leadflow why A --store sqlite:s.db | grep -c 'in stage Work for 1 hour\|in stage Working for 1 hour'
|~ Work -> Working  1 lead
|~ Working -> Work  1 lead
|~ moved from Open to Work
|~ moved from Work to Open
|~ in stage Open since 2026-05-04 15:00
|~ 1

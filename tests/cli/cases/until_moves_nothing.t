# `--until` works up to a time; where nothing was due, time stands at the last thing that happened, and what is told afterwards for the time in between is not late.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'activity call' 'outreach call' 'roster { kay team "d" }' 'pool d = reps where team is "d"' 'queue desk { owner role lead_desk }' 'role lead_desk' 'route go { all otherwise -> round robin d otherwise queue desk }' 'sla first { starts when lead created; stops when outreach; target 2 days }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { enter { route go }; to Shut by owner }' > p.leadflow; echo '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z"}' > a.ndjson; echo '{"event":"2","type":"activity","lead":"X","at":"2026-05-05T10:00:00Z","activity":"call","by":"kay"}' > b.ndjson; cat a.ndjson b.ndjson > ab.ndjson; leadflow work p.leadflow --store sqlite:s.db --events a.ndjson --until 2026-05-05T12:00:00Z -q; leadflow clock --store sqlite:s.db
|~ time has come to 2026-05-04 08:00
$ leadflow work p.leadflow --store sqlite:s.db --events b.ndjson --until 2026-05-05T12:00:00Z -q; leadflow work p.leadflow --store sqlite:one.db --events ab.ndjson --until 2026-05-05T12:00:00Z -q; leadflow clock --store sqlite:s.db; for each in s one; do leadflow why X --store sqlite:$each.db --now 2026-05-05T12:00:00Z > $each.txt; done; cmp s.txt one.txt && grep -c 'first met' s.txt
|~ time has come to 2026-05-05 10:00
|~ 1
# A clock that was due by then is what happened last.
$ leadflow work p.leadflow --store sqlite:c.db --events a.ndjson --until 2026-05-20 -q; leadflow clock --store sqlite:c.db
|~ time has come to 2026-05-06 08:00

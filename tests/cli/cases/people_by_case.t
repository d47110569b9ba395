# Ids of the roster that differ in case are two people in every command: when one leaves, the leads of that one go on, and the other keeps theirs.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'role lead_desk' 'roster { kay team "d"; Kay team "x"; lou team "d"; max role lead_desk }' 'pool d = reps where team is "d"' 'queue desk { owner role lead_desk }' 'route go { all otherwise -> round robin d otherwise queue desk }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { enter { route go }; to Shut by owner }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z"}' '{"event":"2","type":"lead.created","lead":"B","at":"2026-05-04T08:01:00Z"}' '{"event":"3","type":"owner.assigned","lead":"B","at":"2026-05-04T08:02:00Z","owner":"Kay","by":"max"}' '{"event":"4","type":"roster.changed","at":"2026-05-04T09:00:00Z","reps":[{"id":"Kay","gone":true}]}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db -q --events e.ndjson; python3 -c 'import sqlite3; print(sqlite3.connect("s.db").execute("select id, owner from leads where length(id) > 0 order by id").fetchall())'; leadflow why B --store sqlite:s.db | grep -o 'Kay is not there any more\|routed to [a-z]*'; leadflow replay --store sqlite:s.db | grep -o 'all the same'
| [('A', 'kay'), ('B', 'kay')]
| routed to lou
| Kay is not there any more
| routed to kay
| all the same
# `run` gives to the same two.
$ printf 'id\nA\nB\n' > l.csv; leadflow run p.leadflow l.csv --now 2026-05-04T08:00:00Z -q | grep -o '"owner":"[A-Za-z]*"'
| "owner":"kay"
| "owner":"lou"

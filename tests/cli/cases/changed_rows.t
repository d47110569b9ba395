# A lead's stage, owner or state, a pool's counts, an activity, changed in the file: a replay says so. And a route that keeps
# its owner is one line, without another route's rules.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; email email pii; phone text pii }\nactivity call\noutreach call\nrole lead_desk\nroster { kay team "d"; lou team "d"; max role lead_desk }\npool d = reps where team is "d"\nqueue desk { owner role lead_desk }\nroute go { all otherwise -> round robin d otherwise queue desk }\nroute again { all otherwise -> round robin d otherwise queue desk }\nstages { Open "o" initial; Two "t"; Shut "s" final }\nstage Open { enter { route go }; to Two when had call; to Shut by owner }\nstage Two { enter { route again }; to Shut by owner }\n' > base.leadflow; leadflow check base.leadflow
|~ nothing to complain about
$ printf '%s\n' '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z"}' '{"event":"2","type":"lead.created","lead":"Y","at":"2026-05-04T08:00:00Z"}' '{"event":"3","type":"activity","lead":"X","at":"2026-05-04T09:00:00Z","activity":"call","by":"kay"}' > in.ndjson; leadflow work base.leadflow --store sqlite:sound.db --events in.ndjson -q; leadflow replay --store sqlite:sound.db
|~ all the same
$ for change in "UPDATE leads SET stage = 0 WHERE id = 'X'" "UPDATE leads SET owner = 'lou' WHERE id = 'X'" "UPDATE leads SET queue = 'desk' WHERE id = 'X'" "UPDATE leads SET state = (SELECT state FROM leads WHERE id = 'Y') WHERE id = 'X'" "UPDATE turns SET served = served + 1 WHERE pool = 'd' AND rep = 'kay'" "UPDATE turns SET open = open + 1 WHERE rep = 'kay'" "DELETE FROM activities"; do cp sound.db changed.db; python3 -c 'import sqlite3, sys; c = sqlite3.connect("changed.db"); c.execute(sys.argv[1]); c.commit()' "$change"; leadflow replay --store sqlite:changed.db > said 2>&1; [ $? = 1 ] || echo "not noticed: $change"; done; true
|
$ leadflow why X --store sqlite:sound.db
|~ route again keeps kay, who has the lead already
$ leadflow why X --store sqlite:sound.db | grep -c 'rule all holds'
| 1

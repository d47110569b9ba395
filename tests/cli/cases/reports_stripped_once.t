# A report by somebody's own values that was delivered loses its figures with whoever is erased first, and is not looked at again:
# its row is personal no more. A mail of the lead and a report without such values are told apart from it.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key; phone text pii }' 'roster { kay team "d" }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { to Shut by owner }' 'report r every day 12:00 to slack "#x" { count leads by phone }' 'report s every day 13:00 to slack "#x" { count leads by stage }' > p.leadflow; for l in X Y; do echo '{"event":"'$l'","type":"lead.created","lead":"'$l'","at":"2026-05-04T08:00:00Z","record":{"phone":"+49 555 '$l'"}}'; done > e.ndjson; echo '{"file":"o.ndjson","otherwise":"file"}' > ob.json; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-05-06 --outbox ob.json -q; printf '%s\n' 'import sqlite3' 'print(sqlite3.connect("s.db").execute("SELECT sum(personal), sum(status = '"'delivered'"') FROM outbox").fetchone(), sum("+49 555" in row[0] for row in sqlite3.connect("s.db").execute("SELECT effect FROM outbox")))' > rows.py; python3 rows.py
| (2, 4) 2
$ leadflow erase X --store sqlite:s.db > /dev/null; python3 rows.py
| (0, 4) 0
# The next day's has Y's values only, and goes with Y.
$ leadflow work p.leadflow --store sqlite:s.db --until 2026-05-07 --outbox ob.json -q; python3 rows.py; leadflow erase Y --store sqlite:s.db > /dev/null; python3 rows.py
| (1, 6) 1
| (0, 6) 0
# They are not of one lead: nobody is handed out what others are.
$ leadflow subject Y --store sqlite:s.db --format json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)["leads"][0]["effects"]))'
| 0

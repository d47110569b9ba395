# Of the leads that a rule compares, the journal keeps those that are alike: what an entry holds does not grow with those that are there.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key; company text }' 'stages { Open "o" initial }' 'stage Open {}' 'duplicates { similar company 95% -> flag }' > p.leadflow; python3 -c 'import hashlib, json; [print(json.dumps({"event": str(n), "type": "lead.created", "lead": "L%03d" % n, "at": "2026-05-04T08:00:00Z", "record": {"company": "A" + hashlib.sha256(str(n % 199).encode()).hexdigest()[:20]}})) for n in range(200)]' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db -q --events e.ndjson; python3 -c 'import sqlite3; print(max(len(v) for v, in sqlite3.connect("s.db").execute("select value from secrets")) < 500)'; leadflow why L199 --store sqlite:s.db --now 2026-05-05T00:00:00Z | grep -o 'seems to repeat L[0-9]*' | sort -u; leadflow replay --store sqlite:s.db | grep -o 'all the same'
| True
| seems to repeat L000
| all the same
# A lead that was compared and is erased since leaves nothing that a replay would lack.
$ leadflow erase L007 --store sqlite:s.db > /dev/null; leadflow replay --store sqlite:s.db | grep -o 'all the same'
| all the same

# What somebody wrote steers no terminal, and every list shows it in the same letters: tables, CSV, `why`, `subject`, messages.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key; company text }' 'roster { kay }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { to Shut by owner }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z","record":{"company":"a\u001b[31mb"}}' '{"event":"2","type":"stage.moved","lead":"X","at":"2026-05-04T09:00:00Z","stage":"a\u001b[31m","by":"kay"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-05-05 -q; leadflow refused --store sqlite:s.db | grep -o '`a.*` is not'
| `a\u001b[31m` is not
$ leadflow refused --store sqlite:s.db --format csv | grep -o '`a.*` is not'
| `a\u001b[31m` is not
$ leadflow why X --store sqlite:s.db | grep -o '`a.*` is not'
| `a\u001b[31m` is not
$ leadflow subject X --store sqlite:s.db | grep -o 'company.*'
|~ a\u001b[31mb
$ printf 'id,company\nX,a\033[31mb\n' > l.csv; printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key; company text }' 'route r { all otherwise -> a }' 'roster { a }' > r.leadflow; leadflow run r.leadflow l.csv --columns 'id, company' --format table
|~ a\u001b[31mb
$ printf 'playbook v \033[31m { }\n' > b.leadflow; leadflow check b.leadflow
|~ \u001b[31m
? 2

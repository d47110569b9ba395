# What could not be read may be anything that somebody wrote: nothing of it is left after erasing.
$ mkdir a; cd a; printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key; email email; consent one of granted, denied }' 'activity call' 'checklist bant { budget, need }' 'roster { kay team "d" }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { to Shut by owner; to Shut when bant is complete }' 'privacy { call only when consent is granted }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"Y","at":"2026-05-04T08:00:00Z","record":{"email":"y@b.example"}}' '{"event":"2","type":"consent.changed","lead":"Y","at":"2026-05-04T09:00:00Z","record":{"consent":"no, call my wife Mary 555-1234"}}' '{"event":"3","type":"checklist.answered","lead":"Y","at":"2026-05-04T09:10:00Z","checklist":"bant","answers":{"need":true,"budget":"ask Tom 555-9999"}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-05-05 -q; leadflow erase Y --store sqlite:s.db; leadflow audit show --lead Y --store sqlite:s.db | grep -c 555; grep -ac '555-....' s.db
|~ erased lead Y
|~ 0
|- 555-
? 1
# A report by somebody's own values that waits goes with them.
$ mkdir b; cd b; printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key; phone text pii }' 'roster { kay team "d" }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { to Shut by owner }' 'report r every day 12:00 to slack "#x" { count leads by phone }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z","record":{"phone":"+49 555 1234"}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-05-05 -q; leadflow erase X --store sqlite:s.db; echo '{"file":"o.ndjson","otherwise":"file"}' > ob.json; leadflow work p.leadflow --store sqlite:s.db --until 2026-05-05 --outbox ob.json -q; cat o.ndjson 2>/dev/null; grep -ac '+49 555 1234' s.db
|- 555 1234
|~ 0
? 1

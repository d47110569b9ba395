# Words are by the playbook's clock, as their heading says: Berlin is an hour ahead of the instants below. Told at 12:59 was what happened at 10:30,
# the call against it was at 14:00, and the task of 10:00 is due two hours later. JSON has instants.
$ printf '%s\n' 'playbook u { timezone "Europe/Berlin" }' 'lead { id text key; consent one of granted, denied, unknown default unknown }' 'activity call' 'activity visit' 'outreach call' 'roster { ana }' 'stages { New initial; Done final }' 'stage New { to Done by owner; enter { task call ana "Call" within 2 hours } }' 'privacy { call only when consent is not denied }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T10:00:00Z","record":{}}' '{"event":"2","type":"activity","lead":"A","activity":"visit","at":"2026-03-02T12:59:00Z"}' > a.ndjson; printf '%s\n' '{"event":"3","type":"consent.changed","lead":"A","at":"2026-03-02T10:30:00Z","record":{"consent":"denied"}}' '{"event":"4","type":"activity","lead":"A","activity":"call","by":"ana","at":"2026-03-02T14:00:00Z"}' > b.ndjson; for file in a b; do leadflow work p.leadflow --store sqlite:s.db --events $file.ndjson -q; done; leadflow subject A --store sqlite:s.db --now 2026-03-03 | grep -e told -e 'times are' -e 'only when' -e due -e 'T1'
| What sqlite:s.db holds of lead A, as of 2026-03-03 00:00 (times are those of Europe/Berlin)
|     2026-03-02 11:30  consent denied, told 2026-03-02 13:59
|         against privacy: call at 2026-03-02 15:00 by ana: call only when consent is not denied  (p.leadflow:9)
|         due 2026-03-02 13:00
|     call at 2026-03-02 15:00 by ana: call only when consent is not denied
$ leadflow subject A --store sqlite:s.db --now 2026-03-03 --format html > a.html; grep -c 'told 2026-03-02 13:59' a.html; grep -c 'call at 2026-03-02 15:00 by ana' a.html; grep -c '2026-03-02T1' a.html
| 1
| 2
| 0
? 1
$ leadflow why A --store sqlite:s.db --now 2026-03-03 | grep 'against privacy'; leadflow subject A --store sqlite:s.db --format json | grep -o -e 'call at 2026[^ ]*' -e '"told": .*' -e '"due": .*'; leadflow why A --store sqlite:s.db --format json | grep -o 'call at 2026[^ ]*'
|     against privacy: call at 2026-03-02 15:00 by ana: call only when consent is not denied  (p.leadflow:9)
|   against privacy: call at 2026-03-02 15:00 by ana: call only when consent is not denied
| call at 2026-03-02T14:00:00Z
| "told": "2026-03-02T12:59:00Z"
| "due": "2026-03-02T12:00:00Z"
| call at 2026-03-02T14:00:00Z
| "due": "2026-03-02T12:00:00Z"
| call at 2026-03-02T14:00:00Z

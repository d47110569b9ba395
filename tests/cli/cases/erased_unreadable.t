# What could not be read is taken for personal, in the record and in activities: erasing takes it out. What comes later about who was erased is not written down.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key; email email; size int; acc rep; vip bool; tags some of a, b; country country; seen instant format "unix ms" }' 'activity call { outcome one of yes, no; minutes int; tags some of a, b }' 'roster { ana team "s" }' 'stages { New "x" initial; Done "y" final }' 'stage New { to Done by owner }' > p.leadflow; printf '%s\n' '{"event":"e1","type":"lead.created","lead":"P1","at":"2026-03-02T09:00:00Z","record":{"size":"Kim 555-0101","acc":"Kim 555-0102","vip":"Kim 555-0103","tags":["a","Kim 555-0104"],"country":"Kim 555-0105","seen":"2026-03-04","activities":[{"type":"call","at":"2026-03-01T09:00:00Z","outcome":"Kim 555-0106","minutes":7,"tags":["a","Kim 555-0107"]}]}}' '{"event":"e2","type":"activity","lead":"P1","at":"2026-03-02T09:10:00Z","activity":"call","fields":{"outcome":"yes","minutes":"Kim 555-0108"}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q; strings -a s.db | grep -c '555-01'; leadflow erase P1 --store sqlite:s.db --now 2026-03-02T10:00Z > /dev/null; strings -a s.db | grep -oE '555-01..|2026-03-04'; leadflow replay --store sqlite:s.db
|- 555-01
|- 2026-03-04
|~ all the same
$ printf '%s\n' '{"event":"e3","type":"note.added","lead":"P1","at":"Kim","record":{"note":"Kim 555-0100"}}' '{"event":"e4","type":"lead.updated","lead":"P1","at":"2026-03-02T11:00:00Z","record":{"size":"Kim 555-0101"}}' 'P1,Kim 555-0102' '{"event":"e5","type":"note.added","lead":"P2","record":{"note":"Lee"}}' > f.ndjson; leadflow work p.leadflow --store sqlite:s.db --events f.ndjson --rejects kept.ndjson
!~ f.ndjson:1: the line names a lead whose personal data were erased: nothing of it is kept
!~ f.ndjson:4: there is no event type `note.added`
!- 555
$ grep -c 555 kept.ndjson; python3 -c 'import json; print([(d["line"], d["record"] != "") for d in map(json.loads, open("kept.ndjson"))])'
| 0
| [(1, False), (3, False), (4, True)]
$ (cat f.ndjson) | leadflow work p.leadflow --store sqlite:s.db --events - --once --rejects piped.ndjson -q; grep -c 555 piped.ndjson
| 0
!- 555
? 1

# Under Consents stands what was taken: one that was refused stands among the events alone, and a value that was taken away is said to be.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key; email email pii; company text; consent one of granted, denied }' 'activity email_sent' 'roster { ana }' 'route r { all otherwise -> ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { enter { route r }; to Done by owner }' 'privacy { email_sent only when consent is granted }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T10:00:00Z","record":{"company":"Acme","consent":"granted"}}' '{"event":"2","type":"lead.updated","lead":"A","at":"2026-03-02T11:00:00Z","record":{"consent":null}}' '{"event":"3","type":"consent.changed","lead":"A","at":"2026-03-02T12:00:00Z","record":{"consent":"huh"}}' '{"event":"4","type":"consent.changed","lead":"A","at":"2026-03-02T13:00:00Z","record":{"consent":"denied"}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q 2>/dev/null; leadflow subject A --store sqlite:s.db --now 2026-03-02T16:00:00Z > s.txt; sed -n '/^  Consents/,/^$/p' s.txt
|   Consents
|     2026-03-02 10:00  consent granted
|         source: lead.created 1
|     2026-03-02 11:00  consent taken away
|         source: lead.updated 2
|     2026-03-02 13:00  consent denied
|         source: consent.changed 4
$ sed -n '/^  Decisions/,/^$/p' s.txt | grep -A1 'lead.updated'; sed -n '/^  Events/,/^$/p' s.txt | head -3
|     2026-03-02 11:00  lead.updated
|         consent taken away
|   Events that wait or were refused
|     2026-03-02 12:00  consent.changed, refused
|         refused: nothing of it can be read: the value of `consent` is not one of the known values

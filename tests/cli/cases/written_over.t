# No command writes over what it reads: the store, the playbook and what it uses, leads, events. Refused before anything is written.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key; size int }' 'roster from "people.csv"' 'pool s = reps where team is "s"' 'stages { New "n" initial; Done "d" final }' 'stage New { enter { route r }; to Done by owner }' 'route r { all otherwise -> round robin s }' > p.leadflow; printf 'id,team\nana,s\n' > people.csv; printf 'id,size\nL1,5\n' > leads.csv; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T10:00:00Z"}' garbage > e.ndjson; printf '{"file":"e.ndjson"}' > to_events.json; printf '{"file":"s.db"}' > to_store.json; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q 2>/dev/null; ln -s leads.csv link.csv; ln people.csv hard.csv; mkdir in; sha256sum p.leadflow people.csv leads.csv e.ndjson to_events.json s.db > before
$ leadflow run p.leadflow leads.csv --now 2026-03-02T15:00:00Z --out leads.csv
! error: `leads.csv` is read by this command; --out would write over it
? 2
$ leadflow run p.leadflow leads.csv --now 2026-03-02T15:00:00Z --out in/../link.csv
!~ error: `leads.csv` is read by this command
? 2
$ leadflow run p.leadflow leads.csv --now 2026-03-02T15:00:00Z --out d.ndjson --rejects p.leadflow
! error: `p.leadflow` is read by this command; --rejects would write over it
? 2
$ leadflow run p.leadflow leads.csv --now 2026-03-02T15:00:00Z --out hard.csv
! error: `people.csv` is read by the playbook; --out would write over it
? 2
$ leadflow run p.leadflow leads.csv --now 2026-03-02T15:00:00Z --out d.ndjson --rejects in/../d.ndjson
! error: `d.ndjson` is what --out writes; --rejects would write over it
? 2
$ leadflow report --store sqlite:s.db -o s.db
! error: `s.db` is the store's; --output would write over it
? 2
$ leadflow report p.leadflow --store sqlite:s.db --standard -o people.csv
! error: `people.csv` is read by the playbook; --output would write over it
? 2
$ leadflow build p.leadflow -o p.leadflow
! error: `p.leadflow` is read by this command; --out would write over it
? 2
$ leadflow simulate p.leadflow --leads leads.csv --from 2026-03-02 --to 2026-03-03 --rejects leads.csv
! error: `leads.csv` is read by this command; --rejects would write over it
? 2
$ leadflow simulate p.leadflow --leads leads.csv --from 2026-03-02 --to 2026-03-03 --store sqlite:leads.csv
! error: `leads.csv` is read by this command; --store would write over it
? 2
$ leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --rejects e.ndjson
! error: `e.ndjson` is read by this command; --rejects would write over it
? 2
$ leadflow work p.leadflow --store sqlite:new.db --events e.ndjson --rejects new.db
! error: `new.db` is the store's; --rejects would write over it
? 2
$ leadflow work p.leadflow --store sqlite:people.csv --events e.ndjson
! error: `people.csv` is read by the playbook; --store would write over it
? 2
$ leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --outbox to_store.json
! error: `s.db` is the store's; the outbox would write over it
? 2
$ leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --outbox to_events.json
! error: `e.ndjson` is read by this command; the outbox would write over it
? 2
$ sha256sum -c --quiet before && echo untouched; ls | grep -cE '^(new.db|d.ndjson)'
| untouched
| 0
? 1
# What is nobody's file may be given more than once.
$ leadflow run p.leadflow leads.csv --now 2026-03-02T15:00:00Z --out /dev/null --rejects /dev/null -q; echo $?
| 0

# `subject` shows all that a store holds of a person, also what a member says that comes again and is not read.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key; email email; tags some of x, y }' 'activity visit { note text }' 'roster { ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { to Done by owner }' > p.leadflow; printf '%s\n' '{"event":"e1","type":"lead.created","lead":"L1","at":"2026-03-02T10:00:00Z","record":{"email":"a@x.com","email":"second@secret.example","email":"third@secret.example"}}' '{"event":"e2","type":"activity","lead":"L1","at":"2026-03-02T11:00:00Z","activity":"visit","fields":{"note":"one","note":"two"}}' '{"event":"e3","type":"stage.moved","lead":"L1","at":"2026-03-02T11:00:00Z","stage":"Done","odd":{"k":1,"k":"inner@secret.example"}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-03 -q; leadflow subject L1 --store sqlite:s.db | grep -m1 'second@'
|         email a@x.com; email (2) second@secret.example; email (3) third@secret.example
$ for f in text json html; do leadflow subject L1 --store sqlite:s.db --format $f > s.$f; grep -q second@secret s.$f && grep -q third@secret s.$f && grep -q inner@secret s.$f && grep -q 'two' s.$f && echo $f; done
| text
| json
| html
# The first keeps its name: it is what everything was decided by.
$ python3 -c 'import json; print(json.load(open("s.json"))["leads"][0]["activities"])'
| [{'at': '2026-03-02T11:00:00Z', 'type': 'visit', 'by': '', 'fields': {'event': 'e2', 'note': 'one', 'note (2)': 'two'}}]
$ leadflow erase L1 --store sqlite:s.db > /dev/null; leadflow subject L1 --store sqlite:s.db --format json | grep -c secret.example
| 0
? 1

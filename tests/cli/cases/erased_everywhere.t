# Whatever somebody wrote in events of any kind - taken, refused, waiting, handed on to another lead - is nowhere in the file after erasing, numbers either.
$ cp everything_said.leadflow p.leadflow; python3 everything_said.py > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-05-05 -q; python3 everything_said.py left s.db | cut -d' ' -f1 | sort -u
| activities
| events
| leads
| outbox
| secrets
!~ set aside
$ leadflow replay --store sqlite:s.db
|~ of 3 leads: all the same
# Before, all of it is handed out, in words and as a page too.
$ for lead in Y nobody; do for form in json text html; do leadflow subject $lead --store sqlite:s.db --format $form > $lead.$form; done; python3 everything_said.py forms $lead.json $lead.text $lead.html; done
| Y.text shows all
| Y.html shows all
| numbers
| nobody.text shows all
| nobody.html shows all
| numbers
$ python3 check_schema.py "$EXAMPLES/../docs/schemas/subject-1.json" Y.json
| Y.json is as the schema says
$ leadflow erase Y --store sqlite:s.db --by max > /dev/null; leadflow erase nobody --store sqlite:s.db --by max > /dev/null; python3 everything_said.py left s.db; cat s.db s.db-* 2>/dev/null | grep -ac SECRET
| 0
? 1
$ leadflow audit verify --store sqlite:s.db
|~ nothing was changed, added or taken out
# What is of the playbook and of the roster stays readable: who did what.
$ leadflow why Y --store sqlite:s.db | grep 'handoff.rejected h,\|handoff.accepted h,\|approval.decided terms\|checklist.answered bant,' | head -5
|~ handoff.rejected h, reason bad, by cat: (erased)
|~ handoff.accepted h, by cat: (erased)
|~ approval.decided terms granted, by max: (erased)
|~ checklist.answered bant, by kay
# Who asked to be forgotten may be the lead itself; who ran the command is named.
$ mkdir by; cd by; printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key; email email pii }' 'roster { kay }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { to Shut by owner }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z","record":{}}' '{"event":"2","type":"lead.created","lead":"Y","at":"2026-05-04T08:00:00Z","record":{}}' '{"event":"3","type":"lead.erased","lead":"X","at":"2026-05-04T09:00:00Z","by":"kim@home.example","comment":"Kim asks"}' '{"event":"4","type":"lead.erased","lead":"Y","at":"2026-05-04T09:00:00Z","by":"kay"}' '{"event":"5","type":"lead.created","lead":"Z","at":"2026-05-04T08:00:00Z","record":{}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-05-05 -q; leadflow erase Z --store sqlite:s.db --by privacy@acme.example > /dev/null; for each in X Y Z; do leadflow why $each --store sqlite:s.db | grep -o 'lead.erased.*'; done; grep -ac 'kim@home\|Kim asks' s.db
| lead.erased, by (erased): (erased)
| lead.erased, by kay
| lead.erased, by privacy@acme.example
| 0
? 1
# Also where it was asked of a copy, which hands it on.
$ mkdir copy; cd copy; printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key; email email pii }' 'roster { kay }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { to Shut by owner }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z","record":{}}' '{"event":"2","type":"lead.created","lead":"Y","at":"2026-05-04T08:00:00Z","record":{}}' '{"event":"3","type":"lead.merged","lead":"X","other":"Y","at":"2026-05-04T08:30:00Z"}' '{"event":"4","type":"lead.erased","lead":"Y","at":"2026-05-04T09:00:00Z","by":"kim@home.example"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-05-05 -q; leadflow why X --store sqlite:s.db | grep -o 'personal data are erased'; grep -ac 'kim@home' s.db
|~ personal data are erased
|~ 0
? 1
# A value that could not be read, or is not read beside a better column, is nothing that may stay of a record.
$ mkdir two; cd two; printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key; size int from "Size", "Employees"; n int }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { to Shut when size > 1000 }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z","record":{"Size":7,"Employees":"ask Tom 555-1","n":"ask Ann 555-2"}}' '{"event":"2","type":"lead.updated","lead":"X","at":"2026-05-04T09:00:00Z","record":{"n":"ask Ann 555-3"}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-05-05 -q; grep -ac 555 s.db > /dev/null && echo there; leadflow erase X --store sqlite:s.db > /dev/null; grep -ac '555-' s.db; leadflow audit show --lead X --store sqlite:s.db | grep Size
|~ there
|~ 0
|~ "Size": 7

# `automation` stands for the program itself: nobody of a roster is called so, in any case, wherever the roster is read.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key }' 'roster from "people.csv"' 'stages { New "n" initial; Won "w" final }' 'stage New { to Won by owner }' > p.leadflow; printf 'id,team\nana,na\nAutomation,na\n' > people.csv; leadflow check p.leadflow
|~ error[LF0702]: `Automation` is no person's id, it stands for the program itself: the line is left out
|~ people.csv:3:1
? 2
$ leadflow roster check people.csv --playbook quoted_ids.leadflow
|~ people.csv:3: id: `Automation` is no person's id, it stands for the program itself
? 1
$ printf 'id,team\nana,na\n' > people.csv; leadflow check p.leadflow
|~ nothing to complain about
$ sed 's/roster from "people.csv"/roster { ana team "na"\n  automation team "na" }/' p.leadflow > own.leadflow; leadflow check own.leadflow
|~ error[LF0702]: `automation` is no person's id, it stands for the program itself
|~ own.leadflow:4:3
? 2
# A change of the roster that brings somebody so called is refused whole, and one that lets such a person of an earlier roster go is not.
$ printf '%s\n' '{"event":"1","type":"roster.changed","at":"2026-03-02T09:00:00Z","reps":[{"id":"ben","team":"na"},{"id":"automation","team":"na"}]}' '{"event":"2","type":"roster.changed","at":"2026-03-02T09:10:00Z","name":"whole","reps":[{"id":" AUTOMATION ","team":"na"}]}' '{"event":"3","type":"roster.changed","at":"2026-03-02T09:20:00Z","reps":[{"id":"automation","gone":true}]}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-02T12:00Z -q; leadflow refused --store sqlite:s.db --format json | python3 -c 'import json,sys; [print(e["event"], e["why"]) for e in json.load(sys.stdin)]' | sort
| 1 row 2: `automation` is no person's id, it stands for the program itself
| 2 row 1: ` AUTOMATION ` is no person's id, it stands for the program itself
| 3 row 1: nobody in the roster has the id `automation`
$ leadflow replay --store sqlite:s.db
|~ all the same

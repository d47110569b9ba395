# What is handed out of a person, and that nothing of it is left after erasing, byte by byte.
$ python3 persons.py 400 > persons.ndjson; echo '{"event":"X-9","type":"lead.creatd","lead":"X","at":"2026-03-02T11:00:00Z","record":{"phone":"PLANT19"}}' >> persons.ndjson
$ leadflow work persons.leadflow --store sqlite:p.db --events persons.ndjson --until 2026-03-02T18:00:00Z --rejects aside.ndjson -q
!~ did you mean `lead.created`?
# Every planted value is in the store and is shown: by any of the ids that are this person.
$ leadflow subject X --store sqlite:p.db --format json > x.json; python3 -c 'import json; t=open("x.json").read(); print([n for n in range(1, 20) if n != 18 and f"PLANT{n:02}" not in t], json.loads(t)["format"])'
| [] leadflow/subject/1
$ leadflow subject Y --store sqlite:p.db --format json | grep -c PLANT02
|~ 
$ leadflow subject Z --store sqlite:p.db --format json | grep -c PLANT18
|~ 
$ python3 check_schema.py "$EXAMPLES/../docs/schemas/subject-1.json" x.json
| x.json is as the schema says
$ leadflow subject X --store sqlite:p.db | head -1
|~ What sqlite:p.db holds of lead X, as of 20
# In words: instants, and no number that only a receiver reads; a timer is a clock.
$ leadflow subject X --store sqlite:p.db | grep -cE '^ +1[0-9]{12} |^ +[^ ]+ +timer '
| 0
? 1
$ leadflow subject X --store sqlite:p.db --format html | grep -c '<script'
| 0
? 1
$ leadflow subject X --store sqlite:p.db
|~ Lead Y
|~ merged into X
|~ source: consent.changed X-3
|~ because of stage Open enter
|~ said hello; more PLANT05
|~ Lines that were set aside
$ leadflow subject nobody --store sqlite:p.db
!~ holds nothing of a lead `nobody`
? 2
# Erasing one runs no clock of another: nothing is sent to W, nor to any other, though the wall clock stands far behind their waits.
$ leadflow outbox list --store sqlite:p.db --status waiting --limit 10000 --format json | python3 -c 'import json,sys; print(sum(1 for r in json.load(sys.stdin) if not r["effect"]["key"].startswith(("X/", "Y/"))))' > before
$ leadflow erase Y --store sqlite:p.db --by privacy
|~ erased lead Y and X, the same person by merging
|~ still verify
$ leadflow outbox list --store sqlite:p.db --status waiting --limit 10000 --format json | python3 -c 'import json,sys; print(sum(1 for r in json.load(sys.stdin) if not r["effect"]["key"].startswith(("X/", "Y/"))))' | diff before - && echo the same
| the same
$ leadflow erase Z --store sqlite:p.db --by privacy
|~ erased lead Z
# Not a byte of it is left.
$ cat p.db p.db-* aside.ndjson 2>/dev/null | grep -aoE 'PLANT[0-9]+' | sort | uniq -c
|
$ leadflow audit verify --store sqlite:p.db
|~ nothing was changed, added or taken out
$ leadflow replay --store sqlite:p.db
|~ 3 leads erased
$ leadflow erase Y --store sqlite:p.db
| lead Y was erased already
# What comes for it later leaves nothing either.
$ echo '{"event":"X-8","type":"activity","lead":"X","at":"2026-03-02T18:30:00Z","activity":"PLANT20","by":"PLANT21","comment":"PLANT22"}' > late.ndjson; leadflow work persons.leadflow --store sqlite:p.db --events late.ndjson --until 2026-03-02T19:00:00Z -q; cat p.db p.db-* 2>/dev/null | grep -ac PLANT
| 0
? 1

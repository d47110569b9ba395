# The number of an event - a mark, for how long an escalation is held - is what somebody said: handed out, and erased with the rest.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key; n int }' 'owners sdr, ae' 'role boss' 'roster { ana team "t"; cem team "u"; max role boss }' 'pool u = reps where team is "u"' 'queue desk { owner role boss }' 'route r { all otherwise -> ana }' 'route r2 { all otherwise -> round robin u otherwise queue desk }' 'stages { New "n" initial; Work "w" }' 'stage New owned by sdr { enter { route r }; to Work when n > 1 }' 'stage Work owned by ae { }' 'handoff hand { when stage becomes Work; from sdr to ae by route r2; feedback 1..5 from owner within 1 hour }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"K1","at":"2026-03-02T09:00:00Z","record":{"n":2}}' '{"event":"2","type":"feedback.given","lead":"K1","at":"2026-03-02T09:10:00Z","handoff":"hand","mark":4915112345678,"by":"ana"}' '{"event":"3","type":"handoff.accepted","lead":"K1","at":"2026-03-02T09:20:00Z","handoff":"hand","by":"cem"}' '{"event":"4","type":"feedback.given","lead":"K1","at":"2026-03-02T09:30:00Z","handoff":"hand","mark":4,"by":"ana"}' '{"event":"5","type":"escalation.acknowledged","lead":"K1","at":"2026-03-02T09:40:00Z","for":"17 hours","by":"max"}' '{"event":"6","type":"feedback.given","lead":"K1","at":"2028-03-02T09:30:00Z","handoff":"hand","mark":4915187654321,"by":"ana"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-02T12:00Z -q
# 17 hours are 17 * 3600 * 1000 = 61200000 ms.
$ leadflow subject K1 --store sqlite:s.db --format json | python3 -c 'import json,sys; lead=json.load(sys.stdin)["leads"][0]; [print(at, each["id"], each["number"]) for at in ("decisions", "events") for each in lead[at] if "number" in each]'
| decisions 2 4915112345678
| decisions 4 4
| decisions 5 61200000
| events 2 4915112345678
| events 5 61200000
| events 6 4915187654321
$ leadflow subject K1 --store sqlite:s.db | grep -o 'feedback.given.*\|escalation.ack.*'
| feedback.given hand, mark 4, by ana
| feedback.given hand, mark 4915112345678, by ana, refused
| escalation.acknowledged, for 17 h, by max, refused
| feedback.given hand, mark 4915187654321, by ana, waiting
$ leadflow replay --store sqlite:s.db
|~ all the same
# Erasing takes what was not taken; a mark that was given stays in the journal, as what was decided.
$ leadflow erase K1 --store sqlite:s.db > /dev/null; python3 -c 'import sqlite3; s = sqlite3.connect("s.db"); print(s.execute("SELECT id, amount FROM events WHERE amount <> 0").fetchall()); [print(line) for line in s.iterdump() if "49151" in line or "61200000" in line]'
| []
$ leadflow subject K1 --store sqlite:s.db | grep -o 'feedback.given.*\|escalation.ack.*'
| feedback.given (erased), mark (erased), by ana
| feedback.given hand, mark 4, by ana
| escalation.acknowledged, for (erased), by max
| feedback.given, refused
| escalation.acknowledged, refused
$ leadflow audit verify --store sqlite:s.db
|~ nothing was changed, added or taken out
$ leadflow erase K1 --store sqlite:s.db
| lead K1 was erased already
# What comes for it later leaves no number either.
$ echo '{"event":"7","type":"feedback.given","lead":"K1","at":"2026-03-02T13:30:00Z","handoff":"hand","mark":4915187654322}' > late.ndjson; leadflow work p.leadflow --store sqlite:s.db --events late.ndjson --until 2026-03-02T14:00Z -q; python3 -c 'import sqlite3; print([line for line in sqlite3.connect("s.db").iterdump() if "49151" in line])'
| []

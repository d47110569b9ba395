# A member of another type of event is named, has no effect and costs nothing (event_keys.def says which type takes which).
$ cd reading && cat created.ndjson > in.ndjson && printf '%s\n' '{"event":"2","type":"lead.created","lead":"G2","at":"2026-03-02T10:01:00Z","record":{"company":"B"},"approval":"Big","table":"leads_eu","seat":"sdr","decision":"ben"}' '{"event":"3","type":"activity","lead":"G1","activity":"call","fields":{"outcome":"connected"},"by":"ana","stage":"New","mark":true,"at":"2026-03-02T10:02:00Z"}' '{"event":"4","type":"lead.merged","lead":"G1","owner":"G2","at":"2026-03-02T10:03:00Z"}' '{"event":"5","type":"roster.changed","stage":"whole","reps":[{"id":"rudi","role":"ops"}],"at":"2026-03-02T10:04:00Z"}' '{"event":"6","type":"table.changed","table":"accounts","owner":"remove","rows":[{"domain":"acme.example"}],"at":"2026-03-02T10:05:00Z"}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:t.db --events in.ndjson
!~ in.ndjson:4: the event says no `other`
!~ `approval` is no member of lead.created (line 2, event 2, lead G2)
!~ `table` is no member of lead.created
!~ `seat` is no member of lead.created
!~ `decision` is no member of lead.created
!~ `stage` is no member of activity (line 3, event 3, lead G1)
!~ `mark` is no member of activity
!~ `stage` is no member of roster.changed (line 5, event 5)
!~ `owner` is no member of table.changed (line 6, event 6)
$ cd reading && leadflow subject G1 --store sqlite:t.db --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); l=d["leads"][0]; print(l.get("merged_into"), sorted(a["type"] for a in l["activities"]))'
| None ['call', 'email_sent']
$ cd reading && leadflow fair s --store sqlite:t.db | grep -cE '^(ana|ben) '
| 2
$ cd reading && leadflow replay --store sqlite:t.db
|~ all the same

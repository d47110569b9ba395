# What a merged lead hands on is refused, in part or as a whole, under the id and the lead under which it was sent: that is what a sender
# can look for. A goes into C then, and what comes for B goes all the way.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key; email email; size int; consent one of granted, denied, unknown default unknown }' 'activity call { outcome one of connected, voicemail }' 'checklist bant { budget, need }' 'roster { ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { to Done when bant.budget is yes }' 'duplicates { same email -> keep oldest, merge others }' 'privacy { call only when consent is not denied }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T09:00:00Z","record":{"email":"a@x.example"}}' '{"event":"2","type":"lead.created","lead":"B","at":"2026-03-02T09:01:00Z","record":{"email":"a@x.example"}}' '{"event":"3","type":"lead.updated","lead":"B","at":"2026-03-02T09:02:00Z","record":{"size":"many"}}' '{"event":"4","type":"activity","lead":"B","at":"2026-03-02T09:03:00Z","activity":"call","fields":{"outcom":"connected"}}' '{"event":"5","type":"checklist.answered","lead":"B","at":"2026-03-02T09:04:00Z","checklist":"bant","answers":{"budgt":true,"need":true}}' '{"event":"6","type":"consent.changed","lead":"B","at":"2026-03-02T09:05:00Z","record":{"consnt":"denied"}}' '{"event":"7/b~1","type":"stage.moved","lead":"B","at":"2026-03-02T09:06:00Z","stage":"Nowhere","by":"ana"}' '{"event":"8","type":"lead.created","lead":"C","at":"2026-03-02T09:10:00Z"}' '{"event":"9","type":"lead.merged","lead":"C","other":"A","at":"2026-03-02T09:11:00Z"}' '{"event":"10/~","type":"lead.updated","lead":"B","at":"2026-03-02T09:12:00Z","record":{"size":"lots"}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --rejects aside.ndjson
!~ size: `many` is not a whole number (line 3, event 3, lead B)
!~ `call.outcom` is not a field of the activity; did you mean `outcome`? (line 4, event 4, lead B)
!~ `bant.budgt` is not an item of the checklist; did you mean `budget`? (line 5, event 5, lead B)
!- leadflow:
$ grep -c '"file":"e.ndjson","line":10,.*"event":"10/~","lead":"B"' aside.ndjson; leadflow refused --store sqlite:s.db --format csv --limit 100 | tr -d '\r'
| 1
| event,at,type,lead,refused,why,value
| 10/~,2026-03-02 09:12,lead.updated,B,in part,the value of `size` is not a whole number,lots
| 7/b~1,2026-03-02 09:06,stage.moved,B,whole,`Nowhere` is not a stage of the playbook,
| 6,2026-03-02 09:05,consent.changed,B,whole,nothing of it can be read: `consnt` is not a field of the lead; did you mean `consent`?,
| 5,2026-03-02 09:04,checklist.answered,B,in part,`bant.budgt` is not an item of the checklist; did you mean `budget`?,true
| 4,2026-03-02 09:03,activity,B,in part,`call.outcom` is not a field of the activity; did you mean `outcome`?,•••
| 3,2026-03-02 09:02,lead.updated,B,in part,the value of `size` is not a whole number,many
$ leadflow refused --store sqlite:s.db --event 10/~ --format json | grep -E '"(event|lead|handed_on_to)"'; leadflow refused --store sqlite:s.db --lead B --format csv | wc -l; leadflow refused --store sqlite:s.db --lead C --format csv | wc -l; leadflow refused --store sqlite:s.db --by-reason | grep -o 'whole.*`…` is not a stage.*'
|     "event": "10/~",
|     "lead": "B",
|     "handed_on_to": "C",
| 7
| 2
| whole    stage.moved         `…` is not a stage of the playbook                    7/b~1
# Given again, the one that was refused as a whole is refused again, once.
$ leadflow refused retry --store sqlite:s.db --event 6; leadflow work p.leadflow --store sqlite:s.db --until 2026-03-02T09:20:00Z -q; leadflow refused --store sqlite:s.db --event 6 --format csv | wc -l; leadflow replay --store sqlite:s.db | grep -o 'all the same'
| 1 event waits again; `leadflow work` takes it
| 2
| all the same
# An id so long that both would not fit is told by where it was handed on from, and kept.
$ long=$(printf '/%.0s' $(seq 512)); lead=$(printf '~%.0s' $(seq 512)); printf '%s\n' "{\"event\":\"1\",\"type\":\"lead.created\",\"lead\":\"A\",\"at\":\"2026-03-02T09:00:00Z\",\"record\":{\"email\":\"a@x.example\"}}" "{\"event\":\"2\",\"type\":\"lead.created\",\"lead\":\"$lead\",\"at\":\"2026-03-02T09:01:00Z\",\"record\":{\"email\":\"a@x.example\"}}" "{\"event\":\"$long\",\"type\":\"lead.updated\",\"lead\":\"$lead\",\"at\":\"2026-03-02T09:02:00Z\",\"record\":{\"size\":\"many\"}}" > l.ndjson; leadflow work p.leadflow --store sqlite:l.db --events l.ndjson -q; leadflow refused --store sqlite:l.db --format csv | tr -d '\r' | cut -c 1-20
| event,at,type,lead,r
| leadflow:forward/~0~

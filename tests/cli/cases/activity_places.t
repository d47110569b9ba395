# What cannot be read of an activity is told where it stands, by `simulate` as by `run`: also of one from before the lead, which goes into the record of the lead
# that another file brings, and of one with an id of its own. What the record itself says stays on the lead's line.
$ printf '%s\n' 'playbook b { version "1" timezone "UTC" }' 'lead { id text key; created_at instant }' 'activity call { outcome one of connected, voicemail; minutes int }' 'activity visit' 'roster { ana team "s" }' 'stages { New "x" initial; Done "d" final }' 'stage New { to Done by owner }' > b.leadflow; printf '%s\n' '{"id":"A1","created_at":"2026-03-01T10:00:00Z"}' '{"id":"A2","created_at":"2026-03-01T10:00:00Z","activities":[{"type":"call","at":"2026-02-19T10:00:00Z","minutes":"x"}]}' > l.ndjson; printf '%s\n' event,lead,type,at,outcome,minutes,by ',A1,visit,2026-02-20 10:01,,,' ',A2,visit,2026-02-20 10:02,,,' ',A2,call,2026-02-20 10:00,connected,x,' 'z5,A2,call,2026-03-01 12:00,conected,,' ',A2,call,2026-03-01 13:00,conected,,' ',A2,call,2026-02-21 10:00,connected,4,anna' ',A1,call,2026-02-21 10:00,connected,y,' 'z9,A2,call,2026-02-22 10:00,spoke,,' > long.csv; leadflow simulate b.leadflow --leads l.ndjson --activities long.csv --from 2026-03-01 --to 2026-03-03 --rejects aside.ndjson --store sqlite:s.db > /dev/null
!~ not read   7   3x call.minutes: `y` is not a whole number (long.csv:8, lead A1)
!~ by: `anna` is not a rep of the roster; did you mean `ana`? (long.csv:7, lead A2)
!~ 3x call.outcome: `spoke` is not one of the known values (long.csv:9, lead A2)
$ python3 -c 'import json; [print(*line) for line in sorted((d["file"], d["line"], d["field"], d["value"], d["lead"]) for d in map(json.loads, open("aside.ndjson")))]'
| l.ndjson 2 call.minutes x A2
| long.csv 4 call.minutes x A2
| long.csv 5 call.outcome conected A2
| long.csv 6 call.outcome conected A2
| long.csv 7 by anna A2
| long.csv 8 call.minutes y A1
| long.csv 9 call.outcome spoke A2
$ leadflow run b.leadflow l.ndjson --activities long.csv --now 2026-03-03 --columns id -q | wc -l; leadflow run b.leadflow l.ndjson --activities long.csv --now 2026-03-03 --columns id 2>&1 > /dev/null | grep -oE 'long.csv:[0-9]+: column `[a-z]+`'
| 2
| long.csv:4: column `minutes`
| long.csv:5: column `outcome`
| long.csv:6: column `outcome`
| long.csv:7: column `by`
| long.csv:8: column `minutes`
# The lead's account tells of it as before.
$ leadflow why A1 --store sqlite:s.db --full
|~ call.minutes: `y` is not a whole number

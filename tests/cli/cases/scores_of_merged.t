# `scores max` and `latest` choose between what gives points; a call that was made was made: it answers, counts and holds off whoever waits for none.
$ for how in sum latest max; do sed "s/\$SC/$how/" in_time/scores.leadflow > $how.leadflow; leadflow work $how.leadflow --store sqlite:$how.db --events in_time/scores.ndjson --until 2026-05-04T20:00:00Z -q; for l in A C; do leadflow why $l --store sqlite:$how.db --now 2026-05-04T20:00:00Z | grep -o 'sla first met by [a-z]*\|taken from [a-z]*'; done; leadflow report --store sqlite:$how.db --now 2026-05-04T20:00:00Z | grep '59 min'; done; true
| sla first met by kay
| sla first met by lou
|   59 min 59 s      2
| sla first met by kay
| sla first met by lou
|   59 min 59 s      2
| sla first met by kay
| sla first met by lou
|   59 min 59 s      2
# What gives points goes by it: visits of the one with more points.
$ printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z","record":{"email":"a@x.example","activities":[{"type":"visit","at":"2026-05-04T08:00:00Z"},{"type":"visit","at":"2026-05-04T08:01:00Z"}]}}' '{"event":"2","type":"lead.created","lead":"B","at":"2026-05-04T08:30:00Z","record":{"email":"a@x.example","activities":[{"type":"visit","at":"2026-05-04T08:20:00Z"}]}}' > visits.ndjson; for how in sum latest max; do leadflow work $how.leadflow --store sqlite:v$how.db --events visits.ndjson -q; leadflow subject A --store sqlite:v$how.db --format json | python3 -c 'import json,sys; print(len([a for a in json.load(sys.stdin)["leads"][0]["activities"]]))'; done
| 3
| 1
| 2

# A lead that was left ahead keeps its own time and takes nobody along: what happens to it is told late to it, and others are due when they are due.
$ work() { leadflow work in_time/ahead.leadflow --store sqlite:s.db -q "$@"; }; say() { printf '%s\n' "$1" > e.ndjson; }; say '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z"}'; work --events e.ndjson --until 2026-05-04T09:00:00Z; say '{"event":"2","type":"activity","lead":"X","at":"2062-05-04T09:00:00Z","activity":"call","by":"kay"}'; work --events e.ndjson --until 2062-05-05; leadflow clock --store sqlite:s.db --back-to 2026-05-04T09:00:00Z --leave-ahead; say '{"event":"3","type":"lead.created","lead":"Z","at":"2026-05-04T09:10:00Z"}'; work --events e.ndjson --until 2026-05-04T09:15:00Z; say '{"event":"4","type":"activity","lead":"X","at":"2026-05-04T09:30:00Z","activity":"call","by":"kay"}'; work --events e.ndjson --until 2026-05-04T10:00:00Z; leadflow clock --store sqlite:s.db; leadflow why Z --store sqlite:s.db --now 2026-05-04T10:00:00Z
|~ time has come to 2026-05-04 09:30
|~ sla first runs, due 2026-05-04 12:10
|- is overdue
# So with a change of the roster that takes its owner, and with a deployment.
$ say() { printf '%s\n' "$1" > e.ndjson; }; say '{"event":"5","type":"roster.changed","at":"2026-05-04T10:10:00Z","reps":[{"id":"kay","gone":true}]}'; leadflow work in_time/ahead.leadflow --store sqlite:s.db -q --events e.ndjson --until 2026-05-04T10:30:00Z; sed 's/target 3 hours/target 5 hours/' in_time/ahead.leadflow > other.leadflow; leadflow deploy other.leadflow --store sqlite:s.db --now 2026-05-04T10:40:00Z > out.txt; leadflow work other.leadflow --store sqlite:s.db -q --until 2026-05-04T11:00:00Z; leadflow clock --store sqlite:s.db; leadflow why Z --store sqlite:s.db --now 2026-05-04T11:00:00Z
|~ time has come to 2026-05-04 10:
|~ sla first runs, due 2026-05-04 12:10
$ leadflow replay --store sqlite:s.db
|~ all the same

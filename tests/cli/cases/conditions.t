# What a new version adds to a stage is planned when it is deployed: at 14:00, not at the next event.
$ printf '%s\n' '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z"}' > x.ndjson; leadflow work stays.leadflow --store sqlite:stays.db --events x.ndjson --until 2026-05-04T09:00:00Z -q
$ sed 's/version "1"/version "2"/; s/Open "Work"/Working "Work"/; s/^stage Open {/stage Working was Open {/; s/^  to Calm when done/  aging 6 hours { log "six hours here" }\n&/' stays.leadflow > renamed.leadflow; leadflow deploy renamed.leadflow --store sqlite:stays.db --now 2026-05-04T09:00:00Z
|~ deployed: 1 lead goes over
$ leadflow work renamed.leadflow --store sqlite:stays.db --until 2026-05-04T13:59:59Z -q; leadflow why X --store sqlite:stays.db --now 2026-05-04T13:59:59Z
|- six hours here
$ leadflow work renamed.leadflow --store sqlite:stays.db --until 2026-05-04T15:00:00Z -q; leadflow why X --store sqlite:stays.db --now 2026-05-04T15:00:00Z
|~ 14:00
|~ six hours here
# What the stage escalated under its old name is over when the lead leaves it under the new one.
$ printf '%s\n' '{"event":"2","type":"lead.updated","lead":"X","at":"2026-05-04T16:00:00Z","record":{"done":true}}' > done.ndjson; leadflow work renamed.leadflow --store sqlite:stays.db --events done.ndjson --until 2026-05-08T00:00:00Z -q; leadflow why X --full --store sqlite:stays.db --now 2026-05-08T00:00:00Z
|~ alarm is over
|- level 2
$ leadflow replay --store sqlite:stays.db
|~ all the same

# Whose team changes has leads that move by it, at once; an absence is asked by no condition, and tells nobody.
$ leadflow work roster_says.leadflow --store sqlite:o.db --events roster_says.ndjson --until 2026-05-04T12:00:00Z -q; leadflow why X --store sqlite:o.db
|~ 2026-05-04 09:00  roster.changed ana
|~ moved from Open to Emea: the line `to Emea when owner.team is "emea"` (owner.team is "emea")
|~ 2026-05-04 11:00  owner.left ana
|- 2026-05-04 10:00
# Of a lead that has ended the rep who had it is still asked for.
$ leadflow why Y --store sqlite:o.db
|~ 2026-05-04 11:00  roster.changed ana
|~ moved from Won to Again: the line `reopens to Again when not owner.active` (owner.active is no)
$ leadflow replay --store sqlite:o.db
|~ all the same
# A look that time had planned for the instant of the change waits for it: the lead goes through the lines once.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'activity call' 'calendar desk { timezone "UTC"  hours mon..fri 09:00-17:00 }' 'roster { eva team "b" }' 'route go { all otherwise -> eva }' 'stages { Open "o" initial; Warm "w" }' 'stage Open { enter { route go }; to Warm when owner.team is "a", at most 2 times }' 'stage Warm { to Open otherwise }' 'sla x { starts when desk is open; stops when call; target 1 hour }' > look.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"L","at":"2026-05-04T08:00:00Z","record":{}}' '{"event":"2","type":"roster.changed","at":"2026-05-04T09:00:00Z","reps":[{"id":"eva","team":"a"}]}' > look.ndjson; leadflow work look.leadflow --store sqlite:look.db --events look.ndjson --until 2026-05-04T09:00:00Z -q; leadflow why L --store sqlite:look.db --now 2026-05-04T09:00:00Z | grep -o 'moved from [A-Za-z]* to [A-Za-z]*\|x starts'
| moved from Open to Warm
| moved from Warm to Open
| x starts
# What the change says comes before all else of the instant, wherever it stands: the change takes the lines once, the update once.
$ sed -e 's/2 times/9 times/' -e 's/text key/text key; n int/' look.leadflow > look9.leadflow; (cat look.ndjson; printf '%s\n' '{"event":"0","type":"lead.updated","lead":"L","at":"2026-05-04T09:00:00Z","record":{"n":1}}') > look9.ndjson; leadflow work look9.leadflow --store sqlite:look9.db --events look9.ndjson --until 2026-05-04T09:00:00Z -q; leadflow why L --store sqlite:look9.db --now 2026-05-04T09:00:00Z | grep -o '^2026.*09:00 .*\|moved from [A-Za-z]* to [A-Za-z]*\|x starts'
| 2026-05-04 09:00  roster.changed eva
| moved from Open to Warm
| moved from Warm to Open
| x starts
| 2026-05-04 09:00  lead.updated
| moved from Open to Warm
| moved from Warm to Open

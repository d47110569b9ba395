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

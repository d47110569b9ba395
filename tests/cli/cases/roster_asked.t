# A change of the roster is told to the leads of which a condition may read something else (events.md), and to no others: what texts, `set` and reports say of an owner is no condition.
# At 09:00 ana has another address, role and capacity, and cara another team: nobody asks. At 10:00 ana is in another team, which points are given for.
$ leadflow work roster_asked.leadflow --store sqlite:r.db --events roster_asked.ndjson --until 2026-05-04T12:00:00Z -q; leadflow why Own --store sqlite:r.db
|~ 2026-05-04 10:00  roster.changed ana
|~ moved from Open to Emea: the line `to Emea when nearness >= 10` (nearness is 10)
|- 2026-05-04 09:00
# One that came with its stage stays there until something happens to it; another address of its owner is nothing that happens to it.
$ leadflow why Came --store sqlite:r.db
|- 2026-05-04 09:00
# At 11:00 cara and dora are gone: the one had a seat of a lead that has ended, the other is named by a field of one.
$ leadflow why Seat --store sqlite:r.db
|~ 2026-05-04 11:00  roster.changed cara
|~ moved from Won to Again: the line `reopens to Again when ae is missing`
|- 2026-05-04 09:00
$ leadflow why Field --store sqlite:r.db
|~ 2026-05-04 11:00  roster.changed dora
|~ moved from Dropped to Again: the line `reopens to Again when account_owner is missing`
|- 2026-05-04 09:00
# A record may spell her otherwise.
$ leadflow why Spelled --store sqlite:r.db
|~ 2026-05-04 11:00  roster.changed dora
|~ moved from Dropped to Again: the line `reopens to Again when account_owner is missing`
$ leadflow why Other --store sqlite:r.db
|- 2026-05-04 11:00
$ leadflow replay --store sqlite:r.db && leadflow audit verify --store sqlite:r.db
|~ all the same
|~ nothing was changed
# Seats and fields alone are asked for too, where no condition asks for the owner.
$ sed '/nearness/d; /owner[.]/d' roster_asked.leadflow > seats.leadflow; leadflow work seats.leadflow --store sqlite:s.db --events roster_asked.ndjson --until 2026-05-04T12:00:00Z -q; leadflow why Seat --store sqlite:s.db; leadflow why Field --store sqlite:s.db; leadflow why Own --store sqlite:s.db
|~ moved from Won to Again: the line `reopens to Again when ae is missing`
|~ moved from Dropped to Again: the line `reopens to Again when account_owner is missing`
|- roster.changed ana

# Ids of leads and events may hold what the engine joins its own ids with: no message is taken for another.
$ leadflow work in_time/joined_ids.leadflow --store sqlite:a.db --events in_time/joined_ids.ndjson -q; leadflow why X --store sqlite:a.db; leadflow why 7/X --store sqlite:a.db
|~ owner.left ben
|~ owner.left ana
$ leadflow work in_time/joined_ids.leadflow --store sqlite:b.db --events in_time/joined_ids_2.ndjson -q; leadflow why a/2 --store sqlite:b.db; leadflow why a --store sqlite:b.db
|~ b was merged into this lead
|~ 3/b was merged into this lead
$ for s in a b; do leadflow replay --store sqlite:$s.db; done
|~ all the same
|- different

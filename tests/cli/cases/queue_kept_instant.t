# A lead that waits in a queue keeps its instant when a version gives the queue another time: what is told then is how long it has really waited.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'role lead_desk' 'roster { kay team "d"; max role lead_desk }' 'queue desk { owner role lead_desk  within 4 hours }' 'route go { all otherwise -> queue desk }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { enter { route go }; to Shut by owner }' > old.leadflow; sed 's/ within 4 hours//' old.leadflow > none.leadflow; sed 's/within 4/within 9/' old.leadflow > nine.leadflow; echo '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z"}' > e.ndjson; for each in none nine old; do leadflow work old.leadflow --store sqlite:$each.db -q --events e.ndjson --until 2026-05-04T09:00:00Z; [ $each = old ] || leadflow deploy $each.leadflow --store sqlite:$each.db --now 2026-05-04T09:00:00Z > /dev/null; leadflow work $each.leadflow --store sqlite:$each.db -q --until 2026-05-04T14:00:00Z; leadflow why X --store sqlite:$each.db --now 2026-05-04T14:00:00Z | grep 'waits in queue desk [fl]'; done
|     waits in queue desk for 4 hours  (none.leadflow:5)
|     -> notify to max: Lead X waits in queue desk for 4 hours
|     waits in queue desk for 4 hours  (nine.leadflow:5)
|     -> notify to max: Lead X waits in queue desk for 4 hours
|     waits in queue desk longer than 4 hours  (old.leadflow:5)
|     -> notify to max: Lead X waits in queue desk longer than 4 hours

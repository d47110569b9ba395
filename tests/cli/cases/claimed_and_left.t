# Who claimed a lead that was set aside and leaves: it waits in the queue of rejected records again, and no route gives it away.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key; company text required }' 'roster { kay; max; lou }' 'queue other { owner lou }' 'queue review { owner lou }' 'pool all = reps where id in [kay, max]' 'route r { all otherwise -> round robin all otherwise queue other }' 'stages { Open "o" initial }' 'stage Open { enter { route r } }' 'data rules { rejected records -> queue review }' > p.leadflow; sed -i 's/reps where id in .*$/reps where team is "d"/; s/roster { kay; max;/roster { kay team "d"; max team "d";/' p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z","record":{}}' '{"event":"2","type":"queue.claimed","lead":"A","at":"2026-05-04T08:10:00Z","by":"kay"}' '{"event":"3","type":"roster.changed","at":"2026-05-04T09:00:00Z","reps":[{"id":"kay","gone":true}]}' > a; leadflow work p.leadflow --store sqlite:s.db -q --events a; leadflow why A --store sqlite:s.db --now 2026-05-04T09:00:00Z | grep -o 'queue review\|owner: max\|to max' | sort | uniq -c | sed 's/^ *//'
|~ queue review
|- max
$ echo '{"event":"4","type":"lead.updated","lead":"A","at":"2026-05-04T10:00:00Z","record":{"company":"Acme"}}' > b; leadflow work p.leadflow --store sqlite:s.db -q --events b; leadflow why A --full --store sqlite:s.db --now 2026-05-04T10:00:00Z | grep -o 'record can be used now\|waits in queue review' | tail -1
| record can be used now
# An owner and a queue that it names are not taken: that is told, in `why` and in `refused`.
$ echo '{"event":"5","type":"lead.created","lead":"B","at":"2026-05-04T11:00:00Z","owner":"max","queue":"other","record":{}}' > c; leadflow work p.leadflow --store sqlite:s.db -q --events c 2> /dev/null; leadflow why B --full --store sqlite:s.db --now 2026-05-04T11:00:00Z | grep -o '`[a-z]*` is not taken.*'; leadflow refused --store sqlite:s.db | grep -c 'is not taken'
| `owner` is not taken: the lead is set aside
| `queue` is not taken: the lead is set aside
| 1
# So are an owner and a queue that nobody knows, of a lead that can be used: it is routed.
$ echo '{"event":"6","type":"lead.created","lead":"C","at":"2026-05-04T12:00:00Z","owner":"maxi","queue":"othr","record":{"company":"Acme"}}' > d; leadflow work p.leadflow --store sqlite:s.db -q --events d 2> /dev/null; leadflow why C --full --store sqlite:s.db --now 2026-05-04T12:00:00Z
|~ owner: `maxi` is not a rep of the roster; did you mean `max`?
|~ queue: `othr` is not a queue of the playbook; did you mean `other`?
|~ routed to max

# The days of `stuck` count from the last thing that happened to a lead, whatever did it: A was taken from ana by aging on March 5,
# B when she left on the 6th.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key; ages bool }' 'activity call' 'roster { ana team "t"; max role boss }' 'pool t = reps where team is "t"' 'role boss' 'queue desk { owner role boss "d" }' 'route r { all otherwise -> round robin t otherwise queue desk }' 'stages { New "n" initial; Done "d" final }' 'stage New { enter { route r }; aging 3 days when ages { queue desk }; to Done by owner }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T09:00:00Z","record":{"ages":true}}' '{"event":"2","type":"lead.created","lead":"B","at":"2026-03-02T09:00:00Z","record":{"ages":false}}' '{"event":"3","type":"roster.changed","at":"2026-03-06T09:00:00Z","reps":[{"id":"ana","gone":true}]}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-09T12:00Z -q; leadflow stuck --store sqlite:s.db --now 2026-03-09T12:00Z --format json | python3 -c 'import json,sys; [print(d["lead"], d["since"], d["days"]) for d in json.load(sys.stdin)]'
| A 2026-03-05T09:00:00Z 4
| B 2026-03-06T09:00:00Z 3
# What is told of late counts with its own instant; a record that came counts.
$ printf '%s\n' '{"event":"4","type":"activity","lead":"A","at":"2026-03-04T12:00:00Z","activity":"call"}' '{"event":"5","type":"lead.updated","lead":"B","at":"2026-03-09T13:00:00Z","record":{"ages":null}}' > later.ndjson; leadflow work p.leadflow --store sqlite:s.db --events later.ndjson --until 2026-03-10T12:00Z -q; leadflow stuck --store sqlite:s.db --now 2026-03-11T12:00Z --format json | python3 -c 'import json,sys; [print(d["lead"], d["since"], d["days"]) for d in json.load(sys.stdin)]'
| A 2026-03-05T09:00:00Z 6
| B 2026-03-09T13:00:00Z 1
$ leadflow stuck --days 2 --store sqlite:s.db --now 2026-03-11T12:00Z --format json | grep -c '"lead"'
| 1
# Another version and another word of the roster are no happening.
$ sed 's/"Done"/"done"/; s/"d" final/"done" final/' p.leadflow > p2.leadflow; leadflow deploy p2.leadflow --store sqlite:s.db --now 2026-03-10T13:00Z > /dev/null; echo '{"event":"6","type":"roster.changed","at":"2026-03-10T14:00:00Z","reps":[{"id":"max","team":"x"}]}' > roster.ndjson; leadflow work p2.leadflow --store sqlite:s.db --events roster.ndjson --until 2026-03-11T12:00Z -q; leadflow stuck --store sqlite:s.db --now 2026-03-11T12:00Z --format json | python3 -c 'import json,sys; [print(d["lead"], d["since"], d["days"]) for d in json.load(sys.stdin)]'
| A 2026-03-05T09:00:00Z 6
| B 2026-03-09T13:00:00Z 1

# A lead that comes with a stage and an owner and is set aside takes neither: it waits in the initial stage, and begins there, with somebody, when its record can be used.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key; n int required }' 'role boss' 'roster { ana team "s" role boss; ben team "s" }' 'pool s = reps where team is "s"' 'queue fixes { owner role boss "f" }' 'route r { all otherwise -> round robin s otherwise queue fixes }' 'stages { New "n" initial; Work "w"; Done "d" final }' 'stage New { enter { route r }; to Work by owner }' 'stage Work { to Done by owner }' 'data rules { rejected records -> queue fixes }' > p.leadflow; printf '%s\n' '{"event":"e1","type":"lead.created","lead":"L1","at":"2026-03-02T10:00:00Z","record":{"n":"x"},"stage":"Work","owner":"ben"}' '{"event":"e2","type":"lead.updated","lead":"L1","at":"2026-03-02T11:00:00Z","record":{"n":1}}' '{"event":"e3","type":"lead.created","lead":"L2","at":"2026-03-02T11:00:00Z","record":{"n":1},"stage":"Work","owner":"ben"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-02T10:30:00Z 2>&1 | grep 'not taken'
|                `stage` is not taken: the lead is set aside (line 1, event e1, lead L1)
|                `owner` is not taken: the lead is set aside (line 1, event e1, lead L1)
$ leadflow why L1 --store sqlite:s.db | grep '^  in '
|   in stage New since 2026-03-02 10:00; no owner; in queue fixes
$ leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-02T12:00:00Z -q; leadflow why L1 --store sqlite:s.db | sed -n '/lead.updated/,$p' | grep -e 'can be used' -e 'routed' -e '^  in '
|     the record can be used now; it leaves queue fixes
|     routed to ana by rule all of route r (round robin s)  (p.leadflow:7)
|   in stage New since 2026-03-02 11:00; owner ana
# One that can be used comes as it says.
$ leadflow why L2 --store sqlite:s.db | grep '^  in '
|   in stage Work since 2026-03-02 11:00; owner ben
$ leadflow stuck --store sqlite:s.db --now 2026-03-02T12:00:00Z 2>/dev/null | grep -c nobody
| 0
? 1
$ leadflow replay --store sqlite:s.db | grep -o 'all the same'
| all the same

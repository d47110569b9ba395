# A clock that runs keeps its target, and a deployment names it as it was when the clock began, whatever versions lay between.
$ for v in "1 8" "2 4" "3 6"; do set -- $v; printf '%s\n' "playbook p { version \"$1\" timezone \"UTC\" }" 'lead { id text key }' 'activity call' 'role boss' 'roster { max role boss }' 'stages { New "n" initial; Done "d" final }' 'stage New { to Done by role boss }' "sla fr { starts when lead created; stops when call; target $2 hours }" > p$1.leadflow; done; echo '{"event":"a","type":"lead.created","lead":"A","at":"2026-03-02T09:00:00Z"}' > a.ndjson; echo '{"event":"b","type":"lead.created","lead":"B","at":"2026-03-02T10:30:00Z"}' > b.ndjson; leadflow work p1.leadflow --store sqlite:s.db --events a.ndjson --until 2026-03-02T10:00Z -q
$ leadflow deploy p2.leadflow --store sqlite:s.db --now 2026-03-02T10:00Z
|~ sla fr: 1 lead, keep the target under which they began, `target 8 hours`
# A began under 8 hours, B under 4: back under the first version only B differs.
$ leadflow work p2.leadflow --store sqlite:s.db --events b.ndjson --until 2026-03-02T11:00Z -q; leadflow rollback --store sqlite:s.db --now 2026-03-02T11:00Z
|~ sla fr: 1 lead, keep the target under which they began, `target 4 hours`
|- 8 hours
$ leadflow why A --store sqlite:s.db --now 2026-03-02T11:00Z | grep 'sla fr runs'; leadflow why B --store sqlite:s.db --now 2026-03-02T11:00Z | grep 'sla fr runs'
|   sla fr runs, due 2026-03-02 17:00
|   sla fr runs, due 2026-03-02 14:30
# Under a third version both do, each with its own.
$ leadflow work p1.leadflow --store sqlite:s.db --until 2026-03-02T11:30Z -q; leadflow deploy p3.leadflow --store sqlite:s.db --now 2026-03-02T11:30Z
|~ sla fr: 1 lead, keep the target under which they began, `target 4 hours`
|~ sla fr: 1 lead, keep the target under which they began, `target 8 hours`

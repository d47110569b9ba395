# How long an escalation is held is some time, or nothing is said of it and it is held for good: no time and more than there is are neither.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key }' 'activity call' 'roster { ana manager maria; maria }' 'stages { New "n" initial; Done "d" final }' 'stage New { enter { route r }; to Done by owner }' 'route r { all otherwise -> ana }' 'escalation c { level owner.manager { notify slack "#x" "one" }; level owner.manager after 2 hours { notify slack "#x" "two" } }' 'sla f { starts when owner assigned; stops when call; target 1 hour; at 100% { escalate c } }' > p.leadflow; i=0; for f in '"0 hours"' 0 '"15250284452 weeks"' 9223372036854775807 '"-2 hours"' '"3 hours"' '""'; do i=$((i+1)); printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T10:00:00Z"}' "{\"event\":\"2\",\"type\":\"escalation.acknowledged\",\"lead\":\"A\",\"at\":\"2026-03-02T11:10:00Z\",\"escalation\":\"c\",\"for\":$f,\"by\":\"maria\"}" > e.ndjson; leadflow work p.leadflow --store sqlite:s$i.db --events e.ndjson --until 2026-03-03T11:00:00Z -q 2>&1 | cut -c 1-90; echo "$f $(leadflow why A --store sqlite:s$i.db --now 2026-03-03T12:00:00Z | grep -B2 'level 2' | grep -o '2026.*escalation$')"; done
| note: e.ndjson:2: `for` is how long it is held, and that is no time; without it, it is hel
| "0 hours" 2026-03-02 13:00  a clock: escalation
| note: e.ndjson:2: `for` is how long it is held, and that is no time; without it, it is hel
| 0 2026-03-02 13:00  a clock: escalation
| note: e.ndjson:2: `for` goes beyond the year 9999; without it, it is held for good
| "15250284452 weeks" 2026-03-02 13:00  a clock: escalation
| note: e.ndjson:2: `for` goes beyond the year 9999; without it, it is held for good
| 9223372036854775807 2026-03-02 13:00  a clock: escalation
| note: e.ndjson:2: `for` is not a duration
| "-2 hours" 2026-03-02 13:00  a clock: escalation
| "3 hours" 2026-03-02 14:10  a clock: escalation
| note: e.ndjson:2: `for` is not a duration
| "" 2026-03-02 13:00  a clock: escalation

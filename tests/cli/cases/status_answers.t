# `status` counts what `late` lists: handoffs, feedback and approvals that somebody waits for, and those that are overdue.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key }' 'activity reply' 'roster { ana team "t"; cem team "u" }' 'pool u = reps where team is "u"' 'route r { all otherwise -> ana }' 'queue desk { owner ana "d" }' 'route r2 { all otherwise -> round robin u otherwise queue desk }' 'owners sdr, ae' 'stages { New "n" initial; Work "w" }' 'stage New owned by sdr { enter { route r }; to Work when had reply in stage }' 'stage Work owned by ae { }' 'handoff hand { when stage becomes Work; from sdr to ae by route r2; accept within 1 hour otherwise log "late"; feedback 1..5 from owner within 1 hour }' > p.leadflow; for n in A B; do printf '%s\n' '{"event":"1'$n'","type":"lead.created","lead":"'$n'","at":"2026-03-02T09:00:00Z"}' '{"event":"2'$n'","type":"activity","lead":"'$n'","at":"2026-03-02T10:00:00Z","activity":"reply"}'; done > e.ndjson; leadflow work p.leadflow --store sqlite:p.db --events e.ndjson --until 2026-03-02T10:30Z -q; leadflow status --store sqlite:p.db --now 2026-03-02T10:30Z | sed -n '/^answer/,/^$/p'
| answer        waiting  overdue
| ------------  -------  -------
| handoff hand        2        0
| 
# A is accepted at 10:40: its feedback is overdue at 12:00, as the answer about B.
$ echo '{"event":"3","type":"handoff.accepted","lead":"A","at":"2026-03-02T10:40:00Z","handoff":"hand","by":"cem"}' > a.ndjson; leadflow work p.leadflow --store sqlite:p.db --events a.ndjson --until 2026-03-02T12:00Z -q; leadflow status --store sqlite:p.db --now 2026-03-02T12:00Z --format json | python3 -c 'import json,sys; print([(d["what"], d["waiting"], d["overdue"]) for d in json.load(sys.stdin)["answers"]])'; leadflow late --store sqlite:p.db --now 2026-03-02T12:00Z --format json | grep -c '"what"'
| [('feedback on handoff hand', 1, 1), ('handoff hand', 1, 1)]
| 2

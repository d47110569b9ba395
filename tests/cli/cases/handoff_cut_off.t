# An offer that could still be accepted in time when its lead ended was neither kept nor missed; one whose time was over was missed.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'owners sdr, ae' 'role lead_desk' 'roster { kay team "d"; cat team "c"; max role lead_desk }' 'pool d = reps where team is "d"' 'pool c = reps where team is "c"' 'queue desk { owner role lead_desk }' 'route tos { all otherwise -> round robin d otherwise queue desk }' 'route toc { all otherwise -> round robin c otherwise queue desk }' 'stages { Open "o" initial; Prep "p"; Shut "s" final }' 'stage Open owned by sdr { enter { route tos }; to Prep by owner }' 'stage Prep owned by sdr { to Shut by owner; to Open by owner }' 'stage Shut { reopens to Open by owner }' 'handoff h { when stage becomes Prep; from sdr to ae by route toc; accept within 3 hours }' 'report r for x { rate handoff h accepted by owner }' > p.leadflow; leadflow check p.leadflow | head -1
| p.leadflow: nothing to complain about
# A ends after one of three hours; B after four; C is accepted after one. A waits, then counts for nobody: 1 of 2.
$ for l in A B C; do printf '{"event":"%s1","type":"lead.created","lead":"%s","at":"2026-05-04T08:00:00Z"}\n{"event":"%s2","type":"stage.moved","lead":"%s","at":"2026-05-04T09:00:00Z","stage":"Prep","by":"kay"}\n' $l $l $l $l; done > e.ndjson; printf '%s\n' '{"event":"A3","type":"stage.moved","lead":"A","at":"2026-05-04T10:00:00Z","stage":"Shut","by":"kay"}' '{"event":"C3","type":"handoff.accepted","lead":"C","at":"2026-05-04T10:00:00Z","handoff":"h","by":"cat"}' '{"event":"B3","type":"stage.moved","lead":"B","at":"2026-05-04T13:00:00Z","stage":"Shut","by":"kay"}' >> e.ndjson; leadflow work p.leadflow --store sqlite:s.db -q --events e.ndjson --until 2026-05-04T14:00:00Z; leadflow report --store sqlite:s.db --now 2026-05-04T14:00:00Z | sed -n '/Handoff h/,/^$/p'
| Handoff h accepted by owner
|   owner  share
|   -----  -----
|   cat      50%  1 of 2
|
$ leadflow why A --store sqlite:s.db --now 2026-05-04T14:00:00Z | grep -o 'h ends with .*'
| h ends with the lead, without an answer  (p.leadflow:15)
# Open again and offered anew, A counts once.
$ printf '%s\n' '{"event":"A4","type":"stage.moved","lead":"A","at":"2026-05-04T15:00:00Z","stage":"Open","by":"kay"}' '{"event":"A5","type":"stage.moved","lead":"A","at":"2026-05-04T15:10:00Z","stage":"Prep","by":"kay"}' '{"event":"A6","type":"handoff.accepted","lead":"A","at":"2026-05-04T15:20:00Z","handoff":"h","by":"cat"}' > f.ndjson; leadflow work p.leadflow --store sqlite:s.db -q --events f.ndjson --until 2026-05-04T16:00:00Z; leadflow report --store sqlite:s.db --now 2026-05-04T16:00:00Z | grep -w cat; leadflow replay --store sqlite:s.db | grep -o 'all the same'
|   cat      67%  2 of 3
| all the same

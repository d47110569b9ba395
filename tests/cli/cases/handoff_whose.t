# An answer in time is theirs who had to give it, whoever gave it for them; who takes over from somebody who left has to answer in their place.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'owners sdr, ae' 'role lead_desk' 'roster { kay team "d"; cat team "c"; cid team "e"; dan team "x"; max role lead_desk }' 'pool d = reps where team is "d"' 'pool c = reps where team in ["c", "e"]' 'queue desk { owner role lead_desk }' 'route tos { all otherwise -> round robin d otherwise queue desk }' 'route toc { all otherwise -> round robin c otherwise queue desk }' 'reasons { bad "bad" }' 'stages { Open "o" initial; Prep "p"; Deal "x"; Shut "s" final }' 'stage Open owned by sdr { enter { route tos }; to Prep by owner }' 'stage Prep owned by sdr { to Deal when handoff h is accepted; to Shut by owner }' 'stage Deal owned by ae { to Shut by owner }' 'handoff h { when stage becomes Prep; from sdr to ae by route toc; accept within 3 hours; reject reason in [bad] -> Open; feedback 1..5 from owner within 2 hours }' 'report r for x { rate handoff h accepted by owner; average feedback by owner }' > p.leadflow; leadflow check p.leadflow
| p.leadflow: nothing to complain about
? 0
$ printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z"}' '{"event":"2","type":"stage.moved","lead":"A","at":"2026-05-04T09:00:00Z","stage":"Prep","by":"kay"}' '{"event":"3","type":"handoff.accepted","lead":"A","at":"2026-05-04T10:00:00Z","handoff":"h","by":"dan"}' '{"event":"4","type":"lead.created","lead":"B","at":"2026-05-04T08:00:01Z"}' '{"event":"5","type":"stage.moved","lead":"B","at":"2026-05-04T09:00:00Z","stage":"Prep","by":"kay"}' '{"event":"6","type":"handoff.rejected","lead":"B","at":"2026-05-04T10:00:00Z","handoff":"h","reason":"bad","by":"dan"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db -q --events e.ndjson --until 2026-05-04T10:30:00Z; leadflow report --store sqlite:s.db --now 2026-05-04T10:30:00Z | sed -n '/Handoff h/,/^$/p'
| Handoff h accepted by owner
|   owner  share
|   -----  -----
|   cat     100%  1 of 1
|   cid       0%  0 of 1
|   all      50%  1 of 2
|
# Feedback is asked once: the task, the reminder, what is late and the figure are theirs who were asked when the handoff was accepted.
$ leadflow work p.leadflow --store sqlite:s.db -q --until 2026-05-04T13:00:00Z; leadflow why A --store sqlite:s.db --now 2026-05-04T13:00:00Z | grep -o '\(task feedback\|remind\) to [a-z]*'; leadflow late --store sqlite:s.db --now 2026-05-04T13:00:00Z | grep feedback
| task feedback to kay
| remind to kay
| A     Deal   kay    feedback on handoff h  1 h   kay 2026-05-04 10:00, kay 2026-05-04 12:00
$ printf '%s\n' '{"event":"7","type":"feedback.given","lead":"A","at":"2026-05-04T14:00:00Z","handoff":"h","mark":4,"by":"dan"}' > f.ndjson; leadflow work p.leadflow --store sqlite:s.db -q --events f.ndjson --until 2026-05-04T15:00:00Z; leadflow report --store sqlite:s.db --now 2026-05-04T15:00:00Z | sed -n '/eedback/,/^$/p'
|~ kay
|- cat
# Who was asked and is gone is asked no more: whoever has the lead is.
$ printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z"}' '{"event":"2","type":"stage.moved","lead":"A","at":"2026-05-04T09:00:00Z","stage":"Prep","by":"kay"}' '{"event":"3","type":"handoff.accepted","lead":"A","at":"2026-05-04T10:00:00Z","handoff":"h","by":"cat"}' '{"event":"4","type":"roster.changed","at":"2026-05-04T11:00:00Z","reps":[{"id":"kay","gone":true}]}' > g.ndjson; leadflow work p.leadflow --store sqlite:g.db -q --events g.ndjson --until 2026-05-04T13:00:00Z; leadflow why A --store sqlite:g.db --now 2026-05-04T13:00:00Z | grep -o '\(task feedback\|remind\) to [a-z]*'
| task feedback to kay
| remind to cat

# At one instant a roster comes before timers (stages.md), whichever call of `work` brings it: what is due then waits until all of that instant is there.
$ printf 'playbook r { timezone "UTC" }\nlead { id text key }\nroster {\n  ana team "a"\n  ben team "a"\n  rudi role revops\n}\nrole revops\npool as = reps where team is "a"\nqueue review { owner rudi }\nroute inbound { all otherwise -> round robin as otherwise queue review }\nstages { New "n" initial; Done "d" final }\nstage New { enter { route inbound }; to Done by owner; aging 3 hours { queue review } }\n' > r.leadflow; leadflow check r.leadflow
|~ nothing to complain about
$ printf '%s\n' '{"event":"e1","type":"lead.created","lead":"L","at":"2026-03-02T09:00:00Z","record":{}}' > 1.ndjson; printf '%s\n' '{"event":"e2","type":"roster.changed","at":"2026-03-02T12:00:00Z","reps":[{"id":"ana","gone":true}]}' > 2.ndjson; cat 1.ndjson 2.ndjson > all.ndjson; leadflow work r.leadflow --store sqlite:all.db --events all.ndjson -q; leadflow work r.leadflow --store sqlite:two.db --events 1.ndjson -q; leadflow work r.leadflow --store sqlite:two.db --events 2.ndjson -q; for s in all two; do leadflow why L --store sqlite:$s.db --now 2026-03-02T12:00:00Z | grep -v '^  *[a-z]* team' > $s.txt; done; diff all.txt two.txt && grep -c 'not there any more' two.txt && grep 'taken from' two.txt
| 1
|     taken from ana
|     taken from ben

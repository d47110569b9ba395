# A list that is cut off says so, in every form.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key }\nactivity call\noutreach call\nroster { kay }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { log "x" }; to Shut by kay }\nsla first { starts when lead created; stops when call; target 2 hours }\n' > p.leadflow; for i in $(seq 100 159); do echo "{\"event\":\"c$i\",\"type\":\"lead.created\",\"lead\":\"L$i\",\"at\":\"2026-05-04T08:00:00Z\"}"; done > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson
!~ 60 read
$ leadflow status --store sqlite:s.db --now 2026-05-04T09:00:00Z
|~ and 50 more
$ leadflow outbox list --store sqlite:s.db --format json
|~ "status": "waiting"
!~ more
# A version has one name.
$ sed 's/target 2 hours/target 3 hours/' p.leadflow > q.leadflow; leadflow deploy q.leadflow --store sqlite:s.db --now 2026-05-04T08:30:00Z > /dev/null; leadflow work q.leadflow --store sqlite:s.db --until 2026-05-04T09:00:00Z -q; leadflow subject L100 --store sqlite:s.db --format text | grep -c 'playbook.deployed [0-9]\{17,\}'
| 0
? 1

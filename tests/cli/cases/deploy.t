# Another version over leads in flight.
$ leadflow work life.leadflow --store sqlite:leads.db --events events.ndjson --until 2026-03-02T13:00:00Z -q
$ sed 's/version  "1"/version  "2"/; s/^  Working "Make/  Contacted "Make/; s/Working/Contacted/g' life.leadflow > next.leadflow; leadflow work next.leadflow --store sqlite:leads.db --until 2026-03-02T13:30:00Z
!~ leadflow deploy
? 2
$ leadflow deploy next.leadflow --store sqlite:leads.db --now 2026-03-02T13:30:00Z
|~ refused: 2 leads have stage Working, which next.leadflow does not have; add `migrate Working to
|~ nothing was changed
? 1
$ sed -i 's/^stage Contacted {/stage Contacted was Working {/' next.leadflow; leadflow deploy next.leadflow --store sqlite:leads.db --now 2026-03-02T13:30:00Z --dry-run
|~ Working -> Contacted  2 leads
|~ would be deployed
$ leadflow deploy next.leadflow --store sqlite:leads.db --now 2026-03-02T13:30:00Z
|~ deployed: 2 leads go over
$ leadflow work next.leadflow --store sqlite:leads.db --until 2026-03-02T14:00:00Z -q
$ leadflow status --store sqlite:leads.db --now 2026-03-02T14:00:00Z --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print({s["stage"]: s["leads"] for s in d["stages"]}, d["clocks"][0]["running"], [v["leads"] for v in d["versions"]])'
| {'New': 0, 'Contacted': 2, 'Won': 0, 'Lost': 0} 1 [0, 2]
$ leadflow replay --store sqlite:leads.db
|~ all the same
$ leadflow deploy next.leadflow --store sqlite:leads.db --pilot 120%
!~ is no percentage between 0 and 100
? 2
# The people.
$ leadflow roster check crew.csv --playbook life.leadflow
|~ 3 reps; desk 2; nothing to complain about
$ printf 'id,team,role,manager,stand_in\nana,desk,,zoe,ben\nben,dsk,,ben,ana\n' > bad.csv; leadflow roster check bad.csv --playbook life.leadflow
|~ zoe
|~ managers go in a circle: ben -> ben
|~ stand-ins go in a circle: ana -> ben -> ana
|~ nobody fills the role manager
? 1

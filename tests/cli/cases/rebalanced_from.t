# Who loses a lead to a rebalancing did nothing: the account says from whom and to whom it went, and names nobody as who did it.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key }' 'activity call' 'roster { ana team "t"; ben team "t" }' 'pool t = reps where team is "t"' 'route r { all otherwise -> ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { enter { route r }; to Done by owner }' 'every day 08:00 { rebalance t, at most 5 moves a rep }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T09:00:00Z"}' '{"event":"2","type":"lead.created","lead":"B","at":"2026-03-02T10:00:00Z"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-03T09:00Z -q; leadflow why B --store sqlite:s.db --now 2026-03-03T09:00Z | grep rebalance
| 2026-03-03 08:00  owner.rebalanced t, from ana to ben
|     moved from ana to ben: rebalance of pool t
$ leadflow subject B --store sqlite:s.db | grep -A2 rebalanced
|~ owner.rebalanced t, from ana to ben
|- by ana
$ leadflow subject B --store sqlite:s.db --format json | python3 -c 'import json,sys; [print(d["name"], d.get("by"), d["from"], d["value"]) for d in json.load(sys.stdin)["leads"][0]["decisions"] if d["event"] == "owner.rebalanced"]'
| t None ana ben

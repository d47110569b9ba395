# The last line of `deploy` counts each lead once: A goes over, B stays outside of the pilot, C has ended, D was merged into A.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key; size int }' 'roster { ana }' 'route r { all otherwise -> ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { enter { route r }; to Done by owner }' > p.leadflow; for n in A B C D; do echo '{"event":"'$n'","type":"lead.created","lead":"'$n'","at":"2026-03-02T09:00:00Z","record":{"size":'$([ $n = A ] && echo 9 || echo 1)'}}'; done > e.ndjson; printf '%s\n' '{"event":"5","type":"stage.moved","lead":"C","at":"2026-03-02T10:00:00Z","stage":"Done","by":"ana"}' '{"event":"6","type":"lead.merged","lead":"A","at":"2026-03-02T11:00:00Z","other":"D"}' >> e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q; sed 's/"1"/"2"/' p.leadflow > q.leadflow; leadflow deploy q.leadflow --store sqlite:s.db --now 2026-03-02T12:00:00Z --pilot-when 'size > 5' --dry-run
| would be deployed: 1 lead would go over, 1 would stay under its version, 2 have ended
$ leadflow deploy q.leadflow --store sqlite:s.db --now 2026-03-02T12:00:00Z --pilot-when 'size > 5'
| deployed: 1 lead goes over, 1 stays under its version, 2 have ended
| it goes over when `leadflow work` takes it up next; clocks go on as they stand
$ leadflow work p.leadflow --store sqlite:s.db -q --until 2026-03-02T13:00:00Z; leadflow deploy q.leadflow --store sqlite:s.db --now 2026-03-02T14:00:00Z --pilot 100% --dry-run
| would be deployed: 1 lead would go over, 1 lives under it already, 2 have ended
$ leadflow deploy q.leadflow --store sqlite:s.db --now 2026-03-02T14:00:00Z --pilot 100% --dry-run --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["leads"], d["staying"], d["there"], d["ended"])'
| 1 0 1 2
$ leadflow rollback --store sqlite:s.db --now 2026-03-02T14:00:00Z
| rolled back: 1 lead goes over, 1 stays under its version, 2 have ended
| it goes over when `leadflow work` takes it up next; clocks go on as they stand
# What only refused events name is no lead, wherever it lives.
$ leadflow work p.leadflow --store sqlite:g.db --events e.ndjson -q; echo '{"event":"9","type":"stage.moved","lead":"GHOST","at":"2026-03-02T11:30:00Z","stage":"Done","by":"ana"}' > ghost; leadflow work p.leadflow --store sqlite:g.db --events ghost -q 2> /dev/null; leadflow deploy q.leadflow --store sqlite:g.db --now 2026-03-02T12:00:00Z --pilot 99.9999% | head -1; leadflow work p.leadflow --store sqlite:g.db -q --until 2026-03-02T13:00:00Z; leadflow deploy q.leadflow --store sqlite:g.db --now 2026-03-02T14:00:00Z --dry-run
| deployed: 2 leads go over, 2 have ended
| would be deployed: 0 leads would go over, 2 live under it already, 2 have ended

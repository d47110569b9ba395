# `refused retry` warns of leads under another version that get an event again: A is in flight under the first. B is erased and C has ended:
# nothing is decided of the one, and the other goes over no more.
$ printf '%s\n' 'playbook m { version "1" timezone "UTC" }' 'lead { id text key }' 'activity call' 'roster { ana }' 'stages { New initial; W; Done final }' 'stage New { to Done when had call in stage }' > p.leadflow; sed 's/version "1"/version "2"/; s/to Done/to W by ana; to Done/' p.leadflow > p2.leadflow; for lead in A B C; do echo "{\"event\":\"c$lead\",\"type\":\"lead.created\",\"lead\":\"$lead\",\"at\":\"2026-11-02T10:00:00Z\"}"; echo "{\"event\":\"m$lead\",\"type\":\"stage.moved\",\"lead\":\"$lead\",\"at\":\"2026-11-02T11:00:00Z\",\"stage\":\"W\",\"by\":\"ana\"}"; done > e.ndjson; echo '{"event":"a","type":"activity","lead":"C","activity":"call","at":"2026-11-02T12:00:00Z"}' >> e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q; leadflow erase B --store sqlite:s.db > /dev/null; leadflow deploy p2.leadflow --store sqlite:s.db --now 2026-11-03 > /dev/null; leadflow refused retry --store sqlite:s.db --event mB
| 0 events wait again; `leadflow work` takes them
!~ note: 1 event of leads that were erased, or taken meanwhile, left as it is
!- another version
$ leadflow refused retry --store sqlite:s.db --event mC
| 1 event waits again; `leadflow work` takes it
!- another version
$ leadflow refused retry --store sqlite:s.db
| 1 event waits again; `leadflow work` takes it
!~ note: 1 lead lives under another version than the one in force, and is decided by that; after a deploy, let `leadflow work` carry them over first

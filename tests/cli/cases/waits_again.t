# A lead whose creation was refused and waits again is told of as one that waits, and not taken for another of a near name.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key; n int required }' 'stages { New "n" initial; Won "w" final }' 'stage New { to Won by owner }' > p.leadflow; sed 's/version "1"/version "2"/; s/ required//' p.leadflow > p2.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T09:00:00Z"}' '{"event":"2","type":"lead.updated","lead":"A","at":"2026-03-02T10:00:00Z","record":{"n":3}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-02T12:00Z -q; leadflow why A --store sqlite:s.db
!~ there is no lead `A` in sqlite:s.db: its lead.created (event `1`) was refused
? 2
$ leadflow deploy p2.leadflow --store sqlite:s.db --now 2026-03-02T13:00Z > /dev/null; leadflow refused retry --store sqlite:s.db > /dev/null; leadflow why A --store sqlite:s.db
! error: there is no lead `A` in sqlite:s.db yet: its lead.created (event `1`) waits
! help: `leadflow work` takes what waits when its time has come
? 2
$ leadflow work p2.leadflow --store sqlite:s.db --until 2026-03-02T14:00Z -q; leadflow why A --store sqlite:s.db --now 2026-03-02T14:00Z
|~ in stage New
# One that never was is near nobody who never was: of C only a refused event was erased.
$ echo '{"event":"3","type":"lead.updated","lead":"C","at":"2026-03-02T14:10:00Z","record":{"n":3}}' > c.ndjson; leadflow work p2.leadflow --store sqlite:s.db --events c.ndjson --until 2026-03-02T15:00Z -q; leadflow erase C --store sqlite:s.db > /dev/null; leadflow why C --store sqlite:s.db
!~ there is no lead `C` in sqlite:s.db
!- did you mean `C`
? 2

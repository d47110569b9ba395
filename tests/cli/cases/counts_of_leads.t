# `status`, `audit verify` and `replay` mean the same by leads: those that came to be. ZZ never did, its event was refused; the
# roster and the version, which concern all leads, are no lead either.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key }' 'roster { ana }' 'route r { all otherwise -> ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { enter { route r }; to Done by owner }' > p.leadflow; for n in 1 2 3; do echo '{"event":"'$n'","type":"lead.created","lead":"A'$n'","at":"2026-03-02T09:00:00Z"}'; done > e.ndjson; printf '%s\n' '{"event":"4","type":"stage.moved","lead":"ZZ","at":"2026-03-02T10:00:00Z","stage":"Done","by":"ana"}' '{"event":"5","type":"lead.merged","lead":"A1","at":"2026-03-02T11:00:00Z","other":"A2"}' >> e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q; leadflow status --store sqlite:s.db | head -1 | grep -o '[0-9]* leads'; leadflow audit verify --store sqlite:s.db | grep -o '[0-9]* leads'; leadflow replay --store sqlite:s.db | grep -o '[0-9]* leads: .*'
| 3 leads
| 3 leads
| 3 leads: all the same
# Erased: still there, but nothing of it is decided again.
$ leadflow erase A3 --store sqlite:s.db > /dev/null; leadflow status --store sqlite:s.db | head -1 | grep -o '[0-9]* leads'; leadflow audit verify --store sqlite:s.db | grep -o '[0-9]* leads'; leadflow replay --store sqlite:s.db | grep -o '[0-9]* leads: .*'
| 3 leads
| 3 leads
| 2 leads: all the same (1 lead erased, 2 entries skipped)
# Decisions that were not made again are not counted as such. With A1 goes A2, of which it is one: what is left is the version and ZZ's event.
$ leadflow erase A1 --store sqlite:s.db > /dev/null; leadflow replay --store sqlite:s.db | grep -o '^.*all the same'
| 2 decisions of 0 leads: all the same

# However many conditions a clock or a handoff waits for, and however many points a clock has: each is looked at, and each by itself.
$ { echo 'playbook v { timezone "UTC" }'; echo 'lead { id text key'; for n in $(seq 1 70); do echo "c$n bool"; done; printf '%s\n' '}' 'activity call' 'outreach call' 'roster { kay }' 'stages { Open "o" initial }' 'stage Open {}' 'sla s {'; for n in $(seq 1 70); do echo "starts when c$n"; done; echo 'stops when call; target 100 hours'; for n in $(seq 1 70); do echo "at $n% { log \"point $n\" }"; done; printf '%s\n' '}' 'handoff h {'; for n in $(seq 1 70); do echo "when c$n"; done; echo '}'; } > p.leadflow; leadflow check p.leadflow
|~ nothing to complain about
$ printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z","record":{"c1":true}}' '{"event":"2","type":"activity","activity":"call","by":"kay","lead":"A","at":"2026-05-04T09:00:00Z"}' '{"event":"2b","type":"handoff.accepted","handoff":"h","by":"kay","lead":"A","at":"2026-05-04T09:10:00Z"}' '{"event":"3","type":"lead.updated","lead":"A","at":"2026-05-04T10:00:00Z","record":{"c9":false,"c65":false}}' '{"event":"4","type":"lead.updated","lead":"A","at":"2026-05-04T11:00:00Z","record":{"c9":true}}' '{"event":"4b","type":"handoff.accepted","handoff":"h","by":"kay","lead":"A","at":"2026-05-04T11:10:00Z"}' '{"event":"5","type":"activity","activity":"call","by":"kay","lead":"A","at":"2026-05-04T12:00:00Z"}' '{"event":"6","type":"lead.updated","lead":"A","at":"2026-05-04T13:00:00Z","record":{"c65":true,"c9":false}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db -q --events e.ndjson --until 2026-05-08T00:00:00Z; leadflow why A --full --store sqlite:s.db --now 2026-05-08T00:00:00Z > why; grep -c 's starts' why; grep -c 'log: point' why; grep -c '^ *h is offered' why
| 3
| 72
| 3
$ leadflow replay --store sqlite:s.db | grep -o 'all the same'
| all the same
# Another version that writes them in another order changes nothing: a clock and a handoff know what held by what it says.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key; hot bool; big bool; note text }' 'activity call' 'outreach call' 'roster { kay }' 'stages { Open "o" initial; Old "g" }' 'stage Open { to Old by kay }' 'handoff h { when hot' ' when big' '}' 'sla s { starts when hot' ' starts when big' ' stops when call; target 1 hour }' > old.leadflow; sed 's/when hot/when TMP/; s/when big/when hot/; s/when TMP/when big/' old.leadflow > new.leadflow; sed 's/when hot$/when note is known/' old.leadflow > less.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z","record":{"hot":true}}' '{"event":"2","type":"handoff.accepted","lead":"A","handoff":"h","at":"2026-05-04T08:05:00Z","by":"kay"}' '{"event":"3","type":"activity","activity":"call","lead":"A","at":"2026-05-04T08:06:00Z","by":"kay"}' > a; echo '{"event":"4","type":"lead.updated","lead":"A","at":"2026-05-05T08:00:00Z","record":{"note":null}}' > b
$ for way in new "new old" "less old" "less new"; do rm -f s.db*; leadflow work old.leadflow --store sqlite:s.db -q --events a; hour=10; for version in $way; do leadflow deploy $version.leadflow --store sqlite:s.db --now 2026-05-04T$hour:00:00Z > /dev/null; leadflow work $version.leadflow --store sqlite:s.db -q --until 2026-05-04T$hour:30:00Z; hour=$((hour + 1)); done; leadflow work $version.leadflow --store sqlite:s.db -q --events b; leadflow why A --full --store sqlite:s.db --now 2026-05-06T00:00:00Z | grep -c '^ *h is offered\|s starts'; leadflow replay --store sqlite:s.db | grep -c 'all the same'; done
| 2
| 1
| 2
| 1
| 2
| 1
| 2
| 1
# As many seats, managers above one another and bands as somebody writes.
$ { printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'activity call' 'outreach call'; echo "owners $(seq -s ', ' -f 's%g' 1 70)"; printf '%s\n' 'roster { kay }' 'stages { Open "o" initial }'; echo "stage Open owned by s70 { enter { remind owner$(printf '.manager%.0s' $(seq 70)) \"x\" } }"; echo "report r for kay { response bands $(seq -s ', ' -f '%g minutes' 1 1100) by owner }"; } > many.leadflow; leadflow check many.leadflow; leadflow work many.leadflow --store sqlite:m.db -q --events e.ndjson; leadflow status --store sqlite:m.db --now 2026-05-06T00:00:00Z --format json | grep -o '"leads": 1' | sort -u
|~ nothing to complain about
|~ "leads": 1

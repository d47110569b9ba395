# A mail that waits for an hour where the lead is, waits for it where the lead is now: what is told of the place meanwhile counts. Germany's
# nine o'clock is 03:00 in New York, Hawaii's 14:00. One whose hour is over there goes at the next, a window that is open there is open.
$ for w in "at 09:00" "between 09:00 and 17:00"; do printf '%s\n' 'playbook p { timezone "America/New_York" }' 'lead { id text key; email email; country country; state text; timezone text }' 'activity email_sent' 'outreach email_sent' 'roster { ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { enter { start sequence s }; to Done by owner }' "sequence s { email \"one\" $w lead time; wait 1 day }" 'privacy { email_sent only when email is known }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T05:30:00Z","record":{"email":"a@x.example"}}' '{"event":"2","type":"lead.updated","lead":"A","at":"2026-03-02T05:31:00Z","record":{"country":"DE"}}' '{"event":"3","type":"lead.created","lead":"B","at":"2026-03-02T05:31:00Z","record":{"email":"b@x.example","country":"DE"}}' '{"event":"4","type":"lead.created","lead":"C","at":"2026-03-02T05:30:00Z","record":{"email":"c@x.example","country":"US","state":"HI"}}' '{"event":"5","type":"lead.updated","lead":"C","at":"2026-03-02T05:31:00Z","record":{"state":"NY"}}' '{"event":"6","type":"lead.created","lead":"D","at":"2026-03-02T05:30:00Z","record":{"email":"d@x.example"}}' '{"event":"7","type":"lead.updated","lead":"D","at":"2026-03-02T13:00:00Z","record":{"timezone":"Europe/Berlin"}}' '{"event":"8","type":"lead.created","lead":"E","at":"2026-03-02T05:30:00Z","record":{"email":"e@x.example"}}' '{"event":"9","type":"lead.updated","lead":"E","at":"2026-03-02T05:31:00Z","record":{"country":"US","state":"HI"}}' > e.ndjson; rm -f s.db*; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-05T00:00:00Z -q; echo "$w"; for l in A B C D E; do echo "$l $(leadflow why $l --store sqlite:s.db --now 2026-03-06T00:00:00Z | grep -m1 'sequence step')"; done; leadflow replay --store sqlite:s.db | grep -o 'all the same'; done
| at 09:00
| A 2026-03-02 03:00  a clock: sequence step
| B 2026-03-02 03:00  a clock: sequence step
| C 2026-03-02 09:00  a clock: sequence step
| D 2026-03-03 03:00  a clock: sequence step
| E 2026-03-02 14:00  a clock: sequence step
| all the same
| between 09:00 and 17:00
| A 2026-03-02 03:00  a clock: sequence step
| B 2026-03-02 03:00  a clock: sequence step
| C 2026-03-02 09:00  a clock: sequence step
| D 2026-03-02 08:00  a clock: sequence step
| E 2026-03-02 14:00  a clock: sequence step
| all the same

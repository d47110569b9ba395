# One thing is one thing, in HTML too; where a table has no rows, it says among how many leads there is nothing.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key }' 'activity call' 'outreach call' 'roster { ana; ben }' 'route r { all otherwise -> ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { enter { route r }; to Done when had call in stage }' 'sla first_response_of_the_desk { starts when owner assigned; stops when call; target 1 hour }' 'data rules { owned when stage is New require owner is known "Who?" }' 'report r1 { median time from created to first outreach by owner; count reasons; count escalations by owner }' 'scorecard by owner { 70% sla first_response_of_the_desk met; 30% data rules kept }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T09:00:00Z"}' '{"event":"2","type":"activity","lead":"A","at":"2026-03-02T09:10:00Z","activity":"call","by":"ana"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q; leadflow report --store sqlite:s.db --format html | grep -oE '1 leads?|[Nn]othing (to|of)[^<]*' | sort | uniq -c | sed 's/^ *//'
| 2 1 lead
| 2 Nothing of this among 1 lead.
$ leadflow report --store sqlite:s.db --report r1 --now 2026-03-02T10:00:00Z
| r1: 1 lead
| as of 2026-03-02 10:00
| 
| Median time from created to first outreach by owner
|   owner  median  leads
|   -----  ------  -----
|   ana    10 min      1
| 
| Reasons for moves
|   nothing of this among 1 lead
| 
| Escalations by owner
|   nothing of this among 1 lead
# The dashes under a header never go on in the next line, however narrow the terminal is.
$ for width in 80 60 50 40; do COLUMNS=$width leadflow report --store sqlite:s.db | sed -n '/^Scorecard/,$p' | grep -c -- '---'; done | sort -u
| 1
# Without a lead.
$ leadflow work p.leadflow --store sqlite:none.db --once -q; leadflow report --store sqlite:none.db --report r1 --now 2026-03-02T10:00:00Z | grep nothing | sort -u
|   nothing to count: there are no leads

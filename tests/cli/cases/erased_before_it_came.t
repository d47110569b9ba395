# Whoever was erased stays erased, whatever there was of it: P3 had an event that waited for 2027, P4 one that was refused, P5 a record,
# P6 a line that was set aside. What comes for them later is ignored.
$ mkdir a; cd a; printf '%s\n' 'playbook j { timezone "UTC" }' 'lead { id text key; name text pii }' 'roster { ana }' 'stages { New initial; Done final }' 'stage New { to Done by owner }' > p.leadflow; printf '%s\n' '{"event":"w","type":"lead.created","lead":"P3","at":"2027-05-01T00:00:00Z","record":{"name":"Zqa"}}' '{"event":"w2","type":"stage.moved","lead":"P4","at":"2026-11-01T00:00:00Z","stage":"Done","by":"Zqa"}' '{"event":"w3","type":"lead.created","lead":"P5","at":"2026-11-01T00:00:00Z","record":{"name":"Zqa"}}' '{"event":"w4","type":"xx","lead":"P6","at":"2026-11-01T00:00:00Z","record":{"name":"Zqa"}}' > a.ndjson; leadflow work p.leadflow --store sqlite:s.db --events a.ndjson --until 2026-11-02 --rejects r.ndjson -q; for lead in P3 P4 P5 P6; do leadflow erase $lead --store sqlite:s.db --by max --now 2026-11-03; done
| erased lead P3: 0 values of its record, 0 activities, 0 values behind its journal
| 1 event that waited or had been refused
| 1 entry of the journal stays and still verifies
| erased lead P4: 0 values of its record, 0 activities, 5 values behind its journal
| 1 event that waited or had been refused
| 2 entries of the journal stay and still verify
| erased lead P5: 1 value of its record, 0 activities, 2 values behind its journal
| 2 entries of the journal stay and still verify
| erased lead P6: 0 values of its record, 0 activities, 0 values behind its journal
| 1 line that had been set aside
| 1 entry of the journal stays and still verifies
!~ there is no event type `xx`
$ cd a; for lead in P3 P4 P5 P6; do echo "{\"event\":\"x$lead\",\"type\":\"lead.created\",\"lead\":\"$lead\",\"at\":\"2026-11-30T10:00:00Z\",\"record\":{\"name\":\"Zqb\"}}"; done > b.ndjson; leadflow work p.leadflow --store sqlite:s.db --events b.ndjson --until 2027-06-01 -q; leadflow audit verify --store sqlite:s.db; leadflow replay --store sqlite:s.db; cat s.db s.db-* r.ndjson 2> /dev/null | grep -ac 'Zq'
|~ nothing was changed, added or taken out
|~ 1 decision of 0 leads: all the same (4 leads erased, 6 entries skipped)
|~ 0
? 1
# The account says so; it is erased once only, and a line that names it later is not kept.
$ cd a; leadflow audit show --lead P3 --store sqlite:s.db | grep -e '"text"' -e '"by"'; leadflow erase P3 --store sqlite:s.db; leadflow erase P6 --store sqlite:s.db; echo '{"event":"x9","type":"yy","lead":"P6","record":{"name":"Zqc"}}' > c.ndjson; leadflow work p.leadflow --store sqlite:s.db --events c.ndjson --rejects r.ndjson -q; grep -c Zqc r.ndjson
|       "by": "max"
|         "text": "what was told of this lead, which never came, is erased"
| lead P3 was erased already
| lead P6 was erased already
| 0
!~ the line names a lead whose personal data were erased
? 1
# With a worker on the file the worker does the same.
$ mkdir b; cd b; cp ../a/p.leadflow ../a/a.ndjson ../a/b.ndjson .; leadflow work p.leadflow --store sqlite:s.db --events a.ndjson --until 2026-11-02 --rejects r.ndjson -q 2> /dev/null; mkfifo pipe; leadflow work p.leadflow --store sqlite:s.db --events - --rejects r.ndjson < pipe > /dev/null 2> log & pid=$!; exec 3> pipe; echo '{"event":"t1","type":"tick","at":"2026-11-02T00:00:00Z"}' >&3; for i in $(seq 300); do grep -q 'working on' log && break; sleep 0.1; done; for lead in P3 P6; do leadflow erase $lead --store sqlite:s.db --now 2026-11-03; done; for i in $(seq 300); do leadflow audit show --lead P6 --store sqlite:s.db > /dev/null 2>&1 && break; sleep 0.1; done; kill -TERM $pid; wait $pid; leadflow work p.leadflow --store sqlite:s.db --events b.ndjson --until 2027-06-01 -q; leadflow replay --store sqlite:s.db; leadflow why P3 --store sqlite:s.db > /dev/null
|~ lead P3: the worker of sqlite:s.db erases it
|~ lead P6: the worker of sqlite:s.db erases it; 1 line that had been set aside went
|~ of 2 leads: all the same (2 leads erased
!~ there is no lead `P3`
? 2
# Of an id of which nothing is held there is nothing to erase, and nobody to stay erased; so says the event.
$ cd a; leadflow erase P9 --store sqlite:s.db
! error: there is no lead `P9` in sqlite:s.db
? 2
$ cd a; echo '{"event":"y1","type":"lead.erased","lead":"P9","at":"2027-06-02T00:00:00Z"}' > d.ndjson; leadflow work p.leadflow --store sqlite:s.db --events d.ndjson --until 2027-06-03 -q; leadflow refused --store sqlite:s.db --lead P9 --format csv | tr -d '\r' | cut -d, -f3-6
|~ lead.erased,P9,whole,no lead `P9`

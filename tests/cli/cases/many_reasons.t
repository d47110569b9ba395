# A simulation counts what was refused by its reasons. Ten thousand are kept apart, so that a bad export costs no memory; `--rejects` has
# each event.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key }' 'roster { ana team "a" }' 'stages { New "x" initial; Done "y" final }' 'stage New { to Done by ana }' > p.leadflow; echo '{"id":"L"}' > leads.ndjson; python3 -c 'for n in range(10100): print("{\"event\":\"%d\",\"type\":\"stage.moved\",\"lead\":\"L\",\"stage\":\"S%05d\",\"at\":\"2026-05-04T09:00:00Z\"}" % (n, n))' > moves.ndjson; leadflow simulate p.leadflow --leads leads.ndjson --events moves.ndjson --from 2026-05-04 --to 2026-05-05 --rejects aside.ndjson > simulated; wc -l < aside.ndjson
!~ refused    10,100   stage.moved: 
!~ and more than 9,988 other reasons; --rejects FILE keeps all
| 10100
$ head -100 moves.ndjson > few.ndjson; leadflow simulate p.leadflow --leads leads.ndjson --events few.ndjson --from 2026-05-04 --to 2026-05-05 > simulated
!~ and 88 other reasons; --rejects FILE keeps all
# The same of values that cannot be read.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key; size number }' 'roster { ana team "a" }' 'stages { New "x" initial; Done "y" final }' 'stage New { to Done by ana }' > q.leadflow; python3 -c 'for n in range(10100): print("{\"event\":\"%d\",\"type\":\"lead.updated\",\"lead\":\"L\",\"record\":{\"name%05d\":1},\"at\":\"2026-05-04T09:00:00Z\"}" % (n, n))' > names.ndjson; leadflow simulate q.leadflow --leads leads.ndjson --events names.ndjson --from 2026-05-04 --to 2026-05-05 > simulated
!~ not read   10,100   
!~ and more than 9,988 other kinds; --rejects FILE keeps all

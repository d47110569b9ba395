# A column without a name that says something is told like a key that is empty, in run and simulate, of leads and of activities.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key; a int }' 'activity visit' 'roster { ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { to Done by owner }' > p.leadflow; printf 'id,a,\nL1,1,x\nL2,2,\n' > l.csv; printf '{"id":"L1","a":1,"":"x"}\n' > l.ndjson; printf 'id,a,\nL1,1,\nL2,2, \n' > quiet.csv; printf 'lead,type,at,\nL1,visit,2026-03-02T09:00:00Z,x\n' > a.csv; for f in l.csv l.ndjson quiet.csv; do leadflow run p.leadflow $f 2>&1 >/dev/null | grep unread; done; true
| unread             1   ``
| unread             1   ``
$ leadflow run p.leadflow l.csv --activities a.csv 2>&1 >/dev/null | grep unread | tr -s ' '
|  unread 1: `` (line 2)
| unread 1 ``
$ leadflow simulate p.leadflow --leads l.csv --activities a.csv --from 2026-03-01 --to 2026-03-03 2>&1 >/dev/null | grep -A1 'not read'
| not read   2   `` is read by no field (l.csv:2)
|                `visit.` is read by no field (a.csv:2)
$ leadflow simulate p.leadflow --leads quiet.csv --from 2026-03-01 --to 2026-03-03 2>&1 >/dev/null | grep -c 'not read'
| 0
? 1

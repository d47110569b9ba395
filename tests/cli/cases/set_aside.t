# What an earlier run set aside stays; a line that is there already is not written twice.
$ python3 set_aside.py > e.ndjson; for n in 1 2; do leadflow work set_aside.leadflow --store sqlite:t.db --events e.ndjson --rejects kept.ndjson -q 2> /dev/null; wc -l < kept.ndjson; done; printf 'nonsense' > more.ndjson; printf 'a line without an end' >> kept.ndjson; leadflow work set_aside.leadflow --store sqlite:t.db --events more.ndjson --rejects kept.ndjson -q; wc -l < kept.ndjson; tail -2 kept.ndjson | grep -o '^a.*\|"record":"nonsense"}'
| 10
| 10
| 12
| a line without an end
| "record":"nonsense"}
!~ not JSON
# `run` and `simulate` take nothing: their files are of one run, and are left as they were where one fails.
$ printf 'id,size\nA,1\nA,2\n' > leads.csv; printf 'old\n' > run.ndjson; cp run.ndjson simulated.ndjson; for n in 1 2; do leadflow run set_aside.leadflow leads.csv --now 2026-05-04T08:00:00Z -q --out /dev/null --rejects run.ndjson; leadflow simulate set_aside.leadflow --leads leads.csv --from 2026-05-04 --to 2026-05-05 -q --rejects simulated.ndjson 2> /dev/null > /dev/null; done; leadflow simulate set_aside.leadflow --leads nowhere.csv --from 2026-05-04 --to 2026-05-05 -q --rejects simulated.ndjson 2> /dev/null; wc -l run.ndjson simulated.ndjson | grep -v total
|   1 run.ndjson
|   1 simulated.ndjson
# A simulation whose store is kept knows its file: what it says of a person is handed out and erased as a worker's.
$ leadflow simulate set_aside.leadflow --leads leads.csv --from 2026-05-04 --to 2026-05-05 -q --store sqlite:sim.db --rejects sim.ndjson > /dev/null; leadflow subject A --store sqlite:sim.db --format json | python3 -c 'import json, sys; print([line["text"] for line in json.load(sys.stdin)["rejects"]])'; leadflow erase A --store sqlite:sim.db | grep aside; wc -c < sim.ndjson
!~ leads.csv:3
|~ A,2
|~ 1 line that had been set aside
|~ 0
# A service writes a line down before it takes what comes behind it: killed, nothing of it is lost.
$ mkfifo pipe; leadflow work set_aside.leadflow --store sqlite:k.db --events - --rejects k.ndjson -q < pipe 2> /dev/null & pid=$!; exec 3> pipe; printf '%s\n' '{"event":"2","type":"lead.createdx","lead":"L"}' '{"event":"1","type":"lead.created","lead":"L"}' >&3; for i in $(seq 300); do leadflow status --store sqlite:k.db --format json 2> /dev/null | grep -q '"leads": 1' && break; sleep 0.1; done; kill -KILL $pid; wait $pid 2> /dev/null; wc -l < k.ndjson
| 1
# Beside a worker: the lines of whom it erases go, and what comes later is in the file that stands there.
$ leadflow work set_aside.leadflow --store sqlite:k.db --events - --rejects k.ndjson -q < pipe 2> /dev/null & pid=$!; exec 3> pipe; printf '%s\n' '{"event":"3","type":"lead.createdx","lead":"L"}' '{"event":"4","type":"lead.createdx","lead":"M"}' >&3; for i in $(seq 300); do [ $(wc -l < k.ndjson) = 3 ] && break; sleep 0.1; done; leadflow erase L --store sqlite:k.db; printf '%s\n' '{"event":"5","type":"lead.createdx","lead":"M"}' >&3; for i in $(seq 300); do [ $(wc -l < k.ndjson) = 2 ] && break; sleep 0.1; done; kill -TERM $pid; wait $pid; python3 -c 'import json; print([json.loads(json.loads(line)["record"])["event"] for line in open("k.ndjson")])'
| lead L: the worker of sqlite:k.db erases it; 2 lines that had been set aside went
| ['4', '5']
# What cannot be written down is not passed over: nothing behind it is taken.
$ printf 'nonsense\n' > full.ndjson; head -1 e.ndjson >> full.ndjson; leadflow work set_aside.leadflow --store sqlite:f.db --events full.ndjson --rejects /dev/full -q
!~ `/dev/full` cannot be written: no space left
? 2
$ leadflow status --store sqlite:f.db
!~ holds no playbook yet
? 2
# So are values that cannot be read, before what says them is committed.
$ echo '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z","record":{"size":"many"}}' > value.ndjson; leadflow work set_aside.leadflow --store sqlite:v.db --events value.ndjson --rejects /dev/full -q
!~ `/dev/full` cannot be written: no space left
? 2
$ leadflow status --store sqlite:v.db --format json | grep -c '^  "leads": 0,'; for n in 1 2; do leadflow work set_aside.leadflow --store sqlite:v.db --events value.ndjson --rejects value_aside.ndjson -q; done; leadflow status --store sqlite:v.db --format json | grep -c '^  "leads": 1,'; cat value_aside.ndjson
| 1
| 1
| {"file":"value.ndjson","line":1,"reason":"the value of `size` is not a number","event":"1","lead":"A","field":"size","value":"many","nearest":null}

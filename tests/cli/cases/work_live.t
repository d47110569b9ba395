# Long-running: events on a pipe, one worker a file, a signal drains.
$ (printf '%s\n' '{"event":"n1","type":"lead.created","lead":"N-1","record":{"id":"N-1","Company":"Acme","Employees":800,"created_at":"2026-03-02"}}' 'nonsense') | leadflow work life.leadflow --store sqlite:live.db --events - --once
!~ 1 read · 1 set aside
!~ 1 set aside
$ leadflow status --store sqlite:live.db --format json | python3 -c 'import json,sys; print(json.load(sys.stdin)["leads"])'
| 1
$ mkfifo pipe; leadflow work life.leadflow --store sqlite:live.db --events - < pipe 2> first.err & pid=$!; exec 3> pipe; for i in $(seq 200); do grep -q "working on" first.err && break; sleep 0.1; done; leadflow work life.leadflow --store sqlite:live.db --once 2> second.err; echo "second $?"; printf '%s\n' '{"event":"n2","type":"lead.created","lead":"N-2","record":{"id":"N-2","Company":"Bolt","Employees":800,"created_at":"2026-03-02"}}' >&3; for i in $(seq 200); do leadflow status --store sqlite:live.db --format json | grep -q '"leads": 2' && break; sleep 0.1; done; kill -TERM $pid; wait $pid; echo "first $?"
| second 2
| first 0
$ cat second.err
|~ another `leadflow work` runs on `live.db`
$ cat first.err
|~ stopped by a signal
|~ 1 read
$ leadflow why N-2 --store sqlite:live.db
|~ lead.created

# An event has the same limit wherever it comes from; of a line without end no more than that is held.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key; note text }' 'roster { ana team "a" }' 'stages { New "x" initial }' 'stage New { }' > p.leadflow; python3 -c 'for id, size in (("A", 17), ("B", 15), ("C", 0)): print("{\"event\":\"%s\",\"type\":\"lead.created\",\"lead\":\"%s\",\"at\":\"2026-05-04T08:00:00Z\",\"record\":{\"note\":\"%s\"}}" % (id, id, "x" * (size << 20)))' > e.ndjson; leadflow work p.leadflow --store sqlite:file.db --events e.ndjson --rejects file.ndjson
! note: e.ndjson:1: the record is longer than 16 MiB
! events     2   2 read · 1 set aside
! timers     0
! effects    0
! commits    2
$ leadflow work p.leadflow --store sqlite:pipe.db --events - --once --rejects pipe.ndjson < e.ndjson
!~ note: standard input:1: the record is longer than 16 MiB
!~ 1 set aside
$ leadflow status --store sqlite:pipe.db | head -1 | grep -o '. leads'; diff <(sed 's/e.ndjson//' file.ndjson) <(sed 's/standard input//' pipe.ndjson) && wc -c < pipe.ndjson
| 2 leads
| 368
$ python3 -c 'import resource, subprocess; work = subprocess.Popen(["leadflow", "work", "p.leadflow", "--store", "sqlite:endless.db", "--events", "-", "--once", "-q"], stdin=subprocess.PIPE); [work.stdin.write(b"x" * (1 << 20)) for i in range(600)]; work.stdin.close(); print(work.wait(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 500 << 10)'
| 0 True
!~ standard input:1: the record is longer than 16 MiB

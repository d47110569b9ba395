# What leads said is for the owner of the files alone, whatever the umask: the store and what stands beside it, lines set aside,
# decisions, reports, what was delivered to a file. A file that is there keeps its rights.
$ umask 022; leadflow work life.leadflow --store sqlite:p.db --events events.ndjson --until 2026-03-02T13:00:00Z --rejects aside.ndjson -q; leadflow run life.leadflow arrivals.csv --now 2026-03-03T10:00:00Z --out decisions.ndjson --rejects run_aside.ndjson -q; leadflow work watched.leadflow --store sqlite:w.db --events watched.ndjson --until 2026-03-03T10:00:00Z -q; leadflow report watched.leadflow --store sqlite:w.db --at 2026-03-02T19:00:00Z --format html -o page.html; printf '{"file":"sent.ndjson"}' > outbox.json; leadflow work life.leadflow --store sqlite:p.db --until 2026-03-02T16:00:00Z --outbox outbox.json -q; leadflow simulate life.leadflow --leads arrivals.csv --from 2026-03-02 --to 2026-03-05 --store sqlite:what_if.db -q > simulated.txt; leadflow subject L-1 --store sqlite:p.db --format json > subject.json
!~ did you mean `lead.created`?
$ for f in p.db w.db what_if.db aside.ndjson decisions.ndjson page.html sent.ndjson $(ls p.db-* w.db-* 2>/dev/null); do [ "$(stat -c %a $f)" = 600 ] || echo "$f $(stat -c %a $f)"; done
|
$ touch kept.ndjson; chmod 644 kept.ndjson; leadflow work life.leadflow --store sqlite:q.db --events events.ndjson --until 2026-03-02T13:00:00Z --rejects kept.ndjson -q 2>/dev/null; stat -c %a kept.ndjson
| 644

# Seconds where milliseconds are meant, and years that are slips, are no instants of an event (kind J; workflow 7 the other way).
$ cd reading && printf '%s\n' '{"event":"1","type":"lead.created","lead":"S","at":1772447400}' '{"event":"2","type":"lead.created","lead":"T","at":"0026-03-02T10:00:00Z"}' > old.ndjson && leadflow work desk.leadflow --store sqlite:old.db --events old.ndjson
!~ 2 set aside
!~ old.ndjson:1: `at` counts milliseconds since 1970, and `1772447400` of them end before March 1973: a time in seconds, or a slip
!~ old.ndjson:2: `0026-03-02T10:00:00Z` lies before 1970: nothing happened then
# On standard input too; milliseconds are taken.
$ cd reading && printf '%s\n' '{"event":"1","type":"lead.created","lead":"S","at":1772447400}' '{"event":"2","type":"lead.created","lead":"T","at":1772447400000}' | leadflow work desk.leadflow --store sqlite:pipe.db --events - --once; leadflow why T --store sqlite:pipe.db --now 2026-03-03T10:00:00Z
!~ 1 set aside
|~ 2026-03-02 10:30
# Of an activity within a record the year is looked at as well.
$ cd reading && cat created.ndjson > in.ndjson && echo '{"event":"2","type":"lead.updated","lead":"G1","at":"2026-03-02T11:00:00Z","record":{"activities":[{"type":"call","at":"0026-03-02"},{"type":"call","at":"2226-03-02"},{"type":"call","at":"2026-03-02"}]}}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:years.db --events in.ndjson
!~ activities: `0026-03-02` lies before 1970 or after 2099: nothing happens then (line 2, event 2, lead G1)
$ cd reading && python3 -c 'import sqlite3; print(sqlite3.connect("years.db").execute("SELECT count(*) FROM activities").fetchone()[0])'
| 2

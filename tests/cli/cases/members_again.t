# A member that comes twice: the first counts, also where it says nothing, and the second is told; alike in run, work and simulate.
$ cd reading && printf '%s\n' '{"id":"Q1","email":"q@x.example","consent":null,"consent":"granted"}' '{"id":"Q2","email":"r@x.example","consent":"","Consent":"granted"}' '{"id":"Q3","email":"s@x.example","consent":"granted","consent":null}' > l.ndjson && leadflow run desk.leadflow l.ndjson --now 2026-03-02T10:00:00Z --columns 'id, consent' --format csv | tr -d '\r'
| id,consent
| Q1,unknown
| Q2,unknown
| Q3,granted
!~ gives a value again; the first one counts
$ cd reading && leadflow simulate desk.leadflow --leads l.ndjson --from 2026-03-02 --to 2026-03-03 --store sqlite:s.db > /dev/null
!~ not read   3   2x `consent` gives a value again; the first one counts (line 1, lead Q1)
!~ `Consent` gives a value again; the first one counts (line 2, lead Q2)
$ cd reading && python3 -c 'import json; [print("{\"event\":\"%d\",\"type\":\"lead.created\",\"lead\":\"Q%d\",\"at\":\"2026-03-02T10:00:00Z\",\"record\":%s}" % (i, i, l.strip())) for i, l in enumerate(open("l.ndjson"), 1)]' > e.ndjson && leadflow work desk.leadflow --store sqlite:w.db --events e.ndjson
!~ not read   3
!~ `consent` gives a value again; the first one counts (line 1, event 1, lead Q1)
$ cd reading && for s in s w; do leadflow outbox --store sqlite:$s.db | grep -c 'mail.*Q[123]'; for l in Q1 Q2 Q3; do leadflow subject $l --store sqlite:$s.db --format json | python3 -c 'import json,sys; d=json.load(sys.stdin)["leads"][0]; print(d["lead"], [(m["name"], m["value"]) for m in d["record"] if m["name"].lower() == "consent"])'; done; done
|~ Q1 []
|~ Q2 [('consent', '')]
|~ Q3 [('consent', 'granted')]
|- Q1 [('
# The same of what changes: a consent, an update.
$ cd reading && printf '%s\n' '{"event":"c","type":"lead.created","lead":"Q4","at":"2026-03-02T10:00:00Z","record":{"email":"t@x.example","size":5}}' '{"event":"d","type":"consent.changed","lead":"Q4","at":"2026-03-02T11:00:00Z","record":{"consent":null,"Consent":"granted"}}' '{"event":"u","type":"lead.updated","lead":"Q4","at":"2026-03-02T12:00:00Z","record":{"size":null,"size":900,"note":null,"note":1}}' > c.ndjson && leadflow work desk.leadflow --store sqlite:c.db --events c.ndjson
!~ `Consent` gives a value again; the first one counts (line 2, event d, lead Q4)
!~ `size` gives a value again; the first one counts (line 3, event u, lead Q4)
!~ `note` gives a value again; the first one counts (line 3, event u, lead Q4)
$ cd reading && leadflow subject Q4 --store sqlite:c.db --format json | python3 -c 'import json,sys; d=json.load(sys.stdin)["leads"][0]; print(d["stage"], [m["name"] for m in d["record"]])'
| New ['email']
# And of an activity's id.
$ cd reading && echo '{"id":"R","activities":[{"type":"call","at":"2026-03-01T09:00:00Z","event":null,"event":"y"},{"type":"call","at":"2026-03-01T09:00:00Z","event":"y"}]}' > r.ndjson && leadflow run desk.leadflow r.ndjson --now 2026-03-02T10:00:00Z --columns 'id, calls=count call' --format csv | tr -d '\r'
| id,calls
| R,2
!~ gives a value again; the first one counts
$ cd reading && leadflow simulate desk.leadflow --leads r.ndjson --from 2026-03-02 --to 2026-03-03 --store sqlite:r.db > /dev/null; leadflow subject R --store sqlite:r.db --format json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)["leads"][0]["activities"]))'
| 2
!~ `call.event` gives a value again; the first one counts

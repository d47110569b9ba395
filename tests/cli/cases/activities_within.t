# Activities within a record: names in any case, of a member that comes twice (the list itself too) the first counts and the second is told; alike in run, simulate and work.
$ cd reading && printf '%s\n' '{"id":"A","activities":[{"Type":"call","At":"2026-03-01T09:00:00Z","Outcome":"connected","By":"ana"}]}' '{"id":"B","activities":[{"type":"call","type":"email_sent","at":"2026-03-01T09:00:00Z","at":"2026-02-01T09:00:00Z","outcome":"connected"}]}' '{"id":"C","activities":[{"type":"call","at":"2026-03-01T09:00:00Z","event":"x","event":"y"},{"type":"call","at":"2026-03-01T10:00:00Z","event":"y"}]}' '{"id":"D","activities":[{"type":"call","at":"2026-03-01T09:00:00Z"}],"Activities":[{"type":"call","at":"2026-03-01T10:00:00Z"}]}' > l.ndjson && leadflow run desk.leadflow l.ndjson --now 2026-03-02T10:00:00Z --columns 'id, calls=count call, mails=count email_sent, last=last call, talk' --format csv | tr -d '\r'
| id,calls,mails,last,talk
| A,1,0,2026-03-01T09:00:00Z,10
| B,1,0,2026-03-01T09:00:00Z,10
| C,2,0,2026-03-01T10:00:00Z,0
| D,1,0,2026-03-01T09:00:00Z,0
!~ missed             4
!~ gives a value again; the first one counts
$ cd reading && leadflow simulate desk.leadflow --leads l.ndjson --from 2026-03-02T10:00:00Z --to 2026-03-02T11:00:00Z --store sqlite:s.db > /dev/null
!~ not read   4
!~ `call.type` gives a value again; the first one counts (line 2, lead B)
!~ `call.at` gives a value again; the first one counts (line 2, lead B)
!~ `call.event` gives a value again; the first one counts (line 3, lead C)
!~ `Activities` gives a value again; the first one counts (line 4, lead D)
$ cd reading && for l in A B C D; do leadflow subject $l --store sqlite:s.db --format json | python3 -c 'import json,sys; print([(a["type"], a["at"], a.get("by") or None) for a in json.load(sys.stdin)["leads"][0]["activities"]])'; done
| [('call', '2026-03-01T09:00:00Z', 'ana')]
| [('call', '2026-03-01T09:00:00Z', None)]
| [('call', '2026-03-01T09:00:00Z', None), ('call', '2026-03-01T10:00:00Z', None)]
| [('call', '2026-03-01T09:00:00Z', None)]
$ cd reading && python3 -c 'import json; [print("{\"event\":\"%d\",\"type\":\"lead.created\",\"lead\":\"%s\",\"at\":\"2026-03-02T10:00:00Z\",\"record\":%s}" % (i, json.loads(l)["id"], l.strip())) for i, l in enumerate(open("l.ndjson"))]' > e.ndjson && leadflow work desk.leadflow --store sqlite:w.db --events e.ndjson
!~ not read   4
!~ `call.type` gives a value again; the first one counts
$ cd reading && for l in A B C D; do leadflow subject $l --store sqlite:w.db --format json | python3 -c 'import json,sys; print([(a["type"], a["at"], a.get("by") or None) for a in json.load(sys.stdin)["leads"][0]["activities"]])'; done
| [('call', '2026-03-01T09:00:00Z', 'ana')]
| [('call', '2026-03-01T09:00:00Z', None)]
| [('call', '2026-03-01T09:00:00Z', None), ('call', '2026-03-01T10:00:00Z', None)]
| [('call', '2026-03-01T09:00:00Z', None)]
# Who did it and is not in the roster is told: in a record, in a file of activities, as an event.
$ cd reading && printf 'id\nL1\n' > one.csv && printf 'lead,type,at,by\nL1,call,2026-03-02T09:00:00Z,anna\nL1,call,2026-03-02T09:10:00Z,Ben\nL1,call,2026-03-02T09:20:00Z,automation\n' > by.csv && leadflow run desk.leadflow one.csv --activities by.csv --now 2026-03-02T10:00Z --columns 'id, calls=count call' --format csv | tr -d '\r'
| id,calls
| L1,3
!~ by.csv:2: column `by`: `anna` is not a rep of the roster; did you mean `ana`?
!~ 1 problem in it
$ cd reading && echo '{"id":"L1","activities":[{"type":"call","at":"2026-03-02T09:00:00Z","by":"anna"}]}' > by.ndjson && leadflow run desk.leadflow by.ndjson --now 2026-03-02T10:00Z --columns 'id, calls=count call' --format csv | tr -d '\r'
| id,calls
| L1,1
!~ `anna` is not a rep of the roster; did you mean `ana`?
$ cd reading && leadflow simulate desk.leadflow --leads one.csv --activities by.csv --from 2026-03-02T10:00Z --to 2026-03-02T11:00Z > /dev/null
!~ not read   1   by: `anna` is not a rep of the roster; did you mean `ana`?
$ cd reading && echo '{"event":"e1","type":"lead.created","lead":"L1","at":"2026-03-02T09:00:00Z","record":{"activities":[{"type":"call","at":"2026-03-02T09:00:00Z","by":"anna"}]}}' > e.ndjson && leadflow work desk.leadflow --store sqlite:b.db --events e.ndjson
!~ not read   1   by: `anna` is not a rep of the roster; did you mean `ana`? (line 1, event e1, lead L1)
# Records of a file of activities that are set aside go to --rejects, and are counted.
$ cd reading && printf 'lead,type,at,outcome\nL1,call,2026-03-01T09:00:00Z\nL1,call,2026-03-01T09:00:00Z,connected,extra\nL1,cal,2026-03-01T09:00:00Z,connected\nL1,call,soon,connected\n,call,2026-03-01T09:00:00Z,connected\nL1,call,2026-03-01T09:00:00Z,spoke\n' > bad.csv && leadflow run desk.leadflow one.csv --activities bad.csv --now 2026-03-02T10:00Z --rejects aside.ndjson --columns 'id, calls=count call' --format csv | tr -d '\r'
| id,calls
| L1,1
!~ set aside          5   5 of the file of activities
!~ 6 problems in it
$ cd reading && python3 -c 'import json; [print(d["file"], d["line"], d["reason"], "|", d["record"]) for d in map(json.loads, open("aside.ndjson"))]'
|~ bad.csv 4 `cal` is not an activity of the playbook; did you mean `call`? | L1,cal,2026-03-01T09:00:00Z,connected
|~ bad.csv 5 `soon` is not a date or time
|~ bad.csv 6 is an activity without a lead | ,call,2026-03-01T09:00:00Z,connected
$ cd reading && wc -l < aside.ndjson
| 5
$ cd reading && leadflow run desk.leadflow one.csv --activities bad.csv --now 2026-03-02T10:00Z --columns id
| {"id":"L1"}
!~ note: 5 records were set aside; --rejects FILE keeps them with the reason
# The row of the summary, the note and the lines of --rejects are one number, with the leads' own.
$ cd reading && printf 'id\nL1\nL1\n' > again.csv && leadflow run desk.leadflow again.csv --activities bad.csv --now 2026-03-02T10:00Z --columns id
| {"id":"L1"}
!~ set aside          6   5 of the file of activities
!~                        1 the key was already seen
!~ note: 6 records were set aside; --rejects FILE keeps them with the reason
$ cd reading && leadflow run desk.leadflow again.csv --activities bad.csv --now 2026-03-02T10:00Z --rejects all.ndjson --columns id > /dev/null && wc -l < all.ndjson
| 6
# 320 MB of activities of a type that the playbook does not have are not held in memory.
$ cd reading && python3 -c 'import resource, subprocess; run = subprocess.Popen(["leadflow", "run", "desk.leadflow", "one.csv", "--activities", "-", "--rejects", "wide.ndjson", "--now", "2026-03-02T10:00Z", "--columns", "id"], stdin=subprocess.PIPE); [run.stdin.write(b"{\"lead\":\"L1\",\"type\":\"page\",\"at\":\"2026-03-01T09:00:00Z\",\"body\":\"" + b"x" * 8000 + b"\"}\n") for i in range(40000)]; run.stdin.close(); print(run.wait(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 200 << 10)'
| {"id":"L1"}
| 0 True
!~ set aside     40,000   40,000 of the file of activities
$ cd reading && wc -l < wide.ndjson; rm wide.ndjson
| 40000

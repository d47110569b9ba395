# An activity whose id, or who did it, is no text is set aside: nobody could say whether it was counted before. As of events (events.md): a text or a number, 512
# bytes, none of the engine's own. The same in a file of its own and in a lead's record; `event` counts before `id`, so that what stands in `id` is not asked.
$ cd reading && printf 'id\n1\n' > one.csv && python3 -c 'import json; at = "2026-03-01T10:00:00Z"; ids = [{"event": "leadflow:x"}, {"event": "q" * 513}, {"event": "a\0b"}, {"event": ["5"]}, {"event": ["5"]}, {"event_id": True}, {"id": {"a": 1}}, {"event": 5}, {"event": "5"}, {"event": "q" * 512}, {"event": None, "id": "7"}, {"id": 7}, {"event": "z", "id": ["5"]}, {"event": "y", "by": ["ana"]}]; acts = [dict(each, type="call", at=at) for each in ids]; open("acts.ndjson", "w").writelines(json.dumps(dict(each, lead="1")) + "\n" for each in acts); lead = {"id": "1", "activities": acts}; open("inside.ndjson", "w").write(json.dumps(lead)); open("created.ndjson", "w").write(json.dumps({"event": "c", "type": "lead.created", "lead": "1", "at": "2026-03-02T10:00:00Z", "record": lead}))'
# Of 14 eight cannot be read, two come again, four are left: `5`, the 512 bytes, `7` and `z`.
$ cd reading && leadflow run desk.leadflow one.csv --activities acts.ndjson --now 2026-03-02T15:00:00Z --rejects run.ndjson --columns 'id, calls=count call' --format csv | tr -d '\r'
| id,calls
| 1,4
!~ acts.ndjson:1: /event: `leadflow:x` begins with `leadflow:`, as the engine's own ids do
!~ acts.ndjson:4: /event: `["5"]` is not a text
!~ set aside          8   8 of the file of activities
!~ 2 repeated, counted once
$ cd reading && python3 -c 'import json; [print(d["line"], d["reason"].replace("\0", "\\0").replace("q" * 120, "q…")) for d in map(json.loads, open("run.ndjson"))]'
| 1 `leadflow:x` begins with `leadflow:`, as the engine's own ids do
| 2 `q…` is longer than 512 bytes
| 3 `a\0b` holds a NUL character
| 4 `["5"]` is not a text
| 5 `["5"]` is not a text
| 6 `true` is not a text
| 7 `{…}` is not a text
| 14 `["ana"]` is not a text
# A simulation sets the same records aside for the same reasons, whether the activities are from before the lead or become events.
$ cd reading && for from in 2026-03-01T00:00Z 2026-03-02T10:00Z; do rm -f s.db*; leadflow simulate desk.leadflow --leads one.csv --activities acts.ndjson --from $from --to 2026-03-03 --rejects simulate.ndjson --store sqlite:s.db -q > /dev/null; python3 -c 'import json; of = lambda name: [(d["file"], d["line"], d["reason"], d["record"]) for d in map(json.loads, open(name))]; print(of("run.ndjson") == of("simulate.ndjson"))'; leadflow subject 1 --store sqlite:s.db --format json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)["leads"][0]["activities"]))'; done
| True
| 4
| True
| 4
# Within a record each of them is told, and left out.
$ cd reading && leadflow run desk.leadflow inside.ndjson --now 2026-03-02T15:00:00Z --columns 'id, calls=count call' --format csv | tr -d '\r'
| id,calls
| 1,4
!~ missed             8   activities 8   `leadflow:x` begins with `leadflow:`, as the engine's own ids do
!~ 2 repeated
$ cd reading && rm -f s.db*; leadflow simulate desk.leadflow --leads inside.ndjson --from 2026-03-02T10:00Z --to 2026-03-03 --store sqlite:s.db > /dev/null; leadflow subject 1 --store sqlite:s.db --format json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)["leads"][0]["activities"]))'
| 4
!~ not read   8
!~ activities: `leadflow:x` begins with `leadflow:`, as the engine's own ids do (line 1, lead 1)
!~ 5x activities: `["5"]` is not a text (line 1, lead 1)
$ cd reading && leadflow work desk.leadflow --store sqlite:w.db --events created.ndjson --rejects work.ndjson; leadflow subject 1 --store sqlite:w.db --format json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)["leads"][0]["activities"]))'; wc -l < work.ndjson
|~ 4
|~ 8
!~ not read   8
!~ repeated   2

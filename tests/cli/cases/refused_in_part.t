# Of an event that was refused in part each name that could not be read is listed, whatever the name holds.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key; a int; b int; c int; d int; e int; f bool }' 'roster { ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { to Done by owner }' > p.leadflow; printf '%s\n' '{"event":"e1","type":"lead.created","lead":"L1","at":"2026-03-02T10:00:00Z","record":{"a":"x","b":"x","c":"x","d":"x","e":"x","f":"perhaps"}}' '{"event":"e2","type":"lead.created","lead":"L2","at":"2026-03-02T10:00:00Z","record":{"a":1,"`b`, the value of `c` is not a whole number":1,"z, `d`; the rest changes nothing: `":2}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-03 -q; leadflow refused --store sqlite:s.db --format json --lead L1 | python3 -c 'import json, sys; [print(f["field"], f["why"]) for e in json.load(sys.stdin) for f in e["not_read"]]'
| a the value of `a` is not a whole number
| b the value of `b` is not a whole number
| c the value of `c` is not a whole number
| d the value of `d` is not a whole number
| e the value of `e` is not a whole number
| f the value of `f` is neither yes nor no
$ leadflow refused --store sqlite:s.db --reason 'neither yes nor no' --format csv | cut -d, -f1
|~ event
|~ e1
# A tick in a name is doubled in sentences: so no name says a sentence of its own.
$ leadflow refused --store sqlite:s.db --format json --lead L2 | python3 -c 'import json, sys; [print(f["field"], "|", f["value"], "|", f["why"]) for e in json.load(sys.stdin) for f in e["not_read"]]'
| `b`, the value of `c` is not a whole number | ••• | ```b``, the value of ``c`` is not a whole number` is not a field of the lead
| z, `d`; the rest changes nothing: ` | ••• | `z, ``d``; the rest changes nothing: ``` is not a field of the lead
# Of very many the first, and how many more.
$ python3 -c 'import json; print(json.dumps({"event":"e3","type":"lead.created","lead":"L3","at":"2026-03-02T10:00:00Z","record":{"x%03d" % i: 1 for i in range(120)}}))' > m.ndjson; leadflow work p.leadflow --store sqlite:s.db --events m.ndjson --until 2026-03-03 -q; leadflow refused --store sqlite:s.db --format json --lead L3 | python3 -c 'import json, sys; e = json.load(sys.stdin)[0]; print(len(e["not_read"]), e["not_read"][-1]["why"], e["why"][-20:])'
| 100 `x099` is not a field of the lead the lead and 20 more
# Refused as a whole: all that the event says in vain stands behind the reason.
$ printf '%s\n' '{"event":"e4","type":"stage.moved","lead":"L1","at":"2026-03-02T11:00:00Z","stage":"Gone","m1":1,"m2":1,"m3":1,"m4":1}' > w.ndjson; leadflow work p.leadflow --store sqlite:s.db --events w.ndjson --until 2026-03-03 -q; leadflow refused --store sqlite:s.db --event e4 --format csv | grep -o '`m1.*event"'
| `m1` is no member of an event, `m2` is no member of an event, `m3` is no member of an event, `m4` is no member of an event"

# An escalation that is open already for the same cause is not opened again, and that is told.
$ leadflow work in_time/one_source.leadflow --store sqlite:s.db --events in_time/one_source.ndjson --until 2026-05-04T18:00:00Z -q; leadflow why A --store sqlite:s.db
|~ chain is open already: privacy
|~ slow is open already: aging of stage New
# Thousands of calls of one instant, and names that nobody reads, cost what they cost once: the lead is decided, and so are others.
$ printf 'playbook p { timezone "UTC" }\nlead { id text key; size int }\nactivity call { outcome one of connected, voicemail }\noutreach call\nroster { ana }\nstages { New "x" initial }\nstage New { }\nsla s { starts when lead created; stops when call where outcome is connected; target 2 hours }\n' > many.leadflow; python3 -c 'import json; calls=[{"type":"call","at":"2026-05-04T08:30:00Z","by":"ana","outcome":"voicemail","n":str(i)} for i in range(4000)]; calls[-1]["outcome"]="connected"; print(json.dumps({"event":"1","type":"lead.created","lead":"L","at":"2026-05-04T08:00:00Z","record":{}})); print(json.dumps({"event":"2","type":"lead.updated","lead":"L","at":"2026-05-04T09:00:00Z","record":{"activities":calls}})); print(json.dumps({"event":"3","type":"lead.updated","lead":"L","at":"2026-05-04T09:10:00Z","record":{"column %d"%i: i for i in range(8000)}})); print(json.dumps({"event":"4","type":"lead.created","lead":"M","at":"2026-05-04T09:20:00Z","record":{"size":3}}))' > many.ndjson; leadflow work many.leadflow --store sqlite:m.db --events many.ndjson 2>&1 | head -1; leadflow why L --store sqlite:m.db | grep -c 'one name too many'; leadflow why L --store sqlite:m.db | grep -o 'sla s met'; leadflow why M --store sqlite:m.db | head -1
| events     4   4 read
| 5952
| sla s met
| Lead M

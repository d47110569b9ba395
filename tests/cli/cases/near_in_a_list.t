# Of a list the value that is not known is the one for which a nearest is named.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; products some of alpha = "Alpha X", beta, gamma from "Products" }\nactivity call\noutreach call\nrole boss\nroster { kay team "d"; max role boss }\nqueue desk { owner role boss }\nroute go { all otherwise -> kay otherwise queue desk }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { route go }; to Shut by owner }\n' > p.leadflow; printf '%s\n' '{"id":"1","products":["Alpha X","zeta"]}' '{"id":"2","products":["Alpha X","gamm"]}' > l.ndjson; sed 1d l.ndjson > g.ndjson; leadflow run p.leadflow g.ndjson --now 2026-03-02T10:00:00Z --columns id
|~ 2
!~ `["Alpha X","gamm"]` is not one of the known values; did you mean `gamma`? (line 1, /products)
$ leadflow simulate p.leadflow --leads l.ndjson --from 2026-03-02 --to 2026-03-03 --rejects r.ndjson > /dev/null; python3 -c 'import json; print([(json.loads(l)["lead"], json.loads(l)["nearest"]) for l in open("r.ndjson")])'
| [('1', 'beta'), ('2', 'gamma')]
!~ not read   2
# A list reads the same in every command, however its file lays it out: the space, the line end and the escape are the file's.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; company text; tags some of red, blue }\nactivity call\nrole boss\nroster { kay team "d"; max role boss }\nqueue desk { owner role boss }\nroute go { all otherwise -> kay }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { route go }; to Shut by owner }\n' > s.leadflow; printf '[{"id": "1", "company": [1,\n  2], "tags": ["red", "caf\\u00e9"]}]' > s.json; printf '{"lead": "1", "type": "call", "at": "2026-03-02T09:00:00Z", "by": ["kay", "x"]}\n' > a.ndjson; leadflow run s.leadflow s.json --activities a.ndjson --now 2026-03-02T10:00:00Z --out /dev/null --rejects r1.ndjson 2>&1 | grep -oE '`\[[^`]*`' | sort -u; leadflow simulate s.leadflow --leads s.json --activities a.ndjson --from 2026-03-02 --to 2026-03-03 --rejects r2.ndjson 2>&1 | grep -oE '`\[[^`]*`' | sort -u
| `["kay","x"]`
| `["red","café"]`
| `[1,2]`
| `["kay","x"]`
| `["red","café"]`
| `[1,2]`

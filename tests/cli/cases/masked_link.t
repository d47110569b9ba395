# A link that shows a masked field is not in messages for those who must not read it; with the lead's id it is.
$ for link in '{id}' '{phone}'; do printf 'playbook v { timezone "UTC" record_link "https://crm.example/'"$link"'" }\nlead { id text key; phone text pii }\nroster { kay }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { notify kay "new"; log "new" }; to Shut by kay }\nprivacy { mask phone in notify }\n' > p.leadflow; echo '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z","record":{"phone":"Zecret1"}}' > e.ndjson; rm -f s.db; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q; leadflow outbox list --store sqlite:s.db --format json | python3 -c 'import json,sys; [print(e["effect"]["kind"], e["effect"]["link"] or None) for e in json.load(sys.stdin)]'; done
| notify https://crm.example/A
| log https://crm.example/A
| notify None
| log https://crm.example/Zecret1

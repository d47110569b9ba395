# A field that a later version calls personal: what was written of it before stays, and `deploy` says so.
$ printf 'playbook v { version "1" timezone "UTC" }\nlead { id text key; phone text }\nroster { kay }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { log "call {phone}" }; to Shut by kay }\n' > v1.leadflow; sed 's/phone text/phone text pii/; s/version "1"/version "2"/' v1.leadflow > v2.leadflow; for lead in A B; do echo '{"event":"'$lead'","type":"lead.created","lead":"'$lead'","at":"2026-05-04T08:00:00Z","record":{"phone":"Zecret1"}}'; done > e.ndjson; leadflow work v1.leadflow --store sqlite:s.db --events e.ndjson -q
$ leadflow deploy v2.leadflow --store sqlite:s.db --now 2026-05-04T09:00:00Z
|~ field phone: 2 leads, personal from here on: what the journal and the outbox hold of it already is not erased with the lead
# What is written from then on is erased.
$ leadflow work v2.leadflow --store sqlite:s.db --until 2026-05-04T10:00:00Z -q; echo '{"event":"C","type":"lead.created","lead":"C","at":"2026-05-04T11:00:00Z","record":{"phone":"Zecret2"}}' > c.ndjson; leadflow work v2.leadflow --store sqlite:s.db --events c.ndjson -q; leadflow erase C --store sqlite:s.db > /dev/null; cat s.db s.db-* 2>/dev/null | grep -ac Zecret2
| 0
? 1
# So is a field of an activity, and one that is given nothing personal any more.
$ printf 'playbook v { version "1" timezone "UTC" }\nlead { id text key; phone text pii; company text }\nactivity call { note text }\noutreach call\nroster { kay }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { set company to phone }; to Shut by kay }\n' > a1.leadflow; sed 's/note text/note text pii/; s/version "1"/version "2"/; s/enter { set company to phone }; //' a1.leadflow > a2.leadflow; leadflow work a1.leadflow --store sqlite:a.db --events e.ndjson -q; leadflow deploy a2.leadflow --store sqlite:a.db --now 2026-05-04T09:00:00Z
|~ field call.note: 2 leads, personal from here on: what the journal and the outbox hold of it already is not erased with the lead
|~ field company: 2 leads, not personal any more: what it was given from personal fields is shown, and not erased with the lead

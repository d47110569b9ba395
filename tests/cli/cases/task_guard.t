# `call only when …` guards what automation does about calls wherever it stands: a task to call somebody who said no, in a sequence and in a stage.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; consent one of granted, denied }\nactivity call\noutreach call\nroster { kay }\nroute go { all otherwise -> kay }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { route go; task call "Call them"; start sequence s }; to Shut by owner; aging 1 day { task call "again" } }\nsequence s { task call "Call two"; wait 1 hour; log "x" }\nprivacy { call only when consent is not denied }\n' > p.leadflow; echo '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z","record":{"consent":"denied"}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-05-06 -q; leadflow outbox list --store sqlite:s.db --format json
|- Call two
|- Call them
|- again

# A lead that changed its owner had a first owner all the same; an erased one has no values; a handoff that still waits within its time is
# not one that nobody accepted.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; n int }\nactivity call\noutreach call\nowners sdr, ae\nrole boss\nroster { kay; tim; lou; max role boss }\nroute to_s { all otherwise -> kay }\nroute to_a { all otherwise -> tim }\nstages { Open "o" initial; Sold "h"; Warm "w"; Shut "s" final }\nstage Open owned by sdr { enter { route to_s }; to Sold by owner; to Warm by owner }\nstage Sold owned by ae { to Shut by owner }\nstage Warm releases owner { to Shut by role boss }\nhandoff h { when stage becomes Sold; from sdr to ae by route to_a; accept within 4 hours }\nreport r { median time from created to owner assigned; sum n; rate handoff h accepted by owner }\n' > p.leadflow; leadflow check p.leadflow
|~ nothing to complain about
$ printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z","record":{"n":1}}' '{"event":"2","type":"owner.assigned","lead":"A","at":"2026-05-04T09:00:00Z","owner":"lou","by":"max"}' '{"event":"3","type":"lead.created","lead":"B","at":"2026-05-04T08:00:00Z","record":{"n":2}}' '{"event":"4","type":"stage.moved","lead":"B","at":"2026-05-04T09:00:00Z","stage":"Warm","by":"kay"}' '{"event":"5","type":"lead.created","lead":"D","at":"2026-05-04T08:00:00Z","record":{"n":4}}' '{"event":"6","type":"stage.moved","lead":"D","at":"2026-05-04T09:00:00Z","stage":"Sold","by":"kay"}' '{"event":"7","type":"lead.created","lead":"E","at":"2026-05-04T08:00:00Z","record":{"n":100}}' '{"event":"8","type":"lead.erased","lead":"E","at":"2026-05-04T09:00:00Z"}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q; leadflow report --store sqlite:s.db --at 2026-05-04T10:00:00Z
|~ 4
|- 107
|- tim       0%
$ leadflow report --store sqlite:s.db --at 2026-05-04T10:00:00Z --format csv --table 1 | tr -d '\r' | tail -1
| 0,4

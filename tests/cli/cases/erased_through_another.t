# L1 went into L3. At one instant L1 is erased, and L3 with it, and L2 comes, whom a rule finds in L3: nobody is merged into who is erased then, in one batch or in two.
$ printf 'playbook e { timezone "UTC" }\nlead { id text key; email email pii }\nroster { ana }\nqueue desk { owner ana }\nstages { Open "o" initial; Shut "s" final }\nstage Open { to Shut by ana; enter { queue desk } }\nduplicates { same email -> keep oldest, merge others }\n' > e.leadflow; for l in L3:09 L1:10; do printf '{"event":"%s","type":"lead.created","lead":"%s","at":"2026-03-05T%s:00:00Z","record":{"email":"p@home.example"}}\n' ${l%:*} ${l%:*} ${l#*:}; done > 1.ndjson; printf '{"event":"x","type":"lead.erased","lead":"L1","at":"2026-03-06T00:00:00Z"}\n{"event":"y","type":"lead.created","lead":"L2","at":"2026-03-06T00:00:00Z","record":{"email":"p@home.example"}}\n' > 2.ndjson; for n in 1 500; do rm -f s.db*; for f in 1 2; do leadflow work e.leadflow --batch $n --store sqlite:s.db --events $f.ndjson -q; done; leadflow why L2 --store sqlite:s.db | grep -c 'waits in queue desk'; for l in L1 L2 L3; do leadflow subject $l --store sqlite:s.db --format json | python3 -c 'import json,sys; print(json.load(sys.stdin)["leads"][0]["erased"])' 2>/dev/null || echo erased; done; leadflow replay --store sqlite:s.db | grep -o 'all the same'; done
| 1
| True
| False
| True
| all the same
| 1
| True
| False
| True
| all the same

# An event with a NUL in any of its members is set aside with its line, one within a record costs its value; the rest is taken.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; email email pii; phone text pii }\nactivity call\noutreach call\nrole lead_desk\nroster { kay team "d"; lou team "d"; max role lead_desk }\npool d = reps where team is "d"\nqueue desk { owner role lead_desk }\nroute go { all otherwise -> round robin d otherwise queue desk }\nroute again { all otherwise -> round robin d otherwise queue desk }\nstages { Open "o" initial; Two "t"; Shut "s" final }\nstage Open { enter { route go }; to Two when had call; to Shut by owner }\nstage Two { enter { route again }; to Shut by owner }\n' > base.leadflow; leadflow check base.leadflow
|~ nothing to complain about
$ printf '%s\n' 'import json' 'nul = "a\0b"; said = []' 'def say(**e): print(json.dumps({"event": "e%d" % len(said), "at": "2026-05-04T09:00:00Z", **e})); said.append(1)' 'say(type="lead.created", lead="X", at="2026-05-04T08:00:00Z")' 'for e in [{"event": nul}, {"lead": nul}, {"by": nul}, {"activity": nul}]: say(**{"type": "activity", "lead": "X", "activity": "call", **e})' 'for e in [{"stage": nul}, {"reason": nul}, {"by": nul}]: say(**{"type": "stage.moved", "lead": "X", "stage": "Shut", "by": "kay", **e})' 'for e in [{"owner": nul}, {"queue": nul}, {"stage": nul}]: say(type="lead.created", lead="Y", **e)' 'say(type="lead.merged", lead="X", other=nul); say(type="owner.assigned", lead="X", owner=nul, by="kay"); say(type="table.changed", table=nul, rows=[{"a": 1}])' 'say(type="handoff.accepted", lead="X", handoff=nul, by="kay"); say(type="approval.decided", lead="X", approval=nul, decision="granted"); say(type="escalation.resolved", lead="X", escalation=nul, comment=nul)' 'say(type="lead.updated", lead="X", record={"phone": nul, nul: "x"}); say(type="activity", lead="X", activity="call", by="kay", at="2026-05-04T10:00:00Z", fields={nul: nul})' > nul.py; python3 nul.py > nul.ndjson; leadflow work base.leadflow --store sqlite:nul.db --events nul.ndjson --rejects aside.ndjson
!~ 16 set aside
!~ nul.ndjson:2: `event` holds a NUL character
!~ phone: the value holds a NUL character
$ python3 -c 'import json; rows = [json.loads(l) for l in open("aside.ndjson")]; print(sum("field" not in r for r in rows), sum("field" in r for r in rows), all("NUL" in r["reason"] or "is not a field" in r["reason"] for r in rows))'
| 16 3 True
$ leadflow why X --store sqlite:nul.db
|~ in stage Two since 2026-05-04
$ leadflow audit verify --store sqlite:nul.db && leadflow replay --store sqlite:nul.db
|~ nothing was changed
|~ all the same
# A service on standard input takes what comes behind such an event.
$ printf '%s\n' '{"event":"1","type":"lead.created","lead":"P","at":"2026-05-04T08:00:00Z"}' '{"event":"2","type":"activity","lead":"P","activity":"call","by":"kay\u0000"}' '{"event":"3","type":"lead.created","lead":"Q"}' | leadflow work base.leadflow --store sqlite:pipe.db --events - --once -q; leadflow status --store sqlite:pipe.db --format json | grep -c '^  "leads": 2,'
!~ standard input:2: `by` holds a NUL character
| 1

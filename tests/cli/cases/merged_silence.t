# Of what a line `… only when` asks for, a record that names it says something of it, also where it says nothing: null, an empty cell, and
# what cannot be read count as missing, from when the lead came (privacy.md, "Duplicates").
#   A comes at 10:00 with a yes; B comes at 11:00 and goes into A, whose mail is due at 16:00: "yes" where it is sent
$ cd silence; for b in '' '"consent":null' '"consent":""' '"consent":"Nope"' '"consent":"n/a"' '"consent":"denied"' '"consent":"granted"'; do python3 merged.py oldest "$b"; done
| yes A
| no mail
| no mail
| no mail
| no mail
| no mail
| yes A
# B is kept: it came last, and its silence stands. Where it does not name the field it takes A's yes.
$ cd silence; for b in '' '"consent":null' '"consent":""' '"consent":"Nope"' '"consent":"denied"'; do python3 merged.py newest "$b"; done
| yes B
| no mail
| no mail
| no mail
| no mail
# By an order the same; and where the lead that is kept is older, its own yes of 10:00 is the earlier word.
$ cd silence; for b in '' '"consent":null' '"consent":"Nope"'; do python3 merged.py order "$b"; done
| yes A
| no mail
| no mail
# A yes that is said behind the silence counts, before and after the merger; one from before it does not, told late.
$ cd silence; python3 merged.py oldest '"consent":null' '12:00 granted'; python3 merged.py order '"consent":"Nope"' '11:30 granted'; python3 merged.py oldest '"consent":null' '10:30 granted'; python3 merged.py newest '"consent":null' '10:30 granted'
| yes A
| yes A
| no mail
| no mail
# Said by both, it was said when the later one came: a no of between the two, told late, is the earlier word.
$ cd silence; for keep in oldest newest; do for late in '09:30 denied' '10:30 denied' '11:30 denied'; do python3 merged.py $keep '"consent":"granted"' "$late"; done; done
| yes A
| yes A
| no mail
| yes B
| yes B
| no mail
# What a record must have is not taken away: a lead that lacks it is set aside, and takes the value that the other one has.
$ cd silence; python3 merged.py required '"consent":null'; python3 merged.py required '"consent":"Nope"'
| yes A
| yes A
# Other fields: an empty cell blanks nothing, and is filled, whichever lead is kept and however emptiness is written.
$ cd silence; for keep in oldest newest; do for b in 'null' '""' '"n/a"'; do python3 merged.py $keep "\"consent\":\"granted\",\"city\":$b" city; done; done
| yes A, city Bonn
| yes A, city Bonn
| yes A, city Bonn
| yes B, city Bonn
| yes B, city Bonn
| yes B, city Bonn
# A file says the same: empty cells and null are silence, a column or a key that is not there is none.
$ cd silence; printf 'id,email,phone,consent,created_at\nA,a@b.example,1,granted,2026-03-02T10:00:00Z\nB,b@b.example,1,,2026-03-02T11:00:00Z\n' > empty.csv; printf 'id,email,phone,consent,created_at\nA,a@b.example,1,granted,2026-03-02T10:00:00Z\nB,b@b.example,1,Nope,2026-03-02T11:00:00Z\n' > bad.csv; for b in ',"consent":null' ',"consent":""' ''; do printf '{"id":"A","email":"a@b.example","phone":"1","consent":"granted","created_at":"2026-03-02T10:00:00Z"}\n{"id":"B","email":"b@b.example","phone":"1"%s,"created_at":"2026-03-02T11:00:00Z"}\n' "$b" > "key$b.ndjson"; done; python3 merged.py oldest '' > /dev/null; for f in empty.csv bad.csv 'key,"consent":null.ndjson' 'key,"consent":"".ndjson' key.ndjson; do rm -f f.db*; leadflow simulate merged.leadflow --leads "$f" --from 2026-03-02 --to 2026-03-04 --store sqlite:f.db -q > /dev/null 2>&1; leadflow outbox list --store sqlite:f.db --status all | grep -o 'a@b.example\|the outbox is empty'; done
| the outbox is empty
| the outbox is empty
| the outbox is empty
| the outbox is empty
| a@b.example
# Silence takes back what allows, never what forbids: where the line says `consent is not denied`, the no of either lead stands against an empty cell of later.
$ mkdir no; cd no; for keep in oldest newest; do printf 'playbook n { timezone "UTC" }\nlead { id text key; email email pii; phone text; consent one of granted, denied }\nroster { ana }\nstages { New initial; Done final }\nstage New { to Done by owner; enter { start sequence s } }\nsequence s { wait 6 hours; email "m" }\nduplicates { same phone -> keep %s, merge others }\nprivacy { email_sent only when consent is missing or consent is not denied }\n' $keep > $keep.leadflow; for b in ',"consent":null' ',"consent":"Nope"' ',"consent":"granted"' ''; do rm -f s.db*; printf '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T10:00:00Z","record":{"email":"a@b.example","phone":"1","consent":"denied"}}\n{"event":"2","type":"lead.created","lead":"B","at":"2026-03-02T11:00:00Z","record":{"email":"b@b.example","phone":"1"%s}}\n' "$b" > e.ndjson; leadflow work $keep.leadflow --store sqlite:s.db --events e.ndjson --until 2026-03-03 -q > /dev/null; leadflow outbox list --store sqlite:s.db --status all --format json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)), "mails")'; done; done
| 0 mails
| 0 mails
| 1 mails
| 0 mails
| 0 mails
| 0 mails
| 1 mails
| 0 mails
$ cd no; printf '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T10:00:00Z","record":{"email":"a@b.example","phone":"1","consent":"denied"}}\n{"event":"2","type":"lead.created","lead":"B","at":"2026-03-02T11:00:00Z","record":{"phone":"1","consent":null}}\n' > w.ndjson; leadflow work oldest.leadflow --store sqlite:w.db --events w.ndjson -q; leadflow why A --store sqlite:w.db | grep forbids
|     `consent`: what was said before stands, though later a record had nothing there: it forbids

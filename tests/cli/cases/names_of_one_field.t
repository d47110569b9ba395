# Of several names of one field the first of the playbook counts, also where it says nothing; another that says something else is told, alike in run, work and simulate.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; email email from "Email","E-Mail"; consent one of granted, denied from "Consent","Opt" default granted; size int from "Size","Employees" missing "N/A" }\nactivity call\noutreach call\nrole boss\nroster { kay team "d"; max role boss }\nqueue desk { owner role boss }\nroute go { all otherwise -> kay otherwise queue desk }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { route go }; to Shut by owner }\n' > p.leadflow; printf '%s\n' '{"id":"K1","Consent":null,"Opt":"denied"}' '{"id":"K2","Opt":"denied","Consent":"granted"}' '{"id":"K3","Email":"a@x.example","E-Mail":" a@x.example","Consent":"denied","Opt":null,"Size":5,"Employees":"N/A"}' '{"id":"K4","Opt":"denied"}' '{"id":"K5","Size":"","Employees":7}' > l.ndjson; leadflow run p.leadflow l.ndjson --now 2026-03-02T10:00:00Z --columns 'id, email, consent, size' --format csv | tr -d '\r'
| id,email,consent,size
| K1,,granted,
| K2,,granted,
| K3,a@x.example,denied,5
| K4,,denied,
| K5,,granted,
!~ missed             3   records 3   `denied` says something else than the name that counts before it (line 1, /Opt)
$ leadflow simulate p.leadflow --leads l.ndjson --from 2026-03-02 --to 2026-03-03 > /dev/null
!~ not read   3   2x `Opt` says something else than the name that counts before it (line 1, lead K1)
!~ `Employees` says something else than the name that counts before it (line 5, lead K5)
$ python3 -c 'import json; [print("{\"event\":\"%d\",\"type\":\"lead.created\",\"lead\":\"K%d\",\"at\":\"2026-03-02T10:00:00Z\",\"record\":%s}" % (i, i, l.strip())) for i, l in enumerate(open("l.ndjson"), 1)]' > e.ndjson; leadflow work p.leadflow --store sqlite:w.db --events e.ndjson
!~ not read   3   2x `Opt` says something else than the name that counts before it (line 1, event 1, lead K1)
!~ `Employees` says something else than the name that counts before it (line 5, event 5, lead K5)
# A column is named once.
$ printf 'id,Opt,Consent\nK1,denied,\n' > l.csv; leadflow run p.leadflow l.csv --now 2026-03-02T10:00:00Z --columns 'id, consent' --format csv | tr -d '\r'
| id,consent
| K1,granted
!~ Opt
$ leadflow simulate p.leadflow --leads l.csv --from 2026-03-02 --to 2026-03-03 > /dev/null
!~ not read   1   `Opt` is not read: another column of its field counts

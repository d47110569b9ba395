# A roster is checked whatever the playbook's own is: that one may be bad, or not there.
$ mkdir n; cd n; printf '%s\n' 'playbook n { timezone "UTC" calendar d }' 'calendar d { timezone "Europe/Berlin" hours mon..fri 09:00-17:00 }' 'lead { id text key; size int }' 'roster from "r.csv"' 'pool s = reps where team is "s"' 'queue q { owner ana }' 'role boss' 'route r { big when size > 5 -> ben; all otherwise -> round robin s available otherwise queue q }' > p.leadflow; sed 's/r.csv/gone.csv/' p.leadflow > q.leadflow; printf 'id,team,timezone,role\nana,s,Europe/Belin,boss\nben,s,,\n' > r.csv; sed 's/Belin/Berlin/' r.csv > new.csv; printf 'id,team,timezone,role\nana,s,Europe/Berlin,\n' > less.csv; for playbook in p q; do leadflow roster check new.csv --playbook $playbook.leadflow; done
| new.csv: 2 reps; s 2; nothing to complain about
| new.csv: 2 reps; s 2; nothing to complain about
$ cd n; leadflow roster check r.csv --playbook p.leadflow
| r.csv:2: timezone: `Europe/Belin` is not a time zone; did you mean `Europe/Berlin`?
| r.csv: 2 reps; s 2; 1 finding
? 1
$ cd n; leadflow roster check less.csv --playbook p.leadflow
|~ less.csv: nobody fills the role boss
|~ less.csv: 1 rep; s 1; 1 finding
? 1
$ cd n; leadflow roster check nobody.csv --playbook p.leadflow
!~ nobody.csv
? 2

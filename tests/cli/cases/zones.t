# A rep's hours are read on the rep's own clocks, and absences are days there.
$ leadflow test zones.leadflow
|~ 7 passed
$ printf 'id\n1\n' > one.csv; leadflow run zones.leadflow one.csv --now 2026-03-02T15:00:00Z --quiet --explain
|~ outside working hours (ny in Asia/Tokyo)
|~ outside working hours (berlin in Asia/Kolkata)
# The same from a file: any case and blanks are read, what is no zone is an error that says so.
$ printf 'id,team,timezone\nana,s,america/new york\n' > here.csv; leadflow roster check here.csv --playbook zones.leadflow
? 1
|- not a time zone
$ printf 'id,team,timezone\nana,s,PST\n' > there.csv; leadflow roster check there.csv --playbook zones.leadflow
? 1
|~ `PST` is not a time zone

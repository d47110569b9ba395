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
# The zone of a lead: any case is read; what is none is told, and the mail says by which clock it left. 09:00 in Los Angeles is 12:00 in
# New York, 09:00 in Berlin is 03:00 of the next day there.
$ i=0; for z in america/los_angeles "Pacific Standard Time" PST UTC-8; do i=$((i+1)); printf '{"event":"%s","type":"lead.created","lead":"L%s","at":"2026-03-02T15:00:00Z","record":{"email":"jo%s@acme.example","country":"DE","timezone":"%s"}}\n' $i $i $i "$z"; done > zones.ndjson; echo '{"event":"t","type":"tick","at":"2026-03-04T15:00:00Z"}' >> zones.ndjson
$ leadflow work lead_zone.leadflow --store sqlite:zones.db --events zones.ndjson
!~ not read   3   3x timezone: `Pacific Standard Time` is not a time zone (line 2, event 2, lead L2)
$ leadflow why L1 --store sqlite:zones.db | grep -B1 'email `one`'
| 2026-03-02 12:00  a clock: sequence step
|     email `one`  (lead_zone.leadflow:12)
$ leadflow why L3 --store sqlite:zones.db | grep -B1 'email `one`'
| 2026-03-03 03:00  a clock: sequence step
|     email `one`, by the time of Europe/Berlin, since `PST` is no time zone  (lead_zone.leadflow:12)
# A clock `on owner.calendar` runs on the owner's clocks, and the holidays of a calendar of dates end.
$ leadflow test owner_zone.leadflow
|~ 3 passed
$ echo '{"event":"1","type":"lead.created","lead":"L","at":"2026-12-31T21:30:00Z","record":{"to":"gina"}}' > eve.ndjson; leadflow work owner_zone.leadflow --store sqlite:eve.db --events eve.ndjson -q; leadflow why L --store sqlite:eve.db | grep 'first starts'
|     first starts: 1 business hour on ny, due 2027-01-01 09:30 (the holidays of ny are known until 2026-12-25)  (owner_zone.leadflow:22)

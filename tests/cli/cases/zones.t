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
# White space of any kind around it is none of it, in `run`, in `work` and in a roster: 09:00 in Berlin is 08:00 UTC, 03:00 in New York.
$ for space in '\u00a0' '\u3000' '\n'; do printf '{"id":"A","email":"a@b.example","country":"JP","timezone":"%sEurope/Berlin%s"}\n' "$space" "$space" > wide.ndjson; leadflow run lead_zone.leadflow wide.ndjson --now 2026-03-02T05:30:00Z --out /dev/null; printf '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T05:30:00Z","record":{"email":"a@b.example","country":"JP","timezone":"%sEurope/Berlin%s"}}\n{"event":"t","type":"tick","at":"2026-03-03T00:00:00Z"}\n' "$space" "$space" > wide_events.ndjson; rm -f wide.db*; leadflow work lead_zone.leadflow --store sqlite:wide.db --events wide_events.ndjson; leadflow why A --store sqlite:wide.db | grep -A1 'sequence step'; done
| 2026-03-02 03:00  a clock: sequence step
|     email `one`  (lead_zone.leadflow:12)
| 2026-03-02 03:00  a clock: sequence step
|     email `one`  (lead_zone.leadflow:12)
| 2026-03-02 03:00  a clock: sequence step
|     email `one`  (lead_zone.leadflow:12)
!- time zone
$ printf 'id,team,timezone\nana,s,\302\240Europe/Berlin\343\200\200\n' > wide.csv; leadflow roster check wide.csv --playbook zones.leadflow
? 1
|- not a time zone
# What names no place is no zone, wherever it is said; and nobody is told to write it otherwise.
$ for z in localtime PST GMT+2; do printf "id,team,timezone\nana,s,$z\n" > zone.csv; leadflow roster check zone.csv --playbook zones.leadflow | grep timezone; printf "playbook v { timezone \"$z\" }\nlead { id text key }\n" > zone.leadflow; leadflow check zone.leadflow | grep -E '^error|help'; done
| zone.csv:2: timezone: `localtime` is not a time zone
| error[LF0414]: there is no time zone "localtime"
| zone.csv:2: timezone: `PST` is not a time zone
| error[LF0414]: there is no time zone "PST"
| zone.csv:2: timezone: `GMT+2` is not a time zone
| error[LF0414]: there is no time zone "GMT+2"
$ for z in localtime PST GMT+2; do printf '{"event":"r%s","type":"roster.changed","at":"2026-03-02T15:00:00Z","reps":[{"id":"ana","timezone":"%s"}]}\n{"event":"l%s","type":"lead.created","lead":"L%s","at":"2026-03-02T15:00:00Z","record":{"email":"%s@acme.example","timezone":"%s"}}\n' $z $z $z $z $z $z; done > none.ndjson; leadflow work lead_zone.leadflow --store sqlite:none.db --events none.ndjson
!~ refused    3
!~ not read   3   3x timezone: `
!- did you mean
$ leadflow refused --store sqlite:none.db --format json | python3 -c 'import json, sys; [print(e["why"]) for e in sorted(json.load(sys.stdin), key=lambda e: e["event"])]'
| the value of `timezone` is not a time zone
| the value of `timezone` is not a time zone
| the value of `timezone` is not a time zone
| row 1: there is no time zone `GMT+2` for `ana`
| row 1: there is no time zone `PST` for `ana`
| row 1: there is no time zone `localtime` for `ana`
$ printf 'id,email,timezone\nA,a@x.example,localtime\nB,b@x.example,PST\nC,c@x.example,GMT+2\n' > zones.csv; leadflow run lead_zone.leadflow zones.csv --now 2026-03-02T15:00:00Z --out /dev/null
!~ missed             3   timezone 3   `localtime` is not a time zone (line 2, column `timezone`)
!- did you mean

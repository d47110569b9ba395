# A lead's state says its zone where its country has several, before the country does. What is no state there is told like a
# `timezone` that is none, by `run` and by `work`; where nothing hangs on it, it is not: a zone of its own (L8), a state that
# stands in another field (L5), a country of one zone (L4), one whose states decide nothing (L6), none (L7).
$ printf 'id,email,country,state,region,timezone\nL1,a1@x.example,US,CA,,\nL2,a2@x.example,US,Calfornia,,\nL3,a3@x.example,US,XX,,\nL4,a4@x.example,DE,Bayern,,\nL5,a5@x.example,US,Calfornia,CA,\nL6,a6@x.example,AU,Victoria,,\nL7,a7@x.example,,Calfornia,,\nL8,a8@x.example,US,XX,,Europe/Berlin\nL9,a9@x.example,CA,Ontaro,,\nM1,b1@x.example,US,,West,\n' > states.csv; leadflow run lead_state.leadflow states.csv --now 2026-03-02T05:30:00Z --out /dev/null
!~ missed             4   state  3   `Calfornia` is not a state or province of the country; did you mean `California`? (line 3, column `state`)
!~ region 1   `West` is not a state or province of the country (line 11, column `region`)
$ leadflow explain lead_state.leadflow states.csv --lead L9 --now 2026-03-02T05:30:00Z > /dev/null
! note: states.csv:10: state: `Ontaro` is not a state or province of the country; did you mean `Ontario`?
$ leadflow run lead_state.leadflow states.csv --now 2026-03-02T05:30:00Z --strict --out /dev/null
? 2
!~ error: states.csv:3:20: state: `Calfornia` is not a state or province of the country
# 09:00 in Los Angeles is 17:00 UTC, in New York and Toronto 14:00, in Berlin 08:00, in Sydney 22:00 of the day before or the next.
$ python3 -c 'import csv, json; [print(json.dumps({"event": r["id"], "type": "lead.created", "lead": r["id"], "at": "2026-03-02T05:30:00Z", "record": {k: v for k, v in r.items() if v and k != "id"}})) for r in csv.DictReader(open("states.csv"))]; print(json.dumps({"event": "t", "type": "tick", "at": "2026-03-03T00:00:00Z"}))' > states.ndjson; leadflow work lead_state.leadflow --store sqlite:states.db --events states.ndjson
!~ not read   4   3x state: `Calfornia` is not a state or province of the country; did you mean `California`? (line 2, event L2, lead L2)
!~ region: `West` is not a state or province of the country
$ for lead in L1 L2 L4 L5 L6 L7 L8 L9 M1; do leadflow why $lead --store sqlite:states.db | grep -A1 'a clock: sequence step'; done
| 2026-03-02 17:00  a clock: sequence step
|     email `one`  (lead_state.leadflow:12)
| 2026-03-02 14:00  a clock: sequence step
|     email `one`, by the time of America/New_York, since `Calfornia` is no state or province of the country  (lead_state.leadflow:12)
| 2026-03-02 08:00  a clock: sequence step
|     email `one`  (lead_state.leadflow:12)
| 2026-03-02 17:00  a clock: sequence step
|     email `one`  (lead_state.leadflow:12)
| 2026-03-02 22:00  a clock: sequence step
|     email `one`  (lead_state.leadflow:12)
| 2026-03-02 09:00  a clock: sequence step
|     email `one`  (lead_state.leadflow:12)
| 2026-03-02 08:00  a clock: sequence step
|     email `one`  (lead_state.leadflow:12)
| 2026-03-02 14:00  a clock: sequence step
|     email `one`, by the time of America/Toronto, since `Ontaro` is no state or province of the country  (lead_state.leadflow:12)
| 2026-03-02 14:00  a clock: sequence step
|     email `one`, by the time of America/New_York, since `West` is no state or province of the country  (lead_state.leadflow:12)
# It is told by the event that brings it: the state, or the country that makes it count; not by one that speaks of something else.
$ printf '{"event":"u1","type":"lead.updated","lead":"L4","at":"2026-03-03T01:00:00Z","record":{"country":"US"}}\n{"event":"u2","type":"lead.updated","lead":"L4","at":"2026-03-03T02:00:00Z","record":{"email":"new@x.example"}}\n' > more.ndjson; leadflow work lead_state.leadflow --store sqlite:states.db --events more.ndjson
!~ not read   1   state: `Bayern` is not a state or province of the country (line 1, event u1, lead L4)
# Where no mail goes by it, a state is a text like others.
$ sed 's/ at 09:00 lead time//' lead_state.leadflow > no_hour.leadflow; leadflow run no_hour.leadflow states.csv --now 2026-03-02T05:30:00Z --out /dev/null
!- missed
# `lead time` goes by the lead's own zone wherever a mail is sent: 09:00 in Berlin is 08:00 UTC. A zone that is none is told.
$ printf '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T05:30:00Z","record":{"email":"a@b.example","timezone":"Europe/Berlin"}}\n{"event":"2","type":"lead.created","lead":"B","at":"2026-03-02T05:30:00Z","record":{"email":"b@b.example","timezone":"PST"}}\n{"event":"t","type":"tick","at":"2026-03-02T07:45:00Z"}\n' > anywhere.ndjson; leadflow work lead_time_anywhere.leadflow --store sqlite:anywhere.db --events anywhere.ndjson
!~ not read   1   timezone: `PST` is not a time zone (line 2, event 2, lead B)
$ for lead in A B; do leadflow why $lead --store sqlite:anywhere.db | grep 'email `'; done
|     email `late`, to leave 2026-03-02 08:00  (lead_time_anywhere.leadflow:13)
|     email `old`, to leave 2026-03-02 08:00  (lead_time_anywhere.leadflow:12)
|     email `late`, by the time of UTC, since `PST` is no time zone, to leave 2026-03-02 09:00  (lead_time_anywhere.leadflow:13)
|     email `old`, by the time of UTC, since `PST` is no time zone, to leave 2026-03-02 09:00  (lead_time_anywhere.leadflow:12)

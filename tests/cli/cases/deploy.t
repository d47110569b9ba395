# Another version over leads in flight.
$ leadflow work life.leadflow --store sqlite:leads.db --events events.ndjson --until 2026-03-02T13:00:00Z -q
$ sed 's/version  "1"/version  "2"/; s/^  Working "Make/  Contacted "Make/; s/Working/Contacted/g' life.leadflow > next.leadflow; leadflow work next.leadflow --store sqlite:leads.db --until 2026-03-02T13:30:00Z
!~ leadflow deploy
? 2
$ leadflow deploy next.leadflow --store sqlite:leads.db --now 2026-03-02T13:30:00Z
|~ refused: 2 leads have stage Working, which next.leadflow does not have; add `migrate Working to
|~ nothing was changed
? 1
$ sed -i 's/^stage Contacted {/stage Contacted was Working {/' next.leadflow; leadflow deploy next.leadflow --store sqlite:leads.db --now 2026-03-02T13:30:00Z --dry-run
|~ Working -> Contacted  2 leads
|~ would be deployed
$ leadflow deploy next.leadflow --store sqlite:leads.db --now 2026-03-02T13:30:00Z
|~ deployed: 2 leads go over
$ leadflow work next.leadflow --store sqlite:leads.db --until 2026-03-02T14:00:00Z -q
$ leadflow status --store sqlite:leads.db --now 2026-03-02T14:00:00Z --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print({s["stage"]: s["leads"] for s in d["stages"]}, d["clocks"][0]["running"], [v["leads"] for v in d["versions"]])'
| {'New': 0, 'Contacted': 2, 'Won': 0, 'Lost': 0} 1 [0, 2]
$ leadflow replay --store sqlite:leads.db
|~ all the same
$ leadflow deploy next.leadflow --store sqlite:leads.db --pilot 120%
!~ is no percentage between 0 and 100
? 2
# The people.
$ leadflow roster check crew.csv --playbook life.leadflow
|~ 3 reps; desk 2; nothing to complain about
$ printf 'id,team,role,manager,stand_in\nana,desk,,zoe,ben\nben,dsk,,ben,ana\n' > bad.csv; leadflow roster check bad.csv --playbook life.leadflow
|~ zoe
|~ managers go in a circle: ben -> ben
|- stand-in
|~ nobody fills the role manager
? 1
# A pilot by condition, and back.
$ leadflow work life.leadflow --store sqlite:pilot.db --events events.ndjson --until 2026-03-02T13:00:00Z -q
$ sed 's/version  "1"/version  "2"/; s/target 4 hours/target 6 hours/' life.leadflow > slower.leadflow; leadflow deploy slower.leadflow --store sqlite:pilot.db --now 2026-03-02T13:00:00Z --pilot-when 'source is referral'
|~ deployed: 1 lead goes over, 1 stays under its version
$ leadflow deploy slower.leadflow --store sqlite:pilot.db --pilot-when 'company_size'
!~ condition
? 2
$ leadflow rollback --store sqlite:pilot.db --now 2026-03-02T13:20:00Z
|~ rolled back
$ leadflow work life.leadflow --store sqlite:pilot.db --until 2026-03-02T13:30:00Z -q; leadflow status --store sqlite:pilot.db --now 2026-03-02T13:30:00Z
|~ withdrawn
# Another roster is no other version: it is a change of people. Whoever is gone loses the leads.
$ printf 'id,name,email,team,role,manager\nben,Ben,ben@desk.example,desk,,maria\nmaria,Maria,maria@desk.example,,manager,\n' > fewer.csv; leadflow work life.leadflow --store sqlite:pilot.db --roster fewer.csv --until 2026-03-02T13:40:00Z -q; leadflow why L-1 --store sqlite:pilot.db --now 2026-03-02T13:40:00Z
|~ owner ben
$ leadflow work life.leadflow --store sqlite:pilot.db --until 2026-03-02T13:50:00Z -q; leadflow why L-1 --store sqlite:pilot.db --now 2026-03-02T13:50:00Z | tail -4
|~ owner ben
# Another playbook on a store is no version of the one it holds.
$ sed 's/^playbook life/playbook other/' life.leadflow > other.leadflow; leadflow work other.leadflow --store sqlite:pilot.db --until 2026-03-02T14:00:00Z -q
!~ holds the playbook `life`, and this is `other`, which needs a store of its own
? 2
# A version is told as everywhere: in the digits of `status`.
$ leadflow work life.leadflow --store sqlite:told.db --events events.ndjson --until 2026-03-02T13:00:00Z -q 2> /dev/null; sed 's/version  "1"/version  "2"/' life.leadflow > second.leadflow; leadflow deploy second.leadflow --store sqlite:told.db --now 2026-03-02T13:30:00Z > /dev/null; leadflow work second.leadflow --store sqlite:told.db --until 2026-03-02T14:00:00Z -q; version=$(leadflow status --store sqlite:told.db --format json | python3 -c 'import json,sys; print(json.load(sys.stdin)["versions"][-1]["version"])'); leadflow why L-1 --store sqlite:told.db | grep -c "playbook.deployed $version\$"
| 1
# A slip in --now is said: nothing holds before its time.
$ sed 's/^  version  "2"/  version  "3"/' next.leadflow > far.leadflow; leadflow deploy far.leadflow --store sqlite:leads.db --now 2062-03-02T14:00:00Z
| deployed: 2 leads go over
| each goes over when `leadflow work` comes to that time; clocks go on as they stand
!~ note: this holds from 2062-03-02
# A pilot's share as it was given, also where it is no whole percent.
$ sed 's/version  "1"/version  "3"/' life.leadflow > share.leadflow; for share in 0.5% 2.25% 30%; do rm -f share.db*; leadflow work life.leadflow --store sqlite:share.db --events events.ndjson --until 2026-03-02T13:00:00Z -q 2>/dev/null; leadflow deploy share.leadflow --store sqlite:share.db --pilot $share --now 2026-03-02T13:30:00Z > /dev/null; leadflow status --store sqlite:share.db | grep -o 'pilot .*%'; leadflow status --store sqlite:share.db --format json | grep -o '"pilot_percent.*[0-9]'; done
| pilot 0.5%
| "pilot_percent": 0.5
| pilot 2.25%
| "pilot_percent": 2.25
| pilot 30%
| "pilot_percent": 30

# What was deployed or rolled back last decides which version is in force: a step that was written for later goes nowhere when something else was decided since.
# Told of each version: its leads in flight, whether it is present, what it is set for, whether it is withdrawn.
$ printf '%s\n' 'playbook v { version "1" timezone "UTC" }' 'lead { id text key; n int }' 'roster { kay }' 'route go { all otherwise -> kay }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { enter { route go; log "v1" }; to Shut by owner }' > 1.leadflow; for n in 2 3; do sed "s/\"1\"/\"$n\"/; s/log \"v1\"/log \"v$n\"/" 1.leadflow > $n.leadflow; done; lead() { for each in $1; do echo '{"event":"'$each'","type":"lead.created","lead":"'$each'","at":"2146-'$2':00:00Z","record":{"n":'${3:-1}'}}'; done > lead; }; work() { leadflow work $1.leadflow --store sqlite:s.db -q --events lead --until 2146-$2:00:00Z && : > lead; }; at() { [ $1 = now ] || echo --now 2146-$1:00:00Z; }; deploy() { leadflow deploy $1.leadflow --store sqlite:s.db $(at $2) "${@:3}"; }; back() { leadflow rollback --store sqlite:s.db $(at $1); }; versions() { leadflow status --store sqlite:s.db --format json | python3 -c 'import json,sys; print(*[(v["label"], v["leads"], "present" if v["present"] else "", v.get("effective_from", "")[:10], "withdrawn" if v.get("withdrawn") else "") for v in json.load(sys.stdin)["versions"]])'; }; of() { for each in $1; do leadflow why $each --full --store sqlite:s.db | grep -c 'goes over to another version'; done; }; sound() { leadflow replay --store sqlite:s.db | grep -o 'all the same'; leadflow audit verify --store sqlite:s.db > /dev/null && echo verified; }; begin() { rm -f s.db*; lead "A B" 05-04T08; work 1 05-04T09; }; declare -f at lead work deploy back versions of sound begin > lib.sh
# v2 for 20 May, then v3 at once: v2 is taken out, and everybody lives under v3.
$ . ./lib.sh; begin; deploy 2 05-20T00 > /dev/null 2>&1; deploy 3 now --dry-run
|   v 2 from 2146-05-20 00:00 on: does not come any more
| would be deployed: 2 leads would go over
$ . ./lib.sh; deploy 3 now
|   v 2 from 2146-05-20 00:00 on: does not come any more
| deployed: 2 leads go over
| each goes over when `leadflow work` takes it up next; clocks go on as they stand
$ . ./lib.sh; lead C 05-05T08; work 3 05-05T09; versions; lead D 05-21T08; work 3 05-21T09; versions; of "A C D"; sound; lead E 05-22T08; work 2 05-22T09
| ('1', 0, '', '', '') ('2', 0, '', '2146-05-20', 'withdrawn') ('3', 3, 'present', '', '')
| ('1', 0, '', '', '') ('2', 0, '', '2146-05-20', 'withdrawn') ('3', 4, 'present', '', '')
| 1
| 0
| 0
| all the same
| verified
!~ runs another version of the playbook; bring this one in with `leadflow deploy`
? 2
# What was taken out does not come back with a rollback of what took its place.
$ . ./lib.sh; back now > /dev/null; : > lead; work 1 05-23T09; versions; sound
| ('1', 4, 'present', '', '') ('2', 0, '', '2146-05-20', 'withdrawn') ('3', 0, '', '', 'withdrawn')
| all the same
| verified
# The newest begins later than the older one: that holds until then.
$ . ./lib.sh; begin; deploy 2 05-20T00 > /dev/null 2>&1; deploy 3 05-25T00 2> /dev/null
| deployed: 2 leads go over
| each goes over when `leadflow work` comes to that time; clocks go on as they stand
$ . ./lib.sh; lead C 05-19T08; work 1 05-19T09; versions; lead D 05-21T08; work 2 05-21T09; versions; lead E 05-26T08; work 3 05-26T09; versions; of "A C D E"; sound
| ('1', 3, 'present', '', '') ('2', 0, '', '2146-05-20', '') ('3', 0, '', '2146-05-25', '')
| ('1', 0, '', '', '') ('2', 4, 'present', '2146-05-20', '') ('3', 0, '', '2146-05-25', '')
| ('1', 0, '', '', '') ('2', 0, '', '2146-05-20', '') ('3', 5, 'present', '2146-05-25', '')
| 2
| 2
| 1
| 0
| all the same
| verified
# It begins earlier, or at the same instant: the older one is in force for nobody, ever.
$ . ./lib.sh; for day in 15 20; do begin; deploy 2 05-20T00 > /dev/null 2>&1; deploy 3 05-${day}T00 2> /dev/null | head -1; work 3 05-21T09; versions; of A; sound; done
|   v 2 from 2146-05-20 00:00 on: does not come any more
| ('1', 0, '', '', '') ('2', 0, '', '2146-05-20', 'withdrawn') ('3', 2, 'present', '2146-05-15', '')
| 1
| all the same
| verified
|   v 2 from 2146-05-20 00:00 on: does not come any more
| ('1', 0, '', '', '') ('2', 0, '', '2146-05-20', 'withdrawn') ('3', 2, 'present', '2146-05-20', '')
| 1
| all the same
| verified
# The same version is set for another time, also after it was taken back: the last time counts.
$ . ./lib.sh; for way in keep back; do begin; deploy 2 05-20T00 > /dev/null 2>&1; [ $way = keep ] || back now | head -1; deploy 2 05-25T00 2> /dev/null | head -1; work 1 05-21T09; versions; work 2 05-26T09; versions; of A; sound; done
|   v 2 from 2146-05-20 00:00 on: does not come any more
| ('1', 2, 'present', '', '') ('2', 0, '', '2146-05-25', '')
| ('1', 0, '', '', '') ('2', 2, 'present', '2146-05-25', '')
| 1
| all the same
| verified
|   v 2 from 2146-05-20 00:00 on: does not come any more
| deployed: 2 leads go over
| ('1', 2, 'present', '', '') ('2', 0, '', '2146-05-25', '')
| ('1', 0, '', '', '') ('2', 2, 'present', '2146-05-25', '')
| 1
| all the same
| verified
# A rollback for later, and then the version is brought in again: it stays.
$ . ./lib.sh; begin; deploy 2 now > /dev/null; work 2 05-04T10; back 05-20T00 > /dev/null 2>&1; deploy 2 now; work 2 05-21T09; versions; of A; sound
| deployed: 0 leads go over, 2 live under it already
| ('1', 0, '', '', '') ('2', 2, 'present', '', '')
| 1
| all the same
| verified
# Two rollbacks, the first for later: its leads go with the second to the version that is left.
$ . ./lib.sh; begin; deploy 2 now > /dev/null; work 2 05-04T10; deploy 3 now > /dev/null; work 3 05-04T12; back 05-20T00 > /dev/null 2>&1; back now > /dev/null; work 1 05-06T08; versions; work 1 05-21T08; versions; sound
| ('1', 2, 'present', '', '') ('2', 0, '', '', 'withdrawn') ('3', 0, '', '', 'withdrawn')
| ('1', 2, 'present', '', '') ('2', 0, '', '', 'withdrawn') ('3', 0, '', '', 'withdrawn')
| all the same
| verified
# v2 for 20 May, then a pilot of v3, by condition: on 20 May those of the pilot stay there, the others go over.
$ . ./lib.sh; begin; lead C 05-04T10 9; work 1 05-04T11; deploy 2 05-20T00 > /dev/null 2>&1; deploy 3 now --pilot-when 'n > 5' | head -1; work 1 05-05T09; versions; work 2 05-21T08; versions; of "A C"; sound
| deployed: 1 lead goes over, 2 stay under their version
| ('1', 2, 'present', '', '') ('2', 0, '', '2146-05-20', '') ('3', 1, '', '', '')
| ('1', 0, '', '', '') ('2', 2, 'present', '2146-05-20', '') ('3', 1, '', '', '')
| 1
| 1
| all the same
| verified
# The same by share.
$ . ./lib.sh; rm -f s.db*; lead "D0 D1 D2 D3 D4 D5 D6 D7 D8 D9" 05-04T08; work 1 05-04T09; deploy 2 05-20T00 > /dev/null 2>&1; took=$(deploy 3 now --pilot 50% | grep -o '[0-9]* leads\? go\(es\)\? over'); took=${took%% *}; [ $took -gt 0 ] && [ $took -lt 10 ] && echo some; work 1 05-05T09; work 2 05-21T08; versions | sed "s/'3', $took,/'3', took,/; s/'2', $((10 - took)),/'2', the others,/"; sound
| some
| ('1', 0, '', '', '') ('2', the others, 'present', '2146-05-20', '') ('3', took, '', '', '')
| all the same
| verified
# A pilot by condition that is set for later, and another condition since: whom the last one took goes over.
$ . ./lib.sh; begin; lead C 05-04T10 9; work 1 05-04T11; deploy 2 05-25T00 --pilot-when 'n > 5' > /dev/null 2>&1; deploy 2 05-20T00 --pilot-when 'n is 1' 2> /dev/null; work 1 05-26T08; versions; of "A B C"; sound
|   v 2 from 2146-05-25 00:00 on: does not come any more
| deployed: 2 leads go over, 1 stays under its version
| each goes over when `leadflow work` comes to that time; clocks go on as they stand
| ('1', 1, 'present', '', '') ('2', 2, '', '2146-05-20', '')
| 1
| 1
| 0
| all the same
| verified
# A pilot that was narrowed before its leads were taken up.
$ . ./lib.sh; begin; deploy 2 now --pilot 99.9999% | head -1; deploy 2 now --pilot 0.0001% | head -1; work 1 05-05T09; versions; sound
| deployed: 2 leads go over
| deployed: 0 leads go over, 2 stay under their version
| ('1', 2, 'present', '', '') ('2', 0, '', '', '')
| all the same
| verified
# Two at one instant: the last.
$ . ./lib.sh; begin; deploy 2 now > /dev/null; deploy 3 now > /dev/null; work 3 05-05T09; versions; of A; sound
| ('1', 0, '', '', '') ('2', 0, '', '', '') ('3', 2, 'present', '', '')
| 1
| all the same
| verified
# A lead stands where only the newest version has a stage: what was set before that leaves all where they are.
$ . ./lib.sh; begin; sed 's/"3"/"4"/; s/Open "o" initial;/Open "o" initial; Mid "m";/; s/^stage Open {/stage Mid { to Shut by owner }\nstage Open { to Mid by owner;/' 3.leadflow > 4.leadflow; deploy 2 05-20T00 > /dev/null 2>&1; deploy 4 now > /dev/null; echo '{"event":"m","type":"stage.moved","lead":"A","at":"2146-05-05T08:00:00Z","stage":"Mid","by":"kay"}' > lead; work 4 05-05T09; work 4 05-21T09; versions; sound
| ('1', 0, '', '', '') ('2', 0, '', '2146-05-20', 'withdrawn') ('4', 2, 'present', '', '')
| all the same
| verified
# A rollback of what is to come says so.
$ . ./lib.sh; begin; deploy 2 now > /dev/null; work 2 05-04T10; deploy 3 05-20T00 > /dev/null 2>&1; back now; leadflow status --store sqlite:s.db | grep '^v '
|   v 3 from 2146-05-20 00:00 on: does not come any more
| rolled back: 0 leads go over, 2 stay under their version
| v 1                     0  2146-05-04 08:00
| v 2                     2  2146-05-04 08:00  present
| v 3                     0  2146-05-20 00:00  withdrawn
# A pilot that a later version took the place of is none any more.
$ . ./lib.sh; begin; deploy 2 now --pilot 99.9999% > /dev/null; leadflow status --store sqlite:s.db | grep '^v 2'; deploy 3 now > /dev/null; work 3 05-05T09; leadflow status --store sqlite:s.db | grep '^v 2'
| v 2                     0  2146-05-04 08:00  pilot 99.9999%
| v 2                     0  2146-05-04 08:00

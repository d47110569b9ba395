# What can be made a pilot: any version but the one that is in force for everybody, which would be in force for nobody else then.
$ printf '%s\n' 'playbook v { version "1" timezone "UTC" }' 'lead { id text key; n int }' 'roster { kay }' 'route go { all otherwise -> kay }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { enter { route go }; to Shut by owner }' > 1.leadflow; for n in 2 3; do sed "s/\"1\"/\"$n\"/" 1.leadflow > $n.leadflow; done; work() { leadflow work $1.leadflow --store sqlite:s.db -q --until 2146-$2:00:00Z "${@:3}"; }; deploy() { leadflow deploy $1.leadflow --store sqlite:s.db $([ $2 = now ] || echo --now 2146-$2:00:00Z) "${@:3}"; }; versions() { leadflow status --store sqlite:s.db | grep '^v ' | sed 's/  *2146-[0-9]*-[0-9]* [0-9:]*//; s/  */ /g'; }; begin() { rm -f s.db*; for each in A B C D E F G H; do echo '{"event":"'$each'","type":"lead.created","lead":"'$each'","at":"2146-05-04T08:00:00Z","record":{"n":1}}'; done > lead; work 1 05-04T09 --events lead; }; declare -f work deploy versions begin > lib.sh
$ . ./lib.sh; begin; for how in "--pilot 10%" "--pilot 100%" "--pilot-when n>5" "--pilot 10% --dry-run" ""; do deploy 1 now $how; echo $?; done; versions
| 2
| 2
| 2
| 2
| 2
| v 1 8 present
!~ error: the store sqlite:s.db runs this version of the playbook already
$ . ./lib.sh; deploy 2 now > /dev/null; work 2 05-04T11; deploy 2 now --pilot 10%
! error: the store sqlite:s.db runs this version of the playbook already
? 2
$ . ./lib.sh; deploy 2 now --pilot 10% 2> /dev/null; versions; work 2 05-04T13; leadflow rollback --store sqlite:s.db --dry-run
| v 1 0
| v 2 8 present
| would be rolled back: 8 leads would go over
# An older one may be a pilot.
$ . ./lib.sh; deploy 1 now --pilot 99.9999%; work 2 05-04T15; versions
| deployed: 8 leads go over
| each goes over when `leadflow work` takes it up next; clocks go on as they stand
| v 2 0 present
| v 1 8 pilot 99.9999%
# A pilot may be widened, and brought in for everybody.
$ . ./lib.sh; begin; deploy 2 now --pilot 0.0001%; work 1 05-04T11; deploy 2 now --pilot 99.9999% | head -1; work 1 05-04T12; versions; deploy 2 now; work 2 05-04T14; versions
| deployed: 0 leads go over, 8 stay under their version
| deployed: 8 leads go over
| v 1 0 present
| v 2 8 pilot 99.9999%
| deployed: 0 leads go over, 8 live under it already
| v 1 0
| v 2 8 present
# Not for later, as it would be no pilot until then.
$ . ./lib.sh; begin; deploy 2 now --pilot 99.9999% > /dev/null; work 1 05-04T11; deploy 2 05-20T00
! error: the store sqlite:s.db runs this version of the playbook as a pilot, which would end until then; bring it in when its time has come
? 2
$ . ./lib.sh; versions
| v 1 0 present
| v 2 8 pilot 99.9999%
# A version that is set for later for everybody becomes a pilot: that it was set for later is over, which is told.
$ . ./lib.sh; begin; deploy 2 05-20T00 > /dev/null 2>&1; deploy 2 now --pilot 0.0001%; work 1 05-21T00; versions; leadflow replay --store sqlite:s.db | grep -o 'all the same'
|   v 2 from 2146-05-20 00:00 on: does not come any more
| deployed: 0 leads go over, 8 stay under their version
| v 1 8 present
| v 2 0 pilot 0.0001%
| all the same
# `effective from` is told as a later --now is.
$ . ./lib.sh; begin; sed 's/version "1"/version "2" effective from 2146-05-20/' 1.leadflow > e.leadflow; deploy e now
| deployed: 8 leads go over
| each goes over when `leadflow work` comes to that time; clocks go on as they stand
! note: this holds from 2146-05-20 00:00 on, which is still to come: until then the version before goes on
$ . ./lib.sh; versions; work 1 05-19T00; versions; deploy 3 now | head -1; work 3 05-21T00; versions
| v 1 8 present
| v 2 0 from 2146-05-20 00:00
| v 1 8 present
| v 2 0 from 2146-05-20 00:00
|   v 2 from 2146-05-20 00:00 on: does not come any more
| v 1 0
| v 2 0 withdrawn
| v 3 8 present
# A store that began with a version of a later time has it in force from its beginning: it is not taken out as one that waits.
$ . ./lib.sh; rm -f s.db*; work e 05-04T09 --events lead; versions; deploy 3 now | head -1; work 3 05-04T11; versions; leadflow rollback --store sqlite:s.db; work e 05-04T13; versions
| v 2 8 from 2146-05-20 00:00, present
| deployed: 8 leads go over
| v 2 0
| v 3 8 present
| rolled back: 8 leads go over
| each goes over when `leadflow work` takes it up next; clocks go on as they stand
| v 2 8 from 2146-05-20 00:00, present
| v 3 0 withdrawn

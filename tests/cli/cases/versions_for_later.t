# A version that is deployed for a later time is in force from then on: until then the one before takes new leads, and `work` takes its file.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'roster { kay }' 'route go { all otherwise -> kay }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { enter { route go; log "OLD" }; to Shut by owner }' > old.leadflow; sed 's/OLD/NEW/' old.leadflow > new.leadflow; sed 's/OLD/THIRD/' old.leadflow > third.leadflow; lead() { echo '{"event":"'$1'","type":"lead.created","lead":"'$1'","at":"'$2'"}' > lead; }; declare -f lead > lead.sh; lead X 2146-05-04T08:00:00Z; leadflow work old.leadflow --store sqlite:s.db -q --events lead --until 2146-05-04T09:00:00Z; leadflow deploy new.leadflow --store sqlite:s.db --now 2146-05-05T09:00:00Z
|~ deployed: 1 lead goes over
! note: this holds from 2146-05-05 09:00 on, which is still to come: until then the version before goes on
$ . ./lead.sh; lead Y 2146-05-04T10:00:00Z; leadflow work new.leadflow --store sqlite:s.db -q --events lead --until 2146-05-04T11:00:00Z
! error: the store sqlite:s.db goes over to this version of the playbook at 2146-05-05T09:00:00Z; until then it works with the one before
? 2
$ leadflow work old.leadflow --store sqlite:s.db -q --events lead --until 2146-05-04T11:00:00Z; leadflow why Y --full --store sqlite:s.db | grep -o 'log: OLD\|log: NEW'; leadflow status --store sqlite:s.db | grep -A3 '^playbook'
| log: OLD
| playbook  leads in flight  since
| --------  ---------------  ----------------  ---------------------
| v                       2  2146-05-04 08:00  present
| v                       0  2146-05-05 09:00  from 2146-05-05 09:00
$ . ./lead.sh; lead Z 2146-05-05T10:00:00Z; leadflow work new.leadflow --store sqlite:s.db -q --events lead --until 2146-05-05T11:00:00Z; for each in X Y Z; do leadflow why $each --full --store sqlite:s.db | grep -o 'log: OLD\|log: NEW\|playbook.deployed'; done; leadflow status --store sqlite:s.db --format json | python3 -c 'import json,sys; print([(v["leads"], v["present"], v.get("effective_from")) for v in json.load(sys.stdin)["versions"]])'; leadflow replay --store sqlite:s.db | grep -o 'all the same'; leadflow work old.leadflow --store sqlite:s.db -q --until 2146-05-05T12:00:00Z
| log: OLD
| playbook.deployed
| log: OLD
| playbook.deployed
| log: NEW
| [(0, False, None), (3, True, '2146-05-05T09:00:00Z')]
| all the same
!~ runs another version of the playbook; bring this one in with `leadflow deploy`
? 2
# A call that begins under the version before and goes beyond its end takes that one's file as well: the leads go over on the way.
$ . ./lead.sh; for f in old new; do rm -f $f.db*; lead X 2146-05-04T08:00:00Z; leadflow work old.leadflow --store sqlite:$f.db -q --events lead --until 2146-05-04T09:00:00Z; leadflow deploy new.leadflow --store sqlite:$f.db --now 2146-05-05T09:00:00Z > /dev/null 2>&1; lead Y 2146-05-05T10:00:00Z; leadflow work $f.leadflow --store sqlite:$f.db -q --events lead --until 2146-05-06; leadflow why Y --full --store sqlite:$f.db | grep -o 'log: OLD\|log: NEW'; leadflow status --store sqlite:$f.db | grep -c '2 .*present'; done
| log: NEW
| 1
| log: NEW
| 1
# What is told late is taken under the version in force, whatever instant it is of.
$ . ./lead.sh; lead W 2146-05-05T08:00:00Z; leadflow work new.leadflow --store sqlite:s.db -q --events lead --until 2146-05-05T12:00:00Z; leadflow why W --full --store sqlite:s.db | grep -o 'log: OLD\|log: NEW'
| log: NEW
# Taken back before its time it never comes; a rollback for later says what it can say.
$ leadflow deploy third.leadflow --store sqlite:s.db --now 2146-06-01T00:00:00Z > /dev/null 2>&1; leadflow rollback --store sqlite:s.db | tail -1; leadflow work new.leadflow --store sqlite:s.db -q --until 2146-06-02; leadflow status --store sqlite:s.db | grep -c '4 .*present'; leadflow deploy third.leadflow --store sqlite:s.db > /dev/null; leadflow rollback --store sqlite:s.db --now 2146-07-01T00:00:00Z
| rolled back: 0 leads go over, 4 stay under their version
| 1
| rolled back: 0 leads go over, 4 stay under their version
! note: this holds from 2146-07-01 00:00 on, which is still to come: until then leads in flight stay where they are; new ones come under the version before at once

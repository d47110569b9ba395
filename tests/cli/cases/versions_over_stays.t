# What a stage began ends with the stay, whatever another version makes of the stage.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key; email email }' 'role lead_desk' 'roster { kay; max role lead_desk }' 'route go { all otherwise -> kay }' 'stages { Open "o" initial; Mid "m"; Mad "x"; Calm "c"; Shut "s" final }' 'stage Open { enter { route go }; to Mid by owner; to Shut by owner }' 'stage Mid { enter { start sequence b }; to Calm by owner; aging 1 hour { escalate chain } }' 'stage Mad { enter { log "mad" }; to Calm by owner; aging 1 hour { escalate chain } }' 'stage Calm { to Shut by owner }' 'sequence b { email "one"; wait 1 day; email "two" }' 'escalation chain { level role lead_desk { notify email "L1" }; level kay after 6 hours { notify email "L2" } }' > old.leadflow; sed 's/Mid "m"; //; /^stage Mid/d; s/to Mid by/to Mad by/' old.leadflow > migrated.leadflow; echo 'migrate Mid to Mad' >> migrated.leadflow; sed 's/Mid "m"/Middle "m"/; s/^stage Mid /stage Middle was Mid /; s/to Mid by/to Middle by/' old.leadflow > renamed.leadflow; sed 's/stage Mid { enter { start sequence b }; /stage Mid { /' old.leadflow > silent.leadflow; sed 's/log "mad"/log "mad, really"/' migrated.leadflow > later.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z","record":{"email":"a@x.example"}}' '{"event":"2","type":"stage.moved","lead":"X","at":"2026-05-04T09:00:00Z","stage":"Mid","by":"kay"}' > a; echo '{"event":"3","type":"stage.moved","lead":"X","at":"2026-05-04T13:00:00Z","stage":"Calm","by":"kay"}' > b
$ for way in renamed migrated silent "migrated later" "silent old"; do rm -f s.db*; leadflow work old.leadflow --store sqlite:s.db -q --events a --until 2026-05-04T12:00:00Z; for version in $way; do leadflow deploy $version.leadflow --store sqlite:s.db --now 2026-05-04T12:00:00Z > /dev/null; leadflow work $version.leadflow --store sqlite:s.db -q --until 2026-05-04T12:00:00Z; done; leadflow work $version.leadflow --store sqlite:s.db -q --events b --until 2026-05-08; leadflow why X --store sqlite:s.db --now 2026-05-08T00:00:00Z | grep -o -- '-> email.*\|b stops.*stage [A-Z][a-z]*\|chain is over'; leadflow replay --store sqlite:s.db | grep -o 'all the same'; done
| -> email one to a@x.example
| b stops before step 3: the lead left stage Middle
| chain is over
| all the same
| -> email one to a@x.example
| b stops before step 3: the lead left stage Mad
| chain is over
| all the same
| -> email one to a@x.example
| b stops before step 3: the lead left stage Mid
| chain is over
| all the same
| -> email one to a@x.example
| b stops before step 3: the lead left stage Mad
| chain is over
| all the same
| -> email one to a@x.example
| b stops before step 3: the lead left stage Mid
| chain is over
| all the same
# A lead that does not leave goes on.
$ rm -f s.db*; leadflow work old.leadflow --store sqlite:s.db -q --events a --until 2026-05-04T12:00:00Z; leadflow deploy migrated.leadflow --store sqlite:s.db --now 2026-05-04T12:00:00Z > /dev/null; leadflow work migrated.leadflow --store sqlite:s.db -q --until 2026-05-08; leadflow why X --store sqlite:s.db --now 2026-05-08T00:00:00Z | grep -- '-> email'
|     -> email one to a@x.example
|     -> email two to a@x.example
# A version makes a stage final: leads in it end when they go over, and `deploy` says how many.
$ mkdir final; cd final; printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'activity call' 'outreach call' 'roster { kay }' 'route go { all otherwise -> kay }' 'queue desk { owner kay }' 'stages { Open "o" initial; Lost "l"; Shut "s" final }' 'stage Open { enter { route go }; to Lost by owner; to Shut by owner }' 'stage Lost { enter { start sequence again }; aging 3 days { log "aged" } }' 'sequence again { wait 1 day; log "again" }' 'sla first { starts when owner assigned; stops when call; target 10 hours; at 100% { remind owner "call" } }' > old.leadflow; sed 's/Lost "l"/Lost "l" final/; /^stage Lost/d' old.leadflow > new.leadflow; sed 's/Lost "l"; //; /^stage Lost/d; s/to Lost by owner; //' old.leadflow > shut.leadflow; echo 'migrate Lost to Shut' >> shut.leadflow; for each in X Y Z; do echo '{"event":"1'$each'","type":"lead.created","lead":"'$each'","at":"2026-05-04T08:00:00Z"}'; [ $each = Z ] || echo '{"event":"2'$each'","type":"stage.moved","lead":"'$each'","at":"2026-05-04T09:00:00Z","stage":"Lost","by":"kay"}'; done > a; echo '{"event":"3","type":"activity","lead":"X","at":"2026-05-05T08:00:00Z","activity":"call","by":"kay"}' > b; leadflow work old.leadflow --store sqlite:s.db -q --events a --until 2026-05-04T10:00:00Z; cp s.db t.db; leadflow deploy new.leadflow --store sqlite:s.db --now 2026-05-04T10:00:00Z
|~ stage Lost: 2 leads, final from here on, which ends all in it
|~ deployed: 3 leads go over
$ cd final; leadflow work new.leadflow --store sqlite:s.db -q --events b --until 2026-05-08; leadflow why X --store sqlite:s.db --now 2026-05-08T00:00:00Z | sed -n '/playbook.deployed/,$p' | grep -v 'playbook.deployed\|^$\|^Now' | sed 's/ *(.*//'
|     the lead goes over to another version of the playbook
|     stage Lost is final in this version
|     first ends with the lead
|     again stops before step 2: the lead came to stage Lost
| 2026-05-05 08:00  activity call, by kay
|   in stage Lost since 2026-05-04 09:00; owner kay; ended
$ cd final; leadflow status --store sqlite:s.db --now 2026-05-08T00:00:00Z | head -1; leadflow stuck --store sqlite:s.db --now 2026-05-08T00:00:00Z | grep -c X; leadflow replay --store sqlite:s.db | grep -o 'all the same'
| sqlite:s.db at 2026-05-08 00:00: 3 leads, 1 open
| 0
| all the same
# The same where a stage is gone and its leads go to a final one.
$ cd final; leadflow deploy shut.leadflow --store sqlite:t.db --now 2026-05-04T10:00:00Z; leadflow work shut.leadflow --store sqlite:t.db -q --until 2026-05-08; leadflow status --store sqlite:t.db --now 2026-05-08T00:00:00Z | head -1
|~ Lost -> Shut  2 leads
|~ stage Shut: 2 leads, final from here on, which ends all in it
|~ sqlite:t.db at 2026-05-08 00:00: 3 leads, 1 open

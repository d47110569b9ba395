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

# What a condition waits for is the same however it is spaced, and whatever a stage that it names is called now: what was done is not done again.
$ printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key; n int }' 'activity call' 'outreach call' 'role lead_desk' 'roster { kay; max role lead_desk }' 'route go { all otherwise -> kay }' 'stages { Open "o" initial; Hold "h"; Shut "s" final }' 'stage Open { enter { route go }; to Hold by owner; to Shut by owner }' 'stage Hold { to Open when n>50, at most 1 times; to Shut when n<0; aging 1 hour when stage is Hold { log "aged" }; to Shut by owner }' 'sla in_hold { starts when in stage Hold; stops when call; target 2 hours; at 100% { log "late" } }' 'sla big { starts when n>5 ; stops when call; target 2 hours; at 100% { log "late too" } }' 'privacy { when stage is Hold { log "on hold" }; when n>5 { log "big one" }; call only when n<100 }' > old.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z","record":{"n":9}}' '{"event":"2","type":"stage.moved","lead":"X","at":"2026-05-04T09:00:00Z","stage":"Hold","by":"kay"}' '{"event":"3","type":"activity","lead":"X","at":"2026-05-04T09:30:00Z","activity":"call","by":"kay"}' > a; printf '%s\n' '{"event":"4","type":"lead.updated","lead":"X","at":"2026-05-05T09:00:00Z","record":{"n":60}}' '{"event":"5","type":"stage.moved","lead":"X","at":"2026-05-05T10:00:00Z","stage":"Hold","by":"kay"}' > b
$ leadflow work old.leadflow --store sqlite:old.db -q --events a --until 2026-05-04T12:00:00Z; leadflow work old.leadflow --store sqlite:old.db -q --events b --until 2026-05-06; leadflow why X --full --store sqlite:old.db --now 2026-05-06T00:00:00Z | grep -o -- '-> log.*\|big starts\|in_hold starts\|moved from [A-Z][a-z]* to [A-Z][a-z]*' > as_it_was; cat as_it_was
| big starts
| -> log: big one
| moved from Open to Hold
| in_hold starts
| -> log: on hold
| -> log: aged
| moved from Hold to Open
| moved from Open to Hold
| in_hold starts
| -> log: on hold
| -> log: aged
| -> log: late
# Spaced otherwise, over several lines, with comments; renamed; both; and the way back.
$ cp old.leadflow spaced.leadflow; leadflow fmt spaced.leadflow > /dev/null; sed -i 's/n > 5 {/n >   # a big one\n  5 { /; s/when stage is Hold {/when stage is  # where it is\n Hold {/' spaced.leadflow; sed 's/Hold "h"/Parked "h"/; s/stage Hold {/stage Parked was Hold {/; s/to Hold/to Parked/; s/in stage Hold/in stage Parked/; s/stage is Hold/stage is Parked/g' old.leadflow > renamed.leadflow; sed 's/n>/n  >/g; s/n</n   < /g' renamed.leadflow > both.leadflow; sed 's/stage is Parked/stage in [Parked]/g; s/in stage Parked/in stage [Parked]/' renamed.leadflow > listed.leadflow; leadflow check renamed.leadflow spaced.leadflow both.leadflow listed.leadflow | tail -1
| 4 playbooks: nothing to complain about
$ for way in spaced renamed both "renamed old" "renamed spaced" "spaced both"; do rm -f s.db*; leadflow work old.leadflow --store sqlite:s.db -q --events a --until 2026-05-04T12:00:00Z; hour=13; for version in $way; do leadflow deploy $version.leadflow --store sqlite:s.db --now 2026-05-04T$hour:00:00Z > told; grep -v 'deployed\|goes over\|Hold -> Parked\|Parked -> Hold' told; leadflow work $version.leadflow --store sqlite:s.db -q --until 2026-05-04T$hour:30:00Z; hour=$((hour + 1)); done; sed "s/Hold/$(grep -o '^stage [HP][a-z]*' $version.leadflow | cut -d' ' -f2)/" b > c; leadflow work $version.leadflow --store sqlite:s.db -q --events c --until 2026-05-06; leadflow why X --full --store sqlite:s.db --now 2026-05-06T00:00:00Z | grep -o -- '-> log.*\|big starts\|in_hold starts\|moved from [A-Z][a-z]* to [A-Z][a-z]*' | sed 's/Parked/Hold/g' | diff as_it_was - && leadflow replay --store sqlite:s.db | grep -c 'all the same'; done
| 1
| 1
| 1
| 1
| 1
| 1
# Lines that a version does not have are found again under what the stages are called then.
$ sed '/^sla in_hold/d; s/when stage is Parked { log "on hold" }; //; s/aging 1 hour when stage is Parked { log "aged" }; //; s/to Open when n>50, at most 1 times; //' renamed.leadflow > less.leadflow; for way in "less renamed" "less old" "renamed less both"; do rm -f s.db*; leadflow work old.leadflow --store sqlite:s.db -q --events a --until 2026-05-04T12:00:00Z; hour=13; for version in $way; do leadflow deploy $version.leadflow --store sqlite:s.db --now 2026-05-04T$hour:00:00Z > /dev/null || echo refused; leadflow work $version.leadflow --store sqlite:s.db -q --until 2026-05-04T$hour:30:00Z; hour=$((hour + 1)); done; sed "s/Hold/$(grep -o '^stage [HP][a-z]*' $version.leadflow | cut -d' ' -f2)/" b > c; leadflow work $version.leadflow --store sqlite:s.db -q --events c --until 2026-05-06; leadflow why X --full --store sqlite:s.db --now 2026-05-06T00:00:00Z | grep -o -- '-> log.*\|big starts\|in_hold starts\|moved from [A-Z][a-z]* to [A-Z][a-z]*' | sed 's/Parked/Hold/g' | diff as_it_was - && echo same; done
| same
| same
| same
# A value of a field that is called like the stage keeps its name.
$ sed 's/lead { id text key; n int }/lead { id text key; n int; place one of Hold, Parked }/; s/when n>5 { log "big one" }/when place is Hold { log "place" }/' old.leadflow > place.leadflow; sed 's/lead { id text key; n int }/lead { id text key; n int; place one of Hold, Parked }/; s/when n>5 { log "big one" }/when place is Hold { log "place" }/' renamed.leadflow > placed.leadflow; rm -f s.db*; sed 's/"n":9/"n":9,"place":"Hold"/' a > c; leadflow work place.leadflow --store sqlite:s.db -q --events c --until 2026-05-04T12:00:00Z; leadflow deploy placed.leadflow --store sqlite:s.db --now 2026-05-04T13:00:00Z > /dev/null; leadflow work placed.leadflow --store sqlite:s.db -q --until 2026-05-06; leadflow why X --full --store sqlite:s.db --now 2026-05-06T00:00:00Z | grep -c -- '-> log: place'
| 1

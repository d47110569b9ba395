# What cannot go over refuses the version, with counts, and says what can be done.
# Levels of an escalation that changed places: one would be told twice, another never. Said by letters: the order that was, how many were told, the order that is.
$ mk() { printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'activity call' 'outreach call' 'roster { kay; ann; bea; cyd; dee }' 'route go { all otherwise -> kay }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { enter { route go }; to Shut by owner }' 'sla first { starts when owner assigned; stops when call; target 1 hour; at 100% { escalate chain } }'; printf 'escalation chain {\n'; wait=; for each in $(echo $1 | sed 's/./& /g'); do case $each in a) who=ann ;; b) who=bea ;; c) who=cyd ;; d) who=dee ;; e) who=ann ;; esac; printf 'level %s%s { notify email "%s" }\n' $who "$wait" $each; wait=' after 1 hour'; done; printf '}\n'; }; go() { rm -f s.db*; mk $1 > old.leadflow; mk $3 > new.leadflow; echo '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z"}' > a; leadflow work old.leadflow --store sqlite:s.db -q --events a --until 2026-05-04T$(printf %02d $((8 + $2))):30:00Z; leadflow deploy new.leadflow --store sqlite:s.db --now 2026-05-04T$(printf %02d $((8 + $2))):30:00Z > told; if grep -q refused told; then echo "$1 $2 $3 refused"; else leadflow work new.leadflow --store sqlite:s.db -q --until 2026-05-05; echo "$1 $2 $3 $(leadflow why X --store sqlite:s.db --now 2026-05-05T00:00:00Z | grep -- '-> notify' | sed 's/.*: //' | tr -d '\n')"; fi; }; declare -f mk go > go.sh; for each in "abc 1 acb" "abc 2 acb" "abc 1 cab" "abc 1 bac" "abc 2 bac" "abcd 1 acbd" "abcd 2 acbd" "abcd 3 acbd" "abcd 1 adbc" "abcd 2 adbc" "abcd 3 adbc" "abcd 4 dcba" "abc 1 bc" "abc 2 ac" "abc 1 ab" "abc 1 adbc" "abc 2 adbc" "abc 1 dabc" "abc 1 c" "ae 1 ea" "aeb 1 eab" "aeb 2 eab"; do go $each; done
| abc 1 acb acb
| abc 2 acb refused
| abc 1 cab refused
| abc 1 bac refused
| abc 2 bac abc
| abcd 1 acbd acbd
| abcd 2 acbd refused
| abcd 3 acbd abcd
| abcd 1 adbc adbc
| abcd 2 adbc refused
| abcd 3 adbc refused
| abcd 4 dcba abcd
| abc 1 bc abc
| abc 2 ac abc
| abc 1 ab ab
| abc 1 adbc adbc
| abc 2 adbc abc
| abc 1 dabc abc
| abc 1 c ac
| ae 1 ea refused
| aeb 1 eab refused
| aeb 2 eab aeb
$ . ./go.sh; go abc 2 acb > /dev/null; cat told
| refused: 1 lead is in escalation chain: `level bea` was done, and comes again behind `level cyd`, which is still to come; keep the order of what they have had, or give the new levels an escalation of their own
| nothing was changed
# Of an escalation that is over the order may change.
$ . ./go.sh; mk abc > old.leadflow; mk cba > new.leadflow; echo '{"event":"2","type":"activity","lead":"X","at":"2026-05-04T09:20:00Z","activity":"call","by":"kay"}' > b; cat a b > ab; rm -f s.db*; leadflow work old.leadflow --store sqlite:s.db -q --events ab --until 2026-05-04T09:30:00Z; leadflow deploy new.leadflow --store sqlite:s.db --now 2026-05-04T09:30:00Z
|~ deployed: 1 lead goes over
# A seat that goes, and another that comes: whoever has the one is not put into the other.
$ mkdir seats; cd seats; printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'owners sdr, ae' 'roster { kay }' 'route go { all otherwise -> kay }' 'stages { Open "o" initial; Late "l"; Shut "s" final }' 'stage Open owned by sdr { enter { route go }; to Late by owner }' 'stage Late owned by ae { to Shut by owner }' > old.leadflow; sed 's/sdr/csm/g' old.leadflow > new.leadflow; sed '/^owners/d; s/ owned by [a-z]*//' old.leadflow > none.leadflow; sed 's/owners sdr, ae/owners sdr/; s/by ae/by sdr/' old.leadflow > one.leadflow; echo '{"event":"1","type":"lead.created","lead":"X","at":"2026-05-04T08:00:00Z"}' > a; leadflow work old.leadflow --store sqlite:s.db -q --events a --until 2026-05-04T09:00:00Z; leadflow deploy new.leadflow --store sqlite:s.db --now 2026-05-04T09:00:00Z
| refused: 1 lead has somebody in seat sdr, which new.leadflow does not have; keep it until none is left
| nothing was changed
? 1
# A version without `owners` has one seat: it is the one of a version that has one.
$ cd seats; leadflow work none.leadflow --store sqlite:n.db -q --events a --until 2026-05-04T09:00:00Z; leadflow deploy old.leadflow --store sqlite:n.db --now 2026-05-04T09:00:00Z | head -1; leadflow deploy one.leadflow --store sqlite:n.db --now 2026-05-04T09:00:00Z; leadflow work one.leadflow --store sqlite:n.db -q --until 2026-05-04T10:00:00Z; leadflow why X --store sqlite:n.db --now 2026-05-04T10:00:00Z | tail -2
|~ refused: 1 lead has somebody in seat owner, which old.leadflow does not have
|~ deployed: 1 lead goes over
|~ owner kay
# A rollback that is refused: the version before cannot be changed any more, its text can.
$ mkdir back; cd back; printf '%s\n' 'playbook v { timezone "UTC" }' 'lead { id text key }' 'roster { kay }' 'route go { all otherwise -> kay }' 'stages { Open "o" initial; Shut "s" final }' 'stage Open { enter { route go }; to Shut by owner }' > old.leadflow; sed 's/Open "o" initial;/Open "o" initial; More "m";/; s/to Shut by owner }/to More by owner }\nstage More { enter { start sequence hello }; to Shut by owner }\nsequence hello { log "one"; wait 3 days; log "two" }/' old.leadflow > new.leadflow; leadflow work old.leadflow --store sqlite:s.db -q --events ../a --until 2026-05-04T09:00:00Z; leadflow deploy new.leadflow --store sqlite:s.db --now 2026-05-04T09:00:00Z > /dev/null; echo '{"event":"2","type":"stage.moved","lead":"X","at":"2026-05-04T10:00:00Z","stage":"More","by":"kay"}' > b; leadflow work new.leadflow --store sqlite:s.db -q --events b --until 2026-05-04T11:00:00Z; leadflow rollback --store sqlite:s.db --now 2026-05-04T11:00:00Z
| refused: 1 lead has stage More, which the version before does not have; the version before stays as it is: take its text, add `migrate More to …`, and bring that in with `leadflow deploy`
| refused: 1 lead has sequence hello, which the version before does not have; the version before stays as it is: take its text, add what it lacks, and bring that in with `leadflow deploy`, or wait until no lead has it
| nothing was changed
? 1
$ cd back; (cat old.leadflow; echo 'migrate More to Open'; echo 'sequence hello { log "one"; wait 3 days; log "two" }') > again.leadflow; leadflow deploy again.leadflow --store sqlite:s.db --now 2026-05-04T11:00:00Z
|~ More -> Open  1 lead
|~ deployed: 1 lead goes over

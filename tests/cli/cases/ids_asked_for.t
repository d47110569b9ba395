# The lead of no id is the engine's own, in which schedules live: no command shows or erases it.
$ cd reading && cat created.ndjson > in.ndjson && printf '%s\n' '{"event":"2","type":"stage.moved","lead":" G1 ","at":"2026-03-02T11:00:00Z","stage":"Nowhere","by":"ana"}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:ids.db --events in.ndjson -q
$ cd reading && leadflow erase '' --store sqlite:ids.db
!~ a lead's id is not empty
? 2
$ cd reading && leadflow subject ' ' --store sqlite:ids.db
!~ a lead's id is not empty
? 2
$ cd reading && leadflow refused --lead '' --store sqlite:ids.db
!~ a lead's id is not empty
? 2
$ cd reading && leadflow explain desk.leadflow three.csv --lead '' --now 2026-03-02T15:00:00Z
!~ a lead's id is not empty
? 2
# White space around an id does not count, as in events and files.
$ cd reading && for c in 'why' 'subject' 'audit show --lead' 'refused --lead'; do leadflow $c ' G1 ' --store sqlite:ids.db | grep -oE 'Lead G1|stage.moved|lead.created' | head -1; done
| Lead G1
| Lead G1
| lead.created
| stage.moved
$ cd reading && leadflow erase ' G1 ' --store sqlite:ids.db
|~ erased lead G1
$ cd reading && for c in why 'audit show --lead' 'refused retry --lead'; do leadflow $c '  ' --store sqlite:ids.db; echo $?; done
| 2
| 2
| 2
!~ a lead's id is not empty
# Whose it is: a rep as events spell one. Who is not in the roster is said, and who has left it and has something still is not.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key }' 'activity call' 'outreach call' 'roster { ana team "s"; ben team "s" }' 'pool s = reps where team is "s"' 'role boss' 'queue q { owner role boss }' 'route r { all otherwise -> round robin s otherwise queue q }' 'sla f { starts when owner assigned; stops when call; target 1 hour }' 'stages { New "x" initial; Done "y" final }' 'stage New { enter { route r }; to Done by owner }' > p.leadflow; printf '%s\n' '{"event":"e1","type":"lead.created","lead":"L1","at":"2026-03-02T09:00:00Z","record":{}}' > e.ndjson; leadflow work p.leadflow --store sqlite:late.db --events e.ndjson --until 2026-03-02T12:00Z -q; for o in ana ANA ' ana '; do leadflow late --store sqlite:late.db --now 2026-03-02T12:00Z --owner "$o" | tail -1; done
| 1 deadline overdue at 2026-03-02 12:00: ana 1
| 1 deadline overdue at 2026-03-02 12:00: ana 1
| 1 deadline overdue at 2026-03-02 12:00: ana 1
$ leadflow late --store sqlite:late.db --now 2026-03-02T12:00Z --owner ben
|~ nothing is overdue
$ leadflow late --store sqlite:late.db --now 2026-03-02T12:00Z --owner anna
! error: `anna` is not in the roster
! help: did you mean `ana`?
? 2
$ leadflow late --store sqlite:late.db --now 2026-03-02T12:00Z --owner ''
!~ is not in the roster
? 2

# An approval waits for whoever stands there: where nobody did, or those who were asked are gone, who comes is asked, in the time that is left.
$ leadflow test in_time/filled_later.leadflow
|~ 1 test: 1 passed
# A: rudi is asked and leaves at 10:30; rio has the role from 10:50 on. B and C came in between and were asked of nobody; C waits for a
# manager of its owner as well, whom ana has from 11:20 on. D was decided before: nobody is asked again.
$ leadflow work in_time/filled_later.leadflow --store sqlite:s.db --events in_time/filled_later.ndjson --until 2026-03-02T12:30:00Z -q; for l in A B C D; do echo "$l"; leadflow why $l --store sqlite:s.db --now 2026-03-02T12:30:00Z | grep -e '^2026.*roster' -e 'is asked of' -e 'is granted' -e '-> task'; done
| A
|     ap is asked of rudi: ask role revops when n > 50  (filled_later.leadflow:9)
|     -> task approval to rudi: Approve ap: ask role revops when n > 50
| 2026-03-02 10:50  roster.changed rio
|     ap is asked of rio: ask role revops when n > 50  (filled_later.leadflow:9)
|     -> task approval to rio: Approve ap: ask role revops when n > 50
|   approval ap is asked of rio since 2026-03-02 10:00, overdue since 2026-03-02 11:00
| B
|     ap is asked of role revops, who is nobody: ask role revops when n > 50  (filled_later.leadflow:9)
|     -> task approval: Approve ap: ask role revops when n > 50
| 2026-03-02 10:50  roster.changed rio
|     ap is asked of rio: ask role revops when n > 50  (filled_later.leadflow:9)
|     -> task approval to rio: Approve ap: ask role revops when n > 50
|     ap is granted by rio  (filled_later.leadflow:9)
| C
|     ap is asked of role revops, who is nobody: ask role revops when n > 50  (filled_later.leadflow:9)
|     up is asked of owner.manager, who is nobody: ask owner.manager when n > 90  (filled_later.leadflow:10)
|     -> task approval: Approve ap: ask role revops when n > 50
|     -> task approval: Approve up: ask owner.manager when n > 90
| 2026-03-02 10:50  roster.changed rio
|     ap is asked of rio: ask role revops when n > 50  (filled_later.leadflow:9)
|     -> task approval to rio: Approve ap: ask role revops when n > 50
| 2026-03-02 11:20  roster.changed rio
|     up is asked of rio: ask owner.manager when n > 90  (filled_later.leadflow:10)
|     -> task approval to rio: Approve up: ask owner.manager when n > 90
|   approval ap is asked of rio since 2026-03-02 10:45, overdue since 2026-03-02 11:45
|   approval up is asked of rio since 2026-03-02 10:45, due 2026-03-02 15:45
| D
|     ap is asked of rudi: ask role revops when n > 50  (filled_later.leadflow:9)
|     -> task approval to rudi: Approve ap: ask role revops when n > 50
|     ap is granted by rudi  (filled_later.leadflow:9)
# What is late is rio's; all who were told of it stand there, and a task for nobody told nobody.
$ leadflow late --store sqlite:s.db --now 2026-03-02T12:30:00Z --format json | python3 -c 'import json,sys; [print(d["lead"], d["what"], d["owner"], [(t["rep"], t["at"][11:16]) for t in d["told"]]) for d in json.load(sys.stdin)]'
| A approval ap rio [('rudi', '10:00'), ('rio', '10:50'), ('ana', '11:00')]
| C approval ap rio [('rio', '10:50'), ('ana', '11:45')]
# The other order of the two changes comes to the same: rio has the role from 10:20 on, and is asked when rudi goes.
$ sed '/"event":"7"/s/10:50/10:20/' in_time/filled_later.ndjson > other.ndjson; leadflow work in_time/filled_later.leadflow --store sqlite:o.db --events other.ndjson --until 2026-03-02T12:30:00Z -q; leadflow late --store sqlite:o.db --now 2026-03-02T12:30:00Z --format json | python3 -c 'import json,sys; [print(d["lead"], d["what"], d["owner"], [(t["rep"], t["at"][11:16]) for t in d["told"]]) for d in json.load(sys.stdin)]'
| A approval ap rio [('rudi', '10:00'), ('rio', '10:30'), ('ana', '11:00')]
| C approval ap rio [('rio', '10:45'), ('ana', '11:45')]
# Nobody has F before rio's ana takes it from the queue: the roster says nothing new, and who stands there is asked all the same.
$ printf '%s\n' '{"event":"20","type":"roster.changed","at":"2026-03-02T12:40:00Z","reps":[{"id":"ana","out_from":"2026-03-02","out_until":"2026-03-03"}]}' '{"event":"21","type":"lead.created","lead":"F","at":"2026-03-02T13:00:00Z","record":{"n":95}}' '{"event":"22","type":"queue.claimed","lead":"F","by":"ana","at":"2026-03-02T13:30:00Z"}' > f.ndjson; leadflow work in_time/filled_later.leadflow --store sqlite:s.db --events f.ndjson --until 2026-03-02T13:40:00Z -q; leadflow why F --store sqlite:s.db --now 2026-03-02T13:40:00Z | grep 'up is asked'
|     up is asked of owner.manager, who is nobody: ask owner.manager when n > 90  (filled_later.leadflow:10)
|     up is asked of rio: ask owner.manager when n > 90  (filled_later.leadflow:10)
|   approval up is asked of rio since 2026-03-02 13:00, due 2026-03-02 18:00
$ for s in s o; do leadflow replay --store sqlite:$s.db; done
|~ all the same
|- different
# What says nothing of who is there, in which role, under whom, asks nobody: of two changes at one instant the lead hears the one that fills the role.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; n int }\nrole desk\nowners ae\nroster { max role desk; eva team "b"; ana team "a" }\nstages { Open "o" initial; Work "w"; Emea "e" }\nstage Open { to Work otherwise }\nstage Work owned by ae { to Open when n > 1; to Emea when owner.team is "c" }\napproval terms { ask role desk }\n' > two.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"L","at":"2026-03-02T08:00:00Z","stage":"Work","owner":"ana","record":{"n":2}}' '{"event":"2","type":"roster.changed","at":"2026-03-03T00:00:00Z","reps":[{"id":"max","gone":true},{"id":"yan","role":"desk"}]}' '{"event":"3","type":"roster.changed","at":"2026-03-03T00:00:00Z","reps":[{"id":"eva","team":"d"}]}' > two.ndjson; leadflow work two.leadflow --store sqlite:two.db --events two.ndjson --until 2026-03-04 -q; leadflow why L --store sqlite:two.db | grep -e '^2026' -e 'is asked of'
| 2026-03-02 08:00  lead.created Work ana
|     terms is asked of max: ask role desk  (two.leadflow:9)
| 2026-03-03 00:00  roster.changed yan
|     terms is asked of yan: ask role desk  (two.leadflow:9)
|   approval terms is asked of yan since 2026-03-02 08:00

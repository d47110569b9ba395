# What is told late is what it would have been in time (events.md): an answer to what began only behind it answers nothing.
# Each of these comes before the offer of 12:00, before the lead waits at 10:00, before terms is asked for, before the escalation of 14:00.
$ cd retraced; python3 lived.py --state words.leadflow 13:00 '12:00 move Work mia' / '09:30 accept hal'; python3 lived.py --state words.leadflow 13:00 '12:00 move Work mia' / '09:30 reject hal nope'; python3 lived.py --state words.leadflow 13:00 '10:00 move Wait mia' / '09:30 claim ben'
| Service level both met by owner: ana 0% 0 of 1
| Service level acc met by owner: hal 0% 0 of 1
| Handoff h accepted by owner: hal 0% 0 of 1
| in stage Work, owner hal
| refused: handoff.accepted
| as if it had been told in time
| Service level both met by owner: ana 0% 0 of 1
| Service level acc met by owner: hal 0% 0 of 1
| Handoff h accepted by owner: hal 0% 0 of 1
| in stage Work, owner hal
| refused: handoff.rejected
| as if it had been told in time
| Service level both met by owner: mia 0% 0 of 1
| Leads that left queue desk_queue in time by owner: mia 0% 0 of 1
| in stage Wait, owner -
| refused: queue.claimed
| as if it had been told in time
$ cd retraced; python3 lived.py --state words.leadflow 13:00 '10:00 set discount "20%"' / '09:30 decide mia terms'; python3 lived.py --state words.leadflow 13:00 '09:00 set discount "20%"' '10:00 set discount "5%"' '11:00 set discount "20%"' / '10:30 decide mia terms'; python3 lived.py --state words.leadflow 16:00 '09:00 set discount "20%"' / '13:30 hold mia chain'
| Service level both met by owner: ana 0% 0 of 1
| in stage New, owner ana
| refused: approval.decided
| as if it had been told in time
| Service level both met by owner: ana 0% 0 of 1
| in stage New, owner ana
| refused: approval.decided
| as if it had been told in time
| Service level both met by owner: ana 0% 0 of 1
| in stage New, owner ana
| refused: escalation.acknowledged
| as if it had been told in time
$ cd retraced; leadflow refused --store sqlite:late.db --format json | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["why"])'
| the escalation `chain` began at 2026-03-02 14:00, and this is of 2026-03-02 13:30
# The second ask of 11:00 may be decided from then on, told late or not.
$ cd retraced; python3 lived.py --state words.leadflow 13:00 '09:00 set discount "20%"' '10:00 set discount "5%"' '11:00 set discount "20%"' / '12:00 decide mia terms'
| Service level both met by owner: ana 0% 0 of 1
| in stage Done, owner ana
| as if it had been told in time
# Of two words of people the later one stands: the no of 10:00 for budget, ana's assignment of 10:00, mia's move of 10:00.
$ cd retraced; python3 lived.py --state words.leadflow 13:00 '10:00 answer fit budget no' '11:00 answer fit need yes' / '09:00 answer fit budget yes'; python3 lived.py --state words.leadflow 13:00 '10:00 assign ana sdr' / '09:00 assign ben sdr'
| Service level both met by owner: ana 0% 0 of 1
| in stage New, owner ana
| as if it had been told in time
| Service level both met by owner: ana 0% 0 of 1
| in stage New, owner ana
| as if it had been told in time
$ cd retraced; leadflow why L --store sqlite:late.db
|~ ben had been given the lead; what a person said 2026-03-02 10:00 is later, and stays
# So does the one of 10:00 under a version that gives the seat a name.
$ printf '%s\n' 'playbook one { timezone "UTC" }' 'lead { id text key }' 'roster { ana; ben }' 'stages { New initial; Done final }' 'stage New { to Done by owner }' > one.leadflow; sed 's/^roster/owners sdr\nroster/; s/stage New {/stage New owned by sdr {/' one.leadflow > two.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"L","at":"2026-03-02T08:00:00Z"}' '{"event":"2","type":"owner.assigned","lead":"L","at":"2026-03-02T10:00:00Z","owner":"ana"}' > e1.ndjson; echo '{"event":"3","type":"owner.assigned","lead":"L","at":"2026-03-02T09:00:00Z","owner":"ben"}' > e2.ndjson; leadflow work one.leadflow --store sqlite:one.db --events e1.ndjson -q; leadflow deploy two.leadflow --store sqlite:one.db > /dev/null; leadflow work two.leadflow --store sqlite:one.db --events e2.ndjson -q; leadflow why L --store sqlite:one.db | grep Now -A 1 | tail -1
|   in stage New since 2026-03-02 08:00; owner ana
$ cd retraced; python3 lived.py --state words.leadflow 13:00 '10:00 move Warm mia' / '09:00 move Work mia' | head -3; leadflow refused --store sqlite:late.db --format json | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["why"])'
| Service level both met by owner: ana 0% 0 of 1
| in stage Warm, owner ana
| refused: stage.moved
| a person's move of 2026-03-02 10:00 is later, and stays
# Both are so from mia's move of 10:00 on, and hers is the answer, though it was ben's call that was told late.
$ cd retraced; python3 lived.py --state words.leadflow 13:00 '10:00 move Warm mia' / '09:00 call ben'
| Service level both met by owner: mia 100% 1 of 1
| in stage Warm, owner ana
| as if it had been told in time
# The visit of 09:00 began the clock, which is due at 13:00 and not at 16:00, and was answered after five hours and not after two.
$ cd retraced; python3 lived.py words.leadflow 12:30 '12:00 visit ana' / '09:00 visit ana' '15:00 mail ana'; python3 lived.py words.leadflow 14:30 '12:00 visit ana' '14:00 mail ana' / '09:00 visit ana'
| Service level both met by owner: ana 0% 0 of 1
| Service level seen met by owner.team: s 100% 1 of 1
| as if it had been told in time
| Service level both met by owner: ana 0% 0 of 1
| Service level seen met by owner.team: s 0% 0 of 1
| as if it had been told in time
# Hal accepts at 10:00, which is told when his or hip's acceptance of 17:00 is known: the first one counts, and ends the clock in time.
$ cd retraced; for who in hal hip; do python3 lived.py words.leadflow 18:00 '09:00 move Work mia' "17:00 accept $who" / '10:00 accept hal'; done
| Service level both met by owner: hal 0% 0 of 1
| Service level acc met by owner: hal 100% 1 of 1
| Handoff h accepted by owner: hal 100% 1 of 1
| as if it had been told in time
| Service level both met by owner: hal 0% 0 of 1
| Service level acc met by owner: hal 100% 1 of 1
| Handoff h accepted by owner: hal 100% 1 of 1
| as if it had been told in time
# Where the question itself is told late, it waits from its own instant on: what answered it after that is told late as well, and answers it.
$ cd retraced; python3 lived.py --state words.leadflow 11:00 / '09:00 move Work mia' '10:00 accept hal'; python3 lived.py --state words.leadflow 11:00 / '09:00 move Work mia' '10:00 reject hal nope'; python3 lived.py --state words.leadflow 11:00 / '09:00 set discount "20%"' '10:00 decide mia terms'; python3 lived.py --state words.leadflow 11:00 / '09:00 move Wait mia' '10:00 claim ben'
| Service level both met by owner: hal 0% 0 of 1
| Service level acc met by owner: hal 100% 1 of 1
| Handoff h accepted by owner: hal 100% 1 of 1
| in stage Work, owner hal
| as if it had been told in time
| Service level both met by owner: ana 0% 0 of 1
| Service level acc met by owner: ana 0% 0 of 1
| Handoff h accepted by owner: hal 0% 0 of 1
| in stage Warm, owner ana
| as if it had been told in time
| in stage Done, owner ana
| as if it had been told in time
| Service level both met by owner: ben 0% 0 of 1
| Leads that left queue desk_queue in time by owner: mia 100% 1 of 1
| in stage Wait, owner ben
| as if it had been told in time
# What came before the question answers nothing there either.
$ cd retraced; for said in '09:00 move Work mia|08:30 accept hal' '09:00 set discount "20%"|08:30 decide mia terms' '09:00 move Wait mia|08:30 claim ben'; do python3 lived.py --state words.leadflow 11:00 / "${said%|*}" "${said#*|}" | tail -2; done
| refused: handoff.accepted
| as if it had been told in time
| refused: approval.decided
| as if it had been told in time
| refused: queue.claimed
| as if it had been told in time
# A claim that gives two seats at once is a word of both: 10:00 stands against 09:00 in either.
$ printf '%s\n' 'playbook two { timezone "UTC" }' 'lead { id text key }' 'owners sdr, ae' 'roster { ana; ben }' 'queue q { owner ana }' 'route over { all otherwise -> queue q }' 'handoff h { when stage becomes New; from sdr to ae by route over; accept within 1 day }' 'stages { New initial; Done final }' 'stage New owned by sdr { to Done by owner }' > claim.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"L","at":"2026-03-02T08:00:00Z"}' '{"event":"2","type":"queue.claimed","lead":"L","at":"2026-03-02T10:00:00Z","by":"ana"}' > c1.ndjson; for seat in sdr ae; do echo "{\"event\":\"a$seat\",\"type\":\"owner.assigned\",\"lead\":\"L\",\"at\":\"2026-03-02T09:00:00Z\",\"owner\":\"ben\",\"seat\":\"$seat\"}"; done > c2.ndjson; for part in c1 c2; do leadflow work claim.leadflow --store sqlite:claim.db --events $part.ndjson -q; done; leadflow why L --store sqlite:claim.db | grep stays
|     ben had been given the lead; what a person said 2026-03-02 10:00 is later, and stays
|     ben had been given the lead; what a person said 2026-03-02 10:00 is later, and stays

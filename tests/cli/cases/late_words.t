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
# Of two words of people the later one stands: the no of 10:00 for budget, mia's move of 10:00, ana's assignment of 10:00.
$ cd retraced; python3 lived.py --state words.leadflow 13:00 '10:00 answer fit budget no' '11:00 answer fit need yes' / '09:00 answer fit budget yes'; python3 lived.py --state words.leadflow 13:00 '10:00 assign ana sdr' / '09:00 assign ben sdr'; leadflow why L --store sqlite:late.db
|~ Service level both met by owner: ana 0% 0 of 1
|~ in stage New, owner ana
|~ as if it had been told in time
|~ Service level both met by owner: ana 0% 0 of 1
|~ in stage New, owner ana
|~ as if it had been told in time
|~ ben had been given the lead; ana has it by a word of 2026-03-02 10:00, which is later, and stays
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

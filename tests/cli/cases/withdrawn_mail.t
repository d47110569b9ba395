# A mail that waits in the outbox while somebody withdraws consent does not leave; those of others do. What else its guard asks was
# answered when it was decided: its own touch, and a stage that the lead has left since, are no reason.
#   A  consent is withdrawn at 10:20                          not sent
#   B  moved on at 10:20, a second mail follows               both are sent
#   C  withdrawn at 10:10 and given again at 10:20            sent
#   D  told after 10:40 that consent was denied at 10:05      not sent
#   E  merged at 10:20 into F, whose consent is withdrawn     not sent, and F's is not
$ for part in created said; do python3 withdrawn_mail.py $part > $part.ndjson; leadflow work withdrawn_mail.leadflow --store sqlite:s.db --events $part.ndjson -q; done; leadflow outbox list --store sqlite:s.db | grep -c waiting
| 7
$ echo '{"file":"sent.ndjson"}' > out.json; leadflow work withdrawn_mail.leadflow --store sqlite:s.db --once --outbox out.json < /dev/null 2>&1 | grep delivered; python3 -c 'import json; [print(e["lead"], e["target"]) for e in map(json.loads, open("sent.ndjson"))]'
| delivered  3   4 failed
| B hello
| C hello
| B more
$ leadflow outbox list --store sqlite:s.db --status dead --format json
|~ not sent: `email_sent only when consent is granted and not (stage is Open and had email_sent in last 1 day)` does not hold any more
# Given another try it is asked about again: A has not agreed, F agrees now.
$ echo '{"event":"x1","type":"consent.changed","lead":"F","at":"2026-03-02T11:00:00Z","record":{"consent":"granted"}}' > x.ndjson; leadflow work withdrawn_mail.leadflow --store sqlite:s.db --events x.ndjson -q; leadflow outbox retry --dead --store sqlite:s.db > /dev/null; leadflow work withdrawn_mail.leadflow --store sqlite:s.db --once --outbox out.json -q < /dev/null; python3 -c 'import json; print(*sorted(e["lead"] + " " + e["target"] for e in map(json.loads, open("sent.ndjson"))), sep="\n")'
| B hello
| B more
| C hello
| E hello
| F hello
# A worker that goes on asks as well, over the connection that delivers.
$ rm -f s.db* sent.ndjson; for part in created said; do leadflow work withdrawn_mail.leadflow --store sqlite:s.db --events $part.ndjson -q; done; (timeout 60 leadflow work withdrawn_mail.leadflow --store sqlite:s.db --outbox out.json -q < /dev/null 2> live.txt & echo $! > pid); for i in $(seq 600); do leadflow outbox list --store sqlite:s.db | grep -q 'no effect is waiting' && break; sleep 0.1; done; kill $(cat pid); wc -l < sent.ndjson; leadflow outbox list --store sqlite:s.db --status dead | grep -c 'not sent'; cat live.txt
| 3
| 4
# What changes besides the record stops no mail, however much of it a guard asks: A's owner is released, B was moved on at the very
# instant, C is called later, a call of 09:50 is told of D. Nothing happens to F. E has moved on as A has, and says no.
$ python3 withdrawn_mail.py moved > moved.ndjson; for part in created moved; do leadflow work mail_goes.leadflow --store sqlite:g.db --events $part.ndjson -q; done; echo '{"file":"gone.ndjson"}' > gone.json; leadflow work mail_goes.leadflow --store sqlite:g.db --once --outbox gone.json -q < /dev/null; python3 -c 'import json; print(*(json.loads(line)["lead"] for line in open("gone.ndjson")))'; leadflow outbox list --store sqlite:g.db --status dead | grep -o '^E/[0-9/]* *dead'
| A B C D F
| E/1/0  dead
# A lead that cannot be read holds up nobody else, and is told.
$ rm -f gone.ndjson; for part in created moved; do leadflow work mail_goes.leadflow --store sqlite:h.db --events $part.ndjson -q; done; python3 -c 'import sqlite3; s = sqlite3.connect("h.db"); s.execute("update leads set state = x\x27ff\x27 where id = \x27A\x27"); s.commit()'; leadflow work mail_goes.leadflow --store sqlite:h.db --once --outbox gone.json -q < /dev/null; python3 -c 'import json; print(*(json.loads(line)["lead"] for line in open("gone.ndjson")))'; leadflow outbox list --store sqlite:h.db --format json | grep -c 'not sent yet: .* the state of lead `A` cannot be read'
!~ note: the outbox waits
| B C D F
| 1

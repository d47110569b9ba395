# A rep leaves at the instant of a timer: what the roster says comes first, so the word reaches whoever has the lead then, in `test` and in `work`.
$ leadflow test in_time/leaving.leadflow
|~ 1 test: 1 passed
$ leadflow work in_time/leaving.leadflow --store sqlite:l.db --events in_time/leaving.ndjson --until 2026-05-04T20:00:00Z -q; leadflow why X --store sqlite:l.db --now 2026-05-04T20:00:00Z
|~ -> remind to lou: late
|~ -> notify email to max: L1
|~ missed by kay
|- nobody to tell
# A handoff is theirs who has the seat now: they are told, in the time that was given; who left accepts nothing.
$ leadflow work in_time/offered_on.leadflow --store sqlite:h.db --events in_time/offered_on.ndjson --until 2026-05-04T20:00:00Z -q; leadflow why K1 --store sqlite:h.db --now 2026-05-04T20:00:00Z
|~ -> notify h to cid: h is offered to cid, to be accepted by 2026-05-04 12:00
|~ h is not accepted in time by cid
|- accepted by cat
# Who was asked to decide may decide, whoever has the lead meanwhile; where they are gone, whoever stands in their place is asked.
$ leadflow work in_time/asked_anew.leadflow --store sqlite:a.db --events in_time/asked_anew.ndjson --until 2026-05-04T14:00:00Z -q; leadflow why A --store sqlite:a.db --now 2026-05-04T14:00:00Z; leadflow why B --store sqlite:a.db --now 2026-05-04T14:00:00Z
|~ terms is granted by max
|~ -> task approval to mia: Approve role_terms
|- may not decide
$ leadflow late --store sqlite:a.db --now 2026-05-04T14:00:00Z
|~ B     Open   mia    approval role_terms
# A lead that waits for one seat and has lost its owner of another: whoever takes it has both.
$ leadflow work in_time/two_seats.leadflow --store sqlite:s.db --events in_time/two_seats.ndjson --until 2026-05-04T13:00:00Z -q; leadflow why A --store sqlite:s.db --now 2026-05-04T13:00:00Z
|~ in stage New since 2026-05-04 08:00; owner cid
# A lead that was set aside and that somebody took meanwhile: their time begins when its record can be used.
$ leadflow work in_time/claimed_aside.leadflow --store sqlite:c.db --events in_time/claimed_aside.ndjson --until 2026-05-04T12:00:00Z -q; leadflow why L --store sqlite:c.db --now 2026-05-04T12:00:00Z
|~ first starts: 2 hours, due 2026-05-04 10:20
$ for s in l h a s c; do leadflow replay --store sqlite:$s.db; done
|~ all the same
|- different

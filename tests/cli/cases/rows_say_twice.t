# A row of the roster or of a table that gives a member twice is refused; of an answer that comes twice the first counts, and the second is told.
$ cd reading && printf '%s\n' '{"event":"1","type":"roster.changed","at":"2026-03-02T10:00:00Z","reps":[{"id":"ana","active":false,"active":true}]}' '{"event":"2","type":"roster.changed","at":"2026-03-02T10:01:00Z","reps":[{"id":"ben"},{"id":"dan","id":"eve"}]}' '{"event":"3","type":"roster.changed","at":"2026-03-02T10:02:00Z","reps":[{"id":"ana","team":"t"}]}' '{"event":"4","type":"table.changed","at":"2026-03-02T10:03:00Z","table":"accounts","rows":[{"domain":"x.example","tier":1,"tier":2}]}' '{"event":"5","type":"table.changed","at":"2026-03-02T10:04:00Z","table":"accounts","rows":[{"domain":"x.example","domain":"y.example","tier":1}]}' > w.ndjson && leadflow work desk.leadflow --store sqlite:w.db --events w.ndjson; leadflow refused --store sqlite:w.db
!~ refused    4
|~ row 1: it gives `active` twice
|~ row 2: it gives `id` twice
|~ row 1: it gives `tier` twice
|~ row 1: it gives `domain` twice
$ cd reading && printf '%s\n' '{"event":"1","type":"lead.created","lead":"Q","at":"2026-03-02T10:00:00Z","record":{}}' '{"event":"2","type":"checklist.answered","lead":"Q","at":"2026-03-02T10:01:00Z","checklist":"bant","answers":{"need":true,"budget":null,"budget":true,"timeline":"soon","timeline":"yes"}}' > c.ndjson && leadflow work desk.leadflow --store sqlite:c.db --events c.ndjson
!~ not read   3
!~ `bant.budget` gives a value again; the first one counts (line 2, event 2, lead Q)
!~ `bant.timeline` gives a value again; the first one counts (line 2, event 2, lead Q)
!~ bant.timeline: `soon` is neither yes nor no
$ cd reading && leadflow why Q --store sqlite:c.db | grep 'bant:'
|~ bant: need yes, budget open

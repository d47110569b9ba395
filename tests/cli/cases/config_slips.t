# A number that no computer counts, and a name in a mail's text that no lead has, are found before anything is begun.
$ printf '{"file":"x.ndjson","retry":{"base_ms":1e400}}' > outbox.json; leadflow work life.leadflow --store sqlite:o.db --events events.ndjson --outbox outbox.json --until 2026-03-02T13:00:00Z -q
! error: `outbox.json`: no JSON: a number in it is larger than any computer counts
? 2
$ printf '{"file":"x.ndjson","retry":{"base_ms":1e10}}' > outbox.json; leadflow work life.leadflow --store sqlite:o.db --events events.ndjson --outbox outbox.json --until 2026-03-02T13:00:00Z -q
! error: `outbox.json`: `retry.base_ms` is no whole number from 1 to 3600000
? 2
$ sed 's/^lead {/lead {\n  first_name text/' life.leadflow > named.leadflow; printf '{"smtp":{"url":"smtp://localhost:2525","from":"a@b.example","tls":"none","templates":{"hello":{"subject":"x","text":"Dear {frst_name}"}}}}' > outbox.json; leadflow work named.leadflow --store sqlite:o.db --events events.ndjson --outbox outbox.json --until 2026-03-02T13:00:00Z -q
! error: the template `hello` names `frst_name`, which is no field of the lead
! help: did you mean `first_name`?
? 2
$ leadflow status --store sqlite:o.db
!~ holds no playbook
? 2

# One file, one answer: a time that has not the field's format is not read, and of several names the first that is there counts, also where it is empty.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key; mail text from "Email", "Work mail"; seen instant format "DD-MM-YYYY HH:mm"; ep instant format "unix ms"; next instant format "DD-MM-YYYY HH:mm" }' 'stages { New "x" initial; Done "y" final }' 'stage New { enter { set next to now + 1 hour; log "mail={mail} seen={seen} ep={ep}" }; to Done by owner; when next is known { log "next {next}" } }' > p.leadflow; sed -i 's/; when next is known { log "next {next}" }//' p.leadflow; printf '%s\n' '{"id":"1","seen":"2026-03-04"}' '{"id":"2","seen":"2026-03-04T10:00:00Z"}' '{"id":"3","ep":"2026-03-04"}' '{"id":"4","Email":null,"Work mail":"kim@x.example"}' '{"id":"5","Work mail":"kim@x.example","seen":"04-03-2026 10:00","ep":1772446200000}' > l.ndjson; leadflow run p.leadflow l.ndjson --now 2026-03-02T10:00Z --columns 'id, mail, seen, ep' --format csv | tr -d '\r'
| id,mail,seen,ep
| 1,,,
| 2,,,
| 3,,,
| 4,,,
| 5,kim@x.example,2026-03-04T10:00:00Z,2026-03-02T10:10:00Z
!~ missed             4
$ leadflow simulate p.leadflow --leads l.ndjson --from 2026-03-02T10:00Z --to 2026-03-02T11:00Z --store sqlite:s.db > /dev/null; for i in 1 2 3 4 5; do leadflow why $i --store sqlite:s.db --full | grep -oE 'log: .*'; done
| log: mail=(missing) seen=(missing) ep=(missing)
| log: mail=(missing) seen=(missing) ep=(missing)
| log: mail=(missing) seen=(missing) ep=(missing)
| log: mail=(missing) seen=(missing) ep=(missing)
| log: mail=kim@x.example seen=2026-03-04 10:00 ep=2026-03-02 10:10
!~ not read   4
!~ `2026-03-04` is not a date or time of the expected form
# The same of a CSV file, whose column is there.
$ printf 'id,Work mail,Email\n1,kim@x.example,\n2,,lee@x.example\n' > l.csv; leadflow run p.leadflow l.csv --now 2026-03-02T10:00Z --columns 'id, mail' --format csv -q | tr -d '\r'
| id,mail
| 1,
| 2,lee@x.example
$ leadflow simulate p.leadflow --leads l.csv --from 2026-03-02T10:00Z --to 2026-03-02T11:00Z --store sqlite:c.db > /dev/null 2>&1; for i in 1 2; do leadflow why $i --store sqlite:c.db --full | grep -oE 'log: mail=[^ ]*'; done
| log: mail=(missing)
| log: mail=lee@x.example
# What `set` wrote is read, in its store and by a later event.
$ echo '{"event":"u","type":"lead.updated","lead":"1","at":"2026-03-02T10:30:00Z","record":{"seen":"05-03-2026 10:00"}}' > u.ndjson; leadflow work p.leadflow --store sqlite:s.db --events u.ndjson; leadflow subject 1 --store sqlite:s.db | grep -E '^    (next|seen)'
|~ next  2026-03-02T11:00:00Z
|~ seen  05-03-2026 10:00
!- not read

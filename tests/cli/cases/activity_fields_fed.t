# A field that something came for is fed, also where it cannot be read, as for leads; one that has only its default is not.
$ printf '%s\n' 'playbook b { timezone "UTC" }' 'lead { id text key }' 'activity call { outcome one of connected, voicemail; minutes int; kind one of warm, cold default cold; note text }' > b.leadflow; printf 'id\n1\n' > l.csv; printf '%s\n' '{"lead":"1","type":"call","at":"2026-02-20","minutes":"x","note":null}' '{"lead":"1","type":"call","at":"2026-02-21","outcome":"connected"}' > u.ndjson; leadflow run b.leadflow l.csv --activities u.ndjson --now 2026-03-02 --columns id
| {"id":"1"}
!~ u.ndjson:1: /minutes: `x` is not a whole number
!~ unfed 2: `call.kind`, `call.note`

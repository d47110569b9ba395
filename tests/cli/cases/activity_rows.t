# Rows of a file of activities that are shorter or longer than its header, columns and members that come twice: said, as for leads (kinds A, E).
$ cd reading && printf 'id\n1\n2\n' > two.csv && printf 'lead,type,at,outcome\n1,call,2026-03-01\n1,call,2026-03-01,connected,extra\n' > rows.csv && leadflow run desk.leadflow two.csv --activities rows.csv --now 2026-03-02T15:00:00Z --columns 'id, talk' --format csv
|~ 1,0
|~ 2,0
!~ rows.csv:2
!~ rows.csv:3
$ cd reading && leadflow run desk.leadflow two.csv --activities rows.csv --now 2026-03-02T15:00:00Z --columns id --strict
!~ rows.csv:2
? 2
$ cd reading && printf 'lead,type,at,outcome,outcome\n1,call,2026-03-01,voicemail,connected\n' > twice.csv && leadflow run desk.leadflow two.csv --activities twice.csv --now 2026-03-02T15:00:00Z --columns 'id, talk' --format csv
|~ 1,0
|~ 2,0
!~ repeated
$ cd reading && echo '{"lead":"1","type":"call","at":"2026-03-01","outcome":"voicemail","outcome":"connected"}' > twice.ndjson && leadflow run desk.leadflow two.csv --activities twice.ndjson --now 2026-03-02T15:00:00Z --columns 'id, talk' --format csv
|~ 1,0
|~ 2,0
!~ again
# Bad values of activities within leads are named field by field, as in `work`.
$ cd reading && sed 's/outcome one of connected, voicemail }/outcome one of connected, voicemail; minutes int }/' desk.leadflow > minutes.leadflow && echo '{"id":"1","activities":[{"type":"call","at":"2026-03-01","outcome":"spoke"},{"type":"call","at":"2026-03-01","minutes":"ten"}]}' > inside.ndjson && leadflow run minutes.leadflow inside.ndjson --now 2026-03-02T15:00:00Z --columns id
| {"id":"1"}
!~ `spoke`
!~ `ten`
$ cd reading && leadflow run minutes.leadflow inside.ndjson --now 2026-03-02T15:00:00Z --columns id
| {"id":"1"}
!~ call.outcome 1
!~ call.minutes 1
# A simulation sets the same rows aside; a member that comes twice is told by `work` too.
$ cd reading && leadflow simulate desk.leadflow --leads two.csv --activities rows.csv --from 2026-03-01 --to 2026-03-03 > /dev/null
!~ rows.csv:2: the record has 3 cells, the header 4
!~ rows.csv:3: the record has 5 cells, the header 4
$ cd reading && leadflow simulate desk.leadflow --leads two.csv --activities twice.csv --from 2026-03-01 --to 2026-03-03 > /dev/null
!~ `outcome`
$ cd reading && cat created.ndjson > in.ndjson && echo '{"event":"2","type":"activity","lead":"G1","activity":"call","at":"2026-03-02T11:00:00Z","fields":{"outcome":"voicemail","outcome":"connected"}}' >> in.ndjson && leadflow work desk.leadflow --store sqlite:again2.db --events in.ndjson
!~ `call.outcome` gives a value again; the first one counts (line 2, event 2, lead G1)
# What lies ahead counts nothing, and is counted; years that are slips are no times.
$ cd reading && printf 'lead,type,at,outcome\n1,call,2027-03-01,connected\n1,call,0026-03-01,connected\n2,call,2226-03-01,connected\n' > far.csv && leadflow run desk.leadflow two.csv --activities far.csv --now 2026-03-02T15:00:00Z --columns 'id, talk' --format csv | tr -d '\r'
|~ 1,0
|~ 2,0
!~ 1 lies after --now and counts nothing yet
!~ far.csv:3: column `at`: `0026-03-01` lies before 1970 or after 2099: nothing happens then
!~ far.csv:4: column `at`: `2226-03-01` lies before 1970 or after 2099: nothing happens then

# Dirt in leads costs a field or a record, never the run; what was set aside is told with its reason.
$ leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z --rejects rejects.ndjson --out out.ndjson
!~ set aside          2   1 the key was already seen
!~ country      1   `Germnay` is not a country; did you mean `Germany`?
!~ `many` is not a whole number (line 3, column `Employees`)
!~ Leads by rating
!~ Leads by rule of inbound
!~ queue later
$ cat rejects.ndjson
| {"line":5,"key":"L-1","reason":"key `L-1` already seen on line 2","record":"L-1,d@four.example,5,US,Web,2026-03-01"}
| {"line":6,"key":"L-5","reason":"required field `created_at` is missing","record":"L-5,e@five.example,600,DE,Web,"}
$ wc -l < out.ndjson
| 4
# Invalid UTF-8 and a NUL in a record.
$ printf 'id,Email,Employees,Country,source,created_at\nL-1,a@\xff.example,10,US,Web,2026-03-01\nL-2,b@two.example,1\x000,US,Web,2026-03-01\n' > dirty.csv
$ leadflow run desk.leadflow dirty.csv --now 2026-03-02T10:00:00Z --columns 'id, company_size' --format csv -q | tr -d '\r'
| id,company_size
| L-1,10
| L-2,
# An array that ends early.
$ printf '[{"id":"L-1","created_at":"2026-03-01"},{"id":"L-2"' > cut.json
$ leadflow run desk.leadflow cut.json --now 2026-03-02T10:00:00Z --columns id
| {"id":"L-1"}
!~ the file ends inside the record
# A line of 200 MB is set aside, in little memory.
$ (printf '{"id":"L-1","created_at":"2026-03-01"}\n{"id":"'; head -c 200000000 /dev/zero | tr '\0' 'x'; printf '"}\n{"id":"L-3","created_at":"2026-03-01"}\n') | (ulimit -v 700000; leadflow run desk.leadflow - --now 2026-03-02T10:00:00Z --columns id --threads 1)
| {"id":"L-1"}
| {"id":"L-3"}
!~ 1 the record is longer than 16 MiB

# --strict stops at the first bad value or record and says where; no file is left.
$ leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z --strict --out out.ndjson
!~ error: leads.csv:3:
!~ `many` is not a whole number
? 2
$ ls out.ndjson* 2>/dev/null
? 2
$ leadflow run desk.leadflow leads.ndjson --now 2026-03-02T10:00:00Z --strict
!~ error: leads.ndjson:2
|~ "lead":"L-1"
|- "lead":"L-2"
? 2
$ head -2 leads.csv > good.csv; leadflow run desk.leadflow good.csv --now 2026-03-02T10:00:00Z --strict --columns id
| {"id":"L-1"}
# A file that cannot be written leaves the old one as it was.
$ echo old > kept.ndjson; leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z --strict --out kept.ndjson; cat kept.ndjson
| old
$ leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z --out no/such/folder.ndjson
!~ `no/such/folder.ndjson` cannot be written
? 2

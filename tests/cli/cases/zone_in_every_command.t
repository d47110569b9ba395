# A lead's zone that is none is an unreadable value in `run` and `explain` too (kind O; ADR 18).
$ printf 'id,email,country,timezone\nL1,jo@acme.example,DE,PST\n' > pst.csv; leadflow run lead_zone.leadflow pst.csv --now 2026-03-02T15:00:00Z -q --columns id; leadflow run lead_zone.leadflow pst.csv --now 2026-03-02T15:00:00Z --columns id
| {"id":"L1"}
| {"id":"L1"}
!~ `PST` is not a time zone
$ leadflow explain lead_zone.leadflow pst.csv --lead L1 --now 2026-03-02T15:00:00Z
|~ Lead L1
!~ `PST` is not a time zone
# What the machine happens to call its own zone is none.
$ printf 'playbook p { timezone "localtime" }\nlead { id text key }\n' > local.leadflow; leadflow check local.leadflow
|~ localtime
? 2

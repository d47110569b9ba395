# A lead that `duplicates` merges into another is none of its own, in `run` as in `simulate` and `status`: the record says which lead has
# it, the summary counts it as merged and for nothing else. 2 goes into 1, and 4 and 5 into 6, which come after them: what would be
# sent for 4 and 5 is sent all the same.
$ printf 'id,email,phone,size\n1,a@x.example,,20\n2,a@x.example,,20\n3,b@x.example,,5\n4,,7,20\n5,,7,5\n6,,7,5\n' > mg.csv; leadflow run merging.leadflow mg.csv --now 2026-03-02T10:00:00Z --columns 'id, stage, owner' --format csv | tr -d '\r'
| id,stage,owner
| 1,New,ana
| 2,,
| 3,New,ana
| 4,New,ana
| 5,New,ana
| 6,New,ana
!
! read               6   leads
! decided            6
! merged             3   of these leads, into others
! set aside          0
!
! Leads by g
!   A  1  33.3%
!   B  2  66.7%
!
! Leads by rule of r
!   all  3  100.0%
!
! Leads by stage
!   New  3  100.0%
!
! Leads by owner
!   ana  3  100.0%
!
! Effects
!   remind  5
$ leadflow run merging.leadflow mg.csv --now 2026-03-02T10:00:00Z -q | python3 -c 'import json, sys; [print(d["lead"], d["stage"], d["owner"], list(d["due"]), d.get("merged_into"), d.get("merged")) for d in map(json.loads, sys.stdin)]'
| 1 New ana ['first'] None None
| 2 None None [] 1 None
| 3 New ana ['first'] None None
| 4 New ana ['first'] None None
| 5 New ana ['first'] None ['4']
| 6 New ana ['first'] None ['5']
$ leadflow run merging.leadflow mg.csv --now 2026-03-02T10:00:00Z -q --format csv | tr -d '\r'
| lead,g,stage,owner,queue,merged_into,rule,due,effects
| 1,A,New,ana,,,all,2026-03-02T14:00:00Z,1
| 2,A,,,,1,,,0
| 3,B,New,ana,,,all,2026-03-02T14:00:00Z,1
| 4,A,New,ana,,,all,2026-03-02T14:00:00Z,1
| 5,B,New,ana,,,all,2026-03-02T14:00:00Z,1
| 6,B,New,ana,,,all,2026-03-02T14:00:00Z,1
$ leadflow explain merging.leadflow mg.csv --lead 2 --now 2026-03-02T10:00:00Z | sed -n '/^Stage/,/^Score/p'
| Stage
|   merged into  1
| 
| What happened
|   lead created
|   entered New: where leads begin                          merging.leadflow:8
|   merged into 1: same email -> keep oldest, merge others  merging.leadflow:10
| 
| Score
$ leadflow explain merging.leadflow mg.csv --lead 6 --now 2026-03-02T10:00:00Z | sed -n '/^Stage/,/^What happened/p'
| Stage
|   stage   New
|   owner   ana
|   merged  5
|   due     2026-03-02 14:00  first
| 
| What happened
# One answer: `simulate` and `status` over the same file have three leads too, and `work` the same mergers.
$ leadflow simulate merging.leadflow --leads mg.csv --from 2026-03-02T10:00:00Z --to 2026-03-02T10:00:01Z --store sqlite:mg.db | grep '^New'
| New                   3              6
$ leadflow status --store sqlite:mg.db --now 2026-03-02T10:00:01Z | sed -n 1,4p
| sqlite:mg.db at 2026-03-02 10:00:01: 6 leads, 3 open
| 
| stage  leads  with nobody  longest there
| -----  -----  -----------  -------------
$ for lead in 2 4 5 6; do leadflow why $lead --store sqlite:mg.db --now 2026-03-02T10:00:01Z | grep -E '^ +(merged into [0-9]+$|[0-9] is merged)'; done
|   merged into 1
|   merged into 5
|     4 is merged into this lead: same phone -> keep newest, merge others  (merging.leadflow:10)
|   merged into 6
|     5 is merged into this lead: same phone -> keep newest, merge others  (merging.leadflow:10)

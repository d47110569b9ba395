# A playbook with stages: figures of a run count the routes that stages took, explain goes through the stages too.
$ printf 'id,size\n1,5\n2,50\n3,60\n' > sizes.csv; leadflow run counts.leadflow sizes.csv --now 2026-03-02T15:00:00Z --format table
| lead  stage  owner  queue  rule   due  effects
| ----  -----  -----  -----  -----  ---  -------
|    1  New           later  small             0
|    2  New    ana           big               1
|    3  New    ben           big               1
!
! read               3   leads
! decided            3
! set aside          0
!
! Leads by rule of r
!   big    2  66.7%
!   small  1  33.3%
!
! Leads by stage
!   New  3  100.0%
!
! Leads by owner
!   ana          1  33.3%
!   ben          1  33.3%
!   queue later  1  33.3%
!
! Effects
!   remind  2
# The second turn: ana had the lead before it. One stage, one owner, and not the route that no stage takes.
$ leadflow explain counts.leadflow sizes.csv --lead 3 --now 2026-03-02T15:00:00Z
| Lead 3  decided at 2026-03-02 15:00 UTC by counts 1
|
| Stage
|   stage  New
|   owner  ben
|
| What happened
|   lead created
|   entered New: where leads begin                        counts.leadflow:17
|   routed to ben by rule big of route r (round robin s)  counts.leadflow:13
|   ben: call                                             counts.leadflow:17
|
| What would be sent
|   remind  ben  call  stage New enter
|
| Score
|   the playbook has no scores
|
| Route
|   r  rule big held, the first of 1 rule tried
|     yes  big  size > 10  size = 60  counts.leadflow:13
|
| Who
|   r: ben by round robin s  counts.leadflow:13
|     ->  round robin s  to ben  counts.leadflow:13
|        ana  served 1       weight 1  1 open
|        ben  served 0 -> 1  weight 1  0 open  chosen
|
| What would have changed it
|   nothing near: no better grade, no rule that failed on one condition alone, nobody skipped
$ leadflow explain counts.leadflow sizes.csv --lead 1 --now 2026-03-02T15:00:00Z
|~ owner  nobody
|~ queue  later
|- unused
# The same bytes as the run's record.
$ leadflow run counts.leadflow sizes.csv --now 2026-03-02T15:00:00Z --explain -q | sed -n 3p > run.json; leadflow explain counts.leadflow sizes.csv --lead 3 --now 2026-03-02T15:00:00Z --format json | cmp - run.json && echo same
| same
# A lead is its id as it is written.
$ leadflow explain counts.leadflow sizes.csv --lead 03 --now 2026-03-02T15:00:00Z
!~ there is no lead `03` in `sizes.csv`
? 2
# Clocks that run, when they are due, and nobody's second copy of a route in `why`.
$ leadflow explain life.leadflow arrivals.csv --lead L-2 --now 2026-03-03T10:00:00Z
|~ stage  Working
|~ due    2026-03-03 14:00  first_response
|~ moved from New to Working: the line `to Working otherwise`

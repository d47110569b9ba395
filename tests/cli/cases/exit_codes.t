# 0 clean, 1 findings, 2 it does not compile or cannot be read.
$ leadflow check desk.leadflow
|~ desk.leadflow: nothing to complain about
$ printf 'playbook p { version "1" }\nlead { id text key; size int }\nscore s { +5 when sise > 3 }\n' > bad.leadflow
$ leadflow check bad.leadflow
|~ did you mean `size`?
? 2
$ leadflow run bad.leadflow leads.csv
!~ did you mean `size`?
? 2
$ leadflow test bad.leadflow
!~ did you mean `size`?
? 2
$ leadflow check nowhere.leadflow
|~ nowhere.leadflow
? 2
$ leadflow run nowhere.leadflow leads.csv
!~ nowhere.leadflow
? 2
$ leadflow run desk.leadflow nowhere.csv
! error: there is no file `nowhere.csv`
? 2
$ leadflow test nowhere.leadflow
!~ nowhere.leadflow
? 2
$ leadflow explain desk.leadflow nowhere.csv --lead L-1
! error: there is no file `nowhere.csv`
? 2
$ leadflow run desk.leadflow leads.csv --now yesterday
!~ `yesterday` is no instant
? 2
$ leadflow run desk.leadflow leads.csv --roster nowhere.csv
!~ nowhere.csv
? 2

# A starter that checks clean, passes its tests and runs; nothing is overwritten.
$ leadflow init mine
|~ wrote mine/playbook.leadflow
$ leadflow check mine/playbook.leadflow --fail-level note
|~ nothing to complain about
$ leadflow check mine
|~ nothing to complain about
$ leadflow fmt --check mine/playbook.leadflow
$ leadflow test mine
|~ 3 passed
|- FAIL
$ leadflow run mine/playbook.leadflow mine/leads.csv --now 2026-03-02T15:00:00Z --format table
|~ L-4
!~ decided            4
$ leadflow explain mine/playbook.leadflow mine/leads.csv --lead L-1 --now 2026-03-02T15:00:00Z
|~ Lead L-1
$ leadflow init mine
!~ exists already
? 2

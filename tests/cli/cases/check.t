# check: columns of an export, the page of a code, cost, JSON.
$ printf 'id,Email,Employees,Country,source,created_at,Budget\n' > export.csv
$ leadflow check desk.leadflow --leads export.csv --fail-level note
|~ `Budget`
? 1
$ leadflow check desk.leadflow --leads leads.ndjson --fail-level note
|~ nothing to complain about
$ leadflow check --explain LF0301
|~ LF0301
$ leadflow check --explain LF9999
!~ there is no code `LF9999`
? 2
$ leadflow check desk.leadflow --cost
|~ steps a lead
$ leadflow check desk.leadflow --format json
|~ "errors":0

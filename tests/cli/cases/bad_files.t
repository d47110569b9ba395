# A directory, an empty file, a spreadsheet, an unknown extension.
$ mkdir folder.csv; leadflow run desk.leadflow folder.csv
! error: `folder.csv` is a directory, not a file of leads
? 2
$ : > empty.csv; leadflow run desk.leadflow empty.csv
! error: `empty.csv` is empty
? 2
$ : > empty.ndjson; leadflow run desk.leadflow empty.ndjson
! error: `empty.ndjson` is empty
? 2
$ leadflow run desk.leadflow - < /dev/null
!~ empty
? 2
$ : > leads.xlsx; leadflow run desk.leadflow leads.xlsx
!~ `leads.xlsx` is a spreadsheet file, which LeadFlow does not read
!~ save the sheet as CSV
? 2
$ cp leads.csv leads.parquet; leadflow run desk.leadflow leads.parquet
!~ `.parquet` is no extension of a file of leads
? 2
$ gzip -k leads.csv; leadflow run desk.leadflow leads.csv.gz
!~ zcat leads.csv.gz
? 2
$ printf 'name\nx\n' > no_key.csv; leadflow run desk.leadflow no_key.csv
!~ no column feeds the key `id`
? 2
$ leadflow check folder.csv
!~ no playbook below `folder.csv`
? 2
$ : > empty.leadflow; leadflow check empty.leadflow
|~ empty
? 2
$ leadflow check desk.txt
? 2
$ printf 'playbook p { version "\xff" }\n' > latin.leadflow; leadflow check latin.leadflow
|~ UTF-8
? 2
$ printf 'playbook p { version "a\0b" }\n' > nul.leadflow; leadflow check nul.leadflow
|~ LF0006
? 2
$ printf 'use "b.leadflow"\n' > a.leadflow; printf 'use "a.leadflow"\n' > b.leadflow; leadflow check a.leadflow
|~ LF0007
? 2
$ mkdir in; printf 'playbook p { version "1" }\nuse "../module.leadflow"\nlead { id text key }\n' > in/p.leadflow; leadflow check in/p.leadflow
|~ LF0008
? 2
$ (printf 'playbook p { version "1" }\nlead { id text key\nx = '; head -c 100000 /dev/zero | tr '\0' '('; printf '1'; head -c 100000 /dev/zero | tr '\0' ')'; printf ' }\n') > deep.leadflow
$ timeout 10 leadflow check deep.leadflow
|~ deep.leadflow:3
? 2
$ leadflow run module.leadflow leads.csv
!~ `module.leadflow` is a module
? 2
$ leadflow test module.leadflow
!~ `module.leadflow` is a module
? 2
$ leadflow check module.leadflow
? 0
# A file that leads out of the playbook's folder by a link is there, and is not read.
$ mkdir linked; printf 'domain\nacme.example\n' > out.csv; ln -s ../out.csv linked/out.csv; printf 'playbook p { timezone "UTC" }\nlead { id text key; d domain; ok = d in firms }\nlist firms from "out.csv" column domain\n' > linked/p.leadflow; leadflow check linked/p.leadflow
|~ LF0008
|~ `out.csv` is a link that leads out of the playbook's folder
|- there is no file
? 2
$ ln -s ../module.leadflow linked/part.leadflow; printf 'playbook p { timezone "UTC" }\nuse "part.leadflow"\nlead { id text key }\n' > linked/q.leadflow; leadflow check linked/q.leadflow
|~ LF0008
|~ `part.leadflow` is a link that leads out of the playbook's folder
|- there is no file
? 2

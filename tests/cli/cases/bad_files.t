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
|~ error[LF0010]: `desk.txt` is not a playbook
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
| module.leadflow: nothing to complain about
? 0
# A compiled playbook is read no further than it says it goes, wherever it comes from; a pipe that ends is a file.
$ ln -s /dev/zero z.lfb; timeout -k 1 20 leadflow run z.lfb leads.csv
! error: `z.lfb`: not a compiled playbook
? 2
$ timeout -k 1 20 leadflow disasm z.lfb
! error: `z.lfb`: not a compiled playbook
? 2
$ leadflow build desk.leadflow -o desk.lfb > /dev/null; mkfifo endless.lfb; (head -c 24 desk.lfb; cat /dev/zero) > endless.lfb 2> /dev/null & timeout -k 1 20 leadflow run endless.lfb leads.csv
!~ `endless.lfb`: damaged
? 2
$ mkfifo ends.lfb; cat desk.lfb > ends.lfb & leadflow run ends.lfb leads.csv --now 2026-03-02T10:00:00Z -q > piped.txt; leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z -q | cmp - piped.txt && echo the same
| the same
# A pipe that says nothing holds nobody who is told to end: neither one without a writer, nor one whose writer is silent.
$ mkfifo silent; printf '%s\n' '"$@" 3>&- & pid=$!' 'until readlink /proc/$pid/exe | grep -q leadflow && readlink /proc/$pid/fd/* | grep -q "/silent$"; do kill -0 $pid || break; done' 'kill -TERM $pid; wait $pid; echo "exit code $?"' > told; timeout -s KILL 30 bash told leadflow work life.leadflow --store sqlite:silent.db --events silent -q
| exit code 0
$ exec 3<> silent; timeout -s KILL 30 bash told leadflow work life.leadflow --store sqlite:silent.db --events silent -q
| exit code 0
$ printf '{"file":"sent.ndjson"}' > silent.json; timeout -s KILL 30 bash told leadflow work life.leadflow --store sqlite:silent.db --outbox silent -q
| exit code 2
!~ `silent` cannot be read: stopped by a signal
$ mkfifo outbox.json; cat silent.json > outbox.json & leadflow work life.leadflow --store sqlite:silent.db --events events.ndjson --until 2026-03-02T13:00:00Z --outbox outbox.json -q 2> /dev/null && test -s sent.ndjson && echo sent
| sent
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
# A store that somebody deletes under a worker: nothing is said to be there.
$ mkfifo late; (exec 3> late; head -1 events.ndjson >&3; for i in $(seq 500); do leadflow status --store sqlite:gone.db --format json 2> /dev/null | grep -q '"leads": 1' && break; done; rm -f gone.db*; tail -n +2 events.ndjson >&3) & timeout -s KILL 60 leadflow work life.leadflow --store sqlite:gone.db --events - -q < late
!~ was deleted or replaced while it was open: what was worked since is lost
!- what was committed is there
? 2

# A file of activities without a column that each of them needs is none: refused, with the same words by run and simulate.
$ cd reading && printf 'id\n1\n2\n' > two.csv && for header in lead,typ,at led,type,at lead,type,a; do printf "$header\n1,call,2026-03-01\n" > slip.csv; leadflow run desk.leadflow two.csv --activities slip.csv --now 2026-03-02 -q 2>&1; echo "run $?"; leadflow simulate desk.leadflow --leads two.csv --activities slip.csv --from 2026-03-01 --to 2026-03-03 -q 2>&1; echo "simulate $?"; done
| error: `slip.csv` cannot be read: activities need the columns `lead`, `type` and `at`; there is no `type`
| run 2
| error: `slip.csv` cannot be read: activities need the columns `lead`, `type` and `at`; there is no `type`
| simulate 2
| error: `slip.csv` cannot be read: activities need the columns `lead`, `type` and `at`; there is no `lead`
| run 2
| error: `slip.csv` cannot be read: activities need the columns `lead`, `type` and `at`; there is no `lead`
| simulate 2
| error: `slip.csv` cannot be read: activities need the columns `lead`, `type` and `at`; there is no `at`
| run 2
| error: `slip.csv` cannot be read: activities need the columns `lead`, `type` and `at`; there is no `at`
| simulate 2
# So are a header that does not end, a file with nothing in it, and activities of leads that have no key.
$ cd reading && printf 'lead,type,"at\n1,call,2026-03-01\n' > open.csv; : > empty.csv; printf 'playbook n { timezone "UTC" }\nlead { company text }\nactivity call\nstages { New "x" initial; Done "d" final }\nstage New { to Done by owner }\n' > none.leadflow; printf 'company\nAcme\n' > none.csv; printf 'lead,type,at\n#1,call,2026-03-01\n' > acts.csv; for files in 'desk.leadflow two.csv open.csv' 'desk.leadflow two.csv empty.csv' 'none.leadflow none.csv acts.csv'; do set -- $files; leadflow run $1 $2 --activities $3 --now 2026-03-02 -q 2>&1; echo "run $?"; leadflow simulate $1 --leads $2 --activities $3 --from 2026-03-01 --to 2026-03-03 -q 2>&1; echo "simulate $?"; done
| error: `open.csv` cannot be read: a quote in the header is never closed
| run 2
| error: `open.csv` cannot be read: a quote in the header is never closed
| simulate 2
| error: `empty.csv` is empty
| run 2
| error: `empty.csv` is empty
| simulate 2
| error: `acts.csv` cannot be read: activities need a lead with a `key` field, so that they find their lead
| run 2
| error: `acts.csv` cannot be read: activities need a lead with a `key` field, so that they find their lead
| simulate 2
# The lead's column is chosen by the header, also where its cell is empty: another name of the key is not asked instead.
$ printf 'playbook k { timezone "UTC" }\nlead { id text key from "Lead No", "Old No" }\nactivity call\nstages { New "x" initial; Done "d" final }\nstage New { to Done by owner }\n' > two_names.leadflow; printf 'Lead No\n1\n' > one.csv; printf 'Lead No,Old No,type,at\n,1,call,2026-03-01\n' > acts.csv; leadflow run two_names.leadflow one.csv --activities acts.csv --now 2026-03-02 --columns 'id, n=count call' --format csv --rejects run.ndjson -q | tr -d '\r'; leadflow simulate two_names.leadflow --leads one.csv --activities acts.csv --from 2026-03-01 --to 2026-03-03 --rejects simulate.ndjson -q > /dev/null; for file in run simulate; do python3 -c 'import json,sys; [print(d["file"], d["line"], d["record"]) for d in map(json.loads, open(sys.argv[1]))]' $file.ndjson; done
| id,n
| 1,0
| acts.csv 2 ,1,call,2026-03-01
| acts.csv 2 ,1,call,2026-03-01

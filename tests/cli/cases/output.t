# The decision record, flat columns, tables; CSV and NDJSON of the same leads decide alike; threads change nothing.
$ leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z -q | head -1
| {"lead":"L-1","at":"2026-03-02T10:00:00Z","derived":{},"scores":{"fit":50,"engagement":0,"total":50},"grades":{"rating":"A"},"routes":{"inbound":{"rule":"rest","to":{"rep":"ana"},"via":"round robin desk"}}}
$ leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z -q > a; leadflow run desk.leadflow leads.ndjson --now 2026-03-02T10:00:00Z -q > b; cmp a b
$ leadflow run desk.leadflow - --now 2026-03-02T10:00:00Z -q < leads.ndjson | cmp - a
$ leadflow run desk.leadflow - --now 2026-03-02T10:00:00Z -q < leads.csv | cmp - a
$ leadflow run desk.leadflow leads.csv --now '2026-03-02 10:00' -q | cmp - a
$ leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z --columns 'id, domain=email.domain, big=company_size > 800, hot=rating in [A, B], route, owner, queue' --format csv -q | tr -d '\r'
| id,domain,big,hot,route,owner,queue
| L-1,one.example,false,true,rest,ana,
| L-2,two.example,,false,poor,,later
| L-3,three.example,true,true,rest,ben,
| L-6,six.example,false,true,rest,ana,
$ leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z --columns 'who="a, b", id' -q | head -1
| {"who":"a, b","id":"L-1"}
$ leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z --columns 'id, company_size > 3'
!~ has no name
? 2
$ leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z --columns 'id, sise=compny_size'
!~ did you mean `company_size`?
? 2
$ leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z --format table -q
|~ lead
|~ L-3
$ leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z --explain -q | head -1
|~ "why":[{"step":
$ leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z --explain --format csv
!~ `--explain` writes a `why` into each decision record
? 2
$ leadflow run desk.leadflow leads.csv --columns id
|~ {"id":"L-1"}
!~ now is 2
$ leadflow run desk.leadflow leads.csv --activities activities.csv --now 2026-03-02T10:00:00Z --columns 'id, engagement' --format csv -q | tr -d '\r'
| id,engagement
| L-1,0
| L-2,25
| L-3,0
| L-6,0
$ leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z -q | head -c 1 > /dev/null
$ "$MAKE_LEADS" --seed 3 --count 3000 --format csv --out many.csv --activities many.ndjson
$ for n in 1 2 3; do leadflow run "$EXAMPLES/inbound/inbound.leadflow" many.csv --activities many.ndjson --now 2026-03-02T15:00:00Z --threads $n --out out.$n --rejects rejects.$n -q --explain; done
$ cmp out.1 out.2 && cmp out.1 out.3 && cmp rejects.1 rejects.2 && cmp rejects.1 rejects.3 && test -s out.1
$ "$MAKE_LEADS" --seed 3 --count 3000 --format ndjson --out nested.ndjson
$ leadflow run "$EXAMPLES/inbound/inbound.leadflow" nested.ndjson --now 2026-03-02T15:00:00Z -q > nested.out; leadflow run "$EXAMPLES/inbound/inbound.leadflow" many.csv --activities many.ndjson --now 2026-03-02T15:00:00Z -q > flat.out
# A repeated lead takes its activities along when they stand in it; in a file of their own they belong to the id.
$ sed -n 's/.*"key":"\([^"]*\)","reason":"key.*/"lead":"\1"/p' rejects.1 > twice; test -s twice; grep -vFf twice nested.out > nested.once; grep -vFf twice flat.out > flat.once; cmp nested.once flat.once

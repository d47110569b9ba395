# What is for programs can be read by them, whatever ids, names, keys and addresses hold: leads, reps, events, fields, companies.
$ python3 quoted_ids.py > e.ndjson; leadflow work quoted_ids.leadflow --store 'sqlite:s"\.db' --events e.ndjson --until 2026-05-04T12:00:00Z --rejects 'aside"\.ndjson' -q
!~ there is no event type
$ sed 's/version "1/version "2/; s/1 hour/2 hours/' quoted_ids.leadflow > other.leadflow; for c in status late stuck refused 'refused	--by-reason' clock 'outbox	list' 'report	quoted_ids.leadflow' 'fair	d' replay 'audit	verify' 'why	L"1"\' 'why	N\' 'subject	L"1"\' 'audit	show	--lead	L"1"\' 'deploy	other.leadflow	--dry-run'; do printf '%s\t--store\tsqlite:s"\\.db\n' "$c"; done | python3 parses.py
| 16
$ leadflow why 'L"1"\' --store 'sqlite:s"\.db' --format json | python3 -c 'import json, sys; d = json.load(sys.stdin); print(d["lead"], d["owner"])'
| L"1"\ k"a\y
$ leadflow status --store 'sqlite:s"\.db' --now 2026-05-04T08:30:00Z --format json | python3 -c 'import json, sys; d = json.load(sys.stdin); print(d["store"], [v["label"] for v in d["versions"]])'
| sqlite:s"\.db ['1"2\\']
$ leadflow subject 'L"1"\' --store 'sqlite:s"\.db' --format json | python3 -c 'import json, sys; print([r["file"].rsplit("/")[-1] for r in json.load(sys.stdin)["rejects"]])'
| ['aside"\\.ndjson', 'aside"\\.ndjson']

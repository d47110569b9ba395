# A rule of `duplicates` pairs leads by how alike they are; one of them is erased. The others are decided again and compared all the same.
# L1 to L4 are called alike, L5 is not. Of L1 there are 5 entries (it came, three flagged it, it was erased), of L2 3, of L3 2, of L4 and L5 1,
# and one of the store; L2, L3 and L4 were compared with L1 when they came.
$ mkdir k; cd k; printf '%s\n' 'playbook k { timezone "UTC" }' 'lead { id text key; name text pii; company text }' 'stages { New initial; Done final }' 'stage New { to Done by owner }' 'duplicates { similar company 90% -> flag }' > p.leadflow; for i in 1 2 3 4; do echo "{\"event\":\"e$i\",\"type\":\"lead.created\",\"lead\":\"L$i\",\"at\":\"2026-11-01T0$i:00:00Z\",\"record\":{\"name\":\"n$i\",\"company\":\"Acme Inc\"}}"; done > e.ndjson; echo '{"event":"e5","type":"lead.created","lead":"L5","at":"2026-11-01T05:00:00Z","record":{"name":"n5","company":"Acme Zebra Works"}}' >> e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q; leadflow replay --store sqlite:s.db; leadflow erase L1 --store sqlite:s.db > /dev/null; leadflow replay --store sqlite:s.db; leadflow replay --store sqlite:s.db --format json | grep -e compared -e skipped_entries -e '"leads"'
| 12 decisions of 5 leads: all the same
| 8 decisions of 4 leads: all the same (1 lead erased, 5 entries skipped)
| 3 decisions had compared leads that were erased since: what came of comparing is taken from their entries
|   "leads": 4,
|   "skipped_entries": 5,
|   "compared_erased": 3,
# So what somebody changed of the others is found.
$ cd k; cp s.db x.db; python3 -c 'import sqlite3; d = sqlite3.connect("x.db"); d.execute("update leads set stage = \"Done\" where id = \"L2\""); d.commit()'; leadflow replay --store sqlite:x.db
|~ lead L2: its columns (stage, owner, queue) do not say what its state says
|~ 8 decisions of 4 leads: 0 different, 1 lead in another state than stored
? 1
# What comes later is decided and replayed as ever, and the next to go is skipped too: of L2 it came, three flagged it, it was erased.
$ cd k; echo '{"event":"e6","type":"lead.created","lead":"L6","at":"2026-12-24T05:00:00Z","record":{"company":"Acme Inc"}}' > f.ndjson; leadflow work p.leadflow --store sqlite:s.db --events f.ndjson --until 2026-12-25 -q; leadflow why L6 --store sqlite:s.db | grep '^    seems'; leadflow erase L2 --store sqlite:s.db > /dev/null; leadflow replay --store sqlite:s.db
|     seems to repeat L2: similar company 90% -> flag  (p.leadflow:5)
|     seems to repeat L3: similar company 90% -> flag  (p.leadflow:5)
|     seems to repeat L4: similar company 90% -> flag  (p.leadflow:5)
| 8 decisions of 4 leads: all the same (2 leads erased, 10 entries skipped)
| 3 decisions had compared leads that were erased since: what came of comparing is taken from their entries
# With `keep best` points decided, too: B had most of all, so A repeats B, and C repeats B, which C's update says no second time. Whoever of them is erased, the rest comes out again.
$ mkdir best; cd best; printf '%s\n' 'playbook b { timezone "UTC" }' 'lead { id text key; company text; size int }' 'score s { +10 when size > 5; +20 when size > 10 }' 'stages { New initial; Done final }' 'stage New { to Done by owner }' 'duplicates { similar company 90% -> keep best, flag others }' > p.leadflow; printf '{"event":"%s","type":"lead.created","lead":"%s","at":"2026-11-01T0%s:00:00Z","record":{"company":"Acme","size":%s}}\n' 1 A 1 3 2 B 2 20 3 C 3 7 > e.ndjson; echo '{"event":"4","type":"lead.updated","lead":"C","at":"2026-11-01T04:00:00Z","record":{"size":8}}' >> e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q; for lead in A B C; do cp s.db $lead.db; leadflow erase $lead --store sqlite:$lead.db > /dev/null; leadflow replay --store sqlite:$lead.db; done
| 4 decisions of 2 leads: all the same (1 lead erased, 3 entries skipped)
| 3 decisions had compared leads that were erased since: what came of comparing is taken from their entries
| 5 decisions of 2 leads: all the same (1 lead erased, 2 entries skipped)
| 2 decisions had compared leads that were erased since: what came of comparing is taken from their entries
| 4 decisions of 2 leads: all the same (1 lead erased, 3 entries skipped)
# Two rules of one decision, each with an erased lead that was the better one: every way is tried.
$ mkdir two; cd two; printf '%s\n' 'playbook b { timezone "UTC" }' 'lead { id text key; company text; town text; size int }' 'score s { +10 when size > 5; +20 when size > 10 }' 'stages { New initial; Done final }' 'stage New { to Done by owner }' 'duplicates { same company -> keep best, flag others; similar town 90% -> keep best, flag others }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-11-01T01:00:00Z","record":{"company":"Acme","size":20}}' '{"event":"2","type":"lead.created","lead":"B","at":"2026-11-01T02:00:00Z","record":{"town":"Ulm","size":20}}' '{"event":"3","type":"lead.created","lead":"C","at":"2026-11-01T03:00:00Z","record":{"company":"Acme","town":"Ulm","size":3}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q; leadflow why C --store sqlite:s.db | grep '^    seems'; for lead in A B; do leadflow erase $lead --store sqlite:s.db > /dev/null; done; leadflow replay --store sqlite:s.db
|     seems to repeat A: same company -> keep best, flag others  (p.leadflow:6)
|     seems to repeat B: similar town 90% -> keep best, flag others  (p.leadflow:6)
| 2 decisions of 1 lead: all the same (2 leads erased, 4 entries skipped)
| 1 decision had compared leads that were erased since: what came of comparing is taken from its entry
# What one decision asks twice may look at more leads the second time: C, which stays, has asked B in by then. Nobody is erased here.
$ mkdir twice; cd twice; printf '%s\n' 'playbook b { timezone "UTC" }' 'lead { id text key; company text; town text }' 'stages { New initial; Done final }' 'stage New { to Done by owner }' 'duplicates { same company -> keep newest, flag others; same town -> keep newest, merge others; same company -> keep oldest, flag others }' > p.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-11-01T01:00:00Z","record":{"company":"Acme"}}' '{"event":"2","type":"lead.created","lead":"B","at":"2026-11-01T02:00:00Z","record":{"town":"Ulm"}}' '{"event":"3","type":"lead.created","lead":"C","at":"2026-11-01T03:00:00Z","record":{"company":"Acme","town":"Ulm"}}' > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson -q; leadflow why C --store sqlite:s.db | grep '^    .* repeat\|^    B'; leadflow replay --store sqlite:s.db
|     A seems to repeat this lead: same company -> keep newest, flag others  (p.leadflow:5)
|     B is merged into this lead: same town -> keep newest, merge others  (p.leadflow:5)
|     seems to repeat A: same company -> keep oldest, flag others  (p.leadflow:5)
|     B was merged into this lead: 0 values and 0 activities
| 7 decisions of 3 leads: all the same

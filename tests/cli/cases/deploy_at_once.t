# What a new version does to leads in flight as soon as they take it up, each with its count: A is moved, B is asked for and its clock begins, C has all of it behind it.
$ printf '%s\n' 'playbook v { version "1" timezone "UTC" }' 'lead { id text key; email email pii; n int; consent one of granted, denied default granted }' 'activity call' 'outreach call, email_sent' 'role boss' 'roster { kay; max role boss }' 'route r { all otherwise -> kay }' 'stages { Open "o" initial; Mid "m"; Shut "s" final }' 'stage Open { enter { route r }; to Mid by owner }' 'stage Mid { to Shut by owner }' 'privacy { email_sent only when consent is granted; when n > 40 { log "big" } }' > old.leadflow; sed 's/"1"/"2"/; s/to Mid by owner/to Mid by owner; to Mid when n is 7; to Shut when n is 8/; s/ }$/ }/; s/when n > 40/when n > 20 { log "twenty" }; when n > 40/' old.leadflow > new.leadflow; printf '%s\n' 'sla call_it { starts when n > 12; stops when call; target 2 hours }' 'approval terms { ask role boss when n > 10; within 6 hours otherwise log "late" }' >> new.leadflow; i=0; for n in 1 7 7 8 11 13 30; do i=$((i+1)); echo '{"event":"'$i'","type":"lead.created","lead":"L'$i'","at":"2026-05-04T08:00:00Z","record":{"n":'$n'}}'; done > e.ndjson; leadflow work old.leadflow --store sqlite:s.db --events e.ndjson -q; leadflow deploy new.leadflow --store sqlite:s.db --now 2026-05-04T10:00:00Z --dry-run
|   approval terms: 3 leads, is asked at once
|   privacy: 1 lead, `when n > 20` fires at once
|   sla call_it: 2 leads, starts at once, first due 2026-05-04 12:00
|   stage Open: 2 leads, goes on to Mid at once
|   stage Open: 1 lead, goes on to Shut at once
| would be deployed: 7 leads would go over
# And so it comes.
$ leadflow deploy new.leadflow --store sqlite:s.db --now 2026-05-04T10:00:00Z | grep -c 'at once'; leadflow work new.leadflow --store sqlite:s.db -q --until 2026-05-04T10:00:00Z; leadflow status --store sqlite:s.db --now 2026-05-04T10:00:00Z --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print({s["stage"]: s["leads"] for s in d["stages"]}, d["clocks"][0]["running"])'; for n in 1 2 3 4 5 6 7; do leadflow why L$n --full --store sqlite:s.db --now 2026-05-04T10:00:00Z; done | grep -o 'terms is asked of max since.*\|-> log.*' | sort | uniq -c | sed 's/^ *//'
| 5
| {'Open': 4, 'Mid': 2, 'Shut': 1} 2
| 1 -> log: twenty
| 3 terms is asked of max since 2026-05-04 10:00, due 2026-05-04 16:00
# A version that does nothing at once says nothing of it, as where all have taken it up already.
$ sed 's/"2"/"3"/' new.leadflow > same.leadflow; leadflow deploy same.leadflow --store sqlite:s.db --now 2026-05-04T10:30:00Z --pilot-when 'n > 0'; leadflow work new.leadflow --store sqlite:s.db -q --until 2026-05-04T10:30:00Z; leadflow deploy same.leadflow --store sqlite:s.db --now 2026-05-04T10:30:00Z --dry-run
|~ deployed: 6 leads go over, 1 has ended
|~ would be deployed: 0 leads would go over, 6 live under it already, 1 has ended
|- at once
# What is due is told on the hours on which it is waited for: those of the clock that breached, those of the person.
$ printf '%s\n' 'playbook p { version "1" timezone "Europe/Berlin" calendar office }' 'lead { id text key; n int }' 'activity call' 'outreach call' 'calendar office { timezone "Europe/Berlin" hours mon..fri 09:00-17:00 }' 'calendar ny { timezone "America/New_York" hours mon..fri 09:00-17:00 }' 'role boss' 'roster { ana; mia role boss calendar ny }' 'route r { all otherwise -> ana }' 'escalation ch { level owner { notify email "one" } }' 'stages { New "f" initial }' 'stage New { enter { route r } }' 'sla first { starts when lead created; stops when call; target 1 business hour; on ny; at 100% { escalate ch } }' 'approval terms { ask role boss when n > 5 }' > v1.leadflow; sed 's/"1"/"2"/; s/notify email "one" }/notify email "one" }; level role boss after 6 business hours { notify email "two" }/; s/when n > 5 }/when n > 5; within 6 business hours otherwise log "late" }/' v1.leadflow > v2.leadflow; echo '{"event":"1","type":"lead.created","lead":"A","at":"2026-03-02T14:00:00Z","record":{"n":9}}' > c.ndjson; leadflow work v1.leadflow --store sqlite:c.db -q --events c.ndjson --until 2026-03-02T15:30:00Z; leadflow deploy v2.leadflow --store sqlite:c.db --now 2026-03-02T15:40:00Z
|~ escalation ch: 1 lead, level 2 added, first due 2026-03-02 22:00
|~ approval terms: 1 lead, within added, first due 2026-03-02 21:00
$ leadflow work v2.leadflow --store sqlite:c.db -q --until 2026-03-02T15:50:00Z; leadflow why A --store sqlite:c.db --now 2026-03-02T15:50:00Z | tail -6
|~ 2026-03-02 22:00
|~ 2026-03-02 21:00

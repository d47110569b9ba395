# `lead` before `lead_id` before the key's own names, whatever the order of the columns and of the members.
$ printf 'playbook p { timezone "UTC" }\nactivity open\nlead { id int key from "Lead Id"; n = count open }\n' > keys.leadflow; printf 'Lead Id\n1\n2\n' > keys.csv; for head in "id,lead" "Lead Id,lead" "lead_id,lead" "id,lead_id" "id,Lead Id"; do printf "$head,type,at\n1,2,open,2026-03-01\n" > acts.csv; echo "$head: $(leadflow run keys.leadflow keys.csv --activities acts.csv --now 2026-03-02T00:00:00Z --columns 'id, n' --format csv -q | tr -d '\r' | tail -n +2 | tr '\n' ' ')."; done
| id,lead: 1,0 2,1 .
| Lead Id,lead: 1,0 2,1 .
| lead_id,lead: 1,0 2,1 .
| id,lead_id: 1,0 2,1 .
| id,Lead Id: 1,0 2,1 .
$ for pair in '"id":"1","lead":"2"' '"lead":"2","id":"1"' '"lead_id":"1","lead":"2"' '"id":"1","Lead Id":"2"'; do echo "{$pair,\"type\":\"open\",\"at\":\"2026-03-01\"}" > acts.ndjson; leadflow run keys.leadflow keys.csv --activities acts.ndjson --now 2026-03-02T00:00:00Z --columns 'id, n' --format csv -q | tr -d '\r' | tail -n +2 | tr '\n' ' '; done; echo
| 1,0 2,1 1,0 2,1 1,0 2,1 1,0 2,1 

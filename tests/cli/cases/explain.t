# The account of one lead; the leads before it take their turns.
$ leadflow explain desk.leadflow leads.csv --lead L-3 --now 2026-03-02T10:00:00Z
|~ Lead L-3
|~ +20
|~ ben by round robin desk
$ leadflow explain desk.leadflow leads.csv --lead L-3 --now 2026-03-02T10:00:00Z --format json
|~ {"lead":"L-3",
|~ "why":[
$ leadflow explain desk.leadflow leads.csv --lead L-2 --now 2026-03-02T10:00:00Z
|~ queue later
!~ note: leads.csv:3:
!~ did you mean `Germany`?
$ leadflow explain desk.leadflow leads.csv --lead L-5 --now 2026-03-02T10:00:00Z
! error: the lead `L-5` was set aside: required field `created_at` is missing (leads.csv:6)
? 2
$ leadflow explain desk.leadflow leads.csv --lead L-33 --now 2026-03-02T10:00:00Z
!~ there is no lead `L-33` in `leads.csv`
!~ did you mean `L-3`
? 2
# A lead is its id as it is written.
$ leadflow explain desk.leadflow leads.csv --lead l-3 --now 2026-03-02T10:00:00Z
!~ there is no lead `l-3` in `leads.csv`
!~ did you mean `L-3`
? 2
# What stands in quotes is told as it is written; blanks outside of them are not.
$ printf 'playbook p { timezone "UTC" }\nlead { id text key; note text }\nscore s { +10   when   note  is "a  b" }\n' > blanks.leadflow; printf 'id,note\n1,a  b\n' > blanks.csv; leadflow explain blanks.leadflow blanks.csv --lead 1
|~ when note is "a  b"
# With stages: what holds personal data is shown in neither what happened nor what would be sent, and a mail's receiver is the lead.
$ printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key; company text; first_name text pii; email email }' 'activity email_sent' 'roster { ana }' 'route r { all otherwise -> ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { enter { route r; remind owner "{company} waits"; remind owner "Call {first_name}"; email "hello" }; to Done by owner }' 'privacy { email_sent only when email is known }' > sent.leadflow; printf 'id,company,first_name,email\nA,Acme,Kimberly,kim@acme.example\n' > sent.csv; leadflow explain sent.leadflow sent.csv --lead A --now 2026-03-02T09:00:00Z > sent.txt; sed -n '/^What would be sent/,/^$/p' sent.txt; grep -c 'Kimberly\|kim@' sent.txt
|~ Acme waits
|~ …
|- Kimberly
|- kim@acme
? 1

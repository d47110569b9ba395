# What an option says is shown as it was written, under the option's name, with the columns that it has there.
$ printf '%s\n' 'playbook p { version "1" timezone "UTC" }' 'lead { id text key; size int }' 'score fit { +20 when size > 5 }' 'roster { ana }' 'route r { all otherwise -> ana }' 'stages { New "n" initial; Done "d" final }' 'stage New { enter { route r }; to Done by owner }' > p.leadflow; printf 'id,size\nA,6\n' > l.csv; leadflow run p.leadflow l.csv --now 2026-03-02T09:00:00Z --columns 'id, x = fiit + 1'
! error[LF0201]: nothing is called `fiit`
!   ┌─ --columns:1:9
!  1│id, x = fiit + 1
!   │        ^^^^
!   help: did you mean `fit`?
! 
? 2
$ leadflow run p.leadflow l.csv --now 2026-03-02T09:00:00Z --format csv --columns 'id, x = fit + 1, big=size in [6, 7],fit' 2> /dev/null | tr -d '\r'
| id,x,big,fit
| A,21,true,20
$ leadflow work p.leadflow --store sqlite:s.db --once -q; sed 's/"1"/"2"/' p.leadflow > q.leadflow; leadflow deploy q.leadflow --store sqlite:s.db --pilot-when 'sise > 5'
! error[LF0201]: nothing is called `sise`
!   ┌─ --pilot-when:1:1
!  1│sise > 5
!   │^^^^
!   help: did you mean `size`?
! 
? 2
# An empty condition, or share, is a slip of the shell: it does not mean all leads.
$ leadflow deploy q.leadflow --store sqlite:s.db --pilot-when ''
!~ --pilot-when:1:1
? 2
$ leadflow deploy q.leadflow --store sqlite:s.db --pilot ''
!~ `` is no percentage between 0 and 100
? 2
$ leadflow build p.leadflow -o p.lfb > /dev/null; leadflow deploy p.lfb --store sqlite:s.db --pilot-when 'size > 5'
!~ `--pilot-when` needs the playbook's text
? 2
# The condition is no part of the playbook: the version is that of its text, with it and without.
$ leadflow deploy q.leadflow --store sqlite:s.db --pilot-when 'size > 5' > /dev/null; leadflow status --store sqlite:s.db --format json | grep -o '"version": ".*"' | sort -u | wc -l; leadflow rollback --store sqlite:s.db > /dev/null; leadflow deploy q.leadflow --store sqlite:s.db > /dev/null; leadflow status --store sqlite:s.db --format json | grep -o '"version": ".*"' | sort -u | wc -l
| 2
| 2

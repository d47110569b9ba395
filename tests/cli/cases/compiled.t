# A compiled playbook decides as its source does; a damaged one is refused.
$ leadflow build desk.leadflow -o desk.lfb
|~ desk version 1
$ leadflow run desk.leadflow leads.csv --now 2026-03-02T10:00:00Z -q > a; leadflow run desk.lfb leads.csv --now 2026-03-02T10:00:00Z -q > b; cmp a b
$ leadflow run desk.lfb leads.csv --roster people.csv --now 2026-03-02T10:00:00Z -q | cmp - a
$ leadflow disasm desk.lfb
|~ fit
$ leadflow explain desk.lfb leads.csv --lead L-3 --now 2026-03-02T10:00:00Z
|~ ben by round robin desk
$ leadflow run desk.lfb leads.csv --columns id --now 2026-03-02T10:00:00Z
!~ `--columns` needs the playbook's text
? 2
$ head -c 300 desk.lfb > short.lfb; leadflow run short.lfb leads.csv --now 2026-03-02T10:00:00Z
!~ short.lfb
? 2
$ cp desk.lfb flipped.lfb; printf '\x7f' | dd of=flipped.lfb bs=1 seek=400 conv=notrunc 2>/dev/null; leadflow run flipped.lfb leads.csv --now 2026-03-02T10:00:00Z
!~ flipped.lfb
!~ damaged
? 2
$ cp leads.csv text.lfb; leadflow run text.lfb leads.csv --now 2026-03-02T10:00:00Z
!~ text.lfb
? 2
$ leadflow test desk.lfb
!~ which has no tests
? 2

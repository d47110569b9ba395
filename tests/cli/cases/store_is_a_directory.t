# A directory in place of a store is called one, by every command that opens a store, and nothing is left beside it.
$ mkdir here; printf '%s\n' 'playbook p { timezone "UTC" }' 'lead { id text key }' 'stages { New initial; Done final }' 'stage New { to Done by owner }' > p.leadflow; printf 'id\nA\n' > l.csv; for command in status late stuck "fair s" refused clock replay "audit verify" "outbox list" upgrade "why A" "subject A" "erase A" "deploy p.leadflow" rollback "refused retry" "outbox retry --dead" "work p.leadflow --until 2026-01-01" "report p.leadflow" "simulate p.leadflow --leads l.csv --from 2026-01-01 --to 2026-01-02"; do leadflow $command --store sqlite:here 2>&1 | grep -v '`here` is a directory, not a file'; done; ls -d here*; ls here
| here
$ leadflow status --store sqlite:.; ls -a . .. | grep '[.]lock$'
! error: `.` is a directory, not a file
? 1

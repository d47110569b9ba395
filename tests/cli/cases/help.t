# Every command has a help text with examples.
$ leadflow
|~ leadflow init my_playbook
$ leadflow --help
|~ leadflow explain PLAYBOOK leads.csv --lead L-17
$ leadflow --version
| leadflow 0.1.0
# What cannot be written is told, as of every command that prints.
$ for each in "" --help --help-all --version "run --help" "audit show --help" "check desk.leadflow"; do leadflow $each > /dev/full 2> said; echo "$? $(cat said)"; done
| 2 error: the output could not be written
| 2 error: the output could not be written
| 2 error: the output could not be written
| 2 error: the output could not be written
| 2 error: the output could not be written
| 2 error: the output could not be written
| 2 error: the output could not be written
$ leadflow check --help
|~ leadflow check --explain LF0301
$ leadflow fmt --help
|~ leadflow fmt --check playbooks/*.leadflow
$ leadflow build --help
|~ Example
$ leadflow disasm --help
|~ Example
$ leadflow run --help
|~ --columns 'id, domain=email.domain, rating, owner'
$ leadflow explain --help
|~ --lead 00Q17
$ leadflow test --help
|~ leadflow test inbound.leadflow --coverage
$ leadflow init --help
|~ leadflow init my_playbook
$ leadflow runn
!~ runn
? 2
$ leadflow run desk.leadflow
!~ leads is required
? 2
$ leadflow run desk.leadflow leads.csv --format xml
!~ xml
? 2
$ for c in work simulate status late stuck fair why refused clock replay deploy rollback erase subject upgrade; do leadflow $c --help | grep -q "leadflow $c .*--" || echo "$c has no example"; done; for c in "audit verify" "audit show" "outbox list" "outbox retry" "refused retry" "roster check"; do leadflow $c --help | grep -q "leadflow $c " || echo "$c has no example"; done
$ leadflow --help
|~ Leads over time, for playbooks with stages:
$ leadflow report --help
|~ --format html -o pipeline.html

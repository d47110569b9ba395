# Every command has a help text with examples.
$ leadflow
|~ leadflow init my_playbook
$ leadflow --help
|~ leadflow explain PLAYBOOK leads.csv --lead L-17
$ leadflow --version
| leadflow 0.1.0
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

# What a playbook was compiled from stands beside its chunk; a chunk of another format is compiled anew from it.
$ leadflow upgrade --store sqlite:none.db
!~ there is no store at `none.db`
? 2
$ leadflow work life.leadflow --store sqlite:leads.db --events events.ndjson --until 2026-03-02T13:00:00Z -q
$ python3 -c 'import sqlite3; [print(*row) for row in sqlite3.connect("leads.db").execute("SELECT role, path, length(text) > 100 FROM playbook_files ORDER BY position")]'
| playbook life.leadflow 1
| file crew.csv 1
$ leadflow upgrade --store sqlite:leads.db
| the store sqlite:leads.db is up to date
$ python3 older.py leads.db
$ leadflow status --store sqlite:leads.db
!~ holds version
!~ as another leadflow compiled it
!~ leadflow upgrade --store sqlite:leads.db
? 2
# The files on disk may be gone or changed: the text of then is what counts.
$ mkdir -p elsewhere; mv life.leadflow crew.csv elsewhere/; leadflow upgrade --store sqlite:leads.db
| the store sqlite:leads.db is up to date
!~ was compiled anew from the text that the store keeps of it
$ mv elsewhere/* .; leadflow status --store sqlite:leads.db --now 2026-03-02T13:00:00Z
|~ 2 leads, 2 open
$ leadflow work life.leadflow --store sqlite:leads.db --until 2026-03-02T15:00:00Z -q
$ leadflow replay --store sqlite:leads.db
|~ all the same
|- earlier meaning
# A compiled playbook has no text to keep; the store takes it when it comes.
$ leadflow build life.leadflow -o life.lfb; leadflow work life.lfb --store sqlite:compiled.db --events events.ndjson --until 2026-03-02T13:00:00Z -q
|~ life version 1
$ cp compiled.db old.db; python3 older.py old.db; leadflow work life.lfb --store sqlite:old.db --until 2026-03-02T13:00:00Z
!~ the store had no text
$ leadflow work life.leadflow --store sqlite:compiled.db --until 2026-03-02T13:00:00Z
!~ the store had no text
!~ it keeps the one given now
$ leadflow work life.leadflow --store sqlite:compiled.db --until 2026-03-02T13:00:00Z
!- note
# Another text of the same playbook is none of it.
$ cp compiled.db bare.db; python3 -c 'import sqlite3; c = sqlite3.connect("bare.db"); c.execute("DELETE FROM playbook_files"); c.commit()'; python3 older.py bare.db
$ mkdir -p changed; cp crew.csv changed/; (cat life.leadflow; echo "# one more line") > changed/life.leadflow; leadflow work changed/life.leadflow --store sqlite:bare.db --until 2026-03-02T13:00:00Z
!~ only as an earlier leadflow compiled it, without its text; 2 leads live under it; `life.leadflow` is another text of it
!~ leadflow upgrade PLAYBOOK --store sqlite:bare.db asks for it once
? 2
$ leadflow upgrade changed/life.leadflow life.leadflow --store sqlite:bare.db
|~ is up to date
!~ it keeps the one given now

# What stands behind `sqlite:` is a path; somebody's address of a server is refused with the form that was meant, its password unsaid, and
# nothing is made of that name.
$ for address in 'sqlite://weak:hunter2@db/x' 'sqlite:postgres://weak:hunter2@db/x' 'sqlite:PostgreSQL:weak:hunter2@db' 'sqlite:host=1 password=hunter2' 'sqlite:PASSWORD = hunter2 host=1' 'sqlite:weak:hunter2@db'; do for command in 'status' 'why L-1' 'deploy life.leadflow' 'work life.leadflow --until 2026-03-02' 'simulate life.leadflow --leads arrivals.csv --from 2026-03-02 --to 2026-03-03'; do leadflow $command --store "$address" > said 2>&1; [ $? = 2 ] || echo "$command: taken"; grep -q hunter2 said && echo "$command $address: told"; grep -q 'a PostgreSQL store is `postgres://user@host/database`' said || { echo "$command $address"; cat said; }; done; done; ls | grep -i 'hunter2\|^host' | cat
|
$ leadflow status --store sqlite://leads.db
! error: `sqlite:` takes the path of a file without `//` before it: `sqlite:leads.db` or `sqlite:/var/lib/leads.db`
? 2
# A path may hold signs of an address.
$ mkdir -p data/user=ana; leadflow work life.leadflow --store 'sqlite:data/user=ana/a@b.db' --until 2026-03-02 -q && leadflow status --store 'sqlite:data/user=ana/a@b.db' --format json | grep -c '^  "leads": 0'
| 1

# Other rules of time zones: the store says by which its instants were worked out, a worker with later ones works them out anew.
$ printf 'playbook z { version "1"; timezone "America/New_York"; currency USD; calendar desk }\ncalendar desk { timezone "America/New_York"; hours mon..fri 09:00-17:00 }\nlead { id text key }\nactivity call\noutreach call\nroster { kay team "d" }\npool d = reps where team is "d"\nroute go { all otherwise -> round robin d }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { route go }; to Shut when had call in stage }\nsla first { starts when owner assigned; stops when call; target 4 business hours; at 100%% { remind owner "late" } }\n' > z.leadflow
# Friday 16:00 in New York: an hour on Friday, and three on the Monday behind the end of summer time, until 12:00.
$ printf '{"event":"1","type":"lead.created","lead":"L","at":"2026-10-30T20:00:00Z","record":{}}\n' > z.ndjson; leadflow work z.leadflow --store sqlite:z.db --events z.ndjson --until 2026-10-30T21:00:00Z
!- instead of
!- moved
$ leadflow why L --store sqlite:z.db | grep 'due next'
|   due next  2026-11-02 12:00  sla first at 100%
$ leadflow audit show --lead L --store sqlite:z.db | grep -c '"tzdata"'
| 1
$ leadflow replay --store sqlite:z.db
| 2 decisions of 1 lead: all the same
# The same store as a machine would have left it whose data had summer time end an hour otherwise.
$ python3 other_zones.py z.db 2024a; leadflow why L --store sqlite:z.db | grep 'due next'
|   due next  2026-11-02 13:00  sla first at 100%
$ leadflow replay --store sqlite:z.db
|~ 2 decisions of 1 lead: all the same
|~ 1 entry was made with time zone data 2024a; this machine has
|~ which comes to other instants: verified by chain and anchor, not made again
$ leadflow replay --store sqlite:z.db --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["different"], d["other_tzdata"]["made_with"], d["other_tzdata"]["entries"], d["other_tzdata"]["here"] != "2024a")'
| 0 ['2024a'] 1 True
$ leadflow work z.leadflow --store sqlite:z.db --until 2026-10-31T00:00:00Z
!~ instead of 2024a: the due instants of 1 lead are worked out anew
!~ moved      1   due instants, by the time zone data of this machine
$ leadflow why L --store sqlite:z.db
|~ 2026-10-30 16:00  the rules of time zones: 
|~ sla first at 100%: due 2026-11-02 12:00 instead of 2026-11-02 13:00: time zone data
|~   due next  2026-11-02 12:00  sla first at 100%
$ leadflow work z.leadflow --store sqlite:z.db --until 2026-11-02T18:00:00Z
!- instead of 2024a
!- moved
$ leadflow why L --store sqlite:z.db | grep -A1 'a clock: breach'
|~ 2026-11-02 12:00  a clock: breach
$ leadflow audit verify --store sqlite:z.db
|~ nothing was changed, added or taken out
$ leadflow replay --store sqlite:z.db
|~ all the same
|~ 1 entry was made with time zone data 2024a
# A machine that is behind moves nothing.
$ sqlite='import sqlite3; s = sqlite3.connect("z.db"); s.execute("UPDATE settings SET value = ? WHERE name = ?", ("2999a", "tzdata")); s.commit()'; python3 -c "$sqlite"; leadflow work z.leadflow --store sqlite:z.db --until 2026-11-02T18:00:00Z
!~ note: the store's due instants were worked out with time zone data 2999a, this machine has
!~ none is moved; bring this machine's tzdata up to date
!- moved  

# A call that came with another lead was judged there (privacy.md): the merger tells it no second time, whatever the other lead said.
#   B says no at 11:00 and is called at 12:00; at 13:00 it goes into A, which said yes or no at 10:00
$ cd silence; for a in granted denied; do python3 violations.py "10:00 A $a" '11:00 B denied' '12:00 B call' '13:00 A merge B'; done
| B: call at 2026-03-02T12:00:00Z
| B: call at 2026-03-02T12:00:00Z
# A's own call of 12:00 is against the no that B brings, of 11:00; that of 10:30 lies before it. So it is beside a call of B of that instant.
$ cd silence; python3 violations.py '10:00 A granted' '10:30 A call' '11:00 B denied' '12:00 A call' '13:00 A merge B'; python3 violations.py '10:00 A granted' '11:00 B denied' '12:00 A call' '12:00 B call' '13:00 A merge B'
| A: call at 2026-03-02T12:00:00Z
| A: call at 2026-03-02T12:00:00Z
| B: call at 2026-03-02T12:00:00Z
# A yes that B brings, of 11:00, makes A's call of 12:00 none after all; B's call of 11:30 was none.
$ cd silence; python3 violations.py '10:00 A denied' '11:00 B granted' '11:30 B call' '12:00 A call' '13:00 A merge B'
| A: call at 2026-03-02T12:00:00Z
| A: withdrawn: call at 2026-03-02T12:00:00Z
# Told after the merger that the no was said at 10:30 already: B's calls of 10:45 and 12:00 are judged again, and only the first is told now;
# so it is where B itself had taken in C.
$ cd silence; python3 violations.py '10:00 A granted' '10:40 B granted' '10:45 B call' '11:00 B denied' '12:00 B call' '13:00 A merge B' '10:42 A denied'; python3 violations.py '10:00 A granted' '10:10 B granted' '10:40 C granted' '10:45 C call' '11:00 C denied' '12:00 C call' '12:30 B merge C' '13:00 A merge B' '10:42 A denied'
| A: call at 2026-03-02T10:45:00Z
| B: call at 2026-03-02T12:00:00Z
| A: call at 2026-03-02T10:45:00Z
| C: call at 2026-03-02T12:00:00Z

# Records of a JSON array that share a line are records of their own: no lead and no activity of a simulation is taken for another.
$ cd reading && printf '%s\n' '[{"id":"J1","consent":"denied"},{"id":"J2","consent":"denied"},' ' {"id":"J3","consent":"denied"}]' > two.json && printf '%s' '[{"lead":"J1","type":"call","at":"2026-03-02T10:00:00Z"},{"lead":"J1","type":"call","at":"2026-03-02T11:00:00Z"},{"lead":"J3","type":"call","at":"2026-03-02T12:00:00Z","outcome":"connected"}]' > acts.json && leadflow simulate desk.leadflow --leads two.json --activities acts.json --from 2026-03-02 --to 2026-03-03 --store sqlite:s.db | head -1
|~ simulated 2026-03-02 00:00 to 2026-03-03 00:00: 3 leads
!~ events     6
!- known before
$ cd reading && for l in J1 J2 J3; do leadflow subject $l --store sqlite:s.db --format json | python3 -c 'import json,sys; d=json.load(sys.stdin)["leads"][0]; print(d["lead"], [x["id"] for x in d["decisions"] if x["event"] in ("lead.created", "activity")])'; done
| J1 ['leadflow:two.json:1', 'leadflow:acts.json:1', 'leadflow:acts.json:1.2']
| J2 ['leadflow:two.json:1.2']
| J3 ['leadflow:two.json:2', 'leadflow:acts.json:1.3']
# The line is told as before.
$ cd reading && printf '%s' '[{"id":"J1"},{"id":"J2","size":"many"}]' > bad.json && leadflow simulate desk.leadflow --leads bad.json --from 2026-03-02 --to 2026-03-03 > /dev/null
!~ not read   1   size: `many` is not a whole number (line 1, lead J2)

"""What the workers of several_workers are given: a history of many leads, the same for the same seed.

    History(1500, seed=1).portions(folder, 40)

Creations, activities, updates, moves, claims, assignments, consents, mergers; people who leave, join and come back; a table that
changes. Some events are told late, some twice.
"""
import json
import random
from datetime import datetime, timedelta, timezone

STAYING = ["sam", "tom", "una"]                                    # of the pool `steady`
FIRST = ["dan", "eva", "fay", "gil", "hal", "ida"]                 # of the pool `desk`, as roster.csv has it
COMING = FIRST + ["kay", "lee"]
BEGIN, DAYS, DAY_MS = datetime(2026, 3, 2, 9, tzinfo=timezone.utc), 60, 86_400_000


def stamp(at):
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class History:
    """`told`: (when the sender tells it, number, event). Leads of `late` have an event that is told late, those of `pairs` go into one another."""

    def __init__(self, count, seed):
        self.random = random.Random(seed)
        self.told, self.ids, self.late, self.pairs, self.german = [], set(), set(), set(), set()
        leads = count // 8
        self.born = [BEGIN + timedelta(milliseconds=self.random.randrange((DAYS - 20) * DAY_MS)) for _ in range(leads)]
        for i in range(leads):
            self.create(i)
        changes = min(60, max(12, count // 100))
        for _ in range(count - leads - changes):
            self.happen()
        self.change_people(changes * 2 // 3)
        self.change_table(changes - changes * 2 // 3)
        self.told.sort(key=lambda each: each[:2])
        self.until = stamp(BEGIN + timedelta(days=DAYS))   # with clocks that still run

    def add(self, at, event, told=None):
        event = {"event": f"e{len(self.ids)}", "at": stamp(at), **event}
        self.ids.add(event["event"])
        self.told.append((told or at, len(self.told), event))
        if self.random.randrange(40) == 0:
            self.told.append(((told or at) + timedelta(minutes=3), len(self.told), event))

    def create(self, i):
        country = self.random.choice(["US", "DE", "FR", "JP"])
        if country == "DE":
            self.german.add(f"L{i}")
        twin = i > 0 and country != "DE" and f"L{i - 1}" not in self.german and self.random.randrange(15) == 0   # two leads of one address
        if twin:
            self.pairs |= {f"L{i - 1}", f"L{i}"}
        record = {"company": f"Company {i}", "email": f"p{i - 1 if twin else i}@c{i % 40}.example", "country": country, "size": self.random.randrange(1000)}
        self.add(self.born[i], {"type": "lead.created", "lead": f"L{i}", "record": record})
        if record["size"] > 900:
            self.add(self.born[i] + timedelta(minutes=self.random.randrange(1, 5000)), {"type": "queue.claimed", "lead": f"L{i}", "by": self.random.choice(STAYING)})

    def happen(self):
        pick, i = self.random.randrange, self.random.randrange(len(self.born))
        lead, at = f"L{i}", self.born[i] + timedelta(minutes=1, milliseconds=pick(18 * DAY_MS))
        kind, german, other = pick(14), lead in self.german, f"L{pick(len(self.born))}"
        if kind < 4:
            event = {"type": "activity", "activity": "call", "by": self.random.choice(STAYING), "fields": {"outcome": self.random.choice(["connected", "voicemail"])}}
        elif kind < 6:
            event = {"type": "lead.updated", "record": {"company": f"Company {i} {pick(100)}"}}
        elif kind < 7:
            event = {"type": "consent.changed", "record": {"consent": self.random.choice(["denied", "granted", "granted"])}}
        elif kind < 8:
            event = {"type": "stage.moved", "stage": "Lost", "by": "maria"}
        elif kind < 9 and not german:
            event = {"type": "owner.assigned", "owner": self.random.choice(STAYING), "by": "maria"}
        elif kind < 10 and not german and other not in self.german | {lead} and pick(4) == 0:
            event = {"type": "lead.merged", "other": other}
            self.pairs |= {lead, other}
        else:
            event = {"type": "activity", "activity": "visit"}
        told = at + timedelta(minutes=pick(360)) if not german and pick(20) == 0 else at
        if told != at:
            self.late.add(lead)
        self.add(at, {"lead": lead, **event}, told)

    def change_people(self, count):
        here = set(FIRST)
        for i in range(count):
            rep = self.random.choice(COMING)
            if rep in here and len(here) < 5:
                rep = self.random.choice(sorted(set(COMING) - here))
            leaves = rep in here
            here ^= {rep}
            self.add(self.moment(i, count), {"type": "roster.changed", "reps": [{"id": rep, "gone": True} if leaves else {"id": rep, "team": "desk"}]})

    def change_table(self, count):
        for i in range(count):
            self.add(self.moment(i, count), {"type": "table.changed", "table": "accounts", "rows": [{"domain": f"c{self.random.randrange(40)}.example", "owner": self.random.choice(STAYING + COMING[:2])}]})

    def moment(self, i, count):
        return BEGIN + timedelta(milliseconds=(i + self.random.random()) * (DAYS - 5) * DAY_MS / count)

    def portions(self, folder, number):
        """Files of events, the instant up to which each goes, and how many events are known after each."""
        files, counts, known = [], [0], set()
        for i in range(number):
            told = self.told[len(self.told) * i // number:len(self.told) * (i + 1) // number]
            path = folder / f"events{i}.ndjson"
            path.write_text("".join(json.dumps(event) + "\n" for _, _, event in told))
            files.append((path, stamp(told[-1][0]) if i + 1 < number else self.until))
            known |= {event["event"] for _, _, event in told}
            counts.append(len(known))
        return files, counts

"""What the workers of several_workers leave in a store, and what must hold of it.

    left = Left(Store(server, "workers_4"))
    wrong = [*findings(history, left), *differences(history, undisturbed, left)]
"""
import json
import subprocess
from collections import Counter, defaultdict

from history import FIRST, STAYING


def run(words, **how):
    return subprocess.run(words, capture_output=True, text=True, **how)


class Store:
    """A database of the server, looked at with psql."""

    def __init__(self, server, name):
        self.server, self.name, self.uri = server, name, f"{server}/{name}"
        run(["psql", "-q", f"{server}/postgres", "-c", f"CREATE DATABASE {name}"], check=True)

    def ask(self, sql):
        """The first value as text; nothing while there is no server, or no such table yet."""
        return run(["psql", "-qAt", self.uri, "-c", sql]).stdout.strip()

    def rows(self, sql):
        out = run(["psql", "-qAt", self.uri, "-c", f"SELECT row_to_json(t) FROM ({sql}) AS t"], check=True).stdout
        return [json.loads(line) for line in out.splitlines()]

    def decided(self):
        told = self.ask("SELECT count(*) FROM leadflow.events WHERE outcome IS NOT NULL AND id NOT LIKE 'leadflow:%'")
        return int(told) if told else 0


class Left:
    """All that a store holds, by lead."""

    def __init__(self, store):
        self.events = {row["id"]: row["outcome"] for row in store.rows("SELECT id, outcome FROM leadflow.events")}
        self.leads = {row["id"]: row for row in store.rows("SELECT id, stage, owner, queue, created, entered, final, version::text FROM leadflow.leads WHERE state IS NOT NULL AND id <> ''")}
        self.journal = store.rows('SELECT lead, seq, at, kind, body FROM leadflow.journal ORDER BY "order"')
        self.lives = defaultdict(list)   # entries of the journal by lead
        for entry in self.journal:
            entry["body"] = json.loads(entry["body"])
            self.lives[entry["lead"]].append(entry)
        self.outbox = {row["key"]: json.loads(row["effect"]) for row in store.rows("SELECT key, effect FROM leadflow.outbox")}
        self.effects = self.by_lead([{name: effect[name] for name in ("lead", "at", "kind", "why", "text")} for effect in self.outbox.values()])
        self.activities = self.by_lead(store.rows("SELECT lead, at, type, body, by FROM leadflow.activities"))
        self.timers = self.by_lead(store.rows("SELECT lead, kind, due FROM leadflow.timers"))
        self.turns = {(row["pool"], row["rep"]): row["served"] for row in store.rows("SELECT pool, rep, served FROM leadflow.turns")}
        self.roster = {row["id"] for row in json.loads(store.rows("SELECT roster FROM leadflow.world")[0]["roster"]) if row.get("active", True)}
        self.version = store.rows("SELECT version::text FROM leadflow.playbooks ORDER BY number DESC LIMIT 1")[0]["version"]

    @staticmethod
    def by_lead(rows):
        found = defaultdict(list)
        for row in rows:
            found[row.pop("lead")].append(tuple(row.values()))
        return {lead: sorted(each) for lead, each in found.items()}

    def life(self, lead):
        """Everything that does not depend on who has it, and on when a version came."""
        row = self.leads[lead]
        entries = [(entry["at"], entry["kind"], entry["body"].get("stage")) for entry in self.lives[lead] if entry["kind"] != "playbook.deployed"]
        return [(row["stage"], row["entered"], row["final"], row["queue"]), self.activities.get(lead), self.timers.get(lead), self.effects.get(lead), entries]


def findings(history, left):
    """What must hold by itself, whatever the order of things was."""
    for event in history.ids:
        if left.events.get(event) is None:
            yield f"event {event} is lost: {'not decided' if event in left.events else 'not in the store'}"
    for event, outcome in left.events.items():
        if event not in history.ids and not event.startswith("leadflow:"):
            yield f"event {event} is from nowhere"
        if outcome is None:
            yield f"event {event} still waits"
    entries = Counter(entry["body"]["event"]["id"] for entry in left.journal if entry["body"]["event"]["id"])
    for event, outcome in left.events.items():
        if entries[event] > 1 or (entries[event] == 0 and outcome == "applied" and event in history.ids):
            yield f"event {event} ({outcome}) stands {entries[event]} times in the journal"
    for event in set(entries) - set(left.events):
        yield f"the journal tells of event {event}, which is not in the store"
    decided = Counter(effect["key"] for entry in left.journal for effect in entry["body"].get("effects", []))
    for key in set(decided) ^ set(left.outbox):
        yield f"effect {key} stands in the {'journal' if key in decided else 'outbox'} alone"
    for key, times in decided.items():
        if times > 1:
            yield f"effect {key} was decided {times} times"
    for lead, kept in left.activities.items():
        for one, times in Counter(kept).items():
            if times > 1 and one[1] != "email_sent":
                yield f"lead {lead} has {times} times {one}"
    yield from people(left)
    for id, lead in left.leads.items():
        if lead["final"]:
            continue
        if lead["owner"] and lead["owner"] not in left.roster:
            yield f"lead {id} is with {lead['owner']}, who is gone"
        if not lead["owner"] and not lead["queue"] and lead["stage"] != "Warm":
            yield f"lead {id} has neither owner nor queue in stage {lead['stage']}"
        if lead["version"] != left.version and not any(entry["body"].get("stage") == "Lost" for entry in left.lives[id]):   # one that had ended stays where it was
            yield f"lead {id} lives under version {lead['version']}, the present one is {left.version}"
    steady = [left.turns.get(("steady", rep), 0) for rep in STAYING]
    if max(steady) - min(steady) > 1:
        yield f"turns of steady: {steady}"


def people(left):
    """Each decision was made by the roster of its moment, and gave nobody a lead who was not in it."""
    here, version = set(FIRST + STAYING + ["maria"]), 1
    owners = {}
    for entry in left.journal:
        body = entry["body"]
        if entry["kind"] == "roster.changed" and body["outcome"] == "applied":
            version += 1
            for row in json.loads(body["event"]["body"]):
                (here.discard if row.get("gone") else here.add)(row["id"])
        if body["roster"] != version:
            yield f"{entry['lead']} {entry['seq']} was decided by roster {body['roster']} when {version} was there"
        owner = body.get("owner", "")
        if owner and owner != owners.get(entry["lead"]) and owner not in here:
            yield f"{entry['lead']} {entry['seq']}: given to {owner}, who was gone"
        if entry["lead"]:
            owners[entry["lead"]] = owner
    if here != left.roster:
        yield f"the roster at the end is {sorted(left.roster)}, the changes come to {sorted(here)}"


def differences(history, whole, left):
    """What one undisturbed worker comes to and these did not. Of leads with late events, and of those that went into one another, the order counts."""
    for lead in set(whole.leads) ^ set(left.leads):
        yield f"lead {lead} is only {'in the undisturbed store' if lead in whole.leads else 'here'}"
    touched = history.late | history.pairs
    for lead in sorted(set(whole.leads) & set(left.leads) - touched):
        if lead in history.german:
            for a, b in zip(whole.life(lead), left.life(lead)):
                if a != b:
                    yield f"the life of lead {lead} differs\n    undisturbed: {a}\n    here:        {b}"
                    break
        else:
            a, b = ((each.leads[lead]["stage"], each.leads[lead]["entered"], each.leads[lead]["final"], each.activities.get(lead)) for each in (whole, left))
            if a != b:
                yield f"lead {lead} differs\n    undisturbed: {a}\n    here:        {b}"
    served = [sum(served for (pool, _), served in each.turns.items() if pool == "steady") for each in (whole, left)]
    if served[0] != served[1]:
        yield f"steady had {served[1]} turns, {served[0]} undisturbed"

#!/usr/bin/env python3
"""Plants characters that steer a terminal, line ends, formulas and mark-up into every text that a stranger can write, then searches
every output of every command for them.

    planted.py build/release/bin/leadflow

A terminal gets no control, no mark that turns the direction of writing, no byte that is no UTF-8; no value begins a line or a column
of its own, as if the program had written it; a CSV cell does not begin like a formula; an HTML page holds no tag of a lead's. Each
planted marker must be seen in at least one output, or the search proves nothing.
"""
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

LEADFLOW = str(pathlib.Path(sys.argv[1]).resolve())
TERMINAL = "\x1b]0;title\x07\x1b[8m\u202e\u009b2J\u2028\x7f"
FORMULA = "=HYPERLINK(\"http://evil.example\")"
LINES = "`\nforged\r\nforged\tforged"
MARKUP = "<script>alert(1)</script>&<b>"

PLAYBOOK = """
playbook planted { version "1"  timezone "UTC" }
lead {
  id      text  key
  email   email pii
  name    text  pii
  company text
  country text
  size    int
}
activity call { note text }
outreach call
owners rep
roster from "people.csv"
pool everyone = reps where team is "sdr"
role revops
escalation chain { level role revops { notify slack "#late" "{company} of {name} waits" } }
queue others { owner role revops  within 1 hour otherwise escalate chain  "Look at them" }
route hand_out {
  some when company is not "XX" -> round robin everyone otherwise queue others
  rest otherwise                -> queue others
}
stages {
  New  "Hand it out" initial
  Open "Call"
  Done "Nothing" final
}
stage New { to Open otherwise }
stage Open owned by rep {
  enter { route hand_out; notify slack "#new" "{name} of {company}: {country}"; task "Call {name} of {company}" within 2 hours }
  to Done when had call in stage where note is "done"
  to Done by owner reason required
  aging 1 day when no call in stage { remind owner "Nobody called {company}" }
}
report countries { count leads by country }
"""

seen_markers = set()
failures = []
outputs = 0


def look(what, data, kind):
    """What one output holds that it must not."""
    global outputs
    outputs += 1
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        failures.append(f"{what}: no UTF-8: {error}")
        return
    for marker in markers:
        if marker in text:
            seen_markers.add(marker)
    for place, char in enumerate(text):
        if char in "\n\t" or (char == "\r" and text[place + 1:place + 2] == "\n"):
            continue
        if kind == "lines" and char >= " ":
            continue
        if unicodedata.category(char) in ("Cc", "Zl", "Zp") or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
            failures.append(f"{what}: U+{ord(char):04X} in {text[max(0, place - 40):place + 20]!r}")
            break
    if kind != "csv" and (forged := re.search(r"(^|[\n\t])[ \t]*forged", text)):
        failures.append(f"{what}: a value begins a line in {text[max(0, forged.start() - 80):forged.end()]!r}")
    if kind == "csv":
        for row in csv.reader(io.StringIO(text)):
            for cell in row:
                bare = cell.lstrip(" ")
                if bare[:1] in ("=", "@") or (bare[:1] in ("+", "-") and not bare[1:].replace(".", "").replace(" ", "").isdigit() and len(bare) > 1):
                    failures.append(f"{what}: formula {cell!r}")
    if kind == "html":
        if "<script>alert" in text or "&<b>" in text:
            failures.append(f"{what}: mark-up of a lead's")


def run(*words, kind="text", stdin=None):
    result = subprocess.run([LEADFLOW, *map(str, words)], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=work)
    name = " ".join(map(str, words))
    if "-v" in sys.argv:
        print(f"--- {name}: {result.returncode}\n{terminal_safe(result.stdout[:300])}{terminal_safe(result.stderr[:300])}")
    look(name + " (out)", result.stdout, kind)
    look(name + " (err)", result.stderr, "text")
    if result.returncode < 0:
        failures.append(f"{name}: ended by signal {-result.returncode}")
    return result


def terminal_safe(data):
    return data.decode("utf-8", "replace").encode("unicode_escape").decode().replace("\\n", "\n") + "\n"


markers = []


def planted(place):
    """A text that can be told from every other one, with all that is dangerous behind and before it."""
    marker = f"plant{len(markers)}x{place}"
    markers.append(marker)
    return marker


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    (work / "planted.leadflow").write_text(PLAYBOOK)
    (work / "people.csv").write_text("id,name,email,manager,team,role\nana,Ana,ana@acme.example,,sdr,\nbea,Bea,bea@acme.example,,sdr,\nrevops,Ren,ren@acme.example,,,revops\n")

    def dirty(place, shape):
        return {"terminal": lambda m: m + TERMINAL, "formula": lambda m: FORMULA + m, "markup": lambda m: MARKUP + m,
                "minus": lambda m: "-2+3+cmd|' /C calc'!A0" + m, "tab": lambda m: "\t=1+1" + m,
                "lines": lambda m: m + LINES + m}[shape](planted(place))

    leads, events = [], []
    for number, shape in enumerate(["terminal", "formula", "markup", "minus", "tab", "lines"]):
        lead = dirty("id", shape)
        record = {"id": lead, "email": f"p{number}@x.example", "name": dirty("name", shape), "company": dirty("company", shape),
                  "country": dirty("country", shape), "size": dirty("size", shape), dirty("key", shape): dirty("value", shape)}
        leads.append(record)
        # The same lead comes as an event without its unknown key, which `strict` would refuse.
        known = {key: value for key, value in record.items() if "x" + "key" not in key}
        events.append({"event": dirty("event", shape), "type": "lead.created", "lead": lead, "at": f"2026-03-02T10:0{number}:00Z", "record": known})
        events.append({"event": dirty("event", shape), "type": "activity", "lead": lead, "at": "2026-03-02T10:30:00Z", "activity": "call", "fields": {"note": dirty("note", shape)}})
        # What is refused: unknown lead, activity, type, field.
        events.append({"event": dirty("event", shape), "type": "activity", "lead": dirty("nobody", shape), "at": "2026-03-02T10:31:00Z", "activity": "call"})
        events.append({"event": dirty("event", shape), "type": "activity", "lead": lead, "at": "2026-03-02T10:32:00Z", "activity": dirty("activity", shape)})
        events.append({"event": dirty("event", shape), "type": dirty("type", shape), "lead": lead, "at": "2026-03-02T10:33:00Z"})
        events.append({"event": dirty("event", shape), "type": "lead.updated", "lead": lead, "at": "2026-03-02T10:34:00Z", "record": {dirty("field", shape): dirty("change", shape)}})
        if shape != "markup":
            events.append({"event": dirty("event", shape), "type": "stage.moved", "lead": lead, "at": "2026-03-02T12:40:00Z", "stage": "Done", "by": "ana", "reason": dirty("reason", shape)})
    ids = [record["id"].strip() for record in leads]
    (work / "leads.ndjson").write_text("".join(json.dumps(record) + "\n" for record in leads))
    with open(work / "leads.csv", "w", newline="", encoding="utf-8") as file:
        head = ["id", "email", "name", "company", "country"]
        writer = csv.DictWriter(file, head + [FORMULA + planted("column")], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(leads)
    (work / "events.ndjson").write_text("".join(json.dumps(event) + "\n" for event in events))
    (work / "broken.ndjson").write_text("{\"event\":\"" + planted("broken") + "\\u001b[8m\",\n" + planted("torn") + "\x1b]0;x\x07\n")
    (work / "broken.leadflow").write_text("playbook broken { version \"1\" }\nlead { id text key\n " + planted("word") + "\x1b[8m\u202e }\n")
    (work / "people_bad.csv").write_text("id,name,email,manager,team,role\n" + "zed\x1b[8m" + planted("person") + ",Z,zed,=1+1,sdr,\n")

    book, store, now = "planted.leadflow", "sqlite:leads.db", "2026-03-02T14:00:00Z"
    run("check", "broken.leadflow")
    run("check", book)
    run("roster", "check", "people_bad.csv", "--playbook", book)
    for file in ("leads.csv", "leads.ndjson"):
        for shape in ("table", "csv", "ndjson"):
            run("run", book, file, "--now", now, "--format", shape, kind=shape)
        run("run", book, file, "--now", now, "--explain")
        for lead in ids:
            for shape in ("text", "json"):
                run("explain", book, file, "--lead", lead, "--now", now, "--format", shape, kind=shape)
    run("simulate", book, "--leads", "leads.csv", "--events", "events.ndjson", "--from", "2026-03-02T10:00:00Z", "--to", "2026-03-04T10:00:00Z")
    (work / "outbox.json").write_text(json.dumps({"file": "outbox.ndjson", "otherwise": "file"}))
    result = run("work", book, "--store", store, "--events", "events.ndjson", "--until", "2026-03-04T10:00:00Z", "--outbox", "outbox.json", "--rejects", "rejects.ndjson", "--once")
    assert result.returncode == 0, result.stderr
    run("work", book, "--store", store, "--events", "broken.ndjson", "--until", "2026-03-04T10:00:01Z")
    for command in ("status", "late", "stuck", "refused", "report", "clock"):
        shapes = ["table", "json"] + {"report": ["csv", "html"], "refused": ["csv"]}.get(command, [])
        for shape in shapes:
            run(command, "--store", store, "--format", shape, kind=shape)
        run(command, "--store", store)
    run("fair", "everyone", "--store", store)
    run("outbox", "list", "--store", store)
    run("refused", "--store", store, "--by-reason")
    run("audit", "verify", "--store", store)
    run("replay", "--store", store)
    for lead in ids:
        for shape in ("table", "json"):
            run("why", lead, "--store", store, "--format", shape, kind=shape)
        for shape in ("text", "json", "html"):
            run("subject", lead, "--store", store, "--format", shape, kind=shape)
        run("audit", "show", "--store", store, "--lead", lead)
        run("erase", lead, "--store", store)
    for path in work.iterdir():
        if path.suffix == ".ndjson" and path.name in ("outbox.ndjson", "rejects.ndjson"):
            look(path.name, path.read_bytes(), "lines")   # for programs: JSON escapes controls, and that is all it needs

    never = [marker for marker in markers if marker not in seen_markers]
    print(f"{outputs} outputs, {len(markers)} plants, {len(seen_markers)} of them seen, {len(failures)} dangerous")
    for failure in failures[:40]:
        print("  " + failure)
    # Plants in keys and texts that no command shows need not be seen; ids, names and companies must.
    missing = [marker for marker in never if marker.split("x", 1)[1] in ("id", "name", "company")]
    if missing:
        print("never shown:", ", ".join(missing))
    sys.exit(1 if failures or missing else 0)

#!/usr/bin/env python3
"""What comments and pages say of the project itself is true: files that they name are there, nothing that works is promised
for later, no document is quoted that the repository does not hold.

    comments.py ROOT          prints what is wrong, exits 1
"""
import pathlib
import re
import sys

CODE = {".cpp", ".hpp", ".h", ".def", ".cmake"}
PRODUCT = ("runtime", "grammar", "stdlib", "compiler", "tools", "cmake", "tests", "bench")
PAGES = ("README.md", "docs", "examples")
# A file of ours in a comment: with an ending of code, and at least one letter before it.
NAMED = re.compile(r"(?<![\w/.*-])((?:[\w-]+/)*[\w-]+\.(?:cpp|hpp|def|h))(?![\w*])")
FOREIGN = {"leadflow/leadflow.hpp", "file.cpp", "tests/x.cpp", "leadflow.h", "zone.h", "tz.h", "ptz.h", "sqlite3.h", "json.hpp"}
PROMISES = [
    (re.compile(r"comes? with the (workflow )?engine", re.I), "promises what is there"),
    (re.compile(r"(refused|announced|reserved) .{0,40}until (then|that|it is built)", re.I), "promises what is there"),
    (re.compile(r"\bwill (come|be added|follow) (later|with|in)\b", re.I), "promises something for later"),
    (re.compile(r"LANGUAGE(\.md)? ?§|\bLANGUAGE\.md\b|ARCHITECTURE\.md|ANALYSIS\.md"), "quotes a document that the repository does not hold"),
]


def comments(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        mark = line.find("#") if path.suffix == ".cmake" else line.find("//")
        if mark >= 0 and '"' not in line[:mark]:
            yield number, line[mark:]


def main(root):
    root = pathlib.Path(root)
    tracked = [p for top in PRODUCT for p in (root / top).rglob("*") if p.is_file()] + [root / "CMakeLists.txt"]
    by_name, by_path = set(), set()
    for path in tracked:
        by_name.add(path.name)
        by_path.add(str(path.relative_to(root)))
    wrong, seen = [], 0
    for path in tracked:
        if path.suffix not in CODE:
            continue
        for number, comment in comments(path, path.read_text(errors="replace")):
            seen += 1
            where = f"{path.relative_to(root)}:{number}"
            for pattern, why in PROMISES:
                if pattern.search(comment):
                    wrong.append(f"{where}: {why}: {comment.strip()}")
            for name in NAMED.findall(comment):
                base = name.rsplit("/", 1)[-1]
                there = any(p == name or p.endswith("/" + name) for p in by_path) if "/" in name else base in by_name
                if not there and name not in FOREIGN and base not in FOREIGN:
                    wrong.append(f"{where}: there is no file `{name}`")
    for page in PAGES:
        top = root / page
        for path in [top] if top.is_file() else top.rglob("*.md"):
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
                seen += 1
                for pattern, why in PROMISES:
                    if pattern.search(line):
                        wrong.append(f"{path.relative_to(root)}:{number}: {why}: {line.strip()}")
    for line in wrong:
        print(line)
    if seen < 10_000:
        print(f"only {seen} lines read below {root}: is the path right?")
        return 1
    print(f"{seen} lines of comments and pages read, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

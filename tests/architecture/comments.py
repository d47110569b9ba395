#!/usr/bin/env python3
"""What comments, pages and build files say of the project itself is true: files and folders that they name are there, nothing
that works is promised for later, no document is quoted that the repository does not hold, and the tables of
docs/contributing.md have a row for each folder of tests and for each kind of block.

    comments.py ROOT          prints what is wrong, exits 1
"""
import pathlib
import re
import sys

from told import told

CODE = {".cpp", ".hpp", ".h", ".def", ".cmake"}
PRODUCT = ("runtime", "grammar", "stdlib", "compiler", "tools", "cmake", "tests", "bench")
PAGES = ("README.md", "docs", "examples")
# A file of ours in a comment: with an ending of code, and at least one letter before it.
NAMED = re.compile(r"(?<![\w/.*-])((?:[\w-]+/)*[\w-]+\.(?:cpp|hpp|def|h))(?![\w*])")
# A folder of ours in a comment, by its path from the root.
FOLDER = re.compile(r"(?<![\w/.])((?:runtime|compiler|tools|tests|grammar|docs|examples|bench|stdlib)/(?:[\w-]+/)*[\w-]+)(?![\w.*{$<-])")
FOREIGN = {"compiler/lint/rules/your_name.cpp", "leadflow/leadflow.hpp", "file.cpp", "tests/x.cpp", "leadflow.h", "zone.h", "tz.h", "ptz.h", "sqlite3.h", "json.hpp"}
PROMISES = [
    (re.compile(r"comes? with the (workflow )?engine", re.I), "promises what is there"),
    (re.compile(r"(refused|announced|reserved) .{0,40}until (then|that|it is built)", re.I), "promises what is there"),
    (re.compile(r"\bwill (come|be added|follow) (later|with|in)\b", re.I), "promises something for later"),
    (re.compile(r"the only command that (decides|changes)"), "says of one command what others do, too"),
    (re.compile(r"same normalised company to name"), "puts the field of a `match` before its column"),
    (re.compile(r"LANGUAGE(\.md)? ?§|\bLANGUAGE\.md\b|ARCHITECTURE\.md|ANALYSIS\.md"), "quotes a document that the repository does not hold"),
]


# What a reader has to be told, and where.
SAID = [("docs/operations/leads_over_time.md", "`PGPASSFILE`"), ("docs/operations/leads_over_time.md", "not for speed")]


def is_build_file(path):
    return path.suffix == ".cmake" or path.name == "CMakeLists.txt"


def comments(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        mark = line.find("#") if is_build_file(path) else line.find("//")
        if mark >= 0 and '"' not in line[:mark]:
            yield number, line[mark:]


def folders_of_builds(root):
    """leadflow_folder(compiler/check USES compiler/resolve runtime/ingest): each of them is a folder."""
    text = (root / "CMakeLists.txt").read_text()
    for number, line in enumerate(text.splitlines(), 1):
        said = re.match(r"\s*leadflow_folder\(([^)]*)\)", line)
        for name in said[1].split(" LINK ")[0].replace(" USES", "").split() if said else []:
            if not (root / name).is_dir():
                yield f"CMakeLists.txt:{number}: there is no folder `{name}`"


def contributing(root, has_file):
    page = (root / "docs/contributing.md").read_text()
    where = "docs/contributing.md"
    rows = set(re.findall(r"`tests/([\w-]+)(?![\w.])", page))
    there = {p.name for p in (root / "tests").iterdir() if p.is_dir() and not p.name.startswith(("_", "."))}
    for name in sorted(there - rows):
        yield f"{where}: no row for tests/{name}"
    for name in sorted(rows - there):
        yield f"{where}: there is no folder tests/{name}"
    fences = page[page.index("### Blocks of documentation"):page.index("## House rules")]
    used = {}
    for top in PAGES:
        for path in [root / top] if (root / top).is_file() else (root / top).rglob("*.md"):
            for language in re.findall(r"^```([\w-]+)", path.read_text(), re.M):
                used.setdefault(language, path.relative_to(root))
    for language, path in sorted(used.items()):
        if not re.search(rf"`{language}[` ]", fences):
            yield f"{where}: no row for blocks of `{language}`, as in {path}"
    for name in NAMED.findall(page):
        if not has_file(name):
            yield f"{where}: there is no file `{name}`"


def examples_in_readme(root):
    page = (root / "README.md").read_text()
    for folder in sorted(p.name for p in (root / "examples").iterdir() if p.is_dir()):
        if f"(examples/{folder}/" not in page:
            yield f"README.md: no word of examples/{folder}"


def main(root):
    root = pathlib.Path(root)
    tracked = [p for top in PRODUCT for p in (root / top).rglob("*") if p.is_file()] + [root / "CMakeLists.txt"]
    by_name, by_path = set(), set()
    for path in tracked:
        by_name.add(path.name)
        by_path.add(str(path.relative_to(root)))
    wrong, seen = [], 0

    def has_file(name):
        base = name.rsplit("/", 1)[-1]
        there = any(p == name or p.endswith("/" + name) for p in by_path) if "/" in name else base in by_name
        return there or name in FOREIGN or base in FOREIGN

    wrong += [*folders_of_builds(root), *contributing(root, has_file), *examples_in_readme(root)]
    wrong += [f"{page}: says nothing of {words}" for page, words in SAID if words not in (root / page).read_text()]
    for path in tracked:
        if path.suffix not in CODE and not is_build_file(path):
            continue
        for number, comment in comments(path, path.read_text(errors="replace")):
            seen += 1
            where = f"{path.relative_to(root)}:{number}"
            for pattern, why in PROMISES:
                if pattern.search(comment):
                    wrong.append(f"{where}: {why}: {comment.strip()}")
            for name in NAMED.findall(comment):
                if not has_file(name):
                    wrong.append(f"{where}: there is no file `{name}`")
            for name in FOLDER.findall(comment):
                if not (root / name).exists() and not list(root.glob(name + "[.-]*")):
                    wrong.append(f"{where}: there is no folder `{name}`")
    for page in PAGES:
        top = root / page
        for path in [top] if top.is_file() else top.rglob("*.md"):
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
                seen += 1
                for pattern, why in PROMISES:
                    if pattern.search(line):
                        wrong.append(f"{path.relative_to(root)}:{number}: {why}: {line.strip()}")
    return told(wrong, seen, 10_000, "lines of comments and pages")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

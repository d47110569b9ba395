#!/usr/bin/env python3
"""Each row of tests/findings.tsv - what was once wrong, the tests that would find it again, its cause, its kind - names tests that
are there.

    findings.py ROOT          prints what is wrong, exits 1

A test is a file of the tree, or `file: words` that stand in it; several are separated by `; `.
"""
import pathlib
import sys

from told import told

COLUMNS = ["finding", "what was wrong", "tests that would find it again", "cause", "kind"]


def main(root):
    root = pathlib.Path(root)
    lines = (root / "tests/findings.tsv").read_text().splitlines()
    wrong, seen, ids = [], 0, set()
    if lines[0].split("\t") != COLUMNS:
        wrong.append(f"tests/findings.tsv:1: the columns are {', '.join(COLUMNS)}")
    for number, line in enumerate(lines[1:], 2):
        where = f"tests/findings.tsv:{number}"
        cells = line.split("\t")
        if len(cells) != len(COLUMNS) or not all(cell.strip() for cell in cells):
            wrong.append(f"{where}: not {len(COLUMNS)} cells with something in each")
            continue
        if cells[0] in ids:
            wrong.append(f"{where}: `{cells[0]}` has a row already")
        ids.add(cells[0])
        for test in cells[2].split("; "):
            path, _, words = test.partition(": ")
            seen += 1
            if not (root / path).is_file():
                wrong.append(f"{where}: there is no `{path}`")
            elif words not in (root / path).read_text(errors="replace"):
                wrong.append(f"{where}: `{words}` does not stand in {path}")
    return told(wrong, seen, 150, "tests of findings")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

#!/usr/bin/env python3
"""The examples in C++ with which headers open call what there is: each member, static function and constructor that they name is
declared in the tree, and takes so many arguments where the header at hand declares it.

    header_examples.py ROOT   prints what is wrong, exits 1

An example is a comment of lines that begin four or more blanks behind `//`, of which one ends like a statement of C++. Functions without an
object or a class that the header does not declare are the reader's own (`decide(batch.rows)`), and an argument `…` stands for any number.
"""
import pathlib
import re
import sys

from told import told

CALL = re.compile(r"(?:(?:\.|->|::)(?P<member>\w+)|\b(?P<type>[A-Z]\w+)\s+\w+|(?<![\w.>:])(?P<free>[a-z]\w+))\s*\(")
FOREIGN = {"make_shared", "move", "insert", "empty", "size", "back", "push_back"}


def without_comments(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.S)


def arguments(text, start):
    """The pieces between the bracket at `start` and its end, split at commas of that level; None where it does not end."""
    depth, pieces, piece, quote = 0, [], "", ""
    for i in range(start, len(text)):
        c = text[i]
        if quote:
            piece += c
            quote = "" if c == quote and text[i - 1] != "\\" else quote
            continue
        if c in "\"":
            quote = c
        if c in "([{" or (c == "<" and text[i - 1].isalnum()):
            depth += 1
            if depth == 1:
                continue
        if c in ")]}" or (c == ">" and depth > 1 and text[i - 1] != "-"):
            depth -= 1
            if depth == 0:
                return pieces + [piece] if piece.strip() else pieces
        if c == "," and depth == 1:
            pieces.append(piece)
            piece = ""
        else:
            piece += c
    return None


def counts(header, name):
    """How many arguments each declaration of `name` in the header takes, as (least, most)."""
    found = []
    for at in re.finditer(rf"(?<![\w.>]){name}\s*\(", header):
        pieces = arguments(header, at.end() - 1)
        if pieces is not None:
            most = 99 if any("..." in piece for piece in pieces) else len(pieces)
            found.append((sum("=" not in piece and "..." not in piece for piece in pieces), most))
    return found


def examples(text):
    """(line, text) of each block of comment lines that are set in by four blanks or more and hold a statement."""
    block, first = [], 0
    for number, line in enumerate(text.splitlines() + [""], 1):
        if re.match(r"\s*//+ {4,}\S", line):
            first = first if block else number
            block.append(re.sub(r"^\s*//+", "", line))
            continue
        if block and any(re.search(r";\s*(//.*|\s{2,}\S.*)?$", each) and "(" in each for each in block):
            yield first, block
        block = []


def main(root):
    root = pathlib.Path(root)
    headers = [p for top in ("runtime", "compiler", "tools", "grammar") for p in sorted((root / top).rglob("*.hpp"))]
    code = {path: without_comments(path.read_text()) for path in headers}
    declared = set(re.findall(r"(\w+)\s*\(", "\n".join(code.values())))
    wrong, seen = [], 0
    for path in headers:
        for first, block in examples(path.read_text()):
            for offset, line in enumerate(block):
                line = re.sub(r'R"\(.*?\)"|"(?:[^"\\]|\\.)*"', '""', line).partition("//")[0]
                for call in CALL.finditer(line):
                    name = call["member"] or call["type"] or call["free"]
                    if name in FOREIGN or (call["free"] and not counts(code[path], name)):
                        continue
                    seen += 1
                    where = f"{path.relative_to(root)}:{first + offset}"
                    if name not in declared and not re.search(rf"\b(class|struct) {name}\b", "\n".join(code.values())):
                        wrong.append(f"{where}: there is no `{name}`")
                        continue
                    pieces, takes = arguments(line, call.end() - 1), counts(code[path], name)
                    if pieces is None or any("…" in piece for piece in pieces) or not takes:
                        continue
                    if not any(least <= len(pieces) <= most for least, most in takes):
                        wrong.append(f"{where}: `{name}` is given {len(pieces)} arguments, and takes {' or '.join(f'{a} to {b}' for a, b in sorted(set(takes)))}")
    return told(wrong, seen, 30, "calls of examples in headers")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""Nothing unfinished is committed, no file is too long and no line too wide to read, and no name says nothing."""

import re
import sys
import tempfile
from pathlib import Path

import tree

LONGEST = 400
LONGEST_STUB = 1200  # a compiled module has one stub, however many rooms it binds
WIDEST = 120
FOLDERS = ("include", "src", "tests", "bindings", "bench", "examples", "fuzz")
CODE = (".cpp", ".hpp", ".py", ".pyi")
# Written apart, so that this file is not its own finding; in quotes the third is the ISO code for no currency.
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX(?!\")", "HA" + "CK", "for" + " now",
                                            "not" + " implemented", "place" + "holder"]) + r")\b")
EMPTY_NAMES = re.compile(r"(^|[/_])(utils?|common|helpers?|misc|managers?)([/_.]|$)")


def check_file(root, path):
    relative = path.relative_to(root)
    lines = path.read_text(encoding="utf-8").splitlines()
    findings = [f"{relative}:{i}: unfinished: {line.strip()[:100]}"
                for i, line in enumerate(lines, 1) if UNFINISHED.search(line)]
    findings += [f"{relative}:{i}: {len(line)} columns, {WIDEST} may be (clang-format knows)"
                 for i, line in enumerate(lines, 1) if len(line) > WIDEST]
    longest = LONGEST_STUB if path.suffix == ".pyi" else LONGEST
    if len(lines) > longest:
        findings.append(f"{relative}: {len(lines)} lines, {longest} may be")
    if EMPTY_NAMES.search(str(relative)):
        findings.append(f"{relative}: this name says nothing about the business")
    return findings


def check(root):
    files = tree.sources(root, *FOLDERS, suffixes=CODE)
    return len(files), [f for path in files for f in check_file(root, path)]


def self_test():
    planted = {
        "src/base/a.cpp": "int x;  // TO" + "DO later\n",
        "src/base/b.cpp": "int x;\n" * (LONGEST + 1),
        "src/base/c.cpp": "//" + "x" * (WIDEST - 1) + "\n",
        "src/base/string_" + "utils.cpp": "int x;\n",
    }
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        tree.write(root, "tests/base/good.cpp", "int utility;\n" * LONGEST)
        tree.expect(check(root) == (1, []), "a clean file was accused")
        for path, text in planted.items():
            tree.write(root, path, text)
            tree.expect(len(check(root)[1]) == 1, f"the fault planted in {path} went unseen: {check(root)}")
            (root / path).unlink()
    print(f"{len(planted)} planted faults seen")


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        self_test()
    else:
        count, found = check(tree.ROOT)
        tree.finish(f"{count} files", found)

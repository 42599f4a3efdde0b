"""A room includes itself and lower floors only, and no other room's private headers.

floors.py checks the project, floors.py --self-test checks that the check sees planted faults."""

import sys
import tempfile
from pathlib import Path

import tree

KITS = "testing"  # the conformance kits: no room, above the plug points they check


def room_of_file(relative):
    parts = relative.parts
    return parts[2] if parts[0] == "include" else parts[1]


def room_of_header(header, quoted, rooms):
    """(room, whether the header is private to it) or None for a header that is not ours."""
    parts = header.split("/")
    if parts[0] == "staysail" and len(parts) > 2:
        return parts[1], False
    if quoted and len(parts) > 1 and parts[0] in rooms:
        return parts[0], True
    return None


def climbs(room, other, floors):
    if room == KITS or other == room:
        return False
    return other == KITS or floors[other] >= floors[room]


def name(room, floors):
    return f"{room} (floor {floors[room]})" if room in floors else room


def check_file(root, path, floors):
    relative = path.relative_to(root)
    room = room_of_file(relative)
    if room not in floors and room != KITS:
        return [f"{relative}: {room} is no room of cmake/floors.txt"]
    findings = []
    for line, mark, header in tree.includes(path):
        target = room_of_header(header, mark == '"', {*floors, KITS})
        if target is None:
            continue
        other, private = target
        if other not in floors and other != KITS:
            findings.append(f"{relative}:{line}: {other} is no room of cmake/floors.txt")
        elif climbs(room, other, floors):
            findings.append(f"{relative}:{line}: {name(room, floors)} must not include {name(other, floors)}")
        elif private and other != room:
            findings.append(f"{relative}:{line}: {header} is private to {other}")
    return findings


def check(root):
    floors = tree.read_floors(root)
    files = [p for p in tree.sources(root, "include/staysail", "src") if p.parent != root / "include/staysail"]
    return len(files), [f for path in files for f in check_file(root, path, floors)]


def self_test():
    planted = {
        "include/staysail/base/bad.hpp": (
            "#include <staysail/work/task.hpp>",
            "base (floor 0) must not include work (floor 11)",
        ),
        "src/boss/bad.cpp": (
            '#include "staysail/store/entity_store.hpp"',
            "boss (floor 3) must not include store (floor 3)",
        ),
        "src/work/bad.cpp": ('#include "decision/lexer.hpp"', "decision/lexer.hpp is private to decision"),
        "src/cycle/bad.cpp": ("#  include <staysail/testing/kit.hpp>", "cycle (floor 14) must not include testing"),
        "src/odds/bad.cpp": ("#include <vector>", "odds is no room"),
    }
    good = {"src/work/good.cpp": '#include "work/roster.hpp"\n#include <staysail/base/id.hpp>\n#include <vector>'}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        tree.write(root, "cmake/floors.txt", (tree.ROOT / "cmake/floors.txt").read_text())
        for path, text in good.items():
            tree.write(root, path, text)
        tree.expect(check(root) == (1, []), "a clean tree was accused")
        for path, (text, finding) in planted.items():
            tree.write(root, path, text)
            seen = check(root)[1]
            tree.expect(len(seen) == 1 and finding in seen[0], f"planted in {path}: wanted '{finding}', saw {seen}")
            (root / path).unlink()
    print(f"{len(planted)} planted faults seen")


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        self_test()
    else:
        count, found = check(tree.ROOT)
        tree.finish(f"{count} files", found)

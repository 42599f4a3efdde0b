"""What the tests of structure share: the floors, the include lines of the sources, and how a finding is reported."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def read_floors(root):
    """{room: floor} of cmake/floors.txt."""
    floors = {}
    for line in (root / "cmake/floors.txt").read_text().splitlines():
        words = line.split()
        if words and words[0].isdigit():
            floors.update({room: int(words[0]) for room in words[1:]})
    return floors


def sources(root, *folders, suffixes=(".hpp", ".cpp")):
    """The files of these folders in a fixed order."""
    found = [p for folder in folders for p in (root / folder).rglob("*") if p.suffix in suffixes]
    return sorted(found)


def includes(path):
    """[(line, '<' or '"', header)] of one file."""
    text = path.read_text(encoding="utf-8")
    return [(text.count("\n", 0, m.start(2)) + 1, m[1], m[2]) for m in INCLUDE.finditer(text)]


def write(root, relative, text):
    """A file of a planted tree."""
    path = root / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def finish(checked, findings):
    """Prints what was found and leaves with the code for it. A check that looked at nothing has not passed."""
    for finding in findings:
        print(finding)
    print(f"{checked}; {len(findings)} findings")
    sys.exit(1 if findings or checked.startswith("0 ") else 0)


def expect(condition, message):
    """For the self tests: stops with `message` where a planted fault went unseen, or a clean tree was accused."""
    if not condition:
        print(message)
        sys.exit(1)

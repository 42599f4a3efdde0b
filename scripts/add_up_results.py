"""Adds up what a run of the tests left in a folder: ctest's JUnit files, opened up to the test cases of doctest, pytest
and unittest, and steps.tsv. Names what failed or was skipped; the last line reads `N passed, N failed, N skipped`."""

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

DOCTEST = re.compile(r"^\[doctest\] test cases: +(\d+) \| +(\d+) passed \| +(\d+) failed", re.M)
PYTEST = re.compile(r"^(?:=+ )?((?:\d+ \w+, )*\d+ \w+) in [\d.]+s", re.M)
UNITTEST = re.compile(r"^Ran (\d+) tests? in [\d.]+s\n\n(?:OK|FAILED)(?: \(([^)]*)\))?$", re.M)
SKIPPED = re.compile(r"^SKIPPED (?:\[(\d+)\] )?(.+?): (.+)$", re.M)


class Totals:
    def __init__(self):
        self.passed = 0
        self.failed = []
        self.skipped = []

    def fail(self, name, count=1):
        self.failed += [name] * count


def skips(name, text):
    """One line for each case: pytest tells those of one place and reason as one line with their number."""
    return [f"{name}: {case}: {reason}" for number, case, reason in SKIPPED.findall(text) for _ in range(int(number or 1))]


def add_doctest(totals, name, text, ok):
    cases = [list(map(int, m)) for m in DOCTEST.findall(text)]
    failed = sum(c[2] for c in cases)
    skipped = skips(name, text)
    totals.passed += sum(c[1] for c in cases) - len(skipped)
    totals.skipped += skipped
    totals.fail(name, failed if failed or ok else 1)


def add_pytest(totals, name, text, ok):
    counts = {word: int(n) for n, word in re.findall(r"(\d+) (\w+)", PYTEST.findall(text)[-1])}
    failed = counts.get("failed", 0) + counts.get("error", 0) + counts.get("errors", 0)
    totals.passed += counts.get("passed", 0)
    totals.skipped += skips(name, text)
    totals.fail(name, failed if failed or ok else 1)


def add_unittest(totals, name, text, ok):
    ran, outcome = UNITTEST.findall(text)[-1]
    counts = {word: int(n) for word, n in re.findall(r"([a-z][a-z ]*)=(\d+)", outcome)}
    failed = sum(counts.get(word, 0) for word in ("failures", "errors", "unexpected successes"))
    # An error of a whole class is one more than the tests that ran.
    totals.passed += max(int(ran) - failed - counts.get("skipped", 0), 0)
    told = skips(name, text)
    totals.skipped += told + [name] * (counts.get("skipped", 0) - len(told))
    totals.fail(name, failed if failed or ok else 1)


def add_plain(totals, name, text, ok):
    skipped = skips(name, text)
    if not ok:
        totals.fail(name)
    elif skipped:
        totals.skipped += skipped
    else:
        totals.passed += 1


def add_junit(totals, path):
    for case in ElementTree.parse(path).iter("testcase"):
        name = f"{path.stem}/{case.get('name')}"
        text = case.findtext("system-out") or ""
        ok = case.get("status") == "run" and case.find("failure") is None
        if DOCTEST.search(text):
            add_doctest(totals, name, text, ok)
        elif PYTEST.search(text):
            add_pytest(totals, name, text, ok)
        elif UNITTEST.search(text):
            add_unittest(totals, name, text, ok)
        else:
            add_plain(totals, name, text, ok)


def add_steps(totals, path):
    for line in path.read_text(encoding="utf-8").splitlines():
        outcome, name, reason = line.split("\t")
        if outcome == "passed":
            totals.passed += 1
        elif outcome == "failed":
            totals.fail(name)
        else:
            totals.skipped.append(f"{name}: {reason}")


def main(folder):
    totals = Totals()
    for path in sorted(folder.glob("*.xml")):
        add_junit(totals, path)
    if (folder / "steps.tsv").is_file():
        add_steps(totals, folder / "steps.tsv")
    for name in dict.fromkeys(totals.failed):
        print(f"failed: {name}")
    for line in totals.skipped:
        print(f"skipped: {line}")
    print(f"{totals.passed} passed, {len(totals.failed)} failed, {len(totals.skipped)} skipped")
    return 0 if totals.passed and not totals.failed else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

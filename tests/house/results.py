"""The closing line of a run counts test cases, names what was skipped and never takes a crash for a success."""

import subprocess
import sys
import tempfile
from pathlib import Path

import tree

JUNIT = """<testsuite>
<testcase name="store" status="run"><system-out>SKIPPED power loss: no data
[doctest] test cases:  3 |  3 passed | 0 failed | 4 skipped</system-out></testcase>
<testcase name="python" status="run"><system-out>SKIPPED [3] test_frame.py:6: no pandas
6 passed, 3 skipped in 0.12s</system-out></testcase>
<testcase name="program.verbs" status="run"><system-out>.....s..
----------------------------------------------------------------------
Ran 8 tests in 1.234s

OK (skipped=1)</system-out></testcase>
<testcase name="floors" status="run"><system-out>54 files; 0 findings</system-out></testcase>
{more}</testsuite>"""
CRASH = """<testcase name="view" status="fail">
<failure message=""/><system-out>[doctest] test cases:  0 |  0 passed | 0 failed |
SIGSEGV</system-out></testcase>"""
PROGRAM_FAILURES = """<testcase name="program.cycle" status="fail"><failure message=""/><system-out>
Ran 4 tests in 1.234s

FAILED (failures=1, errors=1)</system-out></testcase>"""
FAILURES = """<testcase name="work" status="fail"><failure message=""/><system-out>
[doctest] test cases:  5 |  3 passed | 2 failed | 0 skipped</system-out></testcase>"""


def closing(more="", steps=""):
    """(last line, exit code) of a run that left these results."""
    with tempfile.TemporaryDirectory() as folder:
        tree.write(Path(folder), "dev.xml", JUNIT.format(more=more))
        tree.write(Path(folder), "steps.tsv", steps)
        command = [sys.executable, "-B", str(tree.ROOT / "scripts/add_up_results.py"), folder]
        run = subprocess.run(command, capture_output=True, text=True)
    return run.stdout.splitlines()[-1], run.returncode


def main():
    cases = {
        ("", ""): ("16 passed, 0 failed, 5 skipped", 0),
        (CRASH, ""): ("16 passed, 1 failed, 5 skipped", 1),
        (FAILURES, ""): ("19 passed, 2 failed, 5 skipped", 1),
        (PROGRAM_FAILURES, ""): ("18 passed, 2 failed, 5 skipped", 1),
        ("", "failed\tbuild tsan\tsee the log\nskipped\tfresh root\tno root\n"): ("16 passed, 1 failed, 6 skipped", 1),
    }
    for (more, steps), expected in cases.items():
        tree.expect(closing(more, steps) == expected, f"wanted {expected}, saw {closing(more, steps)}")
    print(f"{len(cases)} runs added up")


if __name__ == "__main__":
    main()

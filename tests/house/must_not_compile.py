"""Compiles a file twice: with STAYSAIL_CONTROL it must compile, without it must fail for the reason that its first
line gives: `// expect: <regular expression>`. The control shows that nothing else is wrong with the file.

must_not_compile.py FILE|--self-test COMPILER ARGUMENT..."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import tree


def compile_file(path, command, *more):
    return subprocess.run([*command, *more, "-fsyntax-only", str(path)], capture_output=True, text=True)


def fault(path, command):
    """What is wrong with the file, or None."""
    first_line = path.read_text(encoding="utf-8").split("\n", 1)[0]
    expected = re.fullmatch(r"// expect: (.+)", first_line)
    if expected is None:
        return "the first line must read // expect: <regular expression>"
    control = compile_file(path, command, "-DSTAYSAIL_CONTROL")
    if control.returncode != 0:
        return f"does not compile even as control:\n{control.stderr}"
    run = compile_file(path, command)
    if run.returncode == 0:
        return "compiles, and must not"
    errors = "\n".join(line for line in run.stderr.splitlines() if "error:" in line)
    if not re.search(expected[1], errors):
        return f"fails for another reason than '{expected[1]}':\n{errors}"
    return None


def self_test(command):
    planted = {
        "// expect: int\nint a = 1;\n": "compiles, and must not",
        "// expect: no match\nint a = nothing;\n": "does not compile even as control",
        "// expect: no match\n#ifndef STAYSAIL_CONTROL\nint a = nothing;\n#endif\n": "fails for another reason",
        "int a = nothing;\n": "the first line must read",
    }
    good = "// expect: nothing\n#ifndef STAYSAIL_CONTROL\nint a = nothing;\n#endif\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.cpp"
        for text, finding in {**planted, good: None}.items():
            path.write_text(text)
            seen = fault(path, command)
            tree.expect((seen or "").startswith(finding or "") and bool(seen) == bool(finding), f"{text}: saw {seen}")
    print(f"{len(planted)} planted faults seen")


if __name__ == "__main__":
    if sys.argv[1] == "--self-test":
        self_test(sys.argv[2:])
        sys.exit(0)
    found = fault(Path(sys.argv[1]), sys.argv[2:])
    if found:
        print(f"{sys.argv[1]}: {found}")
    sys.exit(1 if found else 0)

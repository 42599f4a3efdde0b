"""Runs an example and compares what it prints with its stored output.

compare.py EXPECTED SOURCE PROGRAM ARGUMENT...   (STAYSAIL_STORE_OUTPUT=1 in the environment stores the output instead)

The example runs in the project's folder, as its reader would start it. @SOURCE@ in an argument stands for that folder,
@SCRATCH@ for an empty one. An example that fails is never the output to expect."""

import difflib
import os
import subprocess
import sys
import tempfile
from pathlib import Path


def output_of(command, source):
    with tempfile.TemporaryDirectory() as scratch:
        filled = [c.replace("@SOURCE@", source).replace("@SCRATCH@", scratch) for c in command]
        run = subprocess.run(filled, cwd=source, capture_output=True, text=True, encoding="utf-8")
        text = run.stdout.replace(scratch, "@SCRATCH@").replace(source, "@SOURCE@")
    return text, run


def main(expected_path, source, *command):
    said, run = output_of(command, source)
    if run.returncode != 0:
        print(f"exit code {run.returncode}\n{said}{run.stderr}")
        return 1
    if os.environ.get("STAYSAIL_STORE_OUTPUT"):
        Path(expected_path).write_text(said, encoding="utf-8")
        return 0
    if not Path(expected_path).is_file():
        print(f"{expected_path} is missing; the example printed:\n{said}{run.stderr}")
        return 1
    expected = Path(expected_path).read_text(encoding="utf-8")
    if said == expected and said:
        return 0
    sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True), said.splitlines(True), "stored", "printed"))
    print(run.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

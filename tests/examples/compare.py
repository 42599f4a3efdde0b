"""Runs an example and compares what it prints with its stored output.

compare.py EXPECTED SOURCE PROGRAM ARGUMENT...   (STAYSAIL_STORE_OUTPUT=1 in the environment stores the output instead)

@SOURCE@ in an argument stands for the project's folder, @SCRATCH@ for an empty folder, in which the program runs."""

import difflib
import os
import subprocess
import sys
import tempfile
from pathlib import Path


def output_of(command, source):
    with tempfile.TemporaryDirectory() as scratch:
        filled = [c.replace("@SOURCE@", source).replace("@SCRATCH@", scratch) for c in command]
        run = subprocess.run(filled, cwd=scratch, capture_output=True, text=True, encoding="utf-8")
        text = run.stdout.replace(scratch, "@SCRATCH@").replace(source, "@SOURCE@")
    if run.returncode != 0:
        text += f"exit code {run.returncode}\n"
    return text, run.stderr


def main(expected_path, source, *command):
    said, complaints = output_of(command, source)
    if os.environ.get("STAYSAIL_STORE_OUTPUT"):
        Path(expected_path).write_text(said, encoding="utf-8")
        return 0
    if not Path(expected_path).is_file():
        print(f"{expected_path} is missing; the example printed:\n{said}{complaints}")
        return 1
    expected = Path(expected_path).read_text(encoding="utf-8")
    if said == expected and said:
        return 0
    sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True), said.splitlines(True), "stored", "printed"))
    print(complaints)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

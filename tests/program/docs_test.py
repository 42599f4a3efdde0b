"""The sessions of the documents print what the documents say: every line behind $ is run, one after the other.

With STAYSAIL_STORE_OUTPUT=1 the documents are written anew with what was printed; read the difference before
committing it."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from program import PROGRAM, SOURCE

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^```(?:text|toml) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TOML = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Session:
    """A folder with the examples beside it, and the program on the path."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        (self.folder / "examples").symlink_to(SOURCE / "examples")
        (self.folder / "bin").mkdir()
        (self.folder / "bin" / "staysail").symlink_to(PROGRAM)
        self.environment = {**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}

    def run(self, line):
        done = subprocess.run(
            ["bash", "-c", line], cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=600
        )
        return "".join(text.rstrip() + "\n" for text in done.stdout.splitlines())


def replayed(block, session):
    """The block with what its commands print now."""
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{session.run(command[2:])}" for command in commands)


class Docs(unittest.TestCase):
    maxDiff = None

    def walk(self, document, strategies_after):
        """Runs the blocks; the strategy that the document writes is there from `strategies_after` blocks on."""
        path = SOURCE / "docs" / document
        text = path.read_text(encoding="utf-8")
        blocks = list(BLOCK.finditer(text))
        self.assertGreater(len(blocks), strategies_after)
        with tempfile.TemporaryDirectory(prefix="staysail_docs_") as folder:
            session = Session(folder)
            printed = []
            for number, block in enumerate(blocks):
                if number == strategies_after:
                    with open(session.folder / "playbook" / "strategies.toml", "a", encoding="utf-8") as file:
                        file.write("\n" + TOML.search(text)[1])
                printed.append(replayed(block[1], session))
        if os.environ.get("STAYSAIL_STORE_OUTPUT") == "1":
            rest = iter(printed)
            path.write_text(BLOCK.sub(lambda _: f"```console\n{next(rest)}```", text), encoding="utf-8")
            return
        for block, now in zip(blocks, printed):
            self.assertEqual(block[1], now)

    def walk_files(self, document):
        """Writes the blocks that name a file and runs the others, in the order of the document."""
        path = SOURCE / "docs" / document
        text = path.read_text(encoding="utf-8")
        steps = sorted([*FILE.finditer(text), *BLOCK.finditer(text)], key=lambda step: step.start())
        printed = []
        with tempfile.TemporaryDirectory(prefix="staysail_docs_") as folder:
            session = Session(folder)
            for step in steps:
                if step.re is FILE:
                    (session.folder / step[1]).parent.mkdir(parents=True, exist_ok=True)
                    (session.folder / step[1]).write_text(step[2], encoding="utf-8")
                else:
                    printed.append((step[1], replayed(step[1], session)))
        self.assertGreater(len(printed), 0)
        if os.environ.get("STAYSAIL_STORE_OUTPUT") == "1":
            rest = iter(printed)
            path.write_text(BLOCK.sub(lambda _: f"```console\n{next(rest)[1]}```", text), encoding="utf-8")
            return
        for block, now in printed:
            self.assertEqual(block, now)

    def test_the_exchange_of_files(self):
        self.walk_files("adapters/files.md")

    def test_groups_and_households(self):
        self.walk_files("view.md")

    def test_the_session_on_strategies(self):
        self.walk("strategies.md", strategies_after=1)

    def test_the_same_in_chinese(self):
        self.walk("strategies.zh-CN.md", strategies_after=1)


if __name__ == "__main__":
    unittest.main()

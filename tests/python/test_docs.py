"""The examples of the documents run as they stand, one after the other."""

import re

import pytest
import staysail as ss

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


EXAMPLES = [
    ("docs/python.md", 7), ("docs/decisions.md", 1), ("docs/statistics.md", 6),
    ("docs/value.md", 4), ("docs/survival.md", 4), ("docs/segments.md", 1),
    ("docs/warning.md", 6),
]  # fmt: skip


@pytest.mark.parametrize(("document", "least"), EXAMPLES)
def test_every_example_runs(source, tmp_path, monkeypatch, document, least):
    text = (source / document).read_text(encoding="utf-8")
    (tmp_path / "examples").symlink_to(source / "examples")
    monkeypatch.chdir(tmp_path)
    names = {}
    blocks = list(BLOCK.finditer(text))
    assert len(blocks) >= least
    for block in blocks:
        line = text.count("\n", 0, block.start(1))
        exec(compile("\n" * line + block[1], document, "exec"), names)


MODULES = [ss, ss.dmn, ss.evaluation, ss.strategy, ss.survival, ss.value, ss.warning, ss.knowledge, ss.segment, ss.work]


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_is_told_of(source, module):
    text = "".join((source / "docs" / name).read_text(encoding="utf-8") for name in ("python.md", "statistics.md"))
    told = {"Estimate", "AalenJohansen", "KaplanMeier", "LogRank", "Proportionality", "Place", "__version__"}
    for name in set(module.__all__) - told:
        is_result = isinstance(getattr(module, name), type) and issubclass(getattr(module, name), tuple)
        assert is_result or re.search(rf"\b{name}\b", text), name


def test_the_example_of_the_exchange_runs(source, tmp_path, monkeypatch):
    (tmp_path / "examples").symlink_to(source / "examples")
    (tmp_path / "boss").symlink_to(source / "examples/embed/export")
    (tmp_path / "mapping.toml").symlink_to(source / "examples/embed/mapping.toml")
    monkeypatch.chdir(tmp_path)
    (block,) = BLOCK.findall((source / "docs/adapters/files.md").read_text(encoding="utf-8"))
    exec(compile(block, "docs/adapters/files.md", "exec"), {"ss": ss})

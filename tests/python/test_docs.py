"""The examples of the documents run as they stand, one after the other."""

import re

import pytest
import staysail as ss

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    ("document", "least"),
    [("docs/python.md", 6), ("docs/decisions.md", 1), ("docs/value.md", 4), ("docs/survival.md", 4)],
)
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


@pytest.mark.parametrize("module", [ss, ss.dmn, ss.evaluation, ss.warning, ss.knowledge, ss.value, ss.survival])
def test_every_public_name_is_told_of(source, module):
    text = (source / "docs/python.md").read_text(encoding="utf-8")
    told = {"ChiSquareTest", "Interval", "WelchTest", "SilentRun", "quiet_period_probability", "Place", "__version__",
            "Estimate", "AalenJohansen", "KaplanMeier", "LogRank", "Proportionality"}  # fmt: skip
    for name in set(module.__all__) - told:
        assert re.search(rf"\b{name}\b", text), name

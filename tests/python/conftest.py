"""Fixtures of the tests of the Python module."""

import os
import shutil
from pathlib import Path
from typing import Callable

import pytest


@pytest.fixture(scope="session")
def source() -> Path:
    """The source tree."""
    return Path(os.environ.get("STAYSAIL_SOURCE_DIR", Path(__file__).parents[2]))


@pytest.fixture(scope="session")
def playbook_with(source: Path) -> Callable[[Path, str], Path]:
    """Makes the shipped playbook anew in a folder, with other strategies."""

    def make(folder: Path, strategies: str) -> Path:
        shutil.copytree(source / "examples/playbook", folder)
        (folder / "strategies.toml").write_text(strategies, encoding="utf-8")
        (folder / "work.toml").unlink()  # names strategies that are gone; the defaults do
        return folder

    return make


@pytest.fixture(scope="session")
def shared(source: Path) -> Path:
    """Data that is not published with the project; tests that need it are skipped without."""
    folder = Path(os.environ.get("STAYSAIL_SHARED_DIR", source.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"there is no shared data at {folder}")
    return folder

"""Fixtures of the tests of the Python module."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def source() -> Path:
    """The source tree."""
    return Path(os.environ.get("STAYSAIL_SOURCE_DIR", Path(__file__).parents[2]))


@pytest.fixture(scope="session")
def shared(source: Path) -> Path:
    """Data that is not published with the project; tests that need it are skipped without."""
    folder = Path(os.environ.get("STAYSAIL_SHARED_DIR", source.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"there is no shared data at {folder}")
    return folder

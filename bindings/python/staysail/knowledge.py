"""Knowledge: what the retention team knows, found again, and advice that names its evidence."""

from __future__ import annotations

from ._staysail import Base

__all__ = ["Base"]

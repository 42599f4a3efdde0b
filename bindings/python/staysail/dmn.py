"""Decision models in the standard's XML (OMG DMN 1.1 to 1.5): load("model.dmn").evaluate("Decision", {inputs})."""

from __future__ import annotations

from ._staysail import DmnModel
from ._staysail import load_dmn as load

__all__ = ["DmnModel", "load"]

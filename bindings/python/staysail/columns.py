"""Columns of numbers for the C++ core: whole arrays, converted once."""

from __future__ import annotations

from typing import Any, Optional, Union

import numpy as np
import numpy.typing as npt

from .error import Error

Answer = Union[float, "npt.NDArray[np.float64]"]


def numbers(name: str, values: Any) -> npt.NDArray[np.float64]:
    """One column of float64."""
    array = scalar_or_column(name, values)
    if array.ndim != 1:
        raise Error("invalid_argument", f"{name} is one column of numbers; this has {array.ndim} dimensions")
    return array


def scalar_or_column(name: str, values: Any) -> npt.NDArray[np.float64]:
    """A number, or a column of them, as float64."""
    try:
        array: npt.NDArray[np.float64] = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise Error("type_mismatch", f"{name} holds numbers; this is a {type(values).__name__} of others") from None
    if array.ndim > 1:
        raise Error("invalid_argument", f"{name} is a number or one column; this has {array.ndim} dimensions")
    return np.ascontiguousarray(array) if array.ndim else array


def optional_numbers(name: str, values: Optional[Any]) -> Optional[npt.NDArray[np.float64]]:
    return None if values is None else numbers(name, values)


def together(**columns: Any) -> list[npt.NDArray[np.float64]]:
    """Numbers and columns brought to one length."""
    arrays = [scalar_or_column(name, values) for name, values in columns.items()]
    try:
        return [np.ascontiguousarray(array) if array.ndim else array for array in np.broadcast_arrays(*arrays)]
    except ValueError:
        raise Error("schema_mismatch", f"{', '.join(columns)} are numbers or columns of equal lengths") from None


def shaped(values: npt.NDArray[np.float64], like: npt.NDArray[np.float64]) -> Answer:
    """A number where numbers were asked about, else a column."""
    return values if like.ndim else float(values[0])

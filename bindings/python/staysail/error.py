"""Errors: what went wrong, where in the input, and what to do about it."""

from __future__ import annotations

from typing import NamedTuple, Optional


class Place(NamedTuple):
    """A place in an input: a file (or the name of a text), 1-based line and column (0 = unknown)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(number) for number in (self.line, self.column) if number)])


class Error(Exception):
    """Whatever staysail refuses. `code` is stable and for programs, `message` is for people.

    `place` says where in an input the fault is; None when it belongs to no input.
    """

    def __init__(self, code: str, message: str, place: Optional[Place] = None) -> None:
        super().__init__(code, message, place)
        self.code = code
        self.message = message
        self.place = place

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place is not None else ""
        return f"{where}{self.code}: {self.message}"

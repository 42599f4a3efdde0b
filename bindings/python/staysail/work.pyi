from typing import Mapping, Optional, Sequence, TypedDict, final

from ._staysail import Frame, _Table

__all__ = ["Desk", "assign_jobs", "claim_tasks", "lives"]

@final
class Desk:
    def __init__(self, store: str, *, as_staff: str, playbook: str = "") -> None: ...
    def open(
        self,
        kind: str,
        *,
        occasion: str,
        customer: str = "",
        subject: str = "",
        account: str = "",
        subscription: str = "",
        parent: str = "",
        unit: str = "",
        at: str,
        note: str = "",
        set: Mapping[str, str] = {},
    ) -> Frame: ...
    def move(self, id: str, event: str, *, at: str, note: str = "", set: Mapping[str, str] = {}) -> Frame: ...
    def assign(self, id: str, staff: str, *, at: str, note: str = "") -> Frame: ...
    def escalate(self, id: str, *, at: str, note: str = "") -> Frame: ...
    def split(self, id: str, parts: Sequence[str], *, at: str, note: str = "") -> Frame: ...
    def merge(self, id: str, into: str, *, at: str, note: str = "") -> Frame: ...
    def list(
        self,
        *,
        at: str,
        kind: str = "",
        state: str = "",
        customer: str = "",
        assignee: str = "",
        only_open: bool = False,
    ) -> Frame: ...
    def history(self, id: str, *, at: str) -> Frame: ...
    def tick(self, *, at: str) -> dict[str, int]: ...

def claim_tasks(store: str, *, staff: str, at: str, unit: str = "", count: int = 10) -> Frame: ...

class _Assigned(TypedDict):
    staff: dict[str, Optional[str]]
    cost: int
    bound: int
    gap: float
    exact: bool

def assign_jobs(
    jobs: _Table, workers: _Table, *, units: Optional[_Table] = None, exact_pairs: int = 200000
) -> _Assigned: ...
def lives() -> list[tuple[str, str, str, str]]: ...

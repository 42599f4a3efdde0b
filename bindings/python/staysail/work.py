"""Work: what people pursue for customers, who does what, and by when."""

from ._staysail import Desk, assign_jobs, claim_tasks, lives

__all__ = ["Desk", "assign_jobs", "claim_tasks", "lives"]

"""Identity: which parties are one person, registered more than once."""

from ._staysail import Identity, compare_parties

__all__ = ["Identity", "compare_parties"]

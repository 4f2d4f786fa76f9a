"""What errfix is compared with. Each module has `start(folder)`: it reads the entries and gives the search."""

from collections.abc import Callable, Sequence

Search = Callable[[str], Sequence[str]]
"""From a message to entry ids, best first."""

RIVALS = {
    "errfix": "errfix",
    "lookup": "deadends-dev's lookup",
    "token_set": "rapidfuzz token_set_ratio",
    "floor": "BM25 + RE2 alone",
}
"""The modules and their names in the tables."""

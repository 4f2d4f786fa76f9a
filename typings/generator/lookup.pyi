# What the benchmarks use of deadends-dev, which ships no types of its own.
from typing import Any

_CANONS_CACHE: list[dict[str, Any]] | None

def _load_canons() -> list[dict[str, Any]]: ...
def lookup_all(error_message: str) -> list[dict[str, Any]]: ...

from collections import Counter

from bot.matching.counts import count_down


def test_what_comes_down_to_nothing_is_forgotten() -> None:
    counts = Counter({"a": 2, "b": 1})

    count_down(counts, {"a", "b"})

    assert dict(counts) == {"a": 1}

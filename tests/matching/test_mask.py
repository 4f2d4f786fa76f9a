import pytest

from bot.matching.mask import mask


@pytest.mark.parametrize(
    ("line", "masked"),
    (
        ("can't open file '/home/ann/x.py': [Errno 2]", "can't open file '<path>': [Errno <n>]"),
        (r"cannot find C:\Users\Ann\x.txt", "cannot find <path>"),
        ("connect ECONNREFUSED 127.0.0.1:5432", "connect ECONNREFUSED <address>"),
        ("GET https://example.org/a?b=c failed", "GET <url> failed"),
        ("segfault at 0x7ffd3a ip", "segfault at <hex> ip"),
        ("commit 3f2a9bc1d not found", "commit <hash> not found"),
        ("pod 6f1e2d3c-1a2b-4c5d-8e9f-0a1b2c3d4e5f died", "pod <uuid> died"),
        ("2026-01-02 10:11:12,345 ERROR boom", "<time> ERROR boom"),
        ("took   35 ms", "took <n> ms"),
    ),
)
def test_what_varies_is_masked(line: str, masked: str) -> None:
    assert mask(line) == masked


def test_two_occurrences_of_one_error_have_one_mask() -> None:
    first = mask("worker 3: cannot open /tmp/a1/job.lock after 30 s")
    second = mask("worker 17: cannot open /var/b/job.lock after 5 s")

    assert first == second


def test_words_that_look_like_hexadecimal_stay() -> None:
    assert mask("the facade feedback decade") == "the facade feedback decade"

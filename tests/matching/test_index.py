import math

import pytest

from bot.matching.index import TextIndex, background
from bot.matching.tokens import tokens
from tests.matching.samples import entry

ENTRIES = [
    entry("git/histories", "refusing to merge unrelated histories"),
    entry("git/merge", "merge conflict in file"),
    entry("rust/borrow", "cannot borrow value mutably"),
]
NEW = entry("kotlin/frobnicated", "frobnicated merge in value")


def search(index: TextIndex, text: str, limit: int = 10) -> list[int]:
    return [position for position, _ in index.search(dict.fromkeys(tokens(text), 1.0), limit)]


def test_entries_with_more_and_rarer_of_the_words_come_first() -> None:
    index = TextIndex(ENTRIES)

    assert search(index, "merge unrelated histories") == [0, 1]
    assert search(index, "merge unrelated histories", limit=1) == [0]


@pytest.mark.parametrize("text", ("", "unheard of", "!?"))
def test_words_that_no_entry_has_find_nothing(text: str) -> None:
    assert search(TextIndex(ENTRIES), text) == []


def test_a_word_counts_by_its_weight() -> None:
    index = TextIndex(ENTRIES)

    assert index.search({"conflict": 1.0, "borrow": 0.1}, 1)[0][0] == 1
    assert index.search({"conflict": 0.1, "borrow": 1.0}, 1)[0][0] == 2


def test_of_very_many_words_the_heaviest_are_asked_for() -> None:
    crowd = entry("a/crowd", " ".join(f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(60)))
    index = TextIndex([crowd, *ENTRIES])
    weights = dict.fromkeys(index.words[0].wordings[0], 0.5) | {"borrow": 1.0}

    assert 3 in [position for position, _ in index.search(weights, 10)]
    assert 3 not in [position for position, _ in index.search(weights | {"borrow": 0.1}, 10)]


def test_a_word_is_rarer_the_fewer_entries_and_channel_messages_have_it() -> None:
    index = TextIndex(ENTRIES)
    documents, counts = background()

    assert index.rarity("not") == pytest.approx(math.log(1 + (documents + 3) / counts["not"]))
    assert index.rarity("not") < index.rarity("merge") < index.rarity("histories")
    assert index.rarity("unheard") == pytest.approx(math.log(1 + documents + 3))


def test_the_mass_of_words_counts_each_once() -> None:
    index = TextIndex(ENTRIES)

    assert index.mass(["merge", "borrow", "merge"]) == pytest.approx(index.rarity("merge") + index.rarity("borrow"))


def test_only_words_of_entries_and_channels_are_known() -> None:
    assert TextIndex(ENTRIES).known(["borrow", "error", "xq7z"]).keys() == {"borrow", "error"}


def test_words_speak_for_the_domains_that_have_them_more_often() -> None:
    speaks = TextIndex(ENTRIES).domain_evidence({"merge": 1.0, "xq7z": 1.0})

    assert speaks["git"] > 0
    assert "rust" not in speaks


def test_a_word_on_a_line_that_hardly_counts_still_speaks_a_little() -> None:
    index = TextIndex(ENTRIES)

    assert index.domain_evidence({"merge": 1.0})["git"] > index.domain_evidence({"merge": 0.1})["git"] > 0


def test_without_entries_nothing_is_found() -> None:
    index = TextIndex([])

    assert (search(index, "error"), index.domain_evidence({"error": 1.0})) == ([], {})


def test_what_is_added_is_found_from_the_commit_on() -> None:
    index = TextIndex(ENTRIES)
    index.add(3, NEW)
    before = search(index, "frobnicated")
    index.commit()

    assert (before, search(index, "frobnicated")) == ([], [3])
    assert index.domain_evidence({"frobnicated": 1.0}).keys() == {NEW.domain}


def test_what_is_removed_leaves_no_trace() -> None:
    index, untouched = TextIndex(ENTRIES), TextIndex(ENTRIES)
    found = dict.fromkeys(index.words[0].all, 1.0) | dict.fromkeys(tokens(NEW.signature), 1.0)
    index.add(3, NEW)
    index.commit()
    index.domain_evidence(found)
    index.remove(3, NEW)
    index.commit()

    assert search(index, "frobnicated") == []
    assert index.known(found) == untouched.known(found)
    assert untouched.domain_evidence(found) == index.domain_evidence(found)


def test_the_last_entry_can_go() -> None:
    index = TextIndex([NEW])
    index.remove(0, NEW)
    index.commit()

    assert (search(index, "frobnicated"), index.known(["frobnicated"])) == ([], {})
    assert index.domain_evidence({"frobnicated": 1.0}) == {}

"""Entries that come, change and go while others match."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from bot.matching import Matcher
from tests.matching.samples import entry

STAYS = entry("git/unrelated", "fatal: refusing to merge unrelated histories", regex="refusing to merge")
OTHERS = [entry(f"docker/other{number}", f"no space left on device {number}") for number in range(20)]
PASTE = "hi all\n$ git pull\nfatal: refusing to merge unrelated histories\nno space left on device 3\nnumber 7 exploded"


@pytest.fixture
def _threads_take_turns_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_threads_take_turns_often")
def test_others_match_while_entries_of_ever_new_tools_come_change_and_go() -> None:
    matcher = Matcher([STAYS, *OTHERS])
    expected = matcher.match(PASTE).matches[0].entry_id
    done = Event()

    def keep_matching() -> set[str]:
        found = set()
        while not done.is_set():
            result = matcher.match(PASTE)
            found.add(result.matches[0].entry_id)
        return found

    with ThreadPoolExecutor(2) as pool:
        matching = [pool.submit(keep_matching) for _ in range(2)]
        try:
            for number in range(15):
                name = f"tool{number}/exploded"
                matcher.put(entry(name, f"number {number} exploded on a device"))
                matcher.put(entry(name, f"number {number} exploded with smoke"))
                matcher.remove(name)
        finally:
            done.set()
        found = set().union(*(one.result() for one in matching))

    assert found == {expected} == {STAYS.id}


def test_a_changed_entry_is_never_out_of_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    matcher = Matcher([STAYS, *OTHERS])
    seen = []
    commit = matcher._index.commit  # noqa: SLF001 - the moment at which others see the change

    def look_around() -> None:
        seen.append((STAYS.id in matcher.catalog, matcher.match(PASTE).matches[0].entry_id))
        commit()
        seen.append((STAYS.id in matcher.catalog, matcher.match(PASTE).matches[0].entry_id))

    monkeypatch.setattr(matcher._index, "commit", look_around)  # noqa: SLF001 - as above
    matcher.put(STAYS.model_copy(update={"root_cause": "Two roots."}))

    assert seen == [(True, STAYS.id)] * 2
    assert matcher.catalog[STAYS.id].root_cause == "Two roots."


def test_an_entry_that_went_leaves_no_trace_in_what_others_get() -> None:
    matcher, untouched = Matcher([STAYS, *OTHERS]), Matcher([STAYS, *OTHERS])
    passing = entry("kotlin/unrelated", "e: unrelated merge exploded", tags=["hi"])
    paste = f"{PASTE}\nkotlin exploded"

    matcher.put(passing)
    matcher.match(paste)
    matcher.remove(passing.id)

    assert matcher.match(paste) == untouched.match(paste)


def test_an_entry_that_is_not_there_can_be_removed() -> None:
    matcher = Matcher([STAYS])
    matcher.remove("git/nowhere")

    assert matcher.match(PASTE).matches[0].entry_id == STAYS.id


def test_a_paste_is_read_in_the_wordings_of_the_entries_that_are_there() -> None:
    matcher = Matcher([STAYS])
    refused = entry("networking/refused", "dial failed: connection refused")

    def readings() -> list[str]:
        return [unit.text.lower() for unit in matcher.read("connect ECONNREFUSED 10.0.0.1:5432").readings]

    assert readings() == []
    matcher.put(refused)
    assert readings() == ["connection refused"]
    matcher.remove(refused.id)
    assert readings() == []

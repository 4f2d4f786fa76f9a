import pytest

from bot.entries import Entry
from bot.matching import Matcher
from bot.matching.environment import suits, systems


def entry(entry_id: str, *about: str) -> Entry:
    return Entry.model_validate(
        {
            "id": entry_id,
            "signature": "fatal: the flux capacitor is not charged",
            "domain": "git",
            "root_cause": "It was not charged.",
            "workarounds": [{"action": "Charge it"}],
            "os_specific": dict.fromkeys(about, ""),
        }
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    (
        (r"C:\Users\ann> git pull", {"windows"}),
        ("OSError: [WinError 5] Access is denied", {"windows"}),
        ("open /Users/ann/x: no such file", {"macos"}),
        ("/home/ann/x: not found", {"linux"}),
        ("it does not work", set()),
    ),
)
def test_a_paste_shows_its_system(text: str, expected: set[str]) -> None:
    assert systems(text) == expected


@pytest.mark.parametrize(
    ("about", "shown", "expected"),
    ((("windows",), {"windows"}, 1), (("linux",), {"windows"}, -1), ((), {"windows"}, 0), (("linux",), set(), 0)),
)
def test_an_entry_suits_the_systems_it_is_about(about: tuple[str, ...], shown: set[str], expected: int) -> None:
    assert suits(entry("git/flux", *about), frozenset(shown)) == expected


@pytest.mark.parametrize(("path", "best"), ((r"C:\src", "git/flux/windows"), ("/home/ann", "git/flux/linux")))
def test_of_two_twins_the_one_for_the_asker_s_system_is_shown(path: str, best: str) -> None:
    matcher = Matcher([entry("git/flux/linux", "linux"), entry("git/flux/windows", "windows")])

    assert matcher.match(f"{path}\nfatal: the flux capacitor is not charged").matches[0].entry_id == best

import pytest

from bot.entries import Entry
from bot.matching import Matcher
from bot.matching.environment import suits, suits_version, systems


def entry(entry_id: str, *about: str, versions: tuple[str, ...] = ()) -> Entry:
    return Entry.model_validate(
        {
            "id": entry_id,
            "signature": "fatal: the flux capacitor is not charged",
            "domain": "git",
            "root_cause": "It was not charged.",
            "workarounds": [{"action": "Charge it"}],
            "os_specific": dict.fromkeys(about, ""),
            "versions": [{"version": version} for version in versions],
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


@pytest.mark.parametrize(
    ("version", "text", "expected"),
    (
        ("python >=3.9,<3.12", "Python 3.10.4 on linux", 1),
        ("python >=3.9,<3.12", "/usr/lib/python3.12/site-packages", -1),
        ("python >=3.9,<3.12", "python: command not found", 0),
        ("node 20", "node v20.11.1", 1),
        ("node 20", "Node.js/18", 0),
        ("cuda >=11.0,<13.0", "CUDA Version: 13.0", -1),
        ("terraform <1.6", "terraform v1.5.7", 1),
        ("ros2 >=humble,<rolling", "ros2 humble", 0),
        ("ros2 >=humble,<rolling", "ros2 0.18.5", 0),
        ("python >=3.8,!=3.9", "Python 3.10", 1),
        ("python >=3.8,!=3.9", "Python 3.9.2", -1),
        ("python " + "9" * 5_000, "Python 3.10", -1),
        ("terraform <1.6", "terraform " + "9" * 5_000, -1),
        ("git <=2.30", "git/2.30.1", 1),
        ("git >2.30", "git version 2.30", -1),
        ("git ==2.30", "git version 2.31", -1),
        ("2024", "python 3", 0),
    ),
)
def test_an_entry_suits_the_versions_it_is_about(version: str, text: str, expected: int) -> None:
    assert suits_version(entry("git/flux", versions=(version,)), text) == expected


@pytest.mark.parametrize(("number", "best"), (("1.9", "git/flux/old"), ("2.44", "git/flux/new")))
def test_of_two_twins_the_one_for_the_asker_s_version_is_shown(number: str, best: str) -> None:
    matcher = Matcher([entry("git/flux/old", versions=("git <2",)), entry("git/flux/new", versions=("git >=2",))])

    text = f"git version {number}\nfatal: the flux capacitor is not charged"

    assert matcher.match(text).matches[0].entry_id == best

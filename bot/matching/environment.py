"""The environment a paste comes from, to choose between twins: entries for one error in several environments."""

import operator
import re
from collections.abc import Callable

from bot.entries import Entry

_SIGNS = {
    "windows": re.compile(
        r"\b[A-Z]:\\|\bWinError\b|\bwin32\b|\bPowerShell\b|\bPS [A-Z]:\\|\.exe\b|\bwindows\b|\bcmd\.exe\b",
        re.IGNORECASE,
    ),
    "macos": re.compile(
        r"/Users/|\bdarwin\b|\bmac ?os\b|\bhomebrew\b|\bbrew (?:install|link|services)\b", re.IGNORECASE
    ),
    "linux": re.compile(
        r"/home/|\bubuntu\b|\bdebian\b|\bcentos\b|\blinux\b|\bapt(?:-get)? |\bsystemd\b", re.IGNORECASE
    ),
}


def systems(text: str) -> frozenset[str]:
    """The operating systems that a text shows signs of."""
    return frozenset(name for name, sign in _SIGNS.items() if sign.search(text))


def suits(entry: Entry, shown: frozenset[str]) -> int:
    """1 if the entry is about a system that the paste shows, -1 if only about others, 0 if nothing is known."""
    about = entry.os_specific.keys() & _SIGNS.keys()
    if not about or not shown:
        return 0
    return 1 if about & shown else -1


_RANGE = re.compile(r"^\s*(?P<tool>[A-Za-z][\w.+-]*(?: [A-Za-z][\w.+-]*)*)\s*(?P<bounds>[<>=~^v\d].*)$")
_NUMBER = r"\d{1,18}(?:\.\d{1,18}){0,3}"
_BOUND = re.compile(rf"(?P<sign>>=|<=|==|!=|>|<|=|~|\^)?\s*v?(?P<number>{_NUMBER})")
_Number = tuple[int, ...]
_SIGNS_OF_ORDER: dict[str, Callable[[_Number, _Number], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
    "!=": operator.ne,
}


def suits_version(entry: Entry, text: str) -> int:
    """1 if the text names a version of the entry's tool that the entry is about, -1 for another one, 0 for none."""
    found = [_within(version.version, text) for version in entry.versions]
    known = [one for one in found if one is not None]
    if not known:
        return 0
    return 1 if any(known) else -1


def _within(about: str, text: str) -> bool | None:
    """Whether a version that the text names lies in a range like `python >=3.9,<3.12`; None where there is none."""
    stated = _RANGE.match(about)
    bounds = list(_BOUND.finditer(stated["bounds"])) if stated else []
    if stated is None or not bounds:
        return None
    named = re.search(
        rf"\b{re.escape(stated['tool'])}(?:[ /@=:-]|version|\(|v){{0,12}}({_NUMBER})", text, re.IGNORECASE
    )
    if named is None:
        return None
    return all(_holds(bound["sign"] or "=", named[1], bound["number"]) for bound in bounds)


def _holds(sign: str, named: str, bound: str) -> bool:
    """Whether `named` stands in this order to `bound`, as far as both say: 3.12 is `>=3` and `=3`."""
    have, want = (tuple(map(int, number.split("."))) for number in (named, bound))
    length = min(len(have), len(want))
    compare = _SIGNS_OF_ORDER.get(sign, _SIGNS_OF_ORDER["="])
    if sign in {">", "<"} and have[:length] == want[:length]:
        # `<13.0` leaves 13 and 13.1 out, `>1.2` takes 1.2.1.
        return sign == ">" and len(have) > len(want)
    return compare(have[:length], want[:length])

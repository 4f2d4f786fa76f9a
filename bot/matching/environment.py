"""Which operating system a paste comes from, to choose between twins: entries for one error in several environments."""

import re

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

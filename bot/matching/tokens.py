"""Words of a technical text: camelCase, snake_case and codes also in their parts, Chinese and Japanese in pairs."""

import re
from functools import lru_cache
from itertools import chain

_WORD = re.compile(
    r"[A-Za-z0-9_]+|[\u00c0-\u024f\u0370-\u052f\uac00-\ud7af]+|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+"
)
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_MAX_WORD = 64
_IES = 4


def tokens(text: str) -> list[str]:
    """The tokens in order, a compound word before its parts: `ExitCode137` gives exitcode137, exit, code, 137."""
    # Longer words are keys and blobs.
    words = [word for word in _WORD.findall(text) if len(word) <= _MAX_WORD]
    return list(chain.from_iterable(map(_of_word, words)))


@lru_cache(maxsize=65_536)
def _of_word(word: str) -> tuple[str, ...]:
    if word[0] >= "\u3040" and not "\uac00" <= word[0] <= "\ud7af":
        return tuple(word[i : i + 2] for i in range(len(word) - 1)) or (word,)
    lower = word.lower()
    if lower.isalpha() and (word in {lower, word.upper(), word.capitalize()}):
        return (_singular(lower),)
    parts = _PART.findall(word)
    if len(parts) <= 1:
        return (_singular(lower.strip("_")),) if lower.strip("_") else ()
    whole = lower.replace("_", "")
    return (whole, *(_singular(part.lower()) for part in parts if len(part) > 1 or part.isdigit()))


def _singular(word: str) -> str:
    """Harman's S-stemmer: plural and third person fold into the base form."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):  # noqa: PLR2004 - too short to tell
        return word
    if word.endswith("ies") and len(word) > _IES:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]

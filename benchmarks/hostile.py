"""Makes pastes that should not, but might, slow a matcher down or break it."""

from collections.abc import Callable, Sequence
from random import Random

LONGEST = 1_000_000
_USUAL = 20_000
_LONG_ONE_IN = 100
_REPEATED = (
    *(
        "a",
        "A",
        " ",
        "\n",
        "\t",
        "\r",
        "`",
        "```\n",
        "\\n",
        "\\",
        '\\"',
        "(",
        "[",
        "<",
        ".",
        "/",
        "~/",
        "../",
        ":",
        "|",
        "│",
    ),
    *(
        "0",
        "0x",
        "1.",
        "-",
        "_",
        "aB",
        "a_",
        "日",
        "é",
        "e\u0301",
        "\u0301\u0323",
        "👩\u200d💻",
        "\x1b[",
        "\x1b[31m",
        "\x1b]",
        "\x9b",
        "\x00",
    ),
    *(
        "\u202e",
        "\u2028",
        "\xa0",
        "error",
        "error: ",
        "Error\n",
        "failed ",
        "Caused by: ",
        "Caused by:\n",
        "at a.b(C.java:1)\n",
    ),
    *(
        '  File "x.py", line 1, in f\n',
        "Traceback (most recent call last):\n",
        "http://",
        "https://a.b/",
        "a@b.c ",
        "s, ",
    ),
    *(
        "[rank0]: ",
        "web_1  | ",
        "2026-01-02T03:04:05Z ",
        "10.0.0.1:",
        "deadbeef",
        "npm ERR! ",
        "E   ",
        "> ",
        "$ ",
        "+ ",
        "# ",
    ),
    *("C:\\", "12:34:56 ", "a.", "a::", "x=1;", "{}", "\ud800", "\udfff", "\U0010ffff", "ß", "ﬁ", "İ", "ſ"),
)


def paste(chance: Random, real: Sequence[str], signatures: Sequence[str]) -> tuple[str, str]:
    """A paste and what kind it is; the same for the same state of `chance`."""
    longest = LONGEST if chance.randrange(_LONG_ONE_IN) == 0 else _USUAL
    size = round(10 ** chance.uniform(0, len(str(longest)) - 1))
    kind, make = chance.choice(tuple(_KINDS.items()))
    return make(chance, real, signatures, size)[:size], kind


def _any_unicode(chance: Random, _real: Sequence[str], _signatures: Sequence[str], size: int) -> str:
    """Characters of all planes, halves of surrogate pairs and unassigned ones too."""
    top = chance.choice((0x80, 0x250, 0x3000, 0x10000, 0x110000))
    return "".join(map(chr, (chance.randrange(top) for _ in range(size))))


def _repeated(chance: Random, _real: Sequence[str], _signatures: Sequence[str], size: int) -> str:
    parts = chance.choices(_REPEATED, k=chance.choice((1, 1, 2, 3)))
    begin = chance.choice(("", "", "x\ry", "\x1b[", '"', "`", "("))
    return begin + "".join(part * (size // len(parts) // len(part) + 1) for part in parts)


def _woven(chance: Random, _real: Sequence[str], _signatures: Sequence[str], size: int) -> str:
    """Repetition of something that is itself a mixture."""
    part = "".join(chance.choices(_REPEATED, k=chance.randrange(2, 9)))
    return part * (size // len(part) + 1)


def _long_lines(chance: Random, _real: Sequence[str], _signatures: Sequence[str], size: int) -> str:
    """Repetition in many long lines that all begin differently, so that none counts as said before."""
    width = chance.choice((300, 1_000, 4_000, 5_000))
    part = chance.choice((chance.choice(_REPEATED).replace("\n", " "), chance.choice("aA0 .(")))
    begins = ("".join(chance.choices("abcdefghijkl", k=8)) for _ in range(size // width + 1))
    return "\n".join((begin + part * width)[:width] for begin in begins)


def _spliced(chance: Random, real: Sequence[str], _signatures: Sequence[str], size: int) -> str:
    parts: list[str] = []
    length = 0
    while length < size:
        source = chance.choice(real)
        start = chance.randrange(len(source))
        parts.append(source[start : chance.randrange(start, len(source)) + 1])
        length += len(parts[-1]) + 1
    return chance.choice(("", "\n", " ")).join(parts)


def _mutated(chance: Random, real: Sequence[str], signatures: Sequence[str], size: int) -> str:
    characters = list(_spliced(chance, real, signatures, min(size, _USUAL)))
    for _ in range(1 + len(characters) // chance.choice((10, 100, 1_000))):
        at = chance.randrange(len(characters))
        characters[at] = chance.choice(
            ("", characters[at] * 2, chance.choice(_REPEATED), chr(chance.randrange(0x110000)))
        )
    text = "".join(characters)
    return chance.choice((str, str.upper, str.lower, repr, _backwards))(text)


def _backwards(text: str) -> str:
    return text[::-1]


def _known(chance: Random, _real: Sequence[str], signatures: Sequence[str], size: int) -> str:
    """Very many known errors at once, so that everything fires."""
    separator = chance.choice(("\n", " ", ": ", "\n\n", "|"))
    return separator.join(chance.choices(signatures, k=1 + size // 30))


_KINDS: dict[str, Callable[[Random, Sequence[str], Sequence[str], int], str]] = {
    "any Unicode": _any_unicode,
    "repetition": _repeated,
    "woven repetition": _woven,
    "long lines": _long_lines,
    "splice": _spliced,
    "mutation": _mutated,
    "many known errors": _known,
}

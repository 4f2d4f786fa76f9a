"""`{name}` in a fix stands for what the reader pasted where the pattern's named group matched.

A shell's `${name}`, a template's `{{name}}`, git's `@{name}` and curl's `%{name}` are none and stay as they are.
"""

import re

PLACEHOLDER = re.compile(r"(?<![${@%])\{([A-Za-z_]\w*)\}(?!\})")
# What no shell, shell expansion or option parser acts on; a leading dash would be read as an option.
_PLAIN = re.compile(r"/?[A-Za-z0-9_@][A-Za-z0-9_@.:/+-]{0,79}\Z")


def is_plain(value: str) -> bool:
    """Whether a pasted value may stand in a command that somebody copies and runs: short, and plain characters only."""
    return bool(_PLAIN.match(value)) and "//" not in value and ".." not in value


def fill(text: str, values: dict[str, str | None]) -> str:
    """Replace each `{name}` whose value is plain; the placeholder stays where there is none or it is not."""

    def value_or_placeholder(found: re.Match[str]) -> str:
        value = values.get(found[1])
        return value if value and is_plain(value) else found[0]

    return PLACEHOLDER.sub(value_or_placeholder, text)

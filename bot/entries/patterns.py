"""The entries' patterns: RE2, so that matching time stays linear in the length of what somebody pasted."""

import re
from typing import AnyStr

import re2

from bot.errors import InputError

_LOOK_AROUND = re.compile(r"\(\?(?:=|!|<=|<!)")
_BACK_REFERENCE = re.compile(r"(?<!\\)(?:\\\\)*(?:\\[1-9]|\(\?P=)")
_POSSESSIVE = re.compile(r"[*+?}]\+|\(\?>")
MAX_PATTERN_LENGTH = 2_000


def options() -> re2.Options:
    """Patterns ignore case, and `.` crosses line ends, because chat clients and terminals wrap lines."""
    chosen = re2.Options()
    chosen.case_sensitive = False
    chosen.dot_nl = True
    chosen.log_errors = False
    chosen.max_mem = 1 << 22
    return chosen


def compile_pattern(pattern: str) -> "re2._Regexp[str]":
    """The compiled pattern.

    Raises InputError, with what to write instead, for what RE2 cannot run.
    """
    return _compiled(pattern, pattern)


def compile_for_bytes(pattern: str) -> "re2._Regexp[bytes]":
    """The same for text in UTF-8, which RE2 reads without converting it, with `^` and `$` at line ends too."""
    return _compiled(pattern, b"(?m)" + pattern.encode("utf-8", "replace"))


def _compiled(pattern: str, source: AnyStr) -> "re2._Regexp[AnyStr]":
    if len(pattern) > MAX_PATTERN_LENGTH:
        msg = f"the pattern has {len(pattern)} characters, {MAX_PATTERN_LENGTH} at most"
        raise InputError(msg)
    try:
        return re2.compile(source, options())
    except (re2.error, UnicodeEncodeError) as error:
        raise InputError(_explain(pattern, error)) from error


def _explain(pattern: str, error: Exception) -> str:
    if _LOOK_AROUND.search(pattern):
        return "look-arounds cannot run in linear time; match the surrounding words, or use a counterexample"
    if _BACK_REFERENCE.search(pattern):
        return "back-references cannot run in linear time; write the repeated part out"
    if _POSSESSIVE.search(pattern):
        return "possessive and atomic groups are not needed in RE2; use the plain form"
    reason = error.args[0] if error.args else error
    return f"RE2 cannot read it: {reason.decode() if isinstance(reason, bytes) else reason}"

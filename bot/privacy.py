"""Finds the secrets in what people paste, and blanks them before anything is matched, stored or shown.

First go the tokens that their own form gives away, then the values that stand where a secret is expected (behind
`password=`, in a URL before the `@`) and look like one. The searches are RE2's and every value that is looked at is
bounded, so the time is linear in the length of the text.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import re2

_BREAK = r"(?:\s|\\[nr]|[\"'|>│])*"
_TOKENS = {
    "private-key": (
        r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----"
        rf"(?:{_BREAK}(?:Proc-Type|DEK-Info|Version|Comment):[^\n\\]*)*"
        rf"(?:{_BREAK}[A-Za-z0-9+/=]{{16,}})*"
        rf"(?:(?:{_BREAK}[A-Za-z0-9+/=]+)?{_BREAK}-----END (?:[A-Z0-9]+ ){{0,3}}PRIVATE KEY(?: BLOCK)?-----)?"
    ),
    "slack-token": r"\b(?:xox[abceoprs](?:\.xox[bp])?-[A-Za-z0-9-]{10,}|xapp-[0-9]-[A-Za-z0-9-]{20,})",
    "slack-webhook": r"\bhooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_+-]{20,}",
    "discord-token": r"\b[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}",
    "discord-webhook": r"\bdiscord(?:app)?\.com/api/(?:v[0-9]+/)?webhooks/[0-9]{15,20}/[A-Za-z0-9_-]{30,}",
    "github-token": r"\b(?:gh[opsur]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})",
    "gitlab-token": r"\b(?:gl(?:pat|oas|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct)-[A-Za-z0-9_-]{20,}|GR1348941[\w-]{20,})",
    "aws-key": r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b",
    "google-key": r"\b(?:AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{24,}|1//0[\w-]{30,})",
    "anthropic-key": r"\bsk-ant-[A-Za-z0-9_-]{20,}",
    "openai-key": r"\bsk-(?:(?:proj|svcacct|admin|or-v1)-[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{32,})",
    "huggingface-token": r"\b(?:hf|api_org)_[A-Za-z0-9]{30,}",
    "npm-token": r"\bnpm_[A-Za-z0-9]{36,}",
    "pypi-token": r"\bpypi-[A-Za-z0-9_-]{40,}",
    "stripe-key": r"\b(?:[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/=]{24,})",
    "jwt": r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}",
}

_LOGIN_NAME = r"(?:password|passwd|passphrase|pwd|密码|口令)"
_KEY_NAME = (
    r"(?:(?:api|access|account|secret|private|signing|encryption|master|auth)[_-]?key(?:_base)?|secret|token|密钥|令牌)"
)
_ASSIGN = r"""["'\]\\]{0,3}[ \t]*(?::=|=>|[:=：])[ \t]*"""
_LEADS = {
    # No leads, but they look like one: the mark an earlier run left, and a part of a .NET assembly's name.
    "none": rf"\[redacted:[a-z-]+\]|public[_-]?key[_-]?token{_ASSIGN}",
    "url-password": r"""://[^\s:/@"'<>]{0,100}:""",
    "authorization": rf"""authorization{_ASSIGN}[\\"']{{0,2}}(?:bearer|basic|token)[ \t]+""",
    "password": rf"{_LOGIN_NAME}{_ASSIGN}|--[a-z-]*{_LOGIN_NAME}[ \t]+|\b(?:identified by|with password)[ \t]+",
    "secret": rf"(?:{_KEY_NAME}|authorization){_ASSIGN}|--[a-z-]*{_KEY_NAME}[ \t]+|\bbearer[ \t]+",
}

_URL_PASSWORD = re.compile(r"""([^\s/?#"'<>]{1,256})@(?!sha256:)""")
_VALUE = re.compile(
    r"""\\?"(?P<double>[^"\s]{1,256}?)\\?"|\\?'(?P<single>[^'\s]{1,256}?)\\?'"""
    r"""|\\?["']?(?P<bare>[^\s"'`,;&<>()\[\]{}|\\，。；、）」]{1,256})"""
)
_END_OF_VALUE = re.compile(r"""[\s"'`,;&<>()\[\]{}|\\，。；、）」]""")

_PLACEHOLDER = re.compile(
    r"""(?ix) [$][\w{(] | %[\w(] | [<{\[(*] | [#]\{ | [@:&!][a-z_]+\Z | \?     # a variable, or a place to fill in
    | your | (?:my|the|some|enter|insert|replace|example|change|dummy|fake)[_-]
    | .*(?:\*\*\*|\.\.\.|…|•••|redacted)"""
)
_NO_PASSWORD = re.compile(
    "admin|bytes|changed|changeit|changeme|default|disabled|empty|encrypted|expired|false|incorrect|invalid|localhost"
    "|mismatch|missing|optional|pass|passwd|password|placeholder|postgres|protected|required|root|secret|secretstr"
    "|string|token|undefined|unchanged|unknown|unset|username|varchar",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"[~.]{0,2}/[\w.-]+(?:/|\Z)|[\w+.-]+://|arn:|sha\d+[:-]|0x[0-9a-f]+\Z|\d{4}-\d\d-\d\dt", re.IGNORECASE
)
_DOTTED_NAMES = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\Z")
_WORD = re.compile(r"(?<![^-_.:/])[A-Za-z]{3,}(?![^-_.:/])")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_MAX_PASSES = 8
_MIN_PASSWORD = 6
_MIN_WORD = 8
_MIN_SECRET = 16
_MIN_DIGITS = 2

Span = tuple[int, int, str]
"""Where a secret begins and ends, and its kind."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without its secrets, and the kinds of those that were found, sorted."""

    text: str
    kinds: tuple[str, ...]


def redact(text: str) -> Redacted:
    """The text with each secret replaced by `[redacted:<kind>]`; redacting the result again changes nothing."""
    kinds: set[str] = set()
    # A secret can hide right behind another, whose marker then ends a word and shows it.
    for _ in range(_MAX_PASSES):
        without_tokens, tokens = _blank(text, _find_tokens(text))
        clean, values = _blank(without_tokens, _find_values(without_tokens))
        if clean == text:
            break
        text = clean
        kinds |= tokens | values
    return Redacted(text, tuple(sorted(kinds)))


class _Finder:
    """Finds where one of several named forms occurs, in time linear in the text."""

    def __init__(self, forms: Mapping[str, str], *, ignore_case: bool) -> None:
        options = re2.Options()
        options.case_sensitive = not ignore_case
        options.max_mem = 1 << 24
        self._kinds = tuple(forms)
        self._pattern = re2.compile("|".join(f"({form})" for form in forms.values()), options)

    def find(self, text: str) -> Iterator[Span]:
        """Each occurrence, in order; at one place the first form that fits counts."""
        # RE2 reads UTF-8, which has no lone surrogates; the stand-in keeps all places the same.
        for match in self._pattern.finditer(_LONE_SURROGATE.sub("\ufffd", text)):
            number = next(number for number in range(1, len(self._kinds) + 1) if match.group(number) is not None)
            yield match.start(), match.end(), self._kinds[number - 1]


_TOKEN = _Finder(_TOKENS, ignore_case=False)
_LEAD = _Finder(_LEADS, ignore_case=True)


def _find_tokens(text: str) -> Iterator[Span]:
    for start, end, kind in _TOKEN.find(text):
        if kind != "discord-token" or _has_discord_id(text[start:end]):
            yield start, end, kind


def _find_values(text: str) -> Iterator[Span]:
    done = 0
    for start, end, kind in _LEAD.find(text):
        if start < done or kind == "none":
            continue
        value = _url_password(text, end) if kind == "url-password" else _value(text, end, kind, text[start:end])
        if value is not None:
            done = value[1]
            yield *value, kind


def _blank(text: str, spans: Iterable[Span]) -> tuple[str, set[str]]:
    """The text without the spans, and their kinds."""
    pieces: list[str] = []
    kinds: set[str] = set()
    done = 0
    for start, end, kind in spans:
        pieces += text[done:start], f"[redacted:{kind}]"
        kinds.add(kind)
        done = end
    return "".join([*pieces, text[done:]]), kinds


def _has_discord_id(token: str) -> bool:
    """Whether the first part is a number in base64, as in every Discord token and in hardly any other dotted name."""
    part = token.split(".", 1)[0]
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).isdigit()
    except binascii.Error:
        return False


def _url_password(text: str, start: int) -> tuple[int, int] | None:
    found = _URL_PASSWORD.match(text, start)
    if found is None or _PLACEHOLDER.match(found[1]) or _NO_PASSWORD.fullmatch(found[1]):
        return None
    return found.span(1)


def _value(text: str, start: int, kind: str, lead: str) -> tuple[int, int] | None:
    """Where the value behind the lead stands, if it looks like a real one of its kind."""
    found = _VALUE.match(text, start)
    if found is None or found.lastgroup is None:
        return None
    begin, end = found.span(found.lastgroup)
    value = text[begin:end]
    bare = found.lastgroup == "bare"
    if _PLACEHOLDER.match(value) or _PLACE.match(value) or (bare and text[end : end + 1] in {"(", "["}):
        return None
    if kind == "password":
        # In an environment file, a bare word is a value; in code, it is a variable.
        assigned = not bare or (lead.isupper() and lead.endswith("="))
        real = _looks_like_password(value, is_text=assigned)
    elif kind == "secret":
        real = _looks_like_secret(value)
    else:
        real = _looks_like_credentials(value)
    if not real:
        return None
    if bare:
        stop = _END_OF_VALUE.search(text, end)
        end = stop.start() if stop else len(text)
    return begin, end


def _looks_like_password(value: str, *, is_text: bool) -> bool:
    if len(value) < _MIN_PASSWORD or _NO_PASSWORD.fullmatch(value.rstrip("?!.:")):
        return False
    if value.isalpha():
        return is_text and len(value) >= _MIN_WORD
    if any(not (letter.isalpha() or letter in "_-.:") for letter in value):
        return is_text or not _DOTTED_NAMES.match(value)
    return False


def _looks_like_secret(value: str) -> bool:
    """Long, with digits, and not made of words: names of secrets are no secrets."""
    return (
        len(value) >= _MIN_SECRET
        and sum(letter.isdigit() for letter in value) >= _MIN_DIGITS
        and any(letter.isalpha() for letter in value)
        and len(_WORD.findall(value)) < 2  # noqa: PLR2004 - one word may be a prefix
        and not _DOTTED_NAMES.match(value)
    )


def _looks_like_credentials(value: str) -> bool:
    """What stands behind `Authorization: <scheme>`: has a digit, or is `user:password` in base64."""
    if len(value) < _MIN_WORD:
        return False
    if any(letter.isdigit() for letter in value):
        return True
    try:
        return b":" in base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return False

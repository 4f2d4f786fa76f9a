"""Discord's markdown: foreign text becomes letters without a meaning, code stays code, web addresses stay links."""

import re

from adapters.base.text import clean, clip, is_web_url, one_line

# What is markup anywhere; `<` begins mentions, emoji, times and hidden addresses, `[` a link under another name.
_ANYWHERE = re.compile(r"[\\*_~`|<\[\]]")
# What is markup at the start of a line: headings, small print, quotes, lists.
_AT_START = re.compile(r"^([ \t]*)(?=[#>+-])", re.MULTILINE)
_NUMBERED = re.compile(r"^([ \t]*\d+)(?=[.)])", re.MULTILINE)
# Emoji by name, and addresses that nobody checked: their colon is.
_COLON = re.compile(r":(?=[\w+-]+:|//)")
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)", re.IGNORECASE)
# Code between backticks; an address up to where ASCII ends, but none that was cut short.
_CODE = r"(?<!`)`(?P<code>[^`\n]+)`(?!`)"
_URL = r"(?P<url>(?i:https?)://[^\s<>`\"\\^{|}\x7f-\U0010ffff]++)(?!…)"
_CODE_OR_URL = re.compile(f"{_CODE}|{_URL}")
_AFTER_URL = ".,;:!?'*]"
_MAX_LINK = 300


def escape(text: str) -> str:
    """The text in markdown: no mention, link, emoji or markup in it means anything."""
    shown = _ANYWHERE.sub(r"\\\g<0>", text)
    shown = _AT_START.sub(r"\1\\", _NUMBERED.sub(r"\1\\", shown))
    return _MENTION.sub("@\u200b", _COLON.sub(r"\\:", shown))


def prose(text: str, limit: int, *, bold: bool = False) -> str:
    """A text with its code and its addresses, in at most `limit` characters of markdown."""
    said = clean(text)
    shown = _marked_up(said, bold=bold)
    while len(shown) > limit:
        said = clip(said, len(said) - max(1, (len(shown) - limit) // 2))
        shown = _marked_up(said, bold=bold)
    return shown


def line(text: str, limit: int, *, bold: bool = False) -> str:
    """The same on one line, as headings, lists and small print must be."""
    return prose(one_line(text), limit, bold=bold)


def bold_words(text: str) -> str:
    """The text in bold and otherwise without markup. Blanks at the ends stay outside."""
    return re.sub(r"\S(?:.*\S)?", r"**\g<0>**", escape(text), count=1, flags=re.DOTALL)


def code(text: str, limit: int) -> str:
    """One line as a code span."""
    return f"`{clip(one_line(text).replace('`', 'ˋ'), limit)}`"


def code_block(text: str) -> str:
    """Lines as they are; a fence within them is no fence."""
    shown = re.sub("`(?=``)", "`\u200b", text)
    return f"```\n{shown}\n```"


def link(url: str, label: str) -> str:
    """A link under a label; the label alone where the address is none that a link may lead to."""
    # A label that looks like an address is shown by Discord with all its brackets.
    shown = escape(re.sub(r"\w+://", "", one_line(label)))
    return f"[{shown}](<{_address(url)}>)" if is_link(url) and shown else shown


def is_link(url: str) -> bool:
    """Whether it is an address that a link of ours may lead to, and short enough for a message."""
    return is_web_url(url) and len(_address(url)) <= _MAX_LINK


def _marked_up(text: str, *, bold: bool) -> str:
    words = bold_words if bold else escape
    shown, position = [], 0
    for found in _CODE_OR_URL.finditer(text):
        shown.append(words(text[position : found.start()]))
        position = found.end()
        if found["code"]:
            shown.append(found[0])
            continue
        url = found["url"].rstrip(_AFTER_URL)
        url = url if "(" in url else url.rstrip(")")
        shown.append(f"<{_address(url)}>" if is_link(url) else words(url))
        position -= len(found["url"]) - len(url)
    return "".join([*shown, words(text[position:])])


def _address(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E")

"""Language tags, and what the letters of a text say about its language."""

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*(?:[.@].*)?\Z")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_SCRIPTS = {
    "zh": _HAN,
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "ko": re.compile(r"[\uac00-\ud7af\u1100-\u11ff]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "uk": re.compile(r"[\u0400-\u04ff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
}


def language_of_tag(tag: str) -> str | None:
    """`zh-Hans-CN`, `zh_CN.UTF-8` and `ZH` are all `zh`; None for what is not a language tag (`C`, `POSIX`, ``)."""
    if not _TAG.match(tag):
        return None
    return re.split(r"[-_.@]", tag, maxsplit=1)[0].lower()


def could_be(text: str, language: str) -> bool:
    """Whether a text has letters of the language's own script; always true for languages in Latin script."""
    script = _SCRIPTS.get(language)
    return script is None or bool(script.search(text))


def language_by_script(text: str) -> str | None:
    """The language that a text's script points to, None where the script (Latin above all) is shared by many.

    Japanese mixes Han with kana, so kana decides before Han does.
    """
    for language in ("ja", "ko", "zh", "ru", "ar", "he", "el", "hi", "th"):
        if _SCRIPTS[language].search(text):
            return language
    return None

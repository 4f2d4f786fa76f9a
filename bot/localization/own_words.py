"""The asker's own words in a message: what is left without code, logs, quotations and error messages."""

import re

from bot.localization.languages import language_by_script

# Own words stand at the beginning or the end of a message; so much of each is looked at, in characters.
_WINDOW = 4_000
_MAX_FENCES = 200

_NOT_WORDS = re.compile(
    r"""
    `[^`\n]+` | "[^"\n]+" | “[^”\n]+” | 「[^」\n]+」 | 『[^』\n]+』 | «[^»\n]+» | (?<!\w)'[^'\n]+'(?!\w)
    | https?://[^\s，。；）]+ | <[@\#!:][^>\n]*> | (?<!\S)@\S+ | :[a-z0-9_+-]+:
    """,
    re.VERBOSE,
)

# What nobody writes by hand.
_MACHINE_LINE = re.compile(
    r"""\s*(?:
    >                                                                          # a quotation, or a prompt
    | [$\#%]\s+[a-z./~] | PS\s\S*> | [A-Za-z]:\\\S*> | [\w.-]+@[\w.-]+[:\s]\S*\s?[$\#]   # a command line
    | [│┃|╭╰├└─━═]                                                             # a drawn box
    | \^+\s*$ | ~+\^                                                           # carets below an expression
    | File\s" | at\s+[\w.$<>]+\( | at\s\S+:\d | Traceback\b | \.\.\.\s\d+\smore # a stack
    | \[?\d{2,4}[-/.]\d\d[-/.]\d\d[T\s]\d\d:\d\d | \[?\d\d:\d\d:\d\d           # a log's time
    | [{}\[\]]\s*(?:["\d{}\[\]]|,?$)                                           # JSON
    )""",
    re.VERBOSE,
)

# What looks like an error message, unless the line speaks to somebody.
_ERROR_LINE = re.compile(
    r"""\s*(?:
    [\w./\\-]+(?:\[\d+\])?:\s                                                  # ls: cannot access …
    | (?:npm|yarn|pnpm|pip)\s(?:ERR!|error|WARN|warn)
    | [\[(]?(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE|CRITICAL)\b
    | [\w.]*(?:Error|Exception|Warning)\s*[:：] | (?:致命错误|错误|警告|异常|注意|信息|提示|原因)\s*[:：]
    | ['"‘“] | [ ]{4} | \t
    | .*(?:不是内部或外部命令|或批处理文件|没有那个文件或目录|未找到命令|权限不够)  # Windows, GNU and Linux in Chinese
    | .*(?:拒绝访问|系统找不到指定的|积极拒绝|项识别为|套接字地址)
    )""",
    re.VERBOSE,
)

_CHINESE_TO_SOMEBODY = re.compile(
    r"怎么|咋|如何|为什么|为啥|为何|什么|请问|求助|求教|求解|跪求|救命|谢谢|多谢|感谢|有人|有谁|谁知道|大家|大佬|各位|麻烦|我|吗|呢|报错|？"
    r"|帮(?!助)|遇到(?=了|个|一|这|问题)"
)
_ENGLISH_TO_SOMEBODY = re.compile(
    r"""\b(?:I(?:['’](?:m|ve|d))?(?![\w/.-]) | my(?![\w/.-]) | we | our | any(?:one|body) | some(?:one|body) | any\sidea
    | how\s(?:do|to|can|should) | (?:what|why)\s(?:do|does|is|are|am|could) | thanks | hello | hi | hey
    | please\shelp | help\sme | stuck)\b""",
    re.VERBOSE | re.IGNORECASE,
)


def language_of_own_words(text: str) -> str | None:
    """The language that the script of the asker's own words points to; None for Latin script, and without any letters.

    Lines that speak to somebody say most, then other prose; an error message counts only where it is all there is.
    """
    prose = _window("\n".join(text.split("```", _MAX_FENCES)[::2]))
    lines = [_NOT_WORDS.sub(" ", line) for line in prose.splitlines() if not _MACHINE_LINE.match(line)]
    spoken = [line for line in lines if _CHINESE_TO_SOMEBODY.search(line) or _ENGLISH_TO_SOMEBODY.search(line)]
    plain = [line for line in lines if not _ERROR_LINE.match(line)]
    for words in (" ".join(spoken), " ".join(plain)):
        if any(map(str.isalpha, words)):
            return None if _is_english(words) else language_by_script(words)
    return language_by_script(_window(text))


def _is_english(words: str) -> bool:
    """Whether an English sentence only mentions something foreign, such as a name."""
    foreign = sum(letter.isalpha() and not letter.isascii() for letter in words)
    return (
        bool(_ENGLISH_TO_SOMEBODY.search(words))
        and not _CHINESE_TO_SOMEBODY.search(words)
        and foreign < len(re.findall(r"[A-Za-z]+", words))
    )


def _window(text: str) -> str:
    return text if len(text) <= 2 * _WINDOW else f"{text[:_WINDOW]}\n{text[-_WINDOW:]}"

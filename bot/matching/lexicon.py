r"""The marks by which a line of a paste is recognised, as patterns for RE2, one alternative a line.

RE2 reads UTF-8 here, and its `\w` and `\b` know ASCII only.
"""


def any_of(alternatives: str, before: str = "", after: str = "", flags: str = "(?i)") -> str:
    """One pattern from the non-empty lines, with what must stand before and after each."""
    lines = (line.strip() for line in alternatives.splitlines())
    return f"{flags}{before}(?:{'|'.join(line for line in lines if line)}){after}"


PREFIX = any_of(
    r"""
    \s+
    [│┃║╎┆|>❯▶●✖✗×⨯⎯→↳└├╰─]+\s?
    \[?\d{4}[-/.]\d\d[-/.]\d\d[T ,_]{1,2}\d\d:\d\d(?::\d\d)?(?:[.,:]\d+)?\s*(?:Z|UTC|CST|[+-]\d\d:?\d\d)?\]?[:,]?\s*
    (?:\w{3},? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d+)?\s
    [\w.-]+\s[\w./@-]+\[\d+\]:\s
    \[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?\s+
    [IWEF]\d{4} \d\d:\d\d:\d\d\.\d+\s+\d+ [\w./@-]+:\d+\]\s*
    [VDIWEF]/[\w.-]+\s*\(\s*\d+\):\s*
    \[\s*\d+\.\d{3,}\]\s*
    \#\d+ +\d+\.\d+\s+
    \#\#\[\w+\]\s?
    \[(?:rank)?\d+\]:?\s
    \((?:pid|\w+ +pid)=\d+[^)]*\)\s
    [\w.-]{1,40}\s{0,30}\|\s
    """,
    before="^",
)
"""What loggers, containers, build servers and terminals put in front of a line: boxes, quotes, times, names, ranks."""

_FAILS = r"""
    errors?
    fatal
    fail(?:ed|ing|ure|s)?
    cannot
    can ?(?:'t|not)
    could ?(?:n't| not)
    unable to
    denied
    refused
    panic(?:ked)?
    abort(?:ed|ing)?
    invalid
    illegal
    unexpected
    undefined
    unresolved
    unsupported
    unknown
    missing
    conflict(?:s|ing)?
    exceed(?:s|ed)
    timed?[ -]?out
    not found
    no \w+ (?:were |was )?found
    no (?:such|module|route|space|matching|implementation)
    do(?:es)?(?:n't| not)
    is(?:n't| not)
    not (?:a|an|allowed|available|supported|permitted|installed|defined|writable|ready|match)
    not (?:recogni[sz]|authori[sz])ed
    violat\w+
    killed
    segmentation
    corrupt(?:ed)?
    mismatch
    incompatible
    forbidden
    unauthorized
    rejected
    expired
    out of memory
    oom\w*
    deadlock
    unreachable
    overflow
    crash\w*
    blocked
    too (?:many|large|long|old)
    already (?:in use|exists)
    must be
    expected
    errno
    traceback
    deprecated
    unhandled
"""
_FAILS_ELSEWHERE = r"""
    错误|失败|异常|无法|不能|找不到|拒绝|超时|未找到|不存在|报错
    エラー|失敗|例外|できません|見つかりません
    오류|실패|거부
    ошибка|не удалось
    erreur|échec|échoué|impossible d
    [Ff]ehler|fehlgeschlagen|konnte nicht
    falló|fallido|no se pudo|falhou|não foi possível
    başarısız|hata
"""
_CODES = r"""
    \w*(?:Error|Exception|Failure)(?:\s*$|\s*[^\s\w=]|\s+\w)
    err!
    (?-i:E[A-Z]{4,}|SIG[A-Z]{3,5})\b
    e(?:conn(?:refused|reset|aborted)|no(?:ent|spc|mem|exec|tempty|tdir|tfound|sys|bufs)|hostunreach|netunreach)\b
    e(?:acces|perm|exist|timedout|pipe|mfile|nfile|addrinuse|addrnotavail|rofs|xdev|inval|resolve|integrity)\b
    sig(?:segv|kill|abrt|bus|term|ill|fpe)\b
    (?:TS|CS|CVE-|ORA-|E|C|LNK|MSB|NU|NETSDK)\d{3,5}\b
    exit(?:ed)? (?:with )?(?:code|status)\b
"""
FAILURE = "|".join((any_of(_FAILS, before=r"\b", after=r"\b"), any_of(_CODES, before=r"\b"), any_of(_FAILS_ELSEWHERE)))
NAMED_FAILURE = (
    r"(?:^|[\s\[(\"'`.:])(?:"
    r"[A-Za-z_][\w.]*(?:Error|Exception|Panic)\b"
    r"|(?:fatal|error|FATAL|ERROR|E|Error|Fatal)(?:\[\w+\]|\s\w{2,8}\d+)?:"
    r"|panic:|ERR!|npm error|ERROR\b)"
)
WRAPPER = any_of(
    r"""
    exit(?:ed)? (?:with )?(?:code|status)\b
    (?:build|command|process|task|job|step|test) (?:has )?(?:failed|errored|terminated)
    (?:compilation|installation|script|run) (?:has )?(?:failed|errored|terminated)
    elifecycle
    errorlevel
    process completed with
    returned a non-zero
    call stack
    this error originates from
    see (?:the )?(?:above|log|output)
    complete log of this run
    \*\*\* .*stop
    traceback \(most recent
    execution failed for task
    for more information
    run with --
    full traceback
    the above exception
    during handling of
    """
)
"""A failure that only passes on another one."""

FRAME = any_of(
    r"""
    at (?:async |new )?(?:[^\d\s]\S*)?[^\s\w,;!?-]\S.*
    at (?:async |new )?\S+ (?:\(|\[as )
    at \w{3,}$
    File ".*", line \d+
    \#\d+\s+(?:0x[0-9a-f]|/\S|[A-Z]:\\|\{main\}|\[internal function\]|[\w.$:<>~@]+\s?\(|.*\((?:package|file|dart|\.?/))
    \d+:\s+0x
    goroutine \d+
    \.\.\. \d+ (?:more|common)
    \S+\.(?:go|rs|py|js|ts|rb|c|cc|cpp|java):\d+(?::\d+)?(?: \+0x\w+|:in .*)?$
    \S+ @ \S+:\d+
    from \S+:\d+:in\s
    \[<?0x?[0-9a-f]+>?\]
    \w+@https?://\S+:\d+
    [\^~]+\s*$
    \|?\s*(?:[\^~]{3,}.*|-{3,}(?:[^>-].*)?)$
    """,
    before=r"^\s*",
    flags="",
)
"""A line of a stack trace, or the marks under a line of code."""

STATEMENT = any_of(
    r"""
    except [\w.(),\s]+:
    (?:\} ?)?catch ?(?:\(|\{|[A-Z])
    (?:raise|throw(?: new)?) [\w.]+\(
    (?:self\.)?(?:assert|expect|t\.Error|t\.Fatal|pytest\.|describe|it|test)\w*\(
    (?:\w+\.)*(?:log|logger|logging|console|fmt|slog|tracing|sys|System|res|response|metrics|errors)\.\w+!?\(
    (?:if|elif|while|switch|match|for)\b.*[:{]$
    (?:elif|else if|case)\b.*[:{]
    (?:const|let|var|val)\s(?:[\w{\[].*=|\w+(?:: ?\w+)?;?$)
    (?:async )?(?:def|fn|func|function)\s[\w<>.]*\s?\(.*[{:;,(]$
    (?:def|fn|func|function)\s.*\{
    (?:class|interface|enum|struct|trait|impl)\s\w+(?:[(<].*[:{)]|:|[^.!?]*\{)?$
    (?:public|private|protected|static|export)\s(?:static|final|async|default|const|class|function|void|readonly)\s
    (?:public|private|protected|static)\s[\w<>\[\]]+ \w+\s?[(=;{]
    async\s(?:\w+ ?=>|\()
    (?:package|use)\s[\w.:\\{}, ]*[.:\\;][\w:\\{}, ]*$
    export\s(?:\{|\*|\w+=)
    return\b.*[;)]$
    (?:import|from|using|require|include)\b.*[;'")\w]$
    (?:SELECT|INSERT|UPDATE|WHERE|FROM|GROUP BY|ORDER BY|CREATE|ALTER)\b
    msg(?:id|str)(?:\[\d\])? "
    [+-]\s*(?:const|let|if|return|throw|raise|except|catch|log|def|func|import|\w+\.\w+\(|\w+ :?= )
    (?:apiVersion|metadata|annotations|labels|summary|description|expr|alert|severity|runs-on|uses|steps|env|spec|args|match):(?:\s|$)
    - (?:alert|uses|run|name|match|key|id):\s
    (?:"[\w.-]+"|[A-Z_]{3,}|[\w.]+ *=) ?[:=]? ?["'].*["'],?$
    try ?\{.*\} ?catch\b
    (?:resource|data|module|variable|provider|server|location) .*\{$
    \\[a-z]+\{
    @\w+\(
    ["'].{3,}["'],?$
    grep\s
    """,
    before=r"^\s*",
    flags="",
)
REPORT = any_of(
    r"""
    (?i:"?(?:reason|message|msg|error|type|details?|cause|code|status|stack|title)"?\s?[:=])
    (?i:"?(?:description|exception|failure|(?:error|status)_?(?:code|message|reason|text)|debug_error_string)"?\s?[:=])
    (?:time|ts|timestamp|level|lvl|severity)=
    "[^"]+" \w+=
    """,
    before=r"^\s*",
    flags="",
)

CODE = any_of(
    r"""
    (?:from \S+ )?import \S+
    def \w+\(
    class \w+.*[:{]$
    return\b
    \}?\s*(?:else|catch|finally)\b
    if ?\(.*\) ?\{?
    if .*:$
    (?:for|while) .*[:{]$
    try ?[:{]
    except [\w.(),\s]+:
    raise \w+
    throw (?:new )?\w+
    [\w.]+\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\);?$
    [\w.]+ ?= ?\S
    @@ -\d
    [+-]{3} [ab]/
    diff --git
    [{}\[\]();,]+$
    </?\w+.*>$
    \# ?(?:include|define)\b
    //\s
    \$ ?\w+
    - (?:name|alert|uses|run):
    """,
    before=r"^\s*",
    flags="",
)
"""Source code, configuration, a diff, a command that was typed."""

LOG = any_of(
    r"""
    \b(?:INFO|DEBUG|TRACE|NOTICE|WARN(?:ING)?|info|debug)\b
    \blevel=(?:info|debug|warn)
    "level":\s?"(?:info|debug)
    """,
    flags="",
)
"""A line that a logger marks as no error."""

SENTENCE = any_of(
    r"""
    (?:^|[^a-z])[a-z]{2,}(?:[ ,']+[\w\pL'/-]+){3,}
    [\x{3040}-\x{30ff}\x{4e00}-\x{9fff}]{4,}
    [\x{ac00}-\x{d7af}]{2,}\s
    [\x{430}-\x{44f}\x{410}-\x{42f}]{3,}\s
    """,
    flags="",
)
"""Words in a row, as people and chatty programs write them."""

PERSONAL = any_of(
    r"""
    (?:i|i'm|i've|my|me|we|our|us|you|your|he|she|they)\b
    (?:how|why|what|when|where|who|which|anyone|anybody|somebody|someone|any)\b
    (?:help|pls|please|thanks|thx|hi|hey|hello|idea|weird|suddenly|yesterday|today|still|since|after|before)\b
    (?:tried|trying|upgraded|updated|works|worked|doing|seems|guess|think|btw|lol)\b
    (?:ich|wir|und|nicht|wie|je|nous|mon|pas|yo|mi|como|que|por|il|non|con)\b
    qué
    """,
    before=r"\b",
)
"""What people say of themselves, ask and tell, and programs do not."""

QUOTED = r"^\s*(?:[-+] )?[\w.\"'$\[\]-]+ ?[:=(] ?[\"'`].{8,}[\"'`]\s*[,;)\]}]*$|[(=] ?[\"'`].{8,}[\"'`]\s*[,;)]+$"
"""A text that stands in a program or a configuration as a string."""

SHAPED = r"(?:[{(\[;\\,]|=>|\|\||&&)\s*$|^\s*(?:[.@}\])]\S|[}\])]|//|/\*|\*\s|<[?/]|#!)"
"""The shape of code: a line that opens, ends or carries on a statement."""

COMMENT = r"^\s*(?://|#\s|/\*|\*\s|--\s)|[;,)}\w]\s+(?://|#)\s"
"""A comment, or a line with one behind its code."""

MARKUP = r"^\s*(?:#{1,5} |[-*•+] |\d{1,2}[.)] |\||\*\*|Q:|A:)"
"""What documents are laid out with: headings, lists, tables."""

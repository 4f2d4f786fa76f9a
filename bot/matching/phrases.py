"""What people say around a failure, as patterns for RE2: in general, of one that is over, of one that they have now."""

from bot.matching.lexicon import any_of

HYPOTHETICAL = "|".join(
    (
        any_of(
            r"""
            if (?:you|the|it|a|this|that|there|we|any)\b
            in (?:that|this) case
            (?:should|would|could|might|will|shall|must) (?:not )?(?:be|see|show|raise|return|get|fail|throw|have)
            (?:should|would|could|might|will|shall|must) (?:not )?(?:retry|happen)
            means (?:that|the)
            for example|e\.g\.|such as
            (?:is|are) (?:expected|raised|thrown|returned|logged|muted|handled|documented)
            runbook|changelog|release notes|checklist|documentation|reminder|quiz|which of|faq|handbook|troubleshooting
            post-?mortem|incident|sev-?\d|summary|overview|workshop|slides|talk|course|docs?
            (?:what does|difference between|explain\w*|curious|do we (?:alert|have|want)|in general)\b
            when (?:does|do|is)\b
            (?:fixed|added|changed|removed|closed|deprecat\w+)(?:: | in |$)
            (?:ticket|issue|story|status|decision|context|symptom)\b.{0,3}:
            """,
            before=r"\b",
        ),
        any_of(
            """
            выступ|доклад|новост|постмортем|документац|инструкци
            分享|文档|手册|区别|复盘
            手順書|勉強会|障害報告
            문서|회고|발표
            """
        ),
    )
)
"""Speaks of failures in general, as documentation, plans and quizzes do."""

SETTLED = "|".join(
    (
        any_of(
            r"""
            (?:fixed|solved|sorted|resolved|mitigated|repaired|patched|closed)\b
            (?:that|which|it) (?:was|did) (?:it|the)\b|was the (?:cause|culprit|problem)
            (?:is|are|was|went) (?:gone|over|back)\b
            works? (?:now|again)|no longer|not any ?more|never again
            (?:thanks|thank you|thx|kudos|props|shout-?out|congrat\w*|cheers) (?:to|@|for|everyone|all|team|again|\w+,)
            remember(?: when|ed)?|years? ago|back in|anniversary|once upon|used to
            joke|hot take|lol|haha\w*|meme|fun fact|unpopular opinion|toxic trait|me after|me when|mood
            lunch|coffee|beer|pizza|friday|vacation|holiday|hiring|onboarding|birthday
            erledigt|gel[öo]st|behoben|geht wieder|l[äa]uft wieder|urlaub|feierabend|[üu]brigens|danke an
            r[ée]solu\w*|corrig\w+|r[ée]gl[ée]\w*|merci [àa]|souvenir|victoire|vacances
            resuelto|solucionad\w+|arreglad\w+|ya qued[óo]|gracias a|recuerd\w+|vacaciones
            resolvid\w+|corrigid\w+|consertad\w+|obrigad\w+ a|lembra\w*|f[ée]rias
            risolt\w+|sistemat\w+|grazie a
            opgelost|gefixt
            naprawion\w*|rozwi[ąa]zan\w*
            d[üu]zeldi|halled\w+|tatil
            """,
            before=r"\b",
        ),
        any_of(
            r"""
            çözüldü
            решен|решил|починил|исправ|спасибо|помню|отпуск
            解决了|搞定|已修复|修好|没事了|谢谢
            記念|解決|直りました|ありがとう|思い出|休暇
            해결|고쳤|감사|휴가|ㅋㅋ
            [\x{1F600}-\x{1F64F}\x{1F900}-\x{1F9FF}\x{1F330}-\x{1F43F}\x{1F389}\x{2764}]
            """
        ),
    )
)
"""What people say of a failure that is over, or in passing: thanks, memories, jokes, plans."""

ASKS = "|".join(
    (
        any_of(
            r"""
            any(?:one|body|thing)?(?: got| have)? (?:idea|clue|pointer|suggestion|hint|help)s?|any ideas
            (?:any|some)(?:one|body)\b|help\b|please|pls|plz|stuck
            (?:why|how (?:do|can|to|should|would)|what(?:'s| is| are| am| could| can| do| should))\b
            (?:keeps?|kept|still|suddenly|since|always|every time|whenever|after (?:the|updat|upgrad|i|we))\b
            (?:i|we|my|our) (?:get|got|see|have|can(?:'t|not)|keep|am|are|tried|try)\b
            (?:fails?|failing|refuses|crash(?:es|ing)|dies|exits|hangs|throws|gives|complains|breaks|restarts|loops)\b
            (?:drops|rejects|returns|stops|says|reports|answers|keeps|ends|aborts|claims|shows|tells)\b
            (?:doesn't|does not|won't|will not|can't|cannot|isn't|not) (?:work|start|build|connect|run|load|find)\w*
            (?:doesn't|does not|won't|will not|can't|cannot|isn't|not) (?:deploy|push|pull|install)\w*
            (?:schl[äa]gt|bricht|st[üu]rzt|meldet|h[äa]ngt|startet|kommt|wirft|zeigt|sagt|bekomme|kriege)\b
            (?:warum|wieso|weshalb|wie (?:kann|bekomm|mach|krieg)|jemand|hilfe|bitte|seit|immer|pl[öo]tzlich)\b
            (?:kann|geht) nicht\b
            (?:plante|refuse|renvoie|affiche|dit|tombe)\b
            (?:pourquoi|comment|quelqu'un|aide\w*|depuis|toujours|marche (?:pas|plus)|impossible)\b
            (?:falla|arroja|muestra|dice|devuelve)\b
            (?:por qu[ée]|c[óo]mo|alguien|ayuda|desde|siempre|no (?:funciona|puedo|arranca|me deja))\b
            (?:falha|retorna|d[áa]|mostra)\b
            (?:por que|como|algu[ée]m|ajuda|n[ãa]o (?:consigo|funciona|sobe|roda)|sempre)\b
            (?:fallisce|restituisce|perch[ée]|come|qualcuno|aiuto)\b|da (?:ieri|stamattina)
            non (?:funziona|riesco|parte)\b
            (?:geeft|zegt|faalt|waarom|hoe|iemand|hulp|sinds|werkt niet|lukt niet)\b
            (?:dlaczego|jak|kto[śs]|pomoc|nie (?:dzia[łl]a|mog[ęe]))\b
            (?:neden|nas[ıi]l|yard[ıi]m|al[ıi]yorum|veriyor)\b
            """,
            before=r"\b",
        ),
        any_of(
            r"""
            çal[ıi][şs]m[ıi]yor
            почему|как |падает|выдает|выдаёт|пишет|ругается|отваливается|нибудь|помог|постоянно|после
            не (?:работает|запуска|могу|старт|получа)
            挂了|失败|提示|起不来|连不上|超时|怎么|为什么|为啥|求助|请问|帮忙|不了|一直|报错|无法
            落ち|出ます|出る|エラーにな|なぜ|どう|助けて|ません
            떠요|뜹니다|나요|납니다|죽|왜|어떻게|도와|안 ?(?:돼|되|됩)|계속|없
            """
        ),
    )
)
"""What people say who have a failure now: questions, pleas, and that it keeps happening."""

import pytest

from bot.localization.own_words import language_of_own_words

TRACEBACK = """Traceback (most recent call last):
  File "/srv/app.py", line 3, in <module>
ValueError: boom"""


@pytest.mark.parametrize(
    "text",
    (
        f"这个怎么解决？\n{TRACEBACK}",
        f"{TRACEBACK}\n部署到生产环境后一直这样",
        "部署到生产环境后一直这样\nfatal: repository does not exist",
        "ModuleNotFoundError 怎么解决",
        "docker: 怎么解决",
        "[求助] docker 起不来",
        "2024-05-01 部署后就这样了",
        "kubectl get pods -n kube-system -o wide 卡住",
        "升级后不行了\n```\nHow do I know? I am a log.\n```",
        "升级后不行了\n> anyone seen this? I have not",
        "执行“npm run build”之后 I/O error",
    ),
)
def test_chinese_words_around_english_output_are_chinese(text: str) -> None:
    assert language_of_own_words(text) == "zh"


@pytest.mark.parametrize(
    "text",
    (
        "How do I fix this?\n```\n错误: 找不到模块 express\n```",
        "How do I fix `找不到模块`?",
        'npm says "找不到模块 express" since the update',
        "Deploy is broken since this morning\n错误: 找不到或无法加载主类 Main",
        "anyone seen this?\nOSError: [WinError 10048] 通常每个套接字地址只允许使用一次。",
        "Broken again\n'foo' 不是内部或外部命令，也不是可运行的程序\n或批处理文件。",
        "Broken again\nls: 无法访问 'x': 没有那个文件或目录",
        "Broken again\n2026-11-24 10:00:01 连接失败",
        "Broken again\n> 之前有人说过这个",
        "Hi 王伟, how do I fix this?",
        "Broken again @小明 https://example.org/中文",
    ),
)
def test_english_words_around_chinese_output_are_not_chinese(text: str) -> None:
    assert language_of_own_words(text) is None


@pytest.mark.parametrize(
    "text",
    (
        "OSError: [WinError 10048] 通常每个套接字地址只允许使用一次。",
        "错误: 找不到或无法加载主类 Main",
        "```\n错误: 找不到模块\n```",
        "2026-11-24 10:00:01 连接失败",
    ),
)
def test_a_chinese_error_message_counts_where_it_is_all_there_is(text: str) -> None:
    assert language_of_own_words(text) == "zh"


@pytest.mark.parametrize("text", ("", "```\n```", TRACEBACK, "404", "🙏"))
def test_a_message_without_own_words_says_nothing(text: str) -> None:
    assert language_of_own_words(text) is None


def test_kana_makes_it_japanese() -> None:
    assert language_of_own_words("ビルドが失敗します\nerror: 接続拒否") == "ja"


def test_own_words_are_found_at_both_ends_of_a_long_log() -> None:
    log = "GET /index.html 200\n" * 50_000
    assert [language_of_own_words(text) for text in (f"一直这样\n{log}", f"{log}\n一直这样")] == ["zh", "zh"]

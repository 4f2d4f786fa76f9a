"""What the desk says, in the asker's language."""

from collections.abc import Iterator

from bot.desk.values import Usage, plain_usage
from bot.events import ChannelMode
from bot.localization import LOCALES, Translator
from bot.store import Stats

_SEPARATOR = " · "


def help_text(example_id: str, t: Translator, usage: Usage = plain_usage) -> str:
    """Every command with an example, on a line of its own."""
    return "\n".join(_help(example_id, t, usage))


def _help(example_id: str, t: Translator, usage: Usage) -> Iterator[str]:
    yield t(
        "Write an error after {command}, and only you see the answer: {example}",
        command=usage("", "", t),
        example=usage("", _ERROR, t),
    )
    for name, words, meaning in (
        ("search", "docker daemon", t("finds entries that hold the words")),
        ("show", example_id, t("shows an entry in full")),
        ("language", LOCALES[-1], t("sets the language errfix answers you in; auto lets errfix find out")),
        ("here", "mention", t("sets what errfix does in this channel: auto, offer, mention or off")),
        ("stats", "", t("counts answers, votes and unknown errors of this workspace")),
        ("help", "", t("shows these lines")),
    ):
        yield t("{command}: {meaning}", command=usage(name, words, t), meaning=meaning)


_ERROR = "git@github.com: Permission denied (publickey)."


def not_understood(words: str, near: str, t: Translator) -> str:
    if near:
        return t("errfix knows no command “{words}”. Did you mean “{near}”?", words=words, near=near)
    return t("errfix knows no command “{words}”, and it does not look like an error.", words=words)


def mode_means(mode: ChannelMode, t: Translator) -> str:
    """What errfix does in a channel of the mode."""
    match mode:
        case ChannelMode.AUTO:
            return t("errfix answers an error here when it is sure, and offers a card when it is fairly sure.")
        case ChannelMode.OFFER:
            return t("errfix never answers here unasked; it offers a card when it may know the error.")
        case ChannelMode.MENTION:
            return t("errfix answers here when it is mentioned, and not otherwise.")
        case ChannelMode.OFF:
            return t("errfix says nothing here, also when it is mentioned; /errfix still works.")


def counts(stats: Stats, t: Translator) -> str:
    """The numbers on one line: how many cards, and what else there was."""
    others = (
        (stats.offers, t.plural("{count} offer not opened", "{count} offers not opened", stats.offers)),
        (stats.votes_up, t.plural("{count} vote that a fix worked", "{count} votes that a fix worked", stats.votes_up)),
        (
            stats.votes_down,
            t.plural("{count} vote that one did not", "{count} votes that one did not", stats.votes_down),
        ),
        (stats.wrong_matches, t.plural("{count} “not my error”", "{count} “not my error”", stats.wrong_matches)),
        (stats.gaps, t.plural("{count} unknown error", "{count} unknown errors", stats.gaps)),
    )
    cards = t.plural("{count} card", "{count} cards", stats.answers)
    return _SEPARATOR.join((cards, *(words for count, words in others if count)))

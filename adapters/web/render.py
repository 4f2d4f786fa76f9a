"""What goes out: posts, cards and pages as HTML in one viewer's language, and cards as JSON."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from adapters.web.paste import Part, parts
from adapters.web.security import csrf_token
from adapters.web.viewer import LANGUAGES, Viewer
from bot.cards.card import Card, FixLine
from bot.desk import EntryLine
from bot.entries import Text
from bot.localization import translator
from bot.service import Standing
from bot.store import Post

_CODE = re.compile(r"(?<!`)`(?P<code>[^`\n]+)`(?!`)")
_TONES = 6
_SHORT_FACT = 30
_CHIPS = 4
_LINK = 48


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as one viewer sees it. Without a card it is an offer; a private one only its asker ever sees."""

    answer_id: str | None
    """None for an entry that answers nobody: there is nothing to vote on."""
    card: Card | None
    standing: Standing
    mine: bool
    private: bool = False


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as one viewer sees it."""

    post: Post
    mine: bool
    answer: AnswerView | None
    full: bool = False
    """Whether long pastes are shown unfolded."""

    @property
    def parts(self) -> list[Part]:
        return parts(self.post.text, full=self.full)


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the channel shows: posts in order of time, whether there are earlier ones, and the last event they hold."""

    posts: Sequence[PostView]
    has_earlier: bool
    last_event: str


def render_page(timeline: Timeline, viewer: Viewer, *, examples: Sequence[str], can_log_out: bool) -> str:
    return _render(
        "page.html",
        viewer.locale,
        viewer=viewer,
        csrf=csrf_token(viewer.person.id),
        timeline=timeline,
        posts=[render_post(view, viewer) for view in timeline.posts],
        examples=examples,
        languages=LANGUAGES,
        can_log_out=can_log_out,
    )


def render_posts(timeline: Timeline, viewer: Viewer) -> str:
    """The posts alone, for showing earlier ones."""
    return _render(
        "posts.html", viewer.locale, posts=[render_post(view, viewer) for view in timeline.posts], timeline=timeline
    )


def render_post(view: PostView, viewer: Viewer) -> Markup:
    answer = view.answer
    return _render(
        "post.html",
        viewer.locale,
        view=view,
        answer=answer,
        card=render_answer(answer) if answer and answer.card else None,
        file_parts=[(file.name, parts(file.text, full=view.full, code=True)) for file in view.post.files],
    )


def render_answer(answer: AnswerView) -> Markup:
    """An answer's card, in the card's own language throughout."""
    if answer.card is None:
        msg = "an offer has no card to render"
        raise ValueError(msg)
    card = answer.card
    short = [fact for fact in card.environment if len(fact) <= _SHORT_FACT][:_CHIPS]
    return _render(
        "card.html",
        card.locale,
        answer=answer,
        card=card,
        fixes=card.all_fixes,
        chips=short,
        facts=[fact for fact in card.environment if fact not in short],
    )


def render_whisper(
    locale: str, *texts: str, card: AnswerView | None = None, entries: Sequence[EntryLine] = ()
) -> Markup:
    """A note that only the reader sees, with a card or a list of entries if they asked privately."""
    return _render("whisper.html", locale, texts=texts, card=render_answer(card) if card else None, entries=entries)


def render_login(locale: str, *, error: str | None = None) -> str:
    return _render("login.html", locale, error=error)


def render_notice(locale: str, text: str) -> str:
    """A page that only says something: not found, an internal error."""
    return _render("notice.html", locale, text=text)


def render_return(locale: str) -> str:
    """A page that opens the channel once more, now from our own site, so that the browser sends our cookies."""
    return _render("return.html", locale)


def card_to_json(card: Card) -> dict[str, Any]:
    """The card for programs: texts as plain strings in the card's language, or in the entry's where not translated."""
    values = _plain(card)
    return {name: value for name, value in values.items() if name != "answer_id"}


def rates_to_json(fixes: Sequence[FixLine]) -> list[dict[str, Any]]:
    """Current success rates by fix, for programs."""
    return [{"fix_id": fix.fix_id, "label": fix.rate_label, **_plain(fix.rate)} for fix in fixes]


def _plain(value: Any) -> Any:  # noqa: ANN401 - any part of a card, as JSON knows it
    if isinstance(value, Text):
        return value.value
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def with_code(text: str) -> Markup:
    """Text with `code` between backticks shown as code, all of it escaped."""
    shown, position = [], 0
    for found in _CODE.finditer(text):
        shown += [escape(text[position : found.start()]), Markup("<code>{}</code>").format(found["code"])]
        position = found.end()
    return Markup().join([*shown, escape(text[position:])])


def short_url(url: str) -> str:
    """A link's text: where it leads, without what everybody knows."""
    split = urlsplit(url)
    text = f"{split.netloc.removeprefix('www.')}{split.path.rstrip('/')}"
    return text if len(text) <= _LINK else f"{text[:_LINK]}…"


def tone(person_id: str) -> int:
    """One of the avatar colours, always the same for a person; says nothing of the id."""
    return hashlib.sha256(person_id.encode("utf-8", "replace")).digest()[0] % _TONES


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("adapters.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["with_code"] = with_code
    environment.filters["tone"] = tone
    environment.filters["short_url"] = short_url
    return environment


def _render(template: str, locale: str, **values: object) -> Markup:
    t = translator(locale)
    # The template has escaped what is not ours.
    return Markup(_environment().get_template(template).render(t=t, plural=t.plural, **values))  # noqa: S704

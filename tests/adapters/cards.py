"""Cards to render: real ones, and such as nobody should ever write."""

from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from bot.cards.build import build_card
from bot.cards.card import Card, DeadEndLine, FixLine, OtherError, RelatedLine, Relation
from bot.entries import BUNDLED, Catalog, Entry, Text, load_entries
from bot.feedback import Rate, Tally
from tests.cards.samples import TODAY, make_card

T = TypeVar("T")
ANSWER = "q83JxkT9sLmA2bQw"


@cache
def catalog() -> Catalog:
    return Catalog(load_entries([BUNDLED]).entries)


def real_card(
    entry_id: str, *, locale: str = "en", votes: dict[int, Tally] | None = None, answered: bool = True, **captures: str
) -> Card:
    """A bundled entry's card; `votes` by the place of the fix in the entry, `captures` as its pattern would."""
    entry = catalog()[entry_id]
    tallies = {entry.workarounds[place].fix_id: tally for place, tally in (votes or {}).items()}
    card = build_card(
        entry,
        locale=locale,
        tallies=tallies,
        catalog=catalog(),
        today=TODAY,
        captures=captures,
        confidence=0.97,
        matched_line=entry.signature,
        answer_id=ANSWER if answered else None,
    )
    return replace(card, reaction_fix_id=card.fixes[0].fix_id) if answered else card


def answered(entry: Entry | None = None, **changes: Any) -> Card:  # noqa: ANN401 - whatever a card takes
    """The sample entry's card, as the answer to somebody."""
    return replace(make_card(entry), answer_id=ANSWER, **changes)


_SPECIMENS = (
    "", " ", "\n\n", "<!channel>", "<@U123ABC>", "<https://evil.example|x>", "```rm -rf```", "`", "`a` `b`",
    "@everyone", "[text](https://evil.example)", "# heading", "- item\n1. item", "||spoiler||", "see https://a.example/b_c.",
    "**x `**` y**", "\\`a\\`", "<https://a.example/*_~>", "``` ``` ```", "::tada:: <:x:1> <t:0>", "-# small", "[" * 900,
    "*bold* _it_ ~no~", "&amp;&lt;&gt;", "&" * 1400, "<" * 700, '"\\' * 700, "a\nb\n" * 300, "数据库" * 300,
    "👩‍💻" * 300, "\u202e\x00\x1b[31m", "\ud800", ":tada:", "> quote", "x" * 3100, "a b " * 400,
)  # fmt: skip
_texts = st.one_of(
    st.sampled_from(_SPECIMENS), st.text(max_size=60), st.text(alphabet='<>&*_~`|\n "\\[]()@#-:', max_size=80)
)
_urls = st.one_of(st.just("https://docs.example/a?b=<c>|d&e"), st.just("javascript:alert(1)"), _texts)
_ids = st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True)
_entry_ids = st.sampled_from(["node/eaddrinuse", "a/" + "b" * 198])
_said = st.builds(Text, _texts, st.sampled_from(["en", "zh"]), st.just("en"))
_rates = st.builds(Rate, st.floats(0, 1), st.integers(0, 10**9), st.integers(0, 10**9))
_fixes = st.builds(
    FixLine,
    fix_id=_ids,
    action=_said,
    command=_texts,
    condition=_said,
    tradeoff=_said,
    rate=_rates,
    rate_label=_texts.filter(str.strip),
    sources=st.lists(_urls, max_size=30).map(tuple),
)
_dead_ends = st.builds(DeadEndLine, _said, _said, _said, _said, fail_label=_texts)
_related = st.builds(RelatedLine, st.sampled_from(list(Relation)), _entry_ids, _texts, _texts)
_others = st.builds(OtherError, _entry_ids, _texts, _texts)


def _some(of: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    """A few, or more than a card shows; the many are three over and over, as drawing each of them takes long."""
    return st.one_of(st.lists(of, max_size=3), st.lists(of, min_size=3, max_size=3).map(lambda three: three * 8)).map(
        tuple
    )


def _with_ids_of_their_own(fixes: tuple[FixLine, ...]) -> tuple[FixLine, ...]:
    return tuple(replace(fix, fix_id=f"{number}-{fix.fix_id}"[:40]) for number, fix in enumerate(fixes))


_some_fixes = _some(_fixes).map(_with_ids_of_their_own)
nasty_cards = st.builds(
    Card,
    entry_id=_entry_ids,
    locale=st.sampled_from(["en", "zh"]),
    title=_said,
    root_cause=_said,
    fixes=_some_fixes,
    failed_here=_some_fixes,
    dead_ends=_some(_dead_ends),
    related=_some(_related),
    others=_some(_others),
    doc_url=st.none() | _urls,
    doc_section=st.none() | _texts,
    error_code=st.none() | _texts,
    environment=_some(_texts),
    notes=_some(_texts),
    confidence=st.floats(0, 1),
    matched_line=_texts,
    answer_id=st.none() | st.just(ANSWER),
    reaction_fix_id=st.none() | _ids,
)
nasty_texts = _texts

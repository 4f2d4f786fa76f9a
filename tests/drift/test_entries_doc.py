"""docs/entries.md has a row for every field of an entry, and none for what is no field."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.entries import DeadEnd, Entry, Fix, Link, Loaded
from bot.entries.check import check
from bot.entries.model import TransitionGraph, Version

PAGE = (Path(__file__).parents[2] / "docs" / "entries.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[str]:
    section = PAGE.split(f"\n### {heading}\n", 1)[1]
    return re.findall(r"^\| `(\w+)` \|", re.split(r"^##", section, maxsplit=1, flags=re.MULTILINE)[0], re.MULTILINE)


@pytest.mark.parametrize(
    ("heading", "models"),
    (
        ("The entry", (Entry,)),
        ("A fix", (Fix,)),
        ("A dead end", (DeadEnd,)),
        ("A version", (Version,)),
        ("Links", (TransitionGraph, Link)),
    ),
)
def test_every_field_has_its_row(heading: str, models: tuple[type[BaseModel], ...]) -> None:
    assert rows(heading) == [field for model in models for field in model.model_fields]


def test_the_example_on_the_page_passes_the_check() -> None:
    loaded = Loaded()
    example = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0]

    assert loaded.add("docs/entries.md", json.loads(example))
    assert check(loaded, date(2026, 1, 1)) == []


def test_the_page_names_every_text_that_can_be_translated() -> None:
    section = PAGE.split("\n## Translations\n", 1)[1].split("\n## ", 1)[0]

    for model in (Entry, Fix, DeadEnd):
        assert model.translatable - {"workarounds", "dead_ends"} <= set(re.findall(r"`(\w+)`", section))

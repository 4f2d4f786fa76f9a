"""Texts with translations: `<field>_<language>` beside a text field, at any depth of an entry."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator

from bot.localization.languages import could_be

_TRANSLATION_KEY = re.compile(r"(?P<field>[a-z_]+)_(?P<language>[a-z]{2,3})\Z")
HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the language it is really in, and the language the reader wanted."""

    value: str
    language: str
    wanted: str

    @property
    def is_translated(self) -> bool:
        """Whether the reader gets the language they wanted."""
        return self.language == self.wanted

    def __bool__(self) -> bool:
        return bool(self.value)


def pick(original: str, language: str, translation: object, wanted: str) -> Text:
    """The translation if it is one, else the original.

    A translation that repeats the original, or has no letter of its language's script, is not one; nor is a text with
    half a character (an escaped lone surrogate), which nothing could send.
    """
    if (
        wanted != language
        and isinstance(translation, str)
        and translation.strip()
        and translation != original
        and could_be(translation, wanted)
        and not HALF_CHARACTER.search(translation)
    ):
        return Text(translation, wanted, wanted)
    return Text(original, language, wanted)


class Part(BaseModel):
    """A part of an entry. Unknown keys are kept, for translations and for the lint; null stands for "not given"."""

    model_config = ConfigDict(frozen=True, extra="allow")

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, data: Any) -> Any:  # noqa: ANN401 - whatever stood in the file
        return {key: value for key, value in data.items() if value is not None} if isinstance(data, dict) else data

    def unknown_fields(self) -> list[str]:
        """Keys that the model has no field for."""
        return [key for key in self.model_extra or {} if not key.startswith("$")]


class Translatable(Part):
    """A part with texts for people: `<field>_<language>` beside a text field is its translation."""

    translatable: ClassVar[frozenset[str]] = frozenset()

    def text(self, field: str, language: str, wanted: str) -> Text:
        """One text field for a reader; `language` is the one the original is written in."""
        return pick(getattr(self, field) or "", language, (self.model_extra or {}).get(f"{field}_{wanted}"), wanted)

    def translations(self) -> Iterator[tuple[str, str, str, object]]:
        """Each (key, field, language, value) among the unknown keys that is a translation of a field."""
        for key, value in (self.model_extra or {}).items():
            found = _TRANSLATION_KEY.match(key)
            if found and found["field"] in self.translatable:
                yield key, found["field"], found["language"], value

    def unknown_fields(self) -> list[str]:
        """Keys that the model has no field for and that translate none."""
        known = {key for key, *_ in self.translations()}
        return [key for key in super().unknown_fields() if key not in known]

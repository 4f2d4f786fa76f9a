"""The entry: one known error, its root cause, its fixes and its dead ends."""

import hashlib
import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from bot.entries.text import Part, Text, Translatable, pick
from bot.errors import NotFoundError

Rate = Annotated[float, Field(ge=0, le=1)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Url = Annotated[str, Field(pattern=r"^https?://\S+$")]
EntryId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._+-]*(/[a-z0-9][a-z0-9._+-]*)+$", max_length=200)]


def _word(value: object) -> object:
    """JSON files say both `true` and `"true"`."""
    return str(value).lower() if isinstance(value, bool) else value


Resolvable = Annotated[
    Literal["true", "partial", "false"],
    BeforeValidator(_word, json_schema_input_type=Literal["true", "partial", "false"] | bool),
]


def _note(value: object) -> object:
    """Notes on an operating system come as text, lists or objects; the card shows one line."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {part}" for key, part in value.items())
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    return value


Note = Annotated[str, BeforeValidator(_note, json_schema_input_type=str | list[str] | dict[str, str])]


class VerificationTier(StrEnum):
    """How much somebody has checked the entry; sets how much weight its estimated rates have against votes."""

    AI_GENERATED = "ai_generated"
    AUTO_GENERATED = "auto_generated"
    COMMUNITY = "community"
    HUMAN_REVIEWED = "human_reviewed"
    VERIFIED = "verified"


class Version(Part):
    """A version of a tool in which the error is known, or how the error changed with it."""

    version: str
    introduced: str | None = None
    deprecated: str | None = None
    removed: str | None = None
    behavior_change: str | None = None
    status: str | None = None


class Fix(Translatable):
    """A way out of the error (`workarounds` in the file)."""

    translatable: ClassVar[frozenset[str]] = frozenset({"action", "how", "condition", "tradeoff"})

    id: str | None = Field(None, pattern=r"^[a-z0-9-]{1,40}$", description="Keeps the votes when the words change.")
    action: str = Field(min_length=1)
    how: str = Field("", description="The command or code to run, shown ready to copy.")
    condition: str = Field("", description="When this fix applies.")
    tradeoff: str = ""
    success_rate: Rate = 0.5
    sources: tuple[str, ...] = ()

    @property
    def fix_id(self) -> str:
        """Stable under reordering and under changes of rate or translation; follows the action's words."""
        if self.id:
            return self.id
        words = " ".join(re.findall(r"\w+", self.action.lower()))
        return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:10]


class DeadEnd(Translatable):
    """What people try in vain, and why it fails."""

    translatable: ClassVar[frozenset[str]] = frozenset({"action", "why_fails", "condition", "common_misconception"})

    action: str = ""
    why_fails: str = Field(min_length=1)
    fail_rate: Rate | None = None
    condition: str = ""
    common_misconception: str = ""
    sources: tuple[str, ...] = ()


class Link(Part):
    """Another entry this one leads to, follows from or is confused with."""

    error_id: str
    probability: Rate | None = None
    condition: str = ""
    distinction: str = ""


def _link(value: object) -> object:
    return {"error_id": value} if isinstance(value, str) else value


Links = tuple[Annotated[Link, BeforeValidator(_link, json_schema_input_type=Link | str)], ...]


class TransitionGraph(Part):
    """Neighbours of the error, by entry id."""

    leads_to: Links = ()
    preceded_by: Links = ()
    frequently_confused_with: Links = ()


class Entry(Translatable):
    """One known error. Every field is used: docs/entries.md says by what."""

    translatable: ClassVar[frozenset[str]] = frozenset({"signature", "root_cause", "workarounds", "dead_ends"})

    id: EntryId
    signature: str = Field(min_length=3)
    regex: str | None = None
    domain: str = Field(pattern=r"^[a-z0-9][a-z0-9_+-]*$")
    category: str = ""
    subcategory: str | None = None
    root_cause: str = Field(min_length=1)
    root_cause_type: str | None = None
    versions: tuple[Version, ...] = ()
    os_specific: dict[str, Note] = Field(default_factory=dict)
    dead_ends: tuple[DeadEnd, ...] = ()
    workarounds: tuple[Fix, ...] = Field(min_length=1)
    transition_graph: TransitionGraph = TransitionGraph()
    official_doc_url: Url | None = None
    official_doc_section: str | None = None
    error_code: str | None = None
    verification_tier: VerificationTier = VerificationTier.COMMUNITY
    confidence: Rate = 0.8
    fix_success_rate: Rate | None = None
    resolvable: Resolvable = "true"
    first_seen: date | None = None
    last_confirmed: date | None = None
    last_updated: date | None = None
    evidence_count: int = Field(0, ge=0)
    tags: tuple[str, ...] = ()
    locale: Language = "en"
    aliases: tuple[str, ...] = Field((), description="Other wordings of the same error, matched like the signature.")
    examples: tuple[str, ...] = Field((), description="Pastes that must match this entry.")
    counterexamples: tuple[str, ...] = Field((), description="Pastes that must not match this entry.")
    license: str | None = Field(None, description="Licence of the source, kept in imported entries.")
    source: str | None = Field(None, description="Where an imported entry comes from.")

    @field_validator("official_doc_url", "regex", "error_code", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:  # noqa: ANN401 - whatever stood in the file
        return value or None

    @model_validator(mode="before")
    @classmethod
    def _rate_for_fixes_without_one(cls, data: Any) -> Any:  # noqa: ANN401 - whatever stood in the file
        """`fix_success_rate` is the estimate for each fix that has none of its own."""
        rate, fixes = (
            (data.get("fix_success_rate"), data.get("workarounds")) if isinstance(data, dict) else (None, None)
        )
        if rate is None or not isinstance(fixes, list):
            return data
        rated = [
            {**fix, "success_rate": rate} if isinstance(fix, dict) and fix.get("success_rate") is None else fix
            for fix in fixes
        ]
        return {**data, "workarounds": rated}

    @property
    def twin_key(self) -> str:
        """Entries that differ in the environment alone share the first two parts of their id."""
        return "/".join(self.id.split("/")[:2])

    def fix(self, fix_id: str) -> Fix:
        """Raise NotFoundError where no fix has the id."""
        for fix in self.workarounds:
            if fix.fix_id == fix_id:
                return fix
        msg = f"{self.id} has no fix {fix_id}"
        raise NotFoundError(msg)

    def entry_text(self, field: Literal["signature", "root_cause"], wanted: str) -> Text:
        return self.text(field, self.locale, wanted)

    def fix_text(self, fix: Fix, field: Literal["action", "how", "condition", "tradeoff"], wanted: str) -> Text:
        """A fix's text; an action may also be translated in a list `workarounds_<language>` beside the fixes."""
        own = fix.text(field, self.locale, wanted)
        if own.is_translated:
            return own
        return self._from_list("workarounds", self.workarounds.index(fix), field, own)

    def dead_end_text(
        self, dead_end: DeadEnd, field: Literal["action", "why_fails", "condition", "common_misconception"], wanted: str
    ) -> Text:
        """A dead end's text; its reason may also be translated in a list `dead_ends_<language>`."""
        own = dead_end.text(field, self.locale, wanted)
        if own.is_translated:
            return own
        return self._from_list("dead_ends", self.dead_ends.index(dead_end), field, own)

    def _from_list(self, name: str, position: int, field: str, own: Text) -> Text:
        """Lists hold, by position, texts (of the list's main field) or objects with the item's fields."""
        items = (self.model_extra or {}).get(f"{name}_{own.wanted}")
        item = items[position] if isinstance(items, list) and position < len(items) else None
        main_field = {"workarounds": "action", "dead_ends": "why_fails"}[name]
        translation = item.get(field) if isinstance(item, dict) else item if field == main_field else None
        return pick(own.value, self.locale, translation, own.wanted)

"""The JSON Schema of an entry, made from the model, for editors and other tools."""

import json
from typing import Any

from bot.entries.model import DeadEnd, Entry, Fix
from bot.entries.text import Translatable

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def entry_schema() -> dict[str, Any]:
    """JSON Schema 2020-12. Unknown keys are allowed, as the loader allows them; translations are described."""
    schema = Entry.model_json_schema(mode="validation")
    schema.pop("title")
    for model, part in ((Entry, schema), (Fix, schema["$defs"]["Fix"]), (DeadEnd, schema["$defs"]["DeadEnd"])):
        part["patternProperties"] = _translations(model, part["properties"])
    return {"$schema": _DIALECT, "title": "An errfix entry", **schema}


def schema_text() -> str:
    """The schema as entries/schema.json holds it."""
    return json.dumps(entry_schema(), indent=2, ensure_ascii=False) + "\n"


def _translations(model: type[Translatable], properties: dict[str, Any]) -> dict[str, Any]:
    """What the keys `<field>_<language>` hold: a text, or for a list a text or an object for each item."""
    lists = {field for field in model.translatable if properties[field].get("type") == "array"}
    kinds: tuple[tuple[frozenset[str] | set[str], dict[str, Any]], ...] = (
        (model.translatable - lists, {"type": "string"}),
        (lists, {"type": "array", "items": {"type": ["string", "object", "null"]}}),
    )
    return {f"^({'|'.join(sorted(fields))})_[a-z]{{2,3}}$": kind for fields, kind in kinds if fields}

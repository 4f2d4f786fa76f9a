"""entries/schema.json is the model's, and the bundled entries keep to it."""

import json

from jsonschema import Draft202012Validator

from bot.entries import BUNDLED
from bot.entries.load import SCHEMA_FILE, entry_files
from bot.entries.schema import entry_schema, schema_text


def test_the_schema_file_is_what_the_model_says_now() -> None:
    written = (BUNDLED / SCHEMA_FILE).read_text(encoding="utf-8")

    assert written == schema_text(), "run: make schema"


def test_every_bundled_entry_is_valid() -> None:
    validator = Draft202012Validator(entry_schema())

    faults = [
        f"{file.relative_to(BUNDLED)}: {error.json_path}: {error.message}"
        for file in entry_files(BUNDLED)
        for error in validator.iter_errors(json.loads(file.read_text(encoding="utf-8")))
    ]

    assert faults == []

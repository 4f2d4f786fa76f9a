from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.entries import Entry
from bot.entries.schema import entry_schema, schema_text
from tests.entries.samples import entry_data


def faults(data: dict[str, Any]) -> list[str]:
    return [error.json_path for error in Draft202012Validator(entry_schema()).iter_errors(data)]


def test_the_schema_is_a_schema_and_the_same_every_time() -> None:
    Draft202012Validator.check_schema(entry_schema())

    assert schema_text() == schema_text()
    assert schema_text().endswith("}\n")
    assert "$id" not in entry_schema()
    assert entry_schema()["properties"].keys() == Entry.model_fields.keys()


@pytest.mark.parametrize(
    "change",
    (
        {},
        {"$schema": "../schema.json", "unknown": 5},
        {"signature_zh": "端口", "workarounds_zh": ["停止它", {"action": "换端口"}], "dead_ends_zh": [None]},
        {"resolvable": True, "os_specific": {"linux": ["a", "b"], "macos": {"note": "x"}, "windows": "y"}},
        {"transition_graph": {"leads_to": ["node/x", {"error_id": "node/y", "probability": 0.1}]}},
        {"first_seen": "2024-03-10", "error_code": None, "subcategory": None},
    ),
)
def test_what_the_loader_takes_is_valid(change: dict[str, Any]) -> None:
    assert faults(entry_data(**change)) == []


@pytest.mark.parametrize(
    ("change", "path"),
    (
        ({"signature": ...}, "$"),
        ({"confidence": 2}, "$.confidence"),
        ({"id": "../x"}, "$.id"),
        ({"workarounds": []}, "$.workarounds"),
        ({"workarounds": [{"action": "x", "success_rate": -1}]}, "$.workarounds[0].success_rate"),
        ({"workarounds": [{"action": "x", "how_zh": 5}]}, "$.workarounds[0].how_zh"),
        ({"dead_ends": [{"why_fails": "x", "action_zh": 5}]}, "$.dead_ends[0].action_zh"),
        ({"root_cause_zh": 5}, "$.root_cause_zh"),
        ({"workarounds_zh": "x"}, "$.workarounds_zh"),
        ({"verification_tier": "certified"}, "$.verification_tier"),
        ({"locale": "zh-CN"}, "$.locale"),
    ),
)
def test_what_the_loader_cannot_use_is_not(change: dict[str, Any], path: str) -> None:
    assert faults(entry_data(**change)) == [path]

"""Discord's own description of its API, as a check of what was sent to it."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

SPEC = Path(__file__).parents[4] / "shared" / "specs" / "discord-openapi.json"
_FIRST_ID = 1 << 53


def problems(method: str, path: str, body: Any) -> list[str]:  # noqa: ANN401 - as in JSON
    """What is wrong with a call; nothing where the description is absent."""
    if not SPEC.exists():
        return []
    operation = _operation(method.lower(), path)
    if operation is None:
        return [f"there is no {method} {path}"]
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if schema is None:
        return [f"{method} {path} takes no body"] if body is not None else []
    return [
        f"{error.json_path}: {error.message[:300]}"
        for error in _validator(json.dumps(schema)).iter_errors(_with_ids(body))
    ]


def _with_ids(body: Any) -> Any:  # noqa: ANN401 - as above
    """Ids as texts, as they are described; Discord takes numbers too, which is what discord.py sends."""
    match body:
        case dict():
            return {name: _with_ids(value) for name, value in body.items()}
        case list():
            return [_with_ids(value) for value in body]
        case int() if body >= _FIRST_ID:
            return str(body)
        case _:
            return body


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(SPEC.read_text(encoding="utf-8"))
    return document


@cache
def _paths() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    # Fixed parts before variable ones: `@original` is no id.
    paths = sorted(_document()["paths"].items(), key=lambda item: item[0].count("{"))
    return [(re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))), operations) for path, operations in paths]


def _operation(method: str, path: str) -> dict[str, Any] | None:
    found = (operations[method] for pattern, operations in _paths() if pattern.fullmatch(path) and method in operations)
    return next(found, None)


def _one_of(
    validator: Draft202012Validator, choices: list[dict[str, Any]], instance: object, schema: dict[str, Any]
) -> Iterator[ValidationError]:
    """As in jsonschema, which gathers all that is wrong with each choice before it comes to the one that fits."""
    if sum(validator.evolve(schema=choice).is_valid(instance) for choice in choices) != 1:
        yield from Draft202012Validator.VALIDATORS["oneOf"](validator, choices, instance, schema)


_Validator = extend(Draft202012Validator, {"oneOf": _one_of})


@cache
def _validator(schema: str) -> Draft202012Validator:
    return _Validator({**json.loads(schema), "components": _document()["components"]})

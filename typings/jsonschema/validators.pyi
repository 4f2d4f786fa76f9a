from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from jsonschema import Draft202012Validator, ValidationError

_V = TypeVar("_V", bound=Draft202012Validator)

def extend(validator: type[_V], validators: Mapping[str, Callable[..., Iterator[ValidationError]]]) -> type[_V]: ...

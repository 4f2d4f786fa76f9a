"""Turns a canon of deadends-dev into the data of an entry."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.entries.model import Fix
from bot.entries.patterns import compile_pattern
from bot.errors import InputError

_FIX_FIELDS = ("action", "how", "condition", "tradeoff", "success_rate", "sources")
_DEAD_END_FIELDS = ("action", "why_fails", "condition", "common_misconception", "fail_rate", "sources")
_LINK_FIELDS = ("error_id", "probability", "condition", "distinction")
_LINKS = ("leads_to", "preceded_by", "frequently_confused_with")
_TIERS = {"human_reviewed": "human_reviewed", "community_verified": "community"}
_ANY_SYSTEM = {"any", "cross-platform", ""}
_SYSTEMS = {"ubuntu-latest": "linux"}
_NO_DOCUMENTATION = re.compile(
    r"//(?:[\w.-]+\.)?(?:stackoverflow|stackexchange|reddit|medium|youtube|gist\.github)\."
    r"|//github\.com/|//(?:www\.)?(?:pypi\.org|npmjs\.com|crates\.io)/|[/.]blog[./]|//discuss\.|//forums?\."
)


@dataclass(frozen=True, slots=True)
class Conversion:
    """The data of an entry, why its pattern was left out (or empty), and the canon's fields without a place in it."""

    data: dict[str, object]
    pattern_problem: str
    left_over: tuple[str, ...]


@dataclass(slots=True)
class Canon:
    """A canon's data, out of which each field is taken once; what is left then has no place in an entry."""

    data: dict[str, object]
    unused: list[str] = field(default_factory=list)

    def take(self, *path: str) -> object:
        """The value at the path; None where there is none."""
        *parents, name = path
        at: object = self.data
        for parent in parents:
            at = at.get(parent) if isinstance(at, dict) else None
        return at.pop(name, None) if isinstance(at, dict) else None

    def text(self, *path: str) -> str:
        value = self.take(*path)
        return value if isinstance(value, str) else ""

    def items(self, fields: tuple[str, ...], *path: str) -> object:
        """A list's items with these fields; the other fields go unused. No list: the value as it is."""
        value = self.take(*path)
        if not isinstance(value, list):
            return value
        kept = []
        for item in value:
            if isinstance(item, dict):
                self.unused += (f"{'.'.join(path)}.{name}" for name in item if name not in fields)
                kept.append(_filled({name: item[name] for name in fields if name in item}))
            else:
                kept.append(item)
        return kept

    def left_over(self) -> tuple[str, ...]:
        return (*self.unused, *_leaves(self.data))


def convert(data: dict[str, object], package: str, license_text: str) -> Conversion:
    """Empty the canon into an entry's data, which may still be invalid: the canon itself is not checked."""
    canon = Canon(data)
    pattern, pattern_problem = _pattern(canon)
    fixes = _distinct(canon.items(_FIX_FIELDS, "workarounds"))
    dead_ends = canon.items(_DEAD_END_FIELDS, "dead_ends")
    entry = {
        "id": canon.take("id"),
        "signature": canon.take("error", "signature"),
        "regex": pattern,
        "domain": canon.take("error", "domain"),
        "category": canon.take("error", "category"),
        "root_cause": canon.take("verdict", "summary"),
        "versions": _versions(canon),
        "os_specific": _systems(canon),
        "dead_ends": dead_ends,
        "workarounds": fixes,
        "transition_graph": _filled({name: canon.items(_LINK_FIELDS, "transition_graph", name) for name in _LINKS}),
        "official_doc_url": next(_documentation(fixes, dead_ends), None),
        "verification_tier": _TIERS.get(canon.text("metadata", "review_status"), "auto_generated"),
        "confidence": canon.take("verdict", "confidence"),
        "fix_success_rate": canon.take("verdict", "fix_success_rate"),
        "resolvable": canon.take("verdict", "resolvable"),
        "first_seen": canon.take("error", "first_seen"),
        "last_confirmed": max(canon.text("error", "last_confirmed"), canon.text("metadata", "last_verification")),
        "last_updated": canon.take("verdict", "last_updated"),
        "evidence_count": canon.take("metadata", "evidence_count"),
        "locale": "en",
        "license": license_text,
        "source": ", ".join(filter(None, (package, canon.text("url")))),
    }
    return Conversion(_filled(entry), pattern_problem, canon.left_over())


def _distinct(fixes: object) -> object:
    """Fixes whose action repeats an earlier one, with another command, get an id of their own: votes go by it."""
    seen: Counter[str] = Counter()
    for fix in fixes if isinstance(fixes, list) else ():
        action = fix.get("action") if isinstance(fix, dict) else None
        if action and isinstance(action, str):
            fix_id = Fix(action=action).fix_id
            seen[fix_id] += 1
            if seen[fix_id] > 1:
                fix["id"] = f"{fix_id}-{seen[fix_id]}"
    return fixes


def _pattern(canon: Canon) -> tuple[object, str]:
    pattern = canon.take("error", "regex")
    try:
        if isinstance(pattern, str):
            compile_pattern(pattern)
    except InputError as error:
        return None, f"the pattern is left out: {error}"
    return pattern, ""


def _versions(canon: Canon) -> list[dict[str, str]]:
    runtime = canon.text("environment", "runtime", "name")
    known = [(runtime, canon.text("environment", "runtime", "version_range"))] if runtime else []
    python = canon.text("environment", "python")
    if python and runtime not in {"python", "cpython"}:
        known.append(("python", python))
    return [
        {"version": f"{tool} {versions.removeprefix('>=any')}".rstrip(), "status": "active"} for tool, versions in known
    ]


def _systems(canon: Canon) -> dict[str, str]:
    """The operating system, with hardware and whatever else is known of the environment as its note."""
    named = canon.text("environment", "os").lower()
    system = "" if named in _ANY_SYSTEM else _SYSTEMS.get(named, named)
    notes = [_note("framework", canon.take("environment", "framework"))]
    for name in ("hardware", "additional"):
        details = canon.take("environment", name)
        notes += [_note(key, value) for key, value in details.items()] if isinstance(details, dict) else []
    note = "; ".join(filter(None, notes))
    return {system or "any": note} if system or note else {}


def _note(key: str, value: object) -> str:
    name = key.replace("_", " ")
    if value is None or value is False:
        return ""
    if value is True:
        return name
    return f"{name}: {', '.join(str(part) for part in value) if isinstance(value, list) else value}"


def _documentation(*lists: object) -> Iterator[str]:
    for items in lists:
        for item in items if isinstance(items, list) else ():
            sources = item.get("sources") if isinstance(item, dict) else None
            for source in sources if isinstance(sources, list) else ():
                if isinstance(source, str) and source.startswith("https://") and not _NO_DOCUMENTATION.search(source):
                    yield source


def _filled(data: Mapping[str, object]) -> dict[str, object]:
    """Without what is empty."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


def _leaves(value: object, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(part, f"{path}.{key}" if path else str(key))
    elif value not in (None, "", []):
        yield path

"""Converts a whole package of deadends-dev and writes one file for each entry."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.entries.deadends.convert import convert
from bot.entries.deadends.package import Package, read_package
from bot.entries.load import Loaded, Problem, parse_json
from bot.errors import EntriesError

ORIGIN = "deadends-dev"
# Domains of the package that are about people's lives, not about software.
OTHER_DOMAINS = frozenset(
    {
        "banking",
        "communication",
        "culture",
        "disaster",
        "emergency",
        "food-safety",
        "legal",
        "medical",
        "mental-health",
        "pet-safety",
        "policy",
        "safety",
        "visa",
    }
)


@dataclass(slots=True)
class Report:
    """What an import did, and what it left out."""

    package: str
    license: str
    written: int = 0
    unchanged: int = 0
    other_domains: Counter[str] = field(default_factory=Counter)
    """Canons left out because they are about no software error, by domain."""
    left_over: Counter[str] = field(default_factory=Counter)
    """Values that have no place in an entry, by the canon's field."""
    links_left_out: int = 0
    """Links to entries that are not in the imported set."""
    problems: list[Problem] = field(default_factory=list)


def _no_progress(_done: int, _total: int) -> None:
    pass


def import_deadends(
    path: Path, out: Path, *, everything: bool = False, progress: Callable[[int, int], None] = _no_progress
) -> Report:
    """Write each canon as `out/<domain>/<slug>….json`; `everything` takes the domains without software errors too.

    Files that come from elsewhere are left alone. Raises InputError for what is no such package, and EntriesError
    where a file cannot be written.
    """
    package = read_package(path)
    report = Report(package.name, package.license)
    converted = _convert_all(package, report, everything=everything)
    for done, (entry_id, data) in enumerate(converted.items(), 1):
        report.links_left_out += _drop_links(data, converted)
        _write(out.joinpath(*entry_id.split("/")).with_name(f"{entry_id.rpartition('/')[2]}.json"), data, report)
        progress(done, len(converted))
    return report


def _convert_all(package: Package, report: Report, *, everything: bool) -> dict[str, dict[str, object]]:
    """The usable entries' data by id, links as they came."""
    report.problems += (Problem("error", name, "", reason) for name, reason in package.broken.items())
    loaded = Loaded(problems=report.problems)
    converted = {}
    for name, canon in _canons(package, report.problems):
        domain = _domain(canon, name)
        if domain in OTHER_DOMAINS and not everything:
            report.other_domains[domain] += 1
            continue
        try:
            conversion = convert(canon, package.name, package.license)
        except RecursionError:
            report.problems.append(Problem("error", name, "", "nested too deeply"))
            continue
        if loaded.add(name, conversion.data):
            converted[loaded.entries[-1].id] = conversion.data
            report.left_over.update(conversion.left_over)
            if conversion.pattern_problem:
                report.problems.append(Problem("warning", name, "error.regex", conversion.pattern_problem))
    return converted


def _canons(package: Package, problems: list[Problem]) -> Iterator[tuple[str, dict[str, object]]]:
    for name, content in sorted(package.canons.items()):
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            problems.append(Problem("error", name, "", f"not UTF-8 (byte {error.start})"))
            continue
        for _, canon in parse_json(name, text, problems):
            if isinstance(canon, dict):
                yield name, canon
            else:
                problems.append(Problem("error", name, "", "is no JSON object"))


def _domain(canon: dict[str, object], name: str) -> str:
    error = canon.get("error")
    domain = error.get("domain") if isinstance(error, dict) else None
    return domain if isinstance(domain, str) else name.partition("/")[0]


def _drop_links(data: dict[str, object], ids: dict[str, dict[str, object]]) -> int:
    """Remove links to entries that are not among the ids, and count them."""
    graph = data.get("transition_graph")
    if not isinstance(graph, dict):
        return 0
    dropped = 0
    for name, links in list(graph.items()):
        graph[name] = [link for link in links if (link["error_id"] if isinstance(link, dict) else link) in ids]
        dropped += len(links) - len(graph[name])
    data["transition_graph"] = {name: links for name, links in graph.items() if links}
    if not data["transition_graph"]:
        del data["transition_graph"]
    return dropped


def _write(file: Path, data: dict[str, object], report: Report) -> None:
    """Write at once or not at all; a file that comes from elsewhere stays, and is reported."""
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    new = file.with_name(f".{file.name}.new")
    try:
        if file.exists():
            present = file.read_bytes()
            if present == text.encode():
                report.unchanged += 1
                return
            if not _is_ours(present):
                reason = "comes from elsewhere and stays as it is; move it, or import into another folder"
                report.problems.append(Problem("error", str(file), "", reason))
                return
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(text, encoding="utf-8", newline="\n")
        new.replace(file)
    except OSError as error:
        msg = f"cannot write {file}: {error.strerror}"
        raise EntriesError(msg) from error
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)
    report.written += 1


def _is_ours(content: bytes) -> bool:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and str(data.get("source", "")).startswith(ORIGIN)

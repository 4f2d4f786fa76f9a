import io
import json
import os
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.entries import DeadEnd, Entry, Fix, Link, VerificationTier, load_entries
from bot.entries.check import check
from bot.entries.deadends import import_deadends
from bot.entries.deadends.package import MAX_CANON_BYTES
from bot.errors import EntriesError, InputError

METADATA = """\
Metadata-Version: 2.4
Name: deadends-dev
Version: 0.9.0
Author: A. Uthor
License: MIT

# deadends.dev

## License

MIT (code) · CC BY 4.0 (data)
"""


def canon(canon_id: str = "docker/no-space/docker24-linux", **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in a file
    return {
        "schema_version": "1.0.0",
        "id": canon_id,
        "url": f"https://deadends.dev/{canon_id}",
        "error": {
            "signature": "no space left on device",
            "regex": "no space left on device",
            "domain": canon_id.partition("/")[0],
            "category": "storage",
            "first_seen": "2015-01-01",
            "last_confirmed": "2025-02-24",
        },
        "environment": {"runtime": {"name": "docker", "version_range": ">=20,<26"}, "os": "linux", "additional": {}},
        "verdict": {
            "resolvable": "partial",
            "fix_success_rate": 0.88,
            "confidence": 0.9,
            "last_updated": "2025-02-20",
            "summary": "The disk is full.",
        },
        "dead_ends": [
            {
                "action": "Delete files by hand",
                "why_fails": "It corrupts the storage.",
                "fail_rate": 0.9,
                "condition": "Under /var/lib",
                "common_misconception": "They are only files.",
                "sources": ["http://docs.example.org/plain"],
            }
        ],
        "workarounds": [
            {
                "action": "Prune",
                "how": "docker system prune",
                "success_rate": 0.9,
                "tradeoff": "Images go",
                "condition": "",
                "sources": ["https://stackoverflow.com/q/1", "https://docs.example.org/prune"],
            },
            {"action": "Use a larger disk", "success_rate": 0.8},
        ],
        "transition_graph": {"leads_to": [], "preceded_by": [], "frequently_confused_with": []},
        "metadata": {
            "generated_by": "a script",
            "review_status": "auto_generated",
            "evidence_count": 55,
            "page_views": 3,
            "last_verification": "2025-06-01",
        },
    } | changes


Files = Mapping[str, str | bytes]


def as_files(*canons: dict[str, Any]) -> dict[str, str | bytes]:
    return {f"data/canons/{one['id']}.json": json.dumps(one) for one in canons}


def make_folder(folder: Path, files: Files, metadata: str = METADATA) -> Path:
    for name, content in {**files, "deadends_dev-0.9.0.dist-info/METADATA": metadata}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def make_wheel(file: Path, files: Files) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in {**files, "deadends_dev-0.9.0.dist-info/METADATA": METADATA}.items():
            archive.writestr(name, content)
    return file


def make_source_archive(file: Path, files: Files) -> Path:
    with tarfile.open(file, "w:gz") as archive:
        for name, content in {**files, "PKG-INFO": METADATA}.items():
            member = tarfile.TarInfo(f"deadends_dev-0.9.0/{name}")
            data = content.encode() if isinstance(content, str) else content
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return file


def imported(tmp_path: Path, **changes: Any) -> Entry:  # noqa: ANN401 - as in a file
    import_deadends(make_folder(tmp_path / "in", as_files(canon(**changes))), tmp_path / "out")
    (entry,) = load_entries([tmp_path / "out"]).entries
    return entry


def test_every_field_of_a_canon_finds_its_place(tmp_path: Path) -> None:
    entry = imported(tmp_path)

    assert entry == Entry.model_validate(
        {
            "id": "docker/no-space/docker24-linux",
            "signature": "no space left on device",
            "regex": "no space left on device",
            "domain": "docker",
            "category": "storage",
            "root_cause": "The disk is full.",
            "versions": [{"version": "docker >=20,<26", "status": "active"}],
            "os_specific": {"linux": ""},
            "dead_ends": [
                DeadEnd(
                    action="Delete files by hand",
                    why_fails="It corrupts the storage.",
                    fail_rate=0.9,
                    condition="Under /var/lib",
                    common_misconception="They are only files.",
                    sources=("http://docs.example.org/plain",),
                )
            ],
            "workarounds": [
                Fix(
                    action="Prune",
                    how="docker system prune",
                    tradeoff="Images go",
                    success_rate=0.9,
                    sources=("https://stackoverflow.com/q/1", "https://docs.example.org/prune"),
                ),
                Fix(action="Use a larger disk", success_rate=0.8),
            ],
            "official_doc_url": "https://docs.example.org/prune",
            "verification_tier": VerificationTier.AUTO_GENERATED,
            "confidence": 0.9,
            "fix_success_rate": 0.88,
            "resolvable": "partial",
            "first_seen": "2015-01-01",
            "last_confirmed": "2025-06-01",
            "last_updated": "2025-02-20",
            "evidence_count": 55,
            "license": "CC BY 4.0, A. Uthor",
            "source": "deadends-dev 0.9.0, https://deadends.dev/docker/no-space/docker24-linux",
        }
    )


@pytest.mark.parametrize(
    ("environment", "versions", "systems"),
    (
        ({}, [], {}),
        ({"runtime": {"name": "git", "version_range": ">=any"}, "os": "any"}, ["git"], {}),
        (
            {"runtime": {"name": "node", "version_range": ">=20"}, "os": "ubuntu-latest", "python": ">=3.9"},
            ["node >=20", "python >=3.9"],
            {"linux": ""},
        ),
        ({"runtime": {"name": "cpython", "version_range": ">=3.11"}, "python": ">=3.11"}, ["cpython >=3.11"], {}),
        (
            {
                "os": "cross-platform",
                "framework": "laravel >=8",
                "hardware": {"gpu": "A100", "vram_gb": 40},
                "additional": {"common_contexts": ["wsl", "docker"], "vpn_active": True, "proxy": False, "x": None},
            },
            [],
            {"any": "framework: laravel >=8; gpu: A100; vram gb: 40; common contexts: wsl, docker; vpn active"},
        ),
    ),
)
def test_the_environment_becomes_versions_and_systems(
    tmp_path: Path, environment: dict[str, Any], versions: list[str], systems: dict[str, str]
) -> None:
    entry = imported(tmp_path, environment=environment)

    assert [version.version for version in entry.versions] == versions
    assert entry.os_specific == systems


@pytest.mark.parametrize(
    ("status", "tier"),
    (
        ("human_reviewed", "human_reviewed"),
        ("community_verified", "community"),
        ("auto_generated", "auto_generated"),
        ("anything else", "auto_generated"),
    ),
)
def test_the_review_status_becomes_the_tier(tmp_path: Path, status: str, tier: str) -> None:
    assert imported(tmp_path, metadata={"review_status": status}).verification_tier == tier


def test_links_are_kept_within_the_set_and_others_counted(tmp_path: Path) -> None:
    link = {"error_id": "docker/b/x", "probability": 0.2, "condition": "later", "typical_delay": "minutes"}
    graph = {"leads_to": [link, {"error_id": "docker/gone/x"}], "preceded_by": [{"error_id": "visa/c/jp"}]}
    files = as_files(canon("docker/a/x", transition_graph=graph), canon("docker/b/x"), canon("visa/c/jp"))

    report = import_deadends(make_folder(tmp_path / "in", files), tmp_path / "out")

    first = load_entries([tmp_path / "out"]).entries[0]
    assert first.transition_graph.leads_to == (Link(error_id="docker/b/x", probability=0.2, condition="later"),)
    assert first.transition_graph.preceded_by == ()
    assert report.links_left_out == 2
    assert report.left_over["transition_graph.leads_to.typical_delay"] == 1


def test_what_has_no_place_is_counted_by_field(tmp_path: Path) -> None:
    dead_end = {"action": "a", "why_fails": "b", "tradeoff": "c", "note": "d"}
    files = as_files(canon("docker/a/x"), canon("docker/b/x", dead_ends=[dead_end], votes={"up": 1, "down": None}))

    report = import_deadends(make_folder(tmp_path / "in", files), tmp_path / "out")

    assert report.left_over == Counter(
        {
            "schema_version": 2,
            "metadata.generated_by": 2,
            "metadata.page_views": 2,
            "dead_ends.tradeoff": 1,
            "dead_ends.note": 1,
            "votes.up": 1,
        }
    )


def test_a_pattern_that_re2_cannot_run_is_left_out_with_the_reason(tmp_path: Path) -> None:
    bad = canon()
    bad["error"]["regex"] = "no space(?! here)"

    report = import_deadends(make_folder(tmp_path / "in", as_files(bad)), tmp_path / "out")

    assert load_entries([tmp_path / "out"]).entries[0].regex is None
    assert [(problem.level, problem.field) for problem in report.problems] == [("warning", "error.regex")]
    assert "look-arounds cannot run in linear time" in report.problems[0].reason


def test_fixes_with_the_same_action_keep_their_votes_apart(tmp_path: Path) -> None:
    fixes = [{"action": "Borrow", "how": "&x"}, {"action": "borrow!", "how": "&mut x"}, {"action": "Clone"}]

    entry = imported(tmp_path, workarounds=fixes)

    assert len({fix.fix_id for fix in entry.workarounds}) == 3
    assert check(load_entries([tmp_path / "out"]))[0].level == "warning"


def test_lives_are_no_software_errors_unless_everything_is_asked_for(tmp_path: Path) -> None:
    package = make_folder(tmp_path / "in", as_files(canon("visa/a/jp"), canon("visa/b/kr"), canon("docker/a/x")))

    report = import_deadends(package, tmp_path / "out")
    everything = import_deadends(package, tmp_path / "all", everything=True)

    assert (report.written, report.other_domains) == (1, Counter({"visa": 2}))
    assert (everything.written, everything.other_domains) == (3, Counter())
    assert (tmp_path / "all" / "visa" / "a" / "jp.json").is_file()


@pytest.mark.parametrize("make", (make_folder, make_wheel, make_source_archive))
def test_wheel_source_archive_and_folder_are_the_same(tmp_path: Path, make: Any) -> None:  # noqa: ANN401 - one of three
    package = make(tmp_path / "package", as_files(canon()))

    report = import_deadends(package, tmp_path / "out")

    assert (report.package, report.license, report.written) == ("deadends-dev 0.9.0", "CC BY 4.0, A. Uthor", 1)
    assert [file.relative_to(tmp_path / "out").as_posix() for file in (tmp_path / "out").rglob("*.json")] == [
        "docker/no-space/docker24-linux.json"
    ]


@pytest.mark.parametrize("part", ("", "data", "data/canons"))
def test_a_folder_may_be_named_at_any_level(tmp_path: Path, part: str) -> None:
    package = make_folder(tmp_path / "in", as_files(canon()))

    assert import_deadends(package / part, tmp_path / "out").package == "deadends-dev 0.9.0"


def test_a_folder_of_canons_alone_says_nothing_of_version_and_licence(tmp_path: Path) -> None:
    make_folder(tmp_path, {"canons/a.json": json.dumps(canon())})

    report = import_deadends(tmp_path / "canons", tmp_path / "out")

    (entry,) = load_entries([tmp_path / "out"]).entries
    assert (report.package, report.license, report.written) == ("deadends-dev", "", 1)
    assert entry.license is None
    assert entry.source == "deadends-dev, https://deadends.dev/docker/no-space/docker24-linux"


def test_without_a_word_about_data_the_licence_is_the_packages(tmp_path: Path) -> None:
    metadata = "Name: deadends-dev\nVersion: 1.0\nLicense-Expression: Apache-2.0\n\nA text\n"

    report = import_deadends(make_folder(tmp_path / "in", as_files(canon()), metadata), tmp_path / "out")

    assert (report.package, report.license) == ("deadends-dev 1.0", "Apache-2.0")


@pytest.mark.parametrize(
    ("content", "field", "reason"),
    (
        ("", "", "not JSON (line 1, column 1)"),
        ("[" * 200_000, "", "nested too deeply"),
        (b"\xff", "", "not UTF-8 (byte 0)"),
        ("[]", "", "is no JSON object"),
        ("{}", "id", "Field required"),
        ('{"id": {"id": 1}}', "id", "Input should be a valid string"),
        (json.dumps(canon("../../etc/passwd")), "id", "String should match pattern"),
        (json.dumps(canon(workarounds=[])), "workarounds", "Field required"),
        (json.dumps(canon(workarounds="none")), "workarounds", "Input should be a valid tuple"),
        (json.dumps(canon(workarounds=["text"])), "workarounds.0", "Input should be a valid dictionary"),
        (json.dumps(canon(dead_ends=[{"action": "x"}])), "dead_ends.0.why_fails", "Field required"),
        (json.dumps(canon(transition_graph={"leads_to": 5})), "transition_graph.leads_to", "valid tuple"),
        (json.dumps(canon(verdict=None)), "root_cause", "Field required"),
        (json.dumps(canon(error=[])), "signature", "Field required"),
        ("x" * (MAX_CANON_BYTES + 1), "", f"has {MAX_CANON_BYTES + 1} bytes"),
    ),
)
@pytest.mark.parametrize("make", (make_folder, make_wheel))
def test_a_broken_canon_is_reported_and_the_others_imported(
    tmp_path: Path,
    make: Any,  # noqa: ANN401 - one of two
    content: str | bytes,
    field: str,
    reason: str,
) -> None:
    files = {**as_files(canon()), "data/canons/docker/broken.json": content}

    report = import_deadends(make(tmp_path / "package", files), tmp_path / "out")

    problem = next(problem for problem in report.problems if problem.field == field)
    assert problem.level == "error"
    assert problem.file.endswith("docker/broken.json")
    assert reason in problem.reason
    assert report.written == 1


def test_canons_nested_about_as_deep_as_python_goes_are_imported_or_reported(tmp_path: Path) -> None:
    limit = sys.getrecursionlimit()
    files = {
        f"data/canons/{depth}.json": json.dumps(canon(f"docker/d{depth}/x", deep="?")).replace(
            '"?"', '{"x":' * depth + "1" + "}" * depth
        )
        for depth in range(limit - 150, limit + 50)
    }

    report = import_deadends(make_folder(tmp_path / "in", files), tmp_path / "out")

    assert {problem.reason for problem in report.problems} == {"nested too deeply"}
    assert report.written + len(report.problems) == len(files)


def test_an_id_used_twice_is_reported(tmp_path: Path) -> None:
    files = {"data/canons/a.json": json.dumps(canon()), "data/canons/b.json": json.dumps(canon())}

    report = import_deadends(make_folder(tmp_path / "in", files), tmp_path / "out")

    assert [str(problem) for problem in report.problems] == [
        "b.json: id: docker/no-space/docker24-linux is also the id of the entry in a.json; this one is left out"
    ]


def test_a_damaged_member_of_a_wheel_is_reported(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "x.whl", as_files(canon("docker/a/x"), canon("docker/b/x")))
    wheel.write_bytes(wheel.read_bytes().replace(b"no space left", b"no spice left", 1))

    report = import_deadends(wheel, tmp_path / "out")

    assert report.written == 1
    assert report.problems[0].file == "data/canons/docker/a/x.json"
    assert "Bad CRC-32" in report.problems[0].reason


def test_running_it_again_changes_nothing(tmp_path: Path) -> None:
    package = make_folder(tmp_path / "in", as_files(canon("docker/a/x"), canon("docker/b/x")))
    import_deadends(package, tmp_path / "out")
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "out").rglob("*")}

    report = import_deadends(package, tmp_path / "out")

    assert (report.written, report.unchanged) == (0, 2)
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "out").rglob("*")} == before


def test_an_earlier_import_is_brought_up_to_date(tmp_path: Path) -> None:
    import_deadends(make_folder(tmp_path / "old", as_files(canon()), METADATA.replace("0.9", "0.8")), tmp_path / "out")

    report = import_deadends(make_folder(tmp_path / "in", as_files(canon())), tmp_path / "out")

    assert report.written == 1
    assert str(load_entries([tmp_path / "out"]).entries[0].source).startswith("deadends-dev 0.9.0, ")


@pytest.mark.parametrize(
    "present", ('{"id": "docker/no-space/docker24-linux"}', "not JSON", '{"source": "my own"}', "[]")
)
def test_a_file_from_elsewhere_is_left_alone(tmp_path: Path, present: str) -> None:
    file = tmp_path / "out" / "docker" / "no-space" / "docker24-linux.json"
    file.parent.mkdir(parents=True)
    file.write_text(present)

    report = import_deadends(make_folder(tmp_path / "in", as_files(canon())), tmp_path / "out")

    assert file.read_text() == present
    assert report.written == 0
    assert report.problems[0].file == str(file)
    assert "comes from elsewhere and stays as it is" in report.problems[0].reason


def test_a_place_that_cannot_be_written_is_named_and_nothing_half_done_stays(tmp_path: Path) -> None:
    package = make_folder(tmp_path / "in", as_files(canon()))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "docker").write_text("a file in the way")

    with pytest.raises(EntriesError, match=r"cannot write .*docker24-linux\.json: (Not a directory|File exists)"):
        import_deadends(package, tmp_path / "out")
    assert [file.name for file in (tmp_path / "out").rglob("*")] == ["docker"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    (
        ("none", None, "there is no .*none; name a wheel"),
        ("x.whl", b"no archive", "neither a wheel"),
        ("x.tar.gz", b"\x1f\x8b\x08no archive", r"cannot read .*x\.tar\.gz"),
        ("x.whl", b"PK\x05\x06" + bytes(18), "holds no JSON files below data/canons"),
    ),
)
def test_what_is_no_package_is_refused(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError, match=message):
        import_deadends(tmp_path / name, tmp_path / "out")


def test_a_cut_off_source_archive_is_refused(tmp_path: Path) -> None:
    many = as_files(*(canon(f"docker/{number}/x", pad=os.urandom(2000).hex()) for number in range(50)))
    archive = make_source_archive(tmp_path / "x.tar.gz", many)
    archive.write_bytes(archive.read_bytes()[:50_000])

    with pytest.raises(InputError, match=r"cannot read .*x\.tar\.gz"):
        import_deadends(archive, tmp_path / "out")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no JSON files below data/canons"):
        import_deadends(tmp_path, tmp_path / "out")


def test_progress_is_told_entry_by_entry(tmp_path: Path) -> None:
    package = make_folder(tmp_path / "in", as_files(canon("docker/a/x"), canon("docker/b/x")))
    told: list[tuple[int, int]] = []

    import_deadends(package, tmp_path / "out", progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 2), (2, 2)]


@pytest.mark.skipif("ERRFIX_TEST_DEADENDS" not in os.environ, reason="ERRFIX_TEST_DEADENDS names no deadends-dev 0.9.0")
def test_the_real_package_is_imported_without_an_error(tmp_path: Path) -> None:
    report = import_deadends(Path(os.environ["ERRFIX_TEST_DEADENDS"]), tmp_path)

    assert report.license == "CC BY 4.0, YuJin Hong"
    assert (report.written, report.other_domains.total()) == (1922, 538)
    assert report.problems == []
    assert [problem for problem in check(load_entries([tmp_path])) if problem.level == "error"] == []

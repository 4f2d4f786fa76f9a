import subprocess
import sys

import pytest

from bot.entries import Entry
from bot.matching import Matcher
from bot.matching.features import NAMES
from tests.matching.samples import entry

GIT = entry("git/bad-object", "fatal: bad object HEAD", tags=["vcs"], root_cause="A packfile is damaged")
RUST = entry("rust/borrow", "cannot borrow value mutably", versions=[{"version": "cargo >=1.70"}])
VETTED = entry("docker/space", "no space left", regex="no space", examples=["no space left"])


def features(paste: str, entry_id: str, *entries: Entry) -> dict[str, float]:
    matcher = Matcher([GIT, RUST, VETTED, *entries])
    scored = {matcher.entries[one.position].id: one for one in matcher.weigh(matcher.read(paste)).scored}
    return dict(zip(NAMES, scored[entry_id].evidence.values, strict=True))


def test_a_signature_as_it_stands_is_covered_and_explained() -> None:
    found = features("fatal: bad object HEAD", "git/bad-object")

    assert (found["retrieval"], found["line_coverage"], found["line_precision"]) == pytest.approx((1, 1, 1))


def test_what_is_left_out_lowers_the_coverage_and_what_is_added_the_precision() -> None:
    fewer = features("fatal: bad object", "git/bad-object")
    more = features("fatal: bad object HEAD cannot borrow", "git/bad-object")

    assert fewer["line_coverage"] < 1 == pytest.approx(fewer["line_precision"])
    assert more["line_precision"] < 1 == pytest.approx(more["line_coverage"])


def test_an_alias_covers_what_the_signature_does_not() -> None:
    paste = "the repository holds broken blobs today"
    alias = entry("git/broken", "object is broken", aliases=["repository holds broken blobs"])

    found = features(paste, "git/broken", alias)

    assert found["wording"] > found["line_coverage"]


def test_words_of_name_cause_and_remedy_count_apart() -> None:
    fix = entry("pip/other", "wheel exploded", workarounds=[{"action": "reinstall setuptools"}])

    name = features("fatal: vcs", "git/bad-object")
    cause = features("fatal: packfile damaged", "git/bad-object")
    remedy = features("wheel: setuptools", "pip/other", fix)

    assert name["name"] > 0 == name["cause"]
    assert cause["cause"] > 0
    assert remedy["remedy"] > 0


@pytest.mark.parametrize(
    ("paste", "own", "other"),
    (("cargo: cannot borrow", 1, 0), ("docker: cannot borrow", 0, 1), ("somehow: cannot borrow", 0, 0)),
)
def test_the_tool_of_the_entry_or_another_one_is_named(paste: str, own: int, other: int) -> None:
    found = features(paste, "rust/borrow")

    assert (found["tool"], found["other_tool"]) == (own, other)


def test_the_domain_that_the_words_speak_for_loses_nothing() -> None:
    paste = "fatal: cannot borrow value mutably, bad luck"

    assert features(paste, "rust/borrow")["domain"] == 0
    assert features(paste, "git/bad-object")["domain"] < 0


def test_the_silence_of_a_vetted_pattern_counts_and_that_of_others_does_not() -> None:
    loose = entry("docker/full", "disk left full", regex="disk full")
    paste = "nothing left on the disk"

    assert features(paste, "docker/space", loose)["pattern_missed"] == 1
    assert features(paste, "docker/full", loose)["pattern_missed"] == 0
    assert features("no space left", "docker/space", loose)["pattern_missed"] == 0


def test_a_pattern_that_fires_elsewhere_too_is_foreign() -> None:
    wide = entry("ssh/left", "space left behind", regex="space left")

    assert features("no space left", "ssh/left", wide)["pattern_foreign"] > 0
    assert features("no space left", "docker/space")["pattern_foreign"] == 0


SEVERAL_PROCESSES = """
from bot.entries import BUNDLED, load_entries
from bot.matching import Matcher

paste = "refused econnrefused connection\\nconnection refused ECONNREFUSED\\nerrno 111 EADDRINUSE address in use"
print(Matcher(load_entries([BUNDLED]).entries).match(paste))
"""


def test_a_paste_is_weighed_the_same_to_the_last_bit_in_every_process() -> None:
    # Sets have another order for every seed, and sums another last bit, which decided between lines worth the same.
    results = {
        subprocess.run(
            [sys.executable, "-c", SEVERAL_PROCESSES],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in "123"
    }

    assert len(results) == 1

import re
from collections.abc import Iterator
from pathlib import Path

import click

from adapters.cli import cli
from bot.entries import BUNDLED, load_entries
from bot.settings import names

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def commands(group: click.Group, path: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


def test_the_readme_s_table_holds_every_command_and_no_other() -> None:
    listed = re.findall(r"^\| `(errfix [a-z ]+)` \|", README, re.MULTILINE)

    assert sorted(listed) == sorted(commands(cli, "errfix"))


def test_no_page_names_a_setting_that_does_not_exist() -> None:
    known = {*names(), "ERRFIX_TEST_REQUIRE_POSTGRES", "ERRFIX_TEST_DEADENDS"}
    named = {
        name
        for page in PAGES
        for name in re.findall(r"\b(?:ERRFIX|SLACK|DISCORD)_[A-Z_]*[A-Z]\b", page.read_text("utf-8"))
    }

    assert named - known == set()


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = [
        (page.name, target)
        for page in PAGES
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]

    assert broken == []


def test_the_number_of_bundled_entries_is_the_one_the_readme_states() -> None:
    stated = re.search(r"(\d+) come with it", README)

    assert stated is not None
    assert int(stated[1]) == len(load_entries([BUNDLED]).entries)


def test_every_make_command_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        name
        for page in PAGES
        for name in re.findall(r"(?:^|`)make ([a-z][a-z0-9-]*)", page.read_text("utf-8"), re.MULTILINE)
    }

    assert named - targets == set()

import re
from pathlib import Path

from adapters.discord.permissions import NAMES

PAGE = Path(__file__).parents[3] / "docs" / "discord.md"


def test_the_page_names_every_permission_and_no_other() -> None:
    section = PAGE.read_text("utf-8").partition("## Permissions")[2].partition("\n## ")[0]
    named = re.findall(r"^\| ([A-Z][\w ]+) \|", section, re.MULTILINE)
    assert named == list(NAMES.values())

import re
from pathlib import Path

from bot.settings import Settings, names

ROOT = Path(__file__).parents[2]


def default_of(name: str) -> str:
    default = next(field.default for field in Settings.model_fields.values() if field.validation_alias == name)
    if isinstance(default, tuple):
        return ",".join(default)
    return "" if default is None else str(default)


def test_env_example_holds_every_setting_with_its_default_and_no_other() -> None:
    lines = re.findall(r"^#([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)

    assert lines == [(name, default_of(name)) for name in names()]


def test_env_example_describes_each_setting_as_the_code_does() -> None:
    text = (ROOT / ".env.example").read_text("utf-8")

    missing = [field.description for field in Settings.model_fields.values() if f"# {field.description}\n" not in text]

    assert missing == []


def test_the_configuration_page_holds_every_setting_with_default_and_description() -> None:
    rows = re.findall(
        r"^\| `([A-Z_]+)` \| (?:`(.*)`)? \| (.*) \|$", (ROOT / "docs/configuration.md").read_text("utf-8"), re.MULTILINE
    )

    expected = [
        (str(field.validation_alias), default_of(str(field.validation_alias)), field.description)
        for field in Settings.model_fields.values()
    ]
    assert rows == expected

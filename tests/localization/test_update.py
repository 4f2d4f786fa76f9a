from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.localization import update

OLD = """\
msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Root cause"
msgstr "Ursache"

msgid "Nobody says this any more"
msgstr "Das sagt niemand mehr"
"""


class Updated(NamedTuple):
    """A catalogue after an update, and what the update told."""

    file: Path
    told: list[str]


def update_told() -> list[str]:
    with redirect_stdout(StringIO()) as told:
        update.main()
    return told.getvalue().splitlines()


@pytest.fixture(scope="module")
def updated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Updated]:
    """Updated once, as reading all messages of the code takes long."""
    file = tmp_path_factory.mktemp("locales") / "de.po"
    file.write_text(OLD, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(update, "LOCALES_FOLDER", file.parent)
        yield Updated(file, update_told())


def test_an_update_keeps_translations_adds_new_messages_and_drops_old_ones(updated: Updated) -> None:
    text = updated.file.read_text(encoding="utf-8")
    found = [
        'msgid "Root cause"\nmsgstr "Ursache"\n' in text,
        'msgid "What to try"\nmsgstr ""\n' in text,
        "Nobody says this any more" in text,
    ]
    assert found == [True, True, False]


def test_an_update_names_what_is_not_translated(updated: Updated) -> None:
    assert f"{updated.file.name}: not translated: 'What to try'" in updated.told
    assert not any("Root cause" in line for line in updated.told)


def test_a_second_update_changes_nothing(updated: Updated) -> None:
    first = updated.file.read_bytes()
    assert update_told() == updated.told
    assert updated.file.read_bytes() == first


def test_a_new_catalogue_gets_the_plural_forms_of_its_language(updated: Updated) -> None:
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in updated.file.read_text(encoding="utf-8")

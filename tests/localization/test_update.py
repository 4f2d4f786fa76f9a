from pathlib import Path

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


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(update, "LOCALES_FOLDER", tmp_path)
    file = tmp_path / "de.po"
    file.write_text(OLD, encoding="utf-8")
    return file


def test_an_update_keeps_translations_adds_new_messages_and_drops_old_ones(catalogue: Path) -> None:
    update.main()
    text = catalogue.read_text(encoding="utf-8")
    found = [
        'msgid "Root cause"\nmsgstr "Ursache"\n' in text,
        'msgid "What to try"\nmsgstr ""\n' in text,
        "Nobody says this any more" in text,
    ]
    assert found == [True, True, False]


def test_an_update_names_what_is_not_translated(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    update.main()
    told = capsys.readouterr().out.splitlines()
    assert (f"{catalogue.name}: not translated: 'What to try'" in told, any("Root cause" in line for line in told)) == (
        True,
        False,
    )


def test_a_second_update_changes_nothing(catalogue: Path) -> None:
    update.main()
    first = catalogue.read_bytes()
    update.main()
    assert catalogue.read_bytes() == first


def test_a_new_catalogue_gets_the_plural_forms_of_its_language(catalogue: Path) -> None:
    update.main()
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in catalogue.read_text(encoding="utf-8")

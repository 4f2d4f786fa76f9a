"""Refresh the catalogues from the messages in the code: `make translations`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.localization.catalogs import LOCALES_FOLDER

_ROOT: Final = Path(__file__).parents[2]
_ROOMS: Final = ("bot", "adapters")
_METHODS: Final = (("**.py", "python"), ("**/templates/**.html", "jinja2"))
_KEYWORDS: Final = {"t": None, "plural": (1, 2)}
_HEADER: Final = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def messages_in_code() -> Catalog:
    """Every message of the code and the templates, untranslated, with the files that use it."""
    template = Catalog()
    for room in _ROOMS:
        found = extract_from_dir(_ROOT / room, list(_METHODS), keywords=_KEYWORDS)
        for file, line, message, comments, context in found:
            template.add(message, locations=[(f"{room}/{file}", line)], auto_comments=comments, context=context)
    return template


def read_catalog(file: Path) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream, locale=file.stem, ignore_obsolete=True)


def write_catalog(catalog: Catalog, file: Path) -> None:
    """Write without dates, versions and line numbers, so that a file only changes where its words do."""
    with file.open("wb") as stream:
        stream.write(_HEADER.format(language=file.stem, plural_forms=catalog.plural_forms).encode())
        write_po(
            stream,
            catalog,
            width=120,
            sort_output=True,
            omit_header=True,
            ignore_obsolete=True,
            include_lineno=False,
        )


def untranslated(catalog: Catalog) -> Iterator[Message]:
    """The messages without words in the catalogue's language, and those whose words need another look."""
    for message in catalog:
        words = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and (message.fuzzy or not all(words)):
            yield message


def main() -> None:
    """Add new messages, drop those no longer used, keep the translations, and name what is left to translate."""
    template = messages_in_code()
    for file in sorted(LOCALES_FOLDER.glob("*.po")):
        catalog = read_catalog(file)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        write_catalog(catalog, file)
        for message in untranslated(catalog):
            sys.stdout.write(f"{file.name}: not translated: {message.id!r}\n")


if __name__ == "__main__":
    main()

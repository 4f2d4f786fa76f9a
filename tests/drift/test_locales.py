import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog

from bot.localization.catalogs import LOCALES_FOLDER
from bot.localization.update import messages_in_code, read_catalog, untranslated, write_catalog

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted(LOCALES_FOLDER.glob("*.po"))
in_code = messages_in_code()
each_catalogue = pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.name)


def ids(catalog: Catalog) -> set[str | tuple[str, ...]]:
    return {message.id if isinstance(message.id, str) else tuple(message.id) for message in catalog if message.id}


def placeholders(*texts: str) -> set[str]:
    return {name for text in texts for name in re.findall(r"\{\w*\}", text)}


def test_messages_are_found_in_the_core_the_adapters_and_the_templates() -> None:
    suffixes = {Path(file).parts[0] + Path(file).suffix for message in in_code for file, _ in message.locations}
    assert suffixes == {"bot.py", "adapters.py", "adapters.html"}


@each_catalogue
def test_a_catalogue_holds_the_messages_of_the_code_and_no_others(file: Path) -> None:
    assert ids(read_catalog(file)) == ids(in_code), "run `make translations`"


@each_catalogue
def test_every_message_is_translated(file: Path) -> None:
    assert [message.id for message in untranslated(read_catalog(file))] == []


@each_catalogue
def test_a_translation_has_the_placeholders_of_its_message(file: Path) -> None:
    for message in read_catalog(file):
        one, *many = (message.id,) if isinstance(message.id, str) else message.id
        for translation in (message.string,) if isinstance(message.string, str) else message.string or ():
            assert placeholders(translation) == placeholders(one, *many), f"{file.name}: {message.id}"


@each_catalogue
def test_a_catalogue_has_no_obsolete_messages(file: Path) -> None:
    assert "#~" not in file.read_text(encoding="utf-8")


@each_catalogue
def test_a_catalogue_is_as_the_update_writes_it(file: Path, tmp_path: Path) -> None:
    write_catalog(read_catalog(file), tmp_path / file.name)
    assert (tmp_path / file.name).read_text(encoding="utf-8") == file.read_text(encoding="utf-8")


def sources() -> Iterator[Path]:
    for room in ("bot", "adapters"):
        yield from (ROOT / room).rglob("*.py")


def misnamed_translators(tree: ast.AST) -> Iterator[str]:
    """Where a translator gets another name than `t`, or none, so that its messages would not be found."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.arg | ast.AnnAssign)
            and node.annotation
            and ast.unparse(node.annotation) == "Translator"
        ):
            name = node.arg if isinstance(node, ast.arg) else ast.unparse(node.target)
        elif isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("translator("):
            name = ast.unparse(node.targets[0])
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("translator("):
            name = ast.unparse(node.func)
            if re.search(r"\)\.(?!plural\b)\w+$", name):
                continue
        else:
            continue
        if name.rpartition(".")[2] != "t":
            yield name


def test_a_translator_is_always_called_t() -> None:
    misnamed = {
        (str(file.relative_to(ROOT)), name)
        for file in sources()
        for name in misnamed_translators(ast.parse(file.read_text(encoding="utf-8")))
    }
    assert misnamed == set()


@pytest.mark.parametrize(
    ("source", "names"),
    (
        ("t = translator(locale)\nt('a')", []),
        ("def f(t: Translator): ...", []),
        ("translator(locale).percent(1)", []),
        ("say = translator(locale)", ["say"]),
        ("def f(words: Translator): ...", ["words"]),
        ("translator(locale)('a')", ["translator(locale)"]),
        ("translator(locale).plural('a', 'b', 1)", ["translator(locale).plural"]),
    ),
)
def test_a_translator_of_another_name_is_noticed(source: str, names: list[str]) -> None:
    assert list(misnamed_translators(ast.parse(source))) == names

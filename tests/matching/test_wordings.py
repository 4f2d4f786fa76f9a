import pytest

from bot.matching.extract import extract
from bot.matching.tokens import tokens
from bot.matching.wordings import KnownWordings, bundled_wordings, parse

GROUPS = parse(
    "# network\nconnection refused | ECONNREFUSED | Errno 111\n\nENOSPC | no space left on device | disk full\n"
)
SAID = ("connect ECONNREFUSED", "Connection refused (port 80)", "no space left on device")


def known(*said: str, groups: str = "") -> KnownWordings:
    wordings = KnownWordings(parse(groups) if groups else GROUPS)
    wordings.add(map(tokens, said))
    return wordings


def others(wordings: KnownWordings, line: str) -> list[str]:
    return [wording.text for wording in wordings.others(tokens(line))]


@pytest.mark.parametrize(
    ("line", "offered"),
    (
        ("[Errno 111] no luck", ["connection refused"]),
        ("ENOSPC: disk full, ECONNREFUSED", ["no space left on device", "connection refused"]),
        ("connection refused", []),
        ("the disk is full", []),
        ("the connection was refused", []),
        ("", []),
    ),
)
def test_a_phrase_stands_for_the_first_wording_of_its_group_that_an_entry_says(line: str, offered: list[str]) -> None:
    assert others(known(*SAID), line) == offered


def test_a_wording_that_no_entry_says_is_not_offered() -> None:
    assert others(known("it is told as Errno 111"), "ECONNREFUSED") == ["Errno 111"]
    assert others(known("it is told otherwise"), "ECONNREFUSED") == []


def test_a_wording_is_offered_until_the_last_entry_that_says_it_is_gone() -> None:
    wordings = known("connection refused, connection refused")
    wordings.add([tokens("Connection refused")])

    wordings.remove([tokens("connection refused, connection refused")])
    assert others(wordings, "ECONNREFUSED") == ["connection refused"]
    wordings.remove([tokens("Connection refused")])
    assert others(wordings, "ECONNREFUSED") == []


def test_a_paste_is_read_in_other_wordings_too() -> None:
    failure = extract("dial tcp 10.0.0.1:5432: connect: ECONNREFUSED", known(*SAID))

    assert "connection refused" in [unit.text.lower() for unit in failure.units]
    assert 0 < failure.weights["refused"] < failure.weights["econnrefused"]


def test_code_is_not_read_in_other_wordings() -> None:
    read = extract("if (err.code === 'ECONNREFUSED') {\n  retry();\n}", known(*SAID))

    assert "refused" not in read.weights


def test_a_wording_in_another_script_stands_for_those_that_entries_say() -> None:
    wordings = known(*SAID, groups="拒绝连接 | connection refused | ECONNREFUSED\n")

    assert others(wordings, "拒绝连接") == others(wordings, "ECONNREFUSED") == ["connection refused"]


def test_one_wording_in_two_styles_counts_once() -> None:
    assert len(parse("NoDevice | NO_DEVICE | no device found\n").groups[0]) == 2


def test_every_bundled_group_has_several_wordings() -> None:
    bad = [[one.text for one in group] for group in bundled_wordings().groups if len(group) < 2]

    assert bad == []

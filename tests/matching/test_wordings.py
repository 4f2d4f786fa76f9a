import pytest

from bot.matching.extract import extract
from bot.matching.tokens import tokens
from bot.matching.wordings import KnownWordings, bundled_wordings, parse

GROUPS = parse("# network\nECONNREFUSED | connection refused | Errno 111\n\ndisk full | no space left on device\n")
NETWORK = ("connect ECONNREFUSED", "Connection refused (port 80)", "[Errno 111] no")


def known(*said: str, groups: str = "") -> KnownWordings:
    wordings = KnownWordings(parse(groups) if groups else GROUPS)
    wordings.add(map(tokens, said))
    return wordings


def others(wordings: KnownWordings, line: str) -> list[str]:
    return [wording.text for wording in wordings.others(tokens(line))]


@pytest.mark.parametrize(
    ("line", "offered"),
    (
        ("connect ECONNREFUSED 127.0.0.1:80", ["connection refused", "Errno 111"]),
        ("[Errno 111] Connection refused", ["ECONNREFUSED", "connection refused"]),
        ("the disk is full", []),
        ("the connection was refused", []),
        ("", []),
    ),
)
def test_a_phrase_stands_for_the_other_wordings_of_its_group(line: str, offered: list[str]) -> None:
    assert others(known(*NETWORK), line) == offered


def test_a_wording_that_no_entry_says_is_not_offered() -> None:
    assert others(known("it says connection refused"), "ECONNREFUSED") == ["connection refused"]


def test_a_wording_is_offered_until_the_last_entry_that_says_it_is_gone() -> None:
    wordings = known("connection refused, connection refused")
    wordings.add([tokens("Connection refused")])

    wordings.remove([tokens("connection refused, connection refused")])
    assert others(wordings, "ECONNREFUSED") == ["connection refused"]
    wordings.remove([tokens("Connection refused")])
    assert others(wordings, "ECONNREFUSED") == []


def test_a_paste_is_read_in_other_wordings_too() -> None:
    failure = extract("dial tcp 10.0.0.1:5432: connect: ECONNREFUSED", known(*NETWORK))

    assert "connection refused" in [unit.text.lower() for unit in failure.units]
    assert 0 < failure.weights["refused"] < failure.weights["econnrefused"]


def test_code_is_not_read_in_other_wordings() -> None:
    read = extract("if (err.code === 'ECONNREFUSED') {\n  retry();\n}", known(*NETWORK))

    assert "refused" not in read.weights


def test_a_wording_in_another_script_stands_for_those_that_entries_say() -> None:
    groups = "拒绝连接 | connection refused | ECONNREFUSED\n"

    assert others(known(*NETWORK, groups=groups), "拒绝连接") == ["connection refused", "ECONNREFUSED"]
    assert others(known(*NETWORK, groups=groups), "ECONNREFUSED") == ["connection refused"]


def test_one_wording_in_two_styles_counts_once() -> None:
    assert len(parse("NoDevice | NO_DEVICE | no device found\n").groups[0]) == 2


def test_every_bundled_group_has_several_wordings() -> None:
    bad = [[one.text for one in group] for group in bundled_wordings().groups if len(group) < 2]

    assert bad == []

import pytest

from bot.matching.extract import extract
from bot.matching.tokens import tokens
from bot.matching.wordings import bundled_wordings, parse

GROUPS = parse("# network\nECONNREFUSED | connection refused | Errno 111\n\ndisk full | no space left on device\n")


@pytest.mark.parametrize(
    ("line", "others"),
    (
        ("connect ECONNREFUSED 127.0.0.1:80", ["connection refused", "Errno 111"]),
        ("[Errno 111] Connection refused", ["ECONNREFUSED", "connection refused"]),
        ("the disk is full", []),
        ("the connection was refused", []),
        ("", []),
    ),
)
def test_a_phrase_stands_for_the_other_wordings_of_its_group(line: str, others: list[str]) -> None:
    assert [wording.text for wording in GROUPS.others(tokens(line))] == others


def test_a_paste_is_read_in_other_wordings_too() -> None:
    failure = extract("dial tcp 10.0.0.1:5432: connect: ECONNREFUSED")

    assert "connection refused" in [unit.text.lower() for unit in failure.units]
    assert 0 < failure.weights["refused"] < failure.weights["econnrefused"]


def test_code_is_not_read_in_other_wordings() -> None:
    assert "refused" not in extract("if (err.code === 'ECONNREFUSED') {\n  retry();\n}").weights


def test_a_wording_in_another_script_is_recognised_but_not_offered() -> None:
    groups = parse("拒绝连接 | connection refused | ECONNREFUSED\n")

    assert [one.text for one in groups.others(tokens("拒绝连接"))] == ["connection refused", "ECONNREFUSED"]
    assert [one.text for one in groups.others(tokens("ECONNREFUSED"))] == ["connection refused"]


def test_one_wording_in_two_styles_counts_once() -> None:
    assert len(parse("NoDevice | NO_DEVICE | no device found\n").groups[0]) == 2


def test_every_bundled_group_has_several_wordings() -> None:
    bad = [[one.text for one in group] for group in bundled_wordings().groups if len(group) < 2]

    assert bad == []

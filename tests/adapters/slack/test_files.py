"""Snippets and text files: which are read, from where, and how much of them."""

from typing import Any

import pytest
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.base.text_files import MAX_BYTES
from adapters.slack.events import FileRef, to_file
from adapters.slack.files import Files, is_text
from tests.adapters.slack.conftest import PASTE, Team
from tests.adapters.slack.fake_api import BOT_TOKEN


def snippet(team: Team, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    file = {
        "id": "F1",
        "name": "log.txt",
        "mimetype": "text/plain",
        "filetype": "text",
        "mode": "snippet",
        "size": 80,
        "url_private_download": f"{team.slack.origin}/files/log.txt",
    }
    return {**file, **changes}


async def share(team: Team, *files: dict[str, Any], text: str = "") -> None:
    await team.message(text, subtype="file_share", files=list(files))


async def test_a_snippet_is_read_with_the_bots_token(team: Team) -> None:
    team.slack.files["log.txt"] = (PASTE.encode(), "text/plain")
    await share(team, snippet(team), text="what is this?")
    assert team.slack.of("file")[0].args["Authorization"] == f"Bearer {BOT_TOKEN}"
    assert "yaml" in team.slack.posted[0].text


async def test_of_a_long_log_the_end_is_read(team: Team) -> None:
    log = b"INFO all is well\n" * 200_000 + PASTE.encode()
    team.slack.files["log.txt"] = (log, "text/plain")
    await share(team, snippet(team, mode="hosted", size=len(log)))
    assert "yaml" in team.slack.posted[0].text


async def test_never_more_than_the_limit_is_read(team: Team) -> None:
    log = PASTE.encode() + b"\nINFO all is well" * 200_000
    team.slack.files["log.txt"] = (log, "text/plain")
    await share(team, snippet(team, size=80))  # it claims to be small
    text = (await _read(team, snippet(team, size=80)))[0]
    assert len(text.encode()) == MAX_BYTES


async def _read(team: Team, *files: dict[str, Any]) -> list[str]:
    workspace = await team.adapter.workspaces.find(AsyncBoltContext({"team_id": "T0000000001"}))
    assert workspace is not None
    read = await Files(team.slack.url).read(workspace, tuple(to_file(file) for file in files))
    return [file.text for file in read]


@pytest.mark.parametrize("encoding", ("utf-8", "utf-8-sig", "utf-16"))
async def test_text_is_read_in_the_encodings_of_windows_too(team: Team, encoding: str) -> None:
    team.slack.files["log.txt"] = ("KeyError: 'ä'".encode(encoding), "text/plain")
    assert await _read(team, snippet(team)) == ["KeyError: 'ä'"]


async def test_a_file_that_cannot_be_had_stands_as_its_preview(team: Team) -> None:
    team.slack.files["log.txt"] = (b"<html>Sign in</html>", "text/html")
    assert await _read(team, snippet(team, preview="KeyError: &amp;")) == ["KeyError: &"]
    nowhere = snippet(team, url_private_download="http://127.0.0.1:1/files/log.txt", preview="KeyError")
    assert await _read(team, nowhere) == ["KeyError"]


async def test_a_redirect_is_not_followed(team: Team) -> None:
    team.slack.files["log.txt"] = (b"KeyError: 'elsewhere'", "text/plain")
    moved = snippet(team, url_private_download=f"{team.slack.origin}/moved/log.txt", preview="KeyError: 'preview'")
    assert await _read(team, moved) == ["KeyError: 'preview'"]


async def test_the_token_is_not_sent_to_another_host(team: Team) -> None:
    elsewhere = team.slack.origin.replace("127.0.0.1", "localhost")
    team.slack.files["log.txt"] = (b"KeyError: 'elsewhere'", "text/plain")
    away = snippet(team, url_private_download=f"{elsewhere}/files/log.txt", preview="KeyError: 'preview'")
    assert await _read(team, away) == ["KeyError: 'preview'"]
    assert not team.slack.of("file")


async def test_a_file_of_another_organization_is_asked_for(team: Team) -> None:
    team.slack.files["log.txt"] = (b"KeyError: 'a'", "text/plain")
    team.slack.infos["F9"] = snippet(team, id="F9")
    assert await _read(team, {"id": "F9", "file_access": "check_file_info"}) == ["KeyError: 'a'"]
    team.slack.fail("files.info", "file_not_found")
    assert await _read(team, {"id": "F9", "file_access": "check_file_info"}) == []


async def test_pictures_are_not_fetched(team: Team) -> None:
    await share(team, snippet(team, name="screen.png", mimetype="image/png", mode="hosted"), text=PASTE)
    assert not team.slack.of("file")
    assert len(team.slack.posted) == 1


async def test_at_most_five_files_are_read(team: Team) -> None:
    team.slack.files["log.txt"] = (b"KeyError: 'a'", "text/plain")
    assert len(await _read(team, *(snippet(team, id=f"F{n}") for n in range(100)))) == 5


async def test_pictures_take_no_texts_place(team: Team) -> None:
    team.slack.files["log.txt"] = (PASTE.encode(), "text/plain")
    pictures = [snippet(team, id=f"F{n}", name="a.png", mimetype="image/png", mode="hosted") for n in range(99)]
    await share(team, *pictures, snippet(team))
    assert len(team.slack.posted) == 1


async def test_a_question_does_not_hang_on_a_file_that_slack_says_nothing_of(team: Team) -> None:
    team.slack.fail("files.info", status=500, times=5)
    await share(team, {"id": "F9", "file_access": "check_file_info"}, text=PASTE)
    assert len(team.slack.posted) == 1


@pytest.mark.parametrize(
    ("api", "url", "ours"),
    (
        ("https://slack.com/api/", "https://files.slack.com/files-pri/T1-F1/log.txt", True),
        ("https://slack.com/api/", "https://acme.slack.com/files/log.txt", True),
        ("https://slack-gov.com/api/", "https://files.slack-gov.com/x", True),
        ("https://proxy.example/api/", "https://proxy.example/files/x", True),
        ("https://proxy.example/api/", "https://files.slack.com/x", True),
        ("http://127.0.0.1:9/api/", "http://127.0.0.1:9/files/x", True),
        ("http://127.0.0.1:9/api/", "http://127.0.0.1:8/files/x", False),
        ("https://slack.com/api/", "http://files.slack.com/x", False),
        ("https://slack.com/api/", "https://evilslack.com/x", False),
        ("https://slack.com/api/", "https://files.slack.com.evil.example/x", False),
        ("https://slack.com/api/", "https://files.slack.com@evil.example/x", False),
        ("https://slack.com/api/", "https://docs.google.com/x", False),
        ("https://slack.com/api/", "file:///etc/passwd", False),
        ("https://slack.com/api/", "https://[broken", False),
        ("https://slack.com/api/", "https://slack.com:port/", False),
        ("https://slack.com/api/", "", False),
    ),
)
def test_the_token_goes_to_slack_alone(api: str, url: str, ours: bool) -> None:  # noqa: FBT001 - a table of cases
    assert Files(api).is_ours(url) is ours


@pytest.mark.parametrize(
    ("ref", "expected"),
    (
        (FileRef("F", mode="snippet"), True),
        (FileRef("F", mode="hosted", mimetype="text/x-python; charset=utf-8"), True),
        (FileRef("F", mode="hosted", mimetype="application/json"), True),
        (FileRef("F", mode="hosted", mimetype="application/octet-stream", name="Build.LOG"), True),
        (FileRef("F", mode="hosted", mimetype="application/pdf", name="a.pdf"), False),
        (FileRef("F", mode="tombstone", mimetype="text/plain"), False),
        (FileRef("F", mode="external", mimetype="text/plain"), False),
        (FileRef("F", mode="hidden_by_limit", name="a.txt"), False),
    ),
    ids=str,
)
def test_what_holds_text_is_read(ref: FileRef, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_text(ref) is expected

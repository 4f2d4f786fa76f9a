"""Text that people attach."""

from typing import Any

import pytest

from adapters.base.text_files import MAX_BYTES
from adapters.discord.files import Files
from tests.adapters.discord.conftest import PASTE, PORT, Server


def attach(server: Server, name: str, data: bytes, kind: str | None = "text/plain; charset=utf-8") -> dict[str, Any]:
    server.discord.files[name] = (data, (kind or "text/plain").partition(";")[0])
    url = server.discord.url.replace("/api/v10", f"/files/{name}")
    attachment = {"id": server.discord.new_id(), "filename": name, "size": len(data), "url": url, "proxy_url": url}
    return {**attachment, "content_type": kind} if kind else attachment


@pytest.mark.parametrize("text", ("", "help please"))
async def test_a_long_paste_that_discord_made_a_file_is_read_beside_the_message(server: Server, text: str) -> None:
    await server.message(text, attachments=[attach(server, "message.txt", PASTE.encode())])
    (posted,) = server.discord.posted
    assert "yaml" in posted.text


@pytest.mark.parametrize("encoding", ("utf-8-sig", "utf-16"))
@pytest.mark.parametrize(("name", "kind"), (("build.log", None), ("out.json", "application/json")))
async def test_logs_are_read_whatever_wrote_them(server: Server, name: str, kind: str | None, encoding: str) -> None:
    await server.message("", attachments=[attach(server, name, PORT.encode(encoding), kind)])
    assert "EADDRINUSE" in server.discord.posted[0].text


async def test_of_a_huge_log_the_end_is_read(server: Server) -> None:
    data = b"x\n" * MAX_BYTES + PORT.encode()
    await server.message("", attachments=[attach(server, "build.log", data)])
    (fetched,) = server.discord.of("FILE")
    assert fetched.body["Range"] == f"bytes=-{MAX_BYTES}"
    assert "EADDRINUSE" in server.discord.posted[0].text


async def test_pictures_are_not_fetched(server: Server) -> None:
    await server.message(PASTE, attachments=[attach(server, "screen.png", b"", "image/png")])
    assert not server.discord.of("FILE")
    assert len(server.discord.posted) == 1


async def test_a_file_that_cannot_be_had_leaves_the_message(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    gone = {**attach(server, "message.txt", b"x"), "url": "http://127.0.0.1:1/files/x"}
    foreign = {**attach(server, "message.txt", b"x"), "url": "https://example.org/x"}
    await server.message(PASTE, attachments=[gone, foreign])
    assert len(server.discord.posted) == 1
    assert "its address is none of Discord's" in caplog.text


@pytest.mark.parametrize(
    ("url", "ours"),
    (
        ("https://cdn.discordapp.com/attachments/1/2/message.txt?ex=1", True),
        ("https://media.discordapp.net/attachments/1/2/x.log", True),
        ("https://proxy.example/files/x", True),
        ("http://cdn.discordapp.com/x", False),
        ("https://cdn.discordapp.com:444/x", False),
        ("https://cdn.discordapp.com.evil.example/x", False),
        ("https://evil.example/x", False),
        ("file:///etc/passwd", False),
        ("https://[broken", False),
        ("", False),
    ),
)
def test_files_are_fetched_from_discord_alone(url: str, ours: bool) -> None:  # noqa: FBT001 - expected value
    assert Files("https://proxy.example/api/v10").is_ours(url) is ours

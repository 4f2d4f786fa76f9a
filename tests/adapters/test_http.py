import socket

import pytest
from aiohttp import ClientSession
from pydantic import SecretStr

from adapters.http import Health, HttpServer, is_loopback
from bot.errors import ChannelError, StoreError
from bot.settings import Settings


async def ping() -> None:
    """A database that answers."""


HEALTH = Health(ping, lambda: 7)


def make_settings(**changes: object) -> Settings:
    defaults = {"web_host": "127.0.0.1", "web_port": 0, "web_token": None}
    return Settings(_env_file=None).model_copy(update={**defaults, **changes})


async def start(**changes: object) -> HttpServer:
    server = HttpServer(make_settings(**changes), HEALTH)
    await server.start()
    return server


async def get_health(server: HttpServer) -> tuple[int, dict[str, object]]:
    async with ClientSession() as session, session.get(f"{server.url}/healthz") as response:
        return response.status, await response.json()


async def test_health_counts_the_entries_and_names_the_version() -> None:
    server = await start()
    status, said = await get_health(server)
    await server.close()
    assert (status, said["status"], said["entries"], set(said)) == (200, "ok", 7, {"status", "entries", "version"})


async def test_health_is_bad_while_the_database_does_not_answer() -> None:
    async def away() -> None:
        msg = "connection to db.internal refused"
        raise StoreError(msg)

    server = HttpServer(make_settings(), Health(away, lambda: 7))
    await server.start()
    status, said = await get_health(server)
    await server.close()
    assert (status, said) == (503, {"status": "the database does not answer"})


async def test_port_zero_is_a_port_of_the_system_s_choice() -> None:
    server = await start()
    port = server.port
    await server.close()
    assert port > 0


async def test_a_port_in_use_is_said_with_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ChannelError) as refused:
            await start(web_port=port)
    assert str(refused.value) == (
        f"port {port} on 127.0.0.1 is in use; stop the other program or set ERRFIX_WEB_PORT to another port"
    )


async def test_an_address_of_another_machine_is_said() -> None:
    with pytest.raises(ChannelError) as refused:
        await start(web_host="192.0.2.1", web_token=SecretStr("x" * 16))
    assert str(refused.value) == (
        "ERRFIX_WEB_HOST=192.0.2.1 is not an address of this machine; use 127.0.0.1 or 0.0.0.0"
    )


@pytest.mark.parametrize("host", ("0.0.0.0", "::", "192.168.1.5", "errfix.example", ""))
async def test_an_address_others_can_reach_needs_a_password(host: str) -> None:
    with pytest.raises(ChannelError) as refused:
        await start(web_host=host)
    assert "set ERRFIX_WEB_TOKEN" in str(refused.value)


async def test_with_a_password_every_address_is_allowed() -> None:
    server = await start(web_host="0.0.0.0", web_token=SecretStr("x" * 16))
    await server.close()


async def test_what_guards_itself_needs_no_password() -> None:
    server = HttpServer(make_settings(web_host="0.0.0.0"), HEALTH, needs_password=False)
    await server.start()
    await server.close()


async def test_closing_twice_or_before_the_start_does_nothing() -> None:
    server = HttpServer(make_settings(), HEALTH)
    await server.close()
    await server.start()
    await server.close()
    await server.close()


@pytest.mark.parametrize(
    ("host", "expected"),
    (("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("example.org", False)),
)
def test_loopback_is_what_only_this_machine_reaches(host: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_loopback(host) is expected


def test_an_ipv6_address_stands_in_brackets_in_the_url() -> None:
    assert HttpServer(make_settings(web_host="::1", web_port=8765), HEALTH).url == "http://[::1]:8765"

import pytest

from adapters.web.security import (
    SESSION_COOKIE,
    SESSION_S,
    Login,
    Throttle,
    came_from_another_site,
    csrf_token,
    has_csrf_token,
    is_cross_site,
    is_local_name,
    new_person_id,
    person_id,
    response_headers,
)

TOKEN = "correct horse battery"


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("host", "local"),
    (
        ("localhost:8765", True),
        ("LOCALHOST", True),
        ("127.0.0.1:8765", True),
        ("127.8.8.8", True),
        ("[::1]:8765", True),
        ("errfix.localhost:8765", True),
        ("evil.example:8765", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("192.168.1.5:8765", False),
        ("[::1", False),
        ("", False),
        (None, False),
    ),
)
def test_only_names_of_this_machine_are_local(host: str | None, local: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_local_name(host) is local


@pytest.mark.parametrize(
    ("headers", "cross_site"),
    (
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:1", "Host": "localhost:1"}, True),
        ({"Origin": "http://localhost:8765", "Host": "localhost:8765"}, False),
        ({"Origin": "https://errfix.example", "Host": "errfix.example"}, False),
        ({"Origin": "http://localhost:9999", "Host": "localhost:8765"}, True),
        ({"Origin": "null", "Host": "localhost:8765"}, True),
        ({"Origin": "http://[", "Host": "localhost:8765"}, True),
        ({"Host": "localhost:8765"}, False),
    ),
)
def test_a_change_asked_for_by_another_origin_is_told(headers: dict[str, str], cross_site: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_cross_site("POST", headers) is cross_site


def test_reading_is_never_refused_as_cross_site() -> None:
    assert not is_cross_site("GET", {"Sec-Fetch-Site": "cross-site"})


def test_only_a_followed_link_counts_as_coming_from_another_site() -> None:
    assert came_from_another_site({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})
    assert not came_from_another_site({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"})
    assert not came_from_another_site({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"})


def test_a_person_cookie_is_taken_only_in_the_form_we_set() -> None:
    person = new_person_id()
    assert person_id({"errfix_person": person}) == person
    assert person_id({"errfix_person": "admin"}) is None
    assert person_id({"errfix_person": person + "\n"}) is None
    assert person_id({}) is None


def test_a_csrf_token_belongs_to_one_person() -> None:
    ann, bob = new_person_id(), new_person_id()
    assert has_csrf_token(ann, {"X-CSRF-Token": csrf_token(ann)})
    assert not has_csrf_token(ann, {"X-CSRF-Token": csrf_token(bob)})
    assert not has_csrf_token(ann, {"X-CSRF-Token": "\udcff"})
    assert not has_csrf_token(ann, {})


def test_the_login_takes_the_password_alone() -> None:
    login = Login(TOKEN)
    assert login.accepts(TOKEN)
    assert not login.accepts(TOKEN + " ")
    assert not login.accepts("")
    assert not login.accepts("\udcff")


@pytest.mark.parametrize(
    ("header", "accepted"),
    (
        (f"Bearer {TOKEN}", True),
        (f"bearer {TOKEN}", True),
        (f"Basic {TOKEN}", False),
        (TOKEN, False),
        ("Bearer", False),
        ("", False),
    ),
)
def test_a_program_shows_the_password_as_bearer(header: str, accepted: bool) -> None:  # noqa: FBT001 - a table of cases
    assert Login(TOKEN).accepts_bearer({"Authorization": header}) is accepted


def test_a_session_lasts_thirty_days_and_over_a_restart() -> None:
    clock = Clock()
    cookie = {SESSION_COOKIE: Login(TOKEN, clock).new_session()}
    clock.now += SESSION_S - 1
    assert Login(TOKEN, clock).knows(cookie)
    clock.now += 1
    assert not Login(TOKEN, clock).knows(cookie)


def test_a_session_ends_when_the_password_changes() -> None:
    assert not Login("another password here").knows({SESSION_COOKIE: Login(TOKEN).new_session()})


@pytest.mark.parametrize("value", ("", ".", "99999999999.", "99999999999.abc", "x.y.z", "\udcff.\udcff"))
def test_a_made_up_session_is_no_session(value: str) -> None:
    assert not Login(TOKEN).knows({SESSION_COOKIE: value})


def test_the_password_is_not_in_the_session() -> None:
    assert TOKEN not in Login(TOKEN).new_session()


def test_an_address_that_fails_too_often_waits_and_others_do_not() -> None:
    clock = Clock()
    throttle = Throttle(limit=3, window_s=60, clock=clock)
    for _ in range(3):
        assert throttle.wait_s("1.2.3.4") == 0
        throttle.failed("1.2.3.4")
        clock.now += 5
    assert throttle.wait_s("1.2.3.4") == 45
    assert throttle.wait_s("5.6.7.8") == 0
    clock.now += 45
    assert throttle.wait_s("1.2.3.4") == 0


def test_the_throttle_remembers_a_limited_number_of_addresses() -> None:
    throttle = Throttle(limit=1, addresses=2, clock=Clock())
    for address in ("a", "b", "c"):
        throttle.failed(address)
    assert [throttle.wait_s(address) > 0 for address in ("a", "b", "c")] == [False, True, True]


def test_pages_run_no_inline_script_and_no_foreign_one() -> None:
    policy = response_headers()["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy

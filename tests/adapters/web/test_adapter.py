"""Conversations over the real web channel."""

import asyncio
import io
import re

import pytest
from aiohttp import ClientSession

from adapters.http import HttpServer
from adapters.web.events import PLACE
from adapters.web.security import PERSON_COOKIE
from bot.errors import StoreError
from bot.events import ChannelMode
from bot.service import Service
from bot.settings import Settings
from tests.adapters.web.conftest import MISSING_MODULE, Browser, NewBrowser, Start, next_event

NOISE = "lunch?"
UNKNOWN = "FrobnicateError: the frobnicator lost its flux"
MEGABYTE = 1024 * 1024


def rates(html: str) -> list[str]:
    """The rate labels of a card, in its order."""
    return re.findall(r'class="rate[^"]*">.*?<span>([^<]*)</span>', html, re.DOTALL)


def fix_ids(html: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'data-fix="([\w-]+)"', html)))


async def test_a_pasted_error_gets_a_card_in_its_thread(browser: Browser) -> None:
    said = await browser.write(MISSING_MODULE)
    assert said == {"post": "post-0001", "whisper": None}
    html = await browser.get("/posts/post-0001")
    assert 'data-entry="python/module-not-found"' in html
    assert "pip install yaml" in html


async def test_a_vote_changes_the_rate_of_the_next_card(browser: Browser) -> None:
    await browser.write(MISSING_MODULE)
    before = await browser.get("/posts/post-0001")
    first = fix_ids(before)[0]
    status, _ = await browser.send("POST", f"/answers/{await browser.answer_id()}/votes", {"fix_id": first, "value": 1})
    await browser.write(MISSING_MODULE, "post-0002")
    assert status == 200
    assert "worked for 1 of 1" in rates(await browser.get("/posts/post-0001"))
    assert "worked for 1 of 1" in rates(await browser.get("/posts/post-0002"))
    assert "worked for 1 of 1" not in rates(before)


async def test_a_vote_pressed_again_is_taken_back(browser: Browser) -> None:
    await browser.write(MISSING_MODULE)
    before = await browser.get("/posts/post-0001")
    path = f"/answers/{await browser.answer_id()}/votes"
    await browser.send("POST", path, {"fix_id": fix_ids(before)[0], "value": -1})
    voted = await browser.get("/posts/post-0001")
    await browser.send("POST", path, {"fix_id": fix_ids(before)[0], "value": 0})
    assert voted != before
    assert await browser.get("/posts/post-0001") == before


async def test_each_person_has_a_vote_and_sees_their_own(
    browser: Browser, server: HttpServer, new_browser: NewBrowser
) -> None:
    await browser.write(MISSING_MODULE)
    answer, fix = await browser.answer_id(), fix_ids(await browser.get("/posts/post-0001"))[0]
    other = new_browser(server)
    await other.open()
    for one in (browser, browser, other):
        await one.send("POST", f"/answers/{answer}/votes", {"fix_id": fix, "value": 1})
    third = new_browser(server)
    await third.open()
    html = await third.get("/posts/post-0001")
    assert "worked for 2 of 2" in rates(html)
    assert 'aria-pressed="true"' not in html
    assert 'aria-pressed="true"' in await other.get("/posts/post-0001")


async def test_two_browsers_see_the_same_channel_each_in_its_language(
    browser: Browser, server: HttpServer, new_browser: NewBrowser
) -> None:
    other = new_browser(server)
    await other.open()
    await other.send("POST", "/me", {"language": "zh"})
    page = await other.open()
    last_event = re.search(r'data-last-event="([\w-]+)"', page)
    assert last_event
    async with other.session.get(f"/events?after={last_event[1]}") as stream:
        await browser.write(MISSING_MODULE)
        assert await next_event(stream) == ("post", "post-0001")
    assert '<section class="card" lang="zh"' in await other.get("/posts/post-0001")
    assert '<section class="card" lang="en"' in await browser.get("/posts/post-0001")


async def test_a_vote_is_news_to_every_card_of_the_entry(browser: Browser) -> None:
    await browser.write(MISSING_MODULE)
    answer, fix = await browser.answer_id(), fix_ids(await browser.get("/posts/post-0001"))[0]
    last_event = re.search(r'data-last-event="([\w-]+)"', await browser.open())
    assert last_event
    async with browser.session.get("/events", headers={"Last-Event-ID": last_event[1]}) as stream:
        await browser.send("POST", f"/answers/{answer}/votes", {"fix_id": fix, "value": 1})
        assert await next_event(stream) == ("entry", "python/module-not-found")
        assert await next_event(stream) == ("post", "post-0001")


async def test_ordinary_talk_gets_a_quiet_word_to_its_author_only(browser: Browser) -> None:
    said = await browser.write(NOISE)
    assert "stays silent" in said["whisper"]
    assert "stays silent" not in await browser.get("/")


async def test_a_mention_without_a_known_error_gets_nothing_found(browser: Browser) -> None:
    said = await browser.write(f"@errfix {NOISE}")
    assert "No known error fits this." in said["whisper"]


async def test_a_private_question_becomes_no_post_and_its_card_can_be_voted_on(browser: Browser) -> None:
    said = await browser.write(f"/errfix {MISSING_MODULE}")
    card = said["whisper"]
    assert "Only you see this" in card
    assert "pip install yaml" in card
    assert 'data-post="' not in await browser.get("/")
    answer = re.search(r'data-answer="([\w-]+)"', card)
    assert answer
    _, said = await browser.send("POST", f"/answers/{answer[1]}/votes", {"fix_id": fix_ids(card)[0], "value": 1})
    assert "worked for 1 of 1" in rates(said["card"])


async def test_a_private_question_sent_twice_gets_the_same_card(browser: Browser) -> None:
    first = await browser.write(f"/errfix {MISSING_MODULE}")
    assert await browser.write(f"/errfix {MISSING_MODULE}") == first


async def test_a_private_question_without_an_answer_says_so(browser: Browser) -> None:
    assert "No known error fits this." in (await browser.write(f"/errfix {UNKNOWN}"))["whisper"]


async def test_a_bare_command_teaches_the_others_and_so_do_words_that_are_none(browser: Browser) -> None:
    bare = (await browser.write("/errfix"))["whisper"]
    unknown = (await browser.write(f"/errfix {NOISE}", "post-0002"))["whisper"]
    assert "/errfix search docker daemon: finds entries" in bare
    assert "errfix knows no command “lunch?”" in unknown
    assert "/errfix search docker daemon: finds entries" in unknown
    assert 'data-post="' not in await browser.get("/")


async def test_entries_that_were_searched_can_be_shown_and_answer_nobody(browser: Browser, service: Service) -> None:
    listed = (await browser.write("/errfix search docker daemon"))["whisper"]
    entry_id = re.findall(r'data-show="([^"]+)"', listed)[0]
    shown = (await browser.write(f"/errfix show {entry_id}", "post-0002"))["whisper"]
    assert f'data-card="entry-{entry_id}"' in shown
    assert ('data-action="vote"' in shown, "Not my error" in shown, "Why this matched" in shown) == (False,) * 3
    assert (await service.store.stats()).answers == 0


async def test_the_command_for_the_language_changes_the_page_s_too(browser: Browser) -> None:
    said = await browser.write("/errfix language zh")
    assert (said["language"], 'lang="zh"' in said["whisper"]) == ("zh", True)
    assert '<html lang="zh"' in await browser.get("/")
    back = await browser.write("/errfix language auto", "post-0002")
    assert back["language"] == "auto"
    assert '<html lang="en"' in await browser.get("/")


async def test_the_page_s_language_is_that_of_private_answers_too(browser: Browser) -> None:
    await browser.write("/errfix language en")
    await browser.send("POST", "/me", {"language": "zh"})
    said = await browser.write("/errfix help", "post-0002")
    assert ("language" in said, 'lang="zh"' in said["whisper"]) == (False, True)


async def test_a_language_chosen_before_the_bot_kept_it_is_kept_now(browser: Browser, service: Service) -> None:
    await browser.send("POST", "/me", {"language": "zh"})
    person = await only_person(browser)
    await service.store.set_person_locale(PLACE, person, None)
    said = await browser.write("/errfix help")
    assert ("language" in said, 'lang="zh"' in said["whisper"]) == (False, True)


async def only_person(browser: Browser) -> str:
    return next(cookie.value for cookie in browser.session.cookie_jar if cookie.key == PERSON_COOKIE)


async def test_whoever_is_let_in_decides_how_forward_the_bot_is_here(browser: Browser, service: Service) -> None:
    said = await browser.write("/errfix here offer")
    assert "offer: errfix never answers here unasked" in said["whisper"]
    assert (await service.store.channel(PLACE)).mode is ChannelMode.OFFER


async def test_the_statistics_list_the_week_s_errors(browser: Browser) -> None:
    await browser.write(MISSING_MODULE)
    said = await browser.write("/errfix stats", "post-0002")
    assert "Last 7 days: 1 card\n" in said["whisper"]
    assert 'data-show="python/module-not-found"' in said["whisper"]


async def test_a_vote_on_a_card_that_was_dismissed_meanwhile_is_refused_in_words(browser: Browser) -> None:
    await browser.write(MISSING_MODULE)
    answer, fix = await browser.answer_id(), fix_ids(await browser.get("/posts/post-0001"))[0]
    await browser.send("POST", f"/answers/{answer}/dismiss", {})
    said = await browser.send("POST", f"/answers/{answer}/votes", {"fix_id": fix, "value": 1})
    assert said == (404, {"error": "There is nothing here; it may have been deleted."})


async def test_whose_edit_takes_the_card_away_is_told_so(browser: Browser) -> None:
    await browser.write(MISSING_MODULE)
    _, said = await browser.send("PATCH", "/posts/post-0001", {"text": NOISE})
    assert "errfix has taken its card away" in said["whisper"]


async def test_a_secret_is_hidden_from_everybody_and_its_author_is_warned(browser: Browser) -> None:
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8"
    said = await browser.write(f"{MISSING_MODULE}\ntoken {secret}", files=[{"name": "a.log", "text": secret}])
    assert "secret" in said["whisper"]
    assert secret not in await browser.get("/posts/post-0001?full=1")
    assert secret not in await browser.get("/posts/post-0001/text")


async def test_an_offer_is_opened_for_everybody(
    start: Start, settings: Settings, service: Service, new_browser: NewBrowser
) -> None:
    browser = new_browser(await start(settings))
    await browser.open()
    await service.store.set_channel(PLACE, mode=ChannelMode.OFFER)
    await browser.write(MISSING_MODULE)
    offered = await browser.get("/posts/post-0001")
    await browser.send("POST", f"/answers/{await browser.answer_id()}/open", {})
    opened = await browser.get("/posts/post-0001")
    assert ("errfix may know this error." in offered, 'class="card"' in offered) == (True, False)
    assert ("errfix may know this error." in opened, 'class="card"' in opened) == (False, True)


async def test_a_wrong_match_is_said_and_taken_back(browser: Browser) -> None:
    await browser.write(MISSING_MODULE)
    before = await browser.get("/posts/post-0001")
    path = f"/answers/{await browser.answer_id()}/wrong"
    await browser.send("POST", path, {"withdrawn": False})
    assert "errfix will be more careful" in await browser.get("/posts/post-0001")
    await browser.send("POST", path, {"withdrawn": True})
    assert await browser.get("/posts/post-0001") == before


async def test_the_asker_can_dismiss_the_card_and_nobody_else(
    browser: Browser, server: HttpServer, new_browser: NewBrowser
) -> None:
    await browser.write(MISSING_MODULE)
    path = f"/answers/{await browser.answer_id()}/dismiss"
    other = new_browser(server)
    await other.open()
    assert (await other.send("POST", path, {}))[0] == 403
    assert 'class="card"' in await other.get("/posts/post-0001")
    assert (await browser.send("POST", path, {}))[0] == 200
    assert 'class="card"' not in await other.get("/posts/post-0001")


async def test_an_edited_question_gets_another_answer(browser: Browser) -> None:
    await browser.write(NOISE)
    status, _ = await browser.send("PATCH", "/posts/post-0001", {"text": MISSING_MODULE})
    assert status == 200
    assert 'data-entry="python/module-not-found"' in await browser.get("/posts/post-0001")
    await browser.send("PATCH", "/posts/post-0001", {"text": NOISE})
    html = await browser.get("/posts/post-0001")
    assert NOISE in html
    assert 'class="card"' not in html


async def test_a_deleted_question_takes_its_card_along(browser: Browser) -> None:
    await browser.write(MISSING_MODULE)
    answer = await browser.answer_id()
    assert (await browser.send("DELETE", "/posts/post-0001", None))[0] == 200
    assert await browser.status("/posts/post-0001") == 404
    assert 'data-post="' not in await browser.get("/")
    assert answer not in await browser.get("/")


async def test_nobody_changes_another_s_post(browser: Browser, server: HttpServer, new_browser: NewBrowser) -> None:
    await browser.write(MISSING_MODULE)
    other = new_browser(server)
    await other.open()
    assert (await other.send("PATCH", "/posts/post-0001", {"text": "x"}))[0] == 403
    assert (await other.send("DELETE", "/posts/post-0001", None))[0] == 403
    assert (await other.send("POST", "/posts", {"id": "post-0001", "text": "x"}))[0] == 400
    assert "ModuleNotFoundError" in await browser.get("/posts/post-0001/text")


async def test_a_message_sent_twice_is_one_message_with_one_answer(browser: Browser, service: Service) -> None:
    await browser.write(MISSING_MODULE)
    await browser.write(MISSING_MODULE)
    assert (await browser.get("/")).count("<article") == 1
    assert (await service.store.stats()).answers == 1


async def test_an_answer_whose_entry_is_gone_leaves_the_post(
    browser: Browser, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.write(MISSING_MODULE)
    monkeypatch.delitem(service.catalog._entries, "python/module-not-found")  # noqa: SLF001 - as after an upgrade
    html = await browser.get("/posts/post-0001")
    assert "ModuleNotFoundError" in html
    assert 'class="card"' not in html


async def test_a_restart_loses_nothing(start: Start, settings: Settings, new_browser: NewBrowser) -> None:
    first = await start(settings)
    browser = new_browser(first)
    await browser.open()
    await browser.write(MISSING_MODULE)
    answer, fix = await browser.answer_id(), fix_ids(await browser.get("/posts/post-0001"))[0]
    await browser.send("POST", f"/answers/{answer}/votes", {"fix_id": fix, "value": 1})
    before = await browser.get("/posts/post-0001")
    await first.close()
    second = await start(settings)
    again = Browser(ClientSession(second.url, cookie_jar=browser.session.cookie_jar), browser.csrf)
    async with again.session:
        assert await again.get("/posts/post-0001") == before
        assert (await again.send("POST", f"/answers/{answer}/votes", {"fix_id": fix, "value": -1}))[0] == 200


async def test_earlier_messages_come_in_pages(browser: Browser) -> None:
    for number in range(35):
        await browser.write(f"hello {number}", f"post-{number:04}")
    page = await browser.get("/")
    earlier = await browser.get("/posts?before=post-0005")
    assert (page.count("<article"), 'data-action="earlier"' in page) == (30, True)
    assert re.findall(r'data-post="([\w-]+)"', earlier) == [f"post-{number:04}" for number in range(5)]
    assert "data-has-earlier" not in earlier


async def test_a_pasted_script_is_text(browser: Browser) -> None:
    await browser.write("<script>alert(1)</script>", files=[{"name": "<b>.log", "text": "<img src=x>"}])
    html = await browser.get("/")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html
    assert "<img" not in html


async def test_half_characters_and_nul_are_no_trouble(browser: Browser) -> None:
    await browser.write("a\ud83d b\x00c", files=[{"name": "\ud83d", "text": "\udfff"}])
    assert "a\ufffd bc" in await browser.get("/posts/post-0001/text")


async def test_a_message_of_one_megabyte_is_answered(browser: Browser) -> None:
    filler = "INFO all is well\n" * (MEGABYTE // 17)
    text = (filler + MISSING_MODULE)[-MEGABYTE:]
    await browser.write(text)
    html = await browser.get("/posts/post-0001")
    assert 'data-entry="python/module-not-found"' in html
    assert len(html) < 100_000
    assert len(await browser.get("/posts/post-0001?full=1")) > MEGABYTE


@pytest.mark.parametrize("size", (MEGABYTE + 1, 5 * MEGABYTE))
async def test_a_larger_message_is_refused_with_a_clear_sentence(browser: Browser, size: int) -> None:
    status, said = await browser.send("POST", "/posts", {"id": "post-0001", "text": "x" * size})
    assert (status, said["error"]) == (
        413,
        "The message is larger than 1 MB. Shorten it to the part around the error.",
    )
    _, said = await browser.send("POST", "/posts", {"id": "post-0001", "text": "x" * size}, **{"Accept-Language": "zh"})
    assert "1 MB" in said["error"]
    assert "Shorten" not in said["error"]


@pytest.mark.parametrize("body", (b"", b"\xff", b"[]", b'{"id": 1}', b"{" * 9999))
async def test_a_broken_body_is_refused_and_never_a_server_error(browser: Browser, body: bytes) -> None:
    headers = {"X-CSRF-Token": browser.csrf}
    async with browser.session.post("/posts", data=body, headers=headers) as response:
        assert response.status == 400
        assert set(await response.json()) == {"error"}


async def test_a_vote_on_nothing_is_not_found(browser: Browser) -> None:
    status, said = await browser.send("POST", "/answers/nothing/votes", {"fix_id": "x", "value": 1})
    assert (status, said) == (404, {"error": "There is nothing here; it may have been deleted."})


async def test_a_name_is_remembered_and_shown_beside_posts(browser: Browser) -> None:
    await browser.send("POST", "/me", {"name": " 小李 <b> "})
    await browser.write("hello")
    assert "小李 &lt;b&gt;" in await browser.get("/posts/post-0001")


@pytest.mark.parametrize("payload", ({}, {"name": " "}, {"language": "xx"}, {"language": ["en"]}))
async def test_what_is_no_name_and_no_language_is_refused(browser: Browser, payload: dict[str, object]) -> None:
    assert (await browser.send("POST", "/me", payload))[0] == 400


async def test_the_examples_of_an_empty_channel_get_answers(browser: Browser, service: Service) -> None:
    examples = re.findall(r'data-action="example"><code>([^<]*)</code>', await browser.get("/"))
    assert len(examples) == 3
    for number, example in enumerate(examples):
        await browser.write(
            example.replace("&#39;", "'").replace("&#34;", '"').replace("&gt;", ">"), f"post-{number:04}"
        )
    assert (await service.store.stats()).answers == 3


async def test_a_stranger_s_token_changes_nothing(
    browser: Browser, server: HttpServer, new_browser: NewBrowser
) -> None:
    other = new_browser(server)
    await other.open()
    for token in ("", "x", other.csrf):
        status, said = await browser.send("POST", "/posts", {"id": "post-0001", "text": "x"}, **{"X-CSRF-Token": token})
        assert (status, said["stale"]) == (403, True)
    assert await browser.status("/posts/post-0001") == 404


@pytest.mark.parametrize(
    "headers", ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://evil.example"})
)
async def test_another_site_s_page_changes_nothing(browser: Browser, headers: dict[str, str]) -> None:
    sent = {"X-CSRF-Token": browser.csrf, **headers}
    for path in ("/posts", "/api/match", "/login"):
        async with browser.session.post(path, json={"id": "post-0001", "text": "x"}, headers=sent) as response:
            assert response.status == 403
    assert await browser.status("/posts/post-0001") == 404


@pytest.mark.parametrize("path", ("/", "/posts/x", "/events", "/static/app.css", "/api/entries/x", "/nowhere"))
async def test_a_foreign_host_name_sees_nothing(browser: Browser, path: str) -> None:
    assert await browser.status(path, Host="evil.example:8765") == 403


async def test_a_person_coming_by_a_link_keeps_who_they_are(browser: Browser, server: HttpServer) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    # The browser holds SameSite=Strict cookies back on the way here from another site.
    async with ClientSession(server.url) as without_cookies, without_cookies.get("/", headers=headers) as response:
        assert "Set-Cookie" not in response.headers
        assert 'http-equiv="refresh" content="0;url=/"' in await response.text()
    assert browser.csrf in await browser.get("/", **headers)


async def test_cookies_are_out_of_reach_of_scripts_and_other_sites(server: HttpServer) -> None:
    async with ClientSession(server.url) as session, session.get("/") as response:
        cookie = response.headers["Set-Cookie"]
        assert all(part in cookie for part in ("errfix_person=", "HttpOnly", "SameSite=Strict", "Path=/"))
        assert "Secure" not in cookie
    async with (
        ClientSession(server.url, headers={"X-Forwarded-Proto": "https"}) as session,
        session.get("/") as response,
    ):
        assert "Secure" in response.headers["Set-Cookie"]


@pytest.mark.parametrize("path", ("/", "/events", "/posts/nothing", "/static/app.js", "/nowhere", "/healthz"))
async def test_every_response_carries_the_security_headers(browser: Browser, path: str) -> None:
    async with browser.session.get(path) as response:
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"


async def test_static_files_are_fetched_again_only_when_they_changed(browser: Browser) -> None:
    async with browser.session.get("/static/app.js") as response:
        tag = response.headers["ETag"]
        assert response.content_type == "text/javascript"
    assert await browser.status("/static/app.js", **{"If-None-Match": tag}) == 304
    assert await browser.status("/static/app.js", **{"If-None-Match": '"other"'}) == 200


@pytest.mark.parametrize(
    "path", ("/nowhere", "/static/nothing.js", "/static/..%2fadapter.py", "/posts/nothing", "/posts/%00%ff", "/answers")
)
async def test_what_does_not_exist_is_a_page_for_people_and_json_for_programs(browser: Browser, path: str) -> None:
    async with browser.session.get(path) as response:
        assert (response.status, set(await response.json())) == (404, {"error"})
    async with browser.session.get(path, headers={"Accept": "text/html"}) as response:
        assert response.status == 404
        assert "There is nothing here" in await response.text()


async def test_a_database_that_is_away_is_said_in_a_sentence(
    browser: Browser, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_post: object) -> None:
        msg = "connection to db.internal refused"
        raise StoreError(msg)

    monkeypatch.setattr(service.store, "add_post", away)
    status, said = await browser.send("POST", "/posts", {"id": "post-0001", "text": MISSING_MODULE})
    assert (status, said) == (503, {"error": "The database does not answer. Try again in a moment."})


async def test_a_bug_is_said_in_a_sentence_and_logged(
    browser: Browser, service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_message: object) -> None:
        msg = "inner detail"
        raise RuntimeError(msg)

    monkeypatch.setattr(service, "handle_message", broken)
    status, said = await browser.send("POST", "/posts", {"id": "post-0001", "text": MISSING_MODULE})
    assert (status, said) == (500, {"error": "Something went wrong on the server. Try again."})
    assert "inner detail" in caplog.text


async def test_with_a_password_nothing_is_shown_before_the_login(
    start: Start, locked: Settings, new_browser: NewBrowser
) -> None:
    browser = new_browser(await start(locked))
    assert await browser.status("/", Accept="text/html") == 303
    for path in ("/", "/events", "/posts/x", "/api/entries/python/module-not-found"):
        assert await browser.status(path) == 401
    assert await browser.status("/static/app.css") == 200
    assert "password" in await browser.get("/login")


async def log_in(browser: Browser, password: str) -> tuple[int, str]:
    async with browser.session.post("/login", data={"password": password}, allow_redirects=False) as response:
        return response.status, response.headers.get("Set-Cookie", "")


async def test_the_password_opens_the_channel_until_signing_out(
    start: Start, locked: Settings, new_browser: NewBrowser
) -> None:
    browser = new_browser(await start(locked))
    assert await log_in(browser, "wrong password") == (401, "")
    status, cookie = await log_in(browser, "correct horse battery")
    assert status == 303
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict"))
    assert "correct horse" not in cookie
    await browser.open()
    await browser.write(MISSING_MODULE)
    assert await browser.status("/posts/post-0001", Host="errfix.example") == 200
    async with browser.session.post("/logout", allow_redirects=False) as response:
        assert response.status == 303
    assert await browser.status("/posts/post-0001") == 401


async def test_guessing_passwords_is_slowed_down(start: Start, locked: Settings, new_browser: NewBrowser) -> None:
    browser = new_browser(await start(locked))
    statuses = [(await log_in(browser, f"guess {number}"))[0] for number in range(9)]
    assert statuses == [401] * 8 + [429]
    assert (await log_in(browser, "correct horse battery"))[0] == 429
    headers = {"Authorization": "Bearer correct horse battery"}
    async with browser.session.get("/api/entries/python/module-not-found", headers=headers) as response:
        assert response.status == 429
        assert int(response.headers["Retry-After"]) > 0


async def test_a_program_shows_the_password_as_bearer(start: Start, locked: Settings, new_browser: NewBrowser) -> None:
    browser = new_browser(await start(locked))
    path = "/api/entries/python/module-not-found"
    assert await browser.status(path, Authorization="Bearer correct horse battery") == 200
    assert await browser.status(path, Authorization="Bearer wrong") == 401
    assert await browser.status(f"{path}?token=correct+horse+battery") == 401
    assert await browser.status("/", Authorization="Bearer correct horse battery") == 401


async def test_a_program_asks_what_would_be_answered(browser: Browser, service: Service) -> None:
    async with browser.session.post("/api/match", json={"text": MISSING_MODULE}) as response:
        said = await response.json()
    assert said["decision"] == "answer"
    assert said["matches"][0] == {
        "id": "python/module-not-found",
        "confidence": said["confidence"],
        "line": "ModuleNotFoundError: No module named 'yaml'",
    }
    assert said["card"]["entry_id"] == "python/module-not-found"
    stats = await service.store.stats()
    assert (stats.answers, stats.offers, stats.gaps) == (0, 0, 0)


async def test_a_program_may_send_bare_text_or_ask_for_a_language(browser: Browser) -> None:
    async with browser.session.post(
        "/api/match", data=MISSING_MODULE.encode(), headers={"Content-Type": "text/plain"}
    ) as response:
        assert (await response.json())["card"]["locale"] == "en"
    async with browser.session.post("/api/match", json={"text": MISSING_MODULE, "locale": "zh-CN"}) as response:
        assert (await response.json())["card"]["locale"] == "zh"


async def test_a_program_asking_about_talk_gets_no_card(browser: Browser) -> None:
    async with browser.session.post("/api/match", json={"text": NOISE}) as response:
        said = await response.json()
    assert (said["decision"], "card" in said) == ("silent", False)


@pytest.mark.parametrize(
    ("body", "status"), ((b"{}", 400), (b"\xff", 400), (b'{"text": "x", "locale": "xx"}', 400), (b"x" * 5_000_000, 413))
)
async def test_a_program_s_mistake_is_said_in_a_sentence(browser: Browser, body: bytes, status: int) -> None:
    async with browser.session.post("/api/match", data=io.BytesIO(body)) as response:
        assert (response.status, set(await response.json())) == (status, {"error"})


async def test_a_program_reads_an_entry_with_its_current_rates(browser: Browser) -> None:
    await browser.write(MISSING_MODULE)
    fix = fix_ids(await browser.get("/posts/post-0001"))[0]
    await browser.send("POST", f"/answers/{await browser.answer_id()}/votes", {"fix_id": fix, "value": 1})
    async with browser.session.get("/api/entries/python/module-not-found") as response:
        said = await response.json()
    assert said["id"] == "python/module-not-found"
    assert None not in said.values()
    assert [(rate["up"], rate["down"]) for rate in said["rates"] if rate["fix_id"] == fix] == [(1, 0)]
    assert await browser.status("/api/entries/no/such-entry") == 404


async def test_a_stream_has_no_head(browser: Browser) -> None:
    async with browser.session.head("/events") as response:
        assert response.status == 405


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    (
        ("GET", "/api/match", "POST"),
        ("POST", "/api/entries/python/module-not-found", "GET,HEAD"),
        ("DELETE", "/healthz", "GET,HEAD"),
        ("PUT", "/posts/post-0001", "DELETE,GET,HEAD,PATCH"),
    ),
)
async def test_a_wrong_method_is_said_with_the_right_ones(
    browser: Browser, method: str, path: str, allowed: str
) -> None:
    async with browser.session.request(method, path) as response:
        assert (response.status, response.headers["Allow"], set(await response.json())) == (405, allowed, {"error"})


async def test_a_body_that_is_not_encoded_as_it_says_is_no_server_error(browser: Browser) -> None:
    async with browser.session.post(
        "/api/match", data=b"no gzip", headers={"Content-Encoding": "gzip"}, compress=None
    ) as response:
        assert (response.status, set(await response.json())) == (400, {"error"})


async def test_an_upload_that_is_broken_off_is_no_error(server: HttpServer, caplog: pytest.LogCaptureFixture) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"POST /api/match HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nthe first")
    await writer.drain()
    await asyncio.sleep(0.1)

    writer.close()
    await writer.wait_closed()
    await asyncio.sleep(0.1)

    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_page_that_is_closed_in_the_middle_of_news_is_no_error(
    browser: Browser, server: HttpServer, new_browser: NewBrowser, caplog: pytest.LogCaptureFixture
) -> None:
    other = new_browser(server)
    await other.open()
    stream = await other.session.get("/events")
    assert await next_event(stream) == ("resync", "")

    stream.close()
    for number in range(5):
        await browser.write(NOISE, f"post-000{number}")

    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


async def test_open_streams_do_not_hold_up_the_shutdown(
    start: Start, settings: Settings, new_browser: NewBrowser
) -> None:
    server = await start(settings)
    browser = new_browser(server)
    async with browser.session.get("/events") as stream:
        assert await next_event(stream) == ("resync", "")
        async with asyncio.timeout(2):
            await server.close()
        with pytest.raises(EOFError):
            await next_event(stream)

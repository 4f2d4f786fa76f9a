"""The web channel as a person uses it: real process, real browser."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PHONE, NewContext, Process, Run

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

MISSING_MODULE = (
    "Traceback (most recent call last):\n  File \"app.py\", line 1\nModuleNotFoundError: No module named 'yaml'"
)
TALK = "lunch?"
MEGABYTE = 1024 * 1024

CONTRASTS = """() => {
  const canvas = document.createElement("canvas");
  const paint = canvas.getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = color;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255];
  };
  const luminance = (color) => {
    const [r, g, b] = color.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const weak = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!own || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest(".sr, .skip, .own")) continue;
    const pair = [luminance(rgba(getComputedStyle(element).color)), luminance(ground(element))];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < 4.5) weak.push([element.className, ratio.toFixed(2), element.textContent.slice(0, 30)].join(" "));
  }
  return weak;
}"""

DROP = """([name, bytes]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(bytes)], name));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


def message_box(page: Page) -> Locator:
    return page.locator("#message")


def cards(page: Page) -> Locator:
    return page.locator(".feed .card")


def paste(page: Page, text: str) -> None:
    """Put the text in at once, as pasting does, and press Enter, once the page's script listens."""
    expect(page.locator("main:not([aria-busy])")).to_be_visible()
    message_box(page).focus()
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")


def paste_from_clipboard(page: Page, text: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    message_box(page).press("Control+V")


def drop(page: Page, name: str, content: bytes) -> None:
    page.evaluate(DROP, [name, list(content)])


def rate(card_or_fix: Locator) -> Locator:
    """The rate of the fix, or of the card's first."""
    return card_or_fix.locator(".rate").first


def overflow(page: Page) -> Any:  # noqa: ANN401 - a number of the page's
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_a_pasted_error_gets_its_card_without_a_reload(page: Page) -> None:
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.evaluate("window.sameDocument = true")
    paste(page, MISSING_MODULE)
    expect(cards(page)).to_contain_text("python -m pip install yaml")
    expect(message_box(page)).to_have_value("")
    expect(message_box(page)).to_be_focused()
    expect(page.locator("#announcer")).to_contain_text("errfix answered: ModuleNotFoundError")
    assert page.evaluate("window.sameDocument") is True
    assert troubles == []


def test_shift_and_enter_start_a_new_line(page: Page) -> None:
    message_box(page).focus()
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    expect(message_box(page)).to_have_value("one\ntwo")
    expect(page.locator(".post")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".post .words")).to_have_text("one\ntwo")


def test_an_empty_channel_offers_examples_to_try(page: Page) -> None:
    page.locator("#welcome .examples button").first.click()
    expect(message_box(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(cards(page)).to_be_visible()
    expect(page.locator("#welcome")).to_be_hidden()


def test_a_vote_changes_the_rate_at_once_and_in_another_browser(
    page: Page, errfix: Process, new_context: NewContext
) -> None:
    other = new_context().new_page()
    other.goto(errfix.url)
    paste(page, MISSING_MODULE)
    expect(rate(cards(other))).to_contain_text("estimated")
    fix, same_fix = (cards(one).locator(".fix", has_text="with the very interpreter") for one in (page, other))
    worked = fix.get_by_role("button", name="Worked")
    worked.click()
    expect(worked).to_have_attribute("aria-pressed", "true")
    expect(rate(fix)).to_have_text("worked for 1 of 1")
    expect(rate(same_fix)).to_have_text("worked for 1 of 1")
    expect(same_fix.get_by_role("button", name="Worked")).to_have_attribute("aria-pressed", "false")
    cards(other).get_by_role("button", name="The first fix did not work").click()
    expect(rate(fix)).to_have_text("worked for 1 of 2")
    worked.click()
    expect(worked).to_have_attribute("aria-pressed", "false")
    expect(rate(same_fix)).to_have_text("worked for 0 of 1")


def test_a_killed_and_restarted_bot_has_lost_nothing(page: Page, errfix: Process) -> None:
    paste(page, MISSING_MODULE)
    cards(page).get_by_role("button", name="Worked").first.click()
    expect(rate(cards(page))).to_have_text("worked for 1 of 1")
    errfix.kill()
    expect(page.locator("#connection")).to_be_visible()
    paste(page, f"again:\n{MISSING_MODULE}")
    expect(page.locator("#problem")).to_contain_text("Your text is still here")
    errfix.start()
    expect(page.locator("#connection")).to_be_hidden()
    message_box(page).press("Enter")
    expect(cards(page)).to_have_count(2)
    expect(rate(cards(page).nth(1))).to_have_text("worked for 1 of 1")
    page.reload()
    expect(cards(page)).to_have_count(2)
    expect(cards(page).first.get_by_role("button", name="Worked").first).to_have_attribute("aria-pressed", "true")


def test_a_stop_is_quick_while_pages_are_open(page: Page, errfix: Process) -> None:
    paste(page, MISSING_MODULE)
    expect(cards(page)).to_be_visible()
    assert errfix.stop() == 0


def test_an_offer_opens_for_everybody(run: Run, new_context: NewContext) -> None:
    errfix = run(ERRFIX_CHANNEL_MODE="offer")
    page, other = new_context().new_page(), new_context().new_page()
    page.goto(errfix.url)
    other.goto(errfix.url)
    paste(page, MISSING_MODULE)
    expect(page.locator(".offer")).to_be_visible()
    other.get_by_role("button", name="Show the card").click()
    expect(cards(other)).to_be_visible()
    expect(cards(page)).to_be_visible()
    expect(page.locator(".offer")).to_have_count(0)


def test_not_my_error_is_said_and_taken_back(page: Page) -> None:
    paste(page, MISSING_MODULE)
    wrong = cards(page).get_by_role("button", name="Not my error")
    wrong.click()
    expect(wrong).to_have_attribute("aria-pressed", "true")
    expect(cards(page)).to_contain_text("errfix will be more careful")
    wrong.click()
    expect(wrong).to_have_attribute("aria-pressed", "false")


def test_the_language_changes_for_one_reader_and_keeps_the_draft(
    page: Page, errfix: Process, new_context: NewContext
) -> None:
    other = new_context().new_page()
    other.goto(errfix.url)
    paste(page, MISSING_MODULE)
    message_box(page).fill("unsent")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    expect(cards(page)).to_have_attribute("lang", "zh")
    expect(page.locator("main")).not_to_have_attribute("aria-busy", "true")
    expect(message_box(page)).to_have_value("unsent")
    expect(cards(other)).to_have_attribute("lang", "en")
    page.reload()
    expect(cards(page)).to_have_attribute("lang", "zh")
    page.get_by_role("button", name="English").click()
    expect(cards(page)).to_have_attribute("lang", "en")


def test_everything_can_be_done_with_the_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(message_box(page)).to_be_focused()
    page.keyboard.insert_text(MISSING_MODULE)
    page.keyboard.press("Enter")
    expect(cards(page)).to_be_visible()
    worked = cards(page).get_by_role("button", name="Worked").first
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if worked.evaluate("button => button === document.activeElement"):
            break
    expect(worked).to_be_focused()
    assert worked.evaluate("button => getComputedStyle(button).outlineStyle") == "solid"
    page.keyboard.press("Space")
    expect(worked).to_have_attribute("aria-pressed", "true")
    expect(worked).to_be_focused()
    why = cards(page).locator("details[data-key=why] summary")
    why.focus()
    page.keyboard.press("Enter")
    expect(cards(page).locator(".evidence")).to_be_visible()
    page.get_by_role("button", name="Edit this message").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".edit textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".edit")).to_have_count(0)
    expect(page.get_by_role("button", name="Edit this message")).to_be_focused()


@pytest.mark.parametrize("language", ("English", "中文"))
def test_nothing_is_wider_than_a_phone(errfix: Process, new_context: NewContext, language: str) -> None:
    page = new_context(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    page.goto(errfix.url)
    assert overflow(page) == 0
    page.get_by_role("button", name=language).click()
    paste(page, f"{'wide' * 200}\n{MISSING_MODULE}")
    expect(cards(page)).to_be_visible()
    for summary in cards(page).locator("summary").all():
        summary.click()
    page.locator("#me summary").click()
    expect(page.locator("#name")).to_be_visible()
    assert overflow(page) == 0
    edges = cards(page).evaluate("card => [card.scrollWidth - card.clientWidth, card.getBoundingClientRect().right]")
    assert edges[0] <= 0
    assert edges[1] <= PHONE["width"]


@pytest.mark.parametrize("scheme", ("light", "dark"))
def test_text_is_readable_in_light_and_in_dark(errfix: Process, new_context: NewContext, scheme: str) -> None:
    page = new_context(color_scheme=scheme, reduced_motion="reduce").new_page()
    page.goto(errfix.url)
    assert page.evaluate(CONTRASTS) == []
    paste(page, MISSING_MODULE)
    cards(page).get_by_role("button", name="Worked").first.click()
    expect(rate(cards(page))).to_have_text("worked for 1 of 1")
    cards(page).get_by_role("button", name="Did not").nth(1).click()
    expect(cards(page).locator(".down[aria-pressed=true]")).to_have_count(1)
    for summary in cards(page).locator("summary").all():
        summary.click()
    paste(page, f"/errfix {TALK}")
    expect(page.locator(".whisper")).to_be_visible()
    assert page.evaluate(CONTRASTS) == []
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") is (scheme == "light")


def test_a_pasted_script_is_text(page: Page) -> None:
    page.on("dialog", lambda _: pytest.fail("the script ran"))
    paste(page, "<script>alert(1)</script><img src=x onerror=alert(2)>")
    expect(page.locator(".post-body")).to_contain_text("<script>alert(1)</script><img src=x onerror=alert(2)>")
    expect(page.locator(".post-body img, .post-body script")).to_have_count(0)


def test_a_dropped_log_is_part_of_the_message(page: Page) -> None:
    drop(page, "app.log", MISSING_MODULE.encode())
    expect(page.locator("#files")).to_contain_text("app.log")
    paste(page, "from the CI")
    expect(cards(page)).to_contain_text("python -m pip install yaml")
    expect(page.locator(".file figcaption")).to_have_text("app.log")
    expect(page.locator("#files li")).to_have_count(0)


def test_a_picked_log_of_windows_is_read_and_can_be_removed(page: Page, tmp_path: Path) -> None:
    log = tmp_path / "build.log"
    log.write_bytes(b"\xff\xfe" + MISSING_MODULE.encode("utf-16-le"))
    page.locator("#picker").set_input_files([log])
    expect(page.locator("#files")).to_contain_text("build.log")
    page.get_by_role("button", name="Remove build.log").click()
    expect(page.locator("#files li")).to_have_count(0)
    page.locator("#picker").set_input_files([log])
    page.get_by_role("button", name="Send").click()
    expect(cards(page)).to_contain_text("python -m pip install yaml")


def test_a_file_that_is_no_text_is_refused_by_name(page: Page) -> None:
    message_box(page).fill("what is this?")
    drop(page, "photo.png", b"\x89PNG\r\n\x1a\n\x00\x00")
    expect(page.locator("#problem")).to_contain_text("photo.png is not a text file")
    expect(page.locator("#files li")).to_have_count(0)
    expect(message_box(page)).to_have_value("what is this?")


def test_a_paste_of_one_megabyte_is_answered_and_folded(page: Page) -> None:
    line = "INFO all is well\n"
    paste_from_clipboard(page, (line * (MEGABYTE // len(line) + 1) + MISSING_MODULE)[-MEGABYTE:])
    expect(page.locator("#files")).to_contain_text("pasted.txt")
    page.keyboard.press("Enter")
    expect(cards(page)).to_contain_text("python -m pip install yaml")
    unfold = page.get_by_role("button", name="more lines")
    unfold.click()
    expect(unfold).to_have_count(0)


def test_a_larger_paste_is_refused_and_not_lost(page: Page) -> None:
    message_box(page).fill("see the log")
    paste_from_clipboard(page, "x" * (MEGABYTE + 1))
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_contain_text("larger than 1 MB")
    expect(message_box(page)).to_have_value("see the log")
    expect(page.locator("#files")).to_contain_text("pasted.txt")
    expect(page.locator(".post")).to_have_count(0)


def test_the_server_has_the_same_limit_and_says_so(page: Page) -> None:
    page.evaluate("TextEncoder.prototype.encode = () => []")
    message_box(page).evaluate("(box, text) => { box.value = text; }", "INFO ok\n" * (MEGABYTE // 8 + 1))
    message_box(page).press("Enter")
    expect(page.locator("#problem")).to_contain_text("The message is larger than 1 MB")
    assert len(message_box(page).input_value()) > MEGABYTE


def test_without_a_connection_the_text_stays_and_is_sent_once_later(page: Page) -> None:
    page.context.set_offline(offline=True)
    paste(page, MISSING_MODULE)
    expect(page.locator("#problem")).to_contain_text("Your text is still here")
    expect(message_box(page)).to_have_value(MISSING_MODULE)
    page.context.set_offline(offline=False)
    message_box(page).press("Enter")
    expect(cards(page)).to_have_count(1)
    expect(page.locator("#problem")).to_be_hidden()
    expect(page.locator(".post")).to_have_count(1)


def test_an_edited_message_gets_its_card_and_a_deleted_one_takes_it_along(
    page: Page, errfix: Process, new_context: NewContext
) -> None:
    other = new_context().new_page()
    other.goto(errfix.url)
    paste(page, TALK)
    expect(page.locator(".whisper")).to_contain_text("stays silent")
    expect(other.locator(".post")).to_have_count(1)
    expect(other.locator(".whisper, .own")).to_have_count(0)
    page.locator(".post").hover()
    page.get_by_role("button", name="Edit this message").click()
    expect(page.locator(".edit textarea")).to_have_value(TALK)
    page.locator(".edit textarea").fill(MISSING_MODULE)
    page.keyboard.press("Enter")
    expect(cards(other)).to_be_visible()
    page.get_by_role("button", name="Delete this message").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".post")).to_have_count(1)
    page.get_by_role("button", name="Delete this message").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(other.locator(".post")).to_have_count(0)
    expect(page.locator(".post")).to_have_count(0)
    expect(page.locator("#welcome")).to_be_visible()


def test_a_private_question_is_seen_by_its_asker_only(page: Page, errfix: Process, new_context: NewContext) -> None:
    other = new_context().new_page()
    other.goto(errfix.url)
    paste(page, f"/errfix {MISSING_MODULE}")
    card = page.locator(".whisper .card")
    expect(card).to_contain_text("python -m pip install yaml")
    card.get_by_role("button", name="Worked").first.click()
    expect(rate(card)).to_have_text("worked for 1 of 1")
    paste(page, TALK)
    expect(other.locator(".post")).to_have_count(1)
    expect(other.locator(".card")).to_have_count(0)


def test_an_entry_is_searched_and_shown(page: Page) -> None:
    paste(page, "/errfix search docker daemon")
    page.locator(".whisper").get_by_role("button", name="docker/daemon-not-running").click()
    expect(page.locator(".whisper .card h3")).to_contain_text("Cannot connect to the Docker daemon")
    expect(page.locator(".post")).to_have_count(0)


def test_the_command_for_the_language_changes_the_page_and_keeps_what_was_said(page: Page) -> None:
    paste(page, "/errfix")
    expect(page.locator(".whisper")).to_contain_text("/errfix search")
    paste(page, "/errfix language zh")
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    expect(page.locator(".whisper")).to_have_count(2)
    expect(page.get_by_role("button", name="中文")).to_have_attribute("aria-pressed", "true")


def test_a_dismissed_card_goes_for_everybody(page: Page, errfix: Process, new_context: NewContext) -> None:
    other = new_context().new_page()
    other.goto(errfix.url)
    paste(page, MISSING_MODULE)
    expect(cards(other)).to_be_visible()
    expect(cards(other).get_by_role("button", name="Dismiss")).to_have_count(0)
    cards(page).get_by_role("button", name="Dismiss").click()
    expect(cards(page)).to_have_count(0)
    expect(cards(other)).to_have_count(0)


def test_a_command_is_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    paste(page, MISSING_MODULE)
    cards(page).get_by_role("button", name="Copy").first.click()
    expect(page.locator("#announcer")).to_have_text("Copied")
    assert "pip install yaml" in page.evaluate("navigator.clipboard.readText()")


def test_a_name_is_shown_to_others(page: Page, errfix: Process, new_context: NewContext) -> None:
    other = new_context().new_page()
    other.goto(errfix.url)
    page.locator("#me summary").click()
    page.locator("#name").fill("Ann 小李")
    page.locator("#name").press("Enter")
    expect(page.locator("#name")).to_be_hidden()
    paste(page, TALK)
    expect(other.locator(".post .author")).to_have_text("Ann 小李")


def reader_at_the_top(page: Page, errfix: Process, new_context: NewContext) -> Page:
    """Somebody else, who reads the beginning of a channel that has a card further down."""
    paste(page, MISSING_MODULE)
    expect(cards(page)).to_be_visible()
    other = new_context().new_page()
    other.goto(errfix.url)
    other.locator("#scroll").evaluate("scroll => scroll.scrollTo({ top: 0, behavior: 'instant' })")
    return other


def test_a_reader_elsewhere_in_the_channel_is_told_of_news_and_not_moved(
    page: Page, errfix: Process, new_context: NewContext
) -> None:
    other = reader_at_the_top(page, errfix, new_context)
    paste(page, MISSING_MODULE)
    jump = other.get_by_role("button", name="New messages")
    expect(jump).to_be_visible()
    assert other.locator("#scroll").evaluate("scroll => scroll.scrollTop") == 0
    jump.click()
    expect(jump).to_be_hidden()


def test_who_is_on_the_way_to_the_end_is_taken_along_to_what_comes_meanwhile(
    page: Page, errfix: Process, new_context: NewContext
) -> None:
    other = reader_at_the_top(page, errfix, new_context)
    paste(page, TALK)
    expect(other.get_by_role("button", name="New messages")).to_be_visible()
    other.evaluate("""() => {
        const fetched = window.fetch;
        const released = new Promise((release) => (window.release = release));
        window.fetch = async (...asked) => (await released, fetched(...asked));
    }""")
    paste(page, MISSING_MODULE)
    expect(cards(page)).to_have_count(2)
    other.evaluate("() => { document.getElementById('jump').click(); window.release(); }")
    expect(cards(other)).to_have_count(2)
    expect(cards(other).last).to_be_in_viewport()
    expect(other.get_by_role("button", name="New messages")).to_be_hidden()


def test_a_password_keeps_strangers_out(run: Run, new_context: NewContext) -> None:
    errfix = run(ERRFIX_WEB_TOKEN="correct horse battery")
    page = new_context().new_page()
    page.goto(errfix.url)
    expect(page).to_have_url(re.compile(r"/login$"))
    page.get_by_label("Password").fill("wrong password here")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("That is not the password.")
    page.get_by_label("Password").fill("correct horse battery")
    page.keyboard.press("Enter")
    paste(page, MISSING_MODULE)
    expect(cards(page)).to_be_visible()

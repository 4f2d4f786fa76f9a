"""`/errfix`, the message menu and the app home: answers for one person."""

from typing import Any

import pytest

from bot.events import ChannelMode, Place
from tests.adapters.slack.conftest import ADA, BOB, CHANNEL, PASTE, PLACE, PORT, NewTeam, Team, button
from tests.adapters.slack.fake_api import TEAM


async def told(team: Team, text: str, **who: str) -> dict[str, Any]:
    (said,) = team.responses(await team.command(text, **who))
    assert said["response_type"] == "ephemeral"
    return said


async def test_an_error_is_answered_to_the_asker_alone(team: Team) -> None:
    said = await told(team, PASTE)
    assert "yaml" in said["text"]
    assert team.slack.count() == {"respond": 1}


async def test_an_unknown_error_is_said_to_be_unknown(team: Team) -> None:
    assert "No known error fits this." in (await told(team, "Segmentation of customers failed: no budget"))["text"]


async def test_each_command_is_served(team: Team) -> None:
    assert "/errfix" in (await told(team, "help"))["text"]
    assert "EADDRINUSE" in (await told(team, "search EADDRINUSE"))["text"]
    assert "EADDRINUSE" in (await told(team, "show node/eaddrinuse"))["text"]
    assert (await told(team, "stats"))["text"]
    assert "中文" in (await told(team, "language zh"))["text"]


@pytest.mark.parametrize(
    "text",
    (
        "<!channel> <@U0>",
        "search <!channel>",
        "show <!here|x>",
        "language <!channel>",
        "here <!channel>",
        "&lt;!channel&gt;",
        "show &amp;lt;!channel&amp;gt;",
        f"{PASTE} <!channel> <@U0> <#C0>",
        "x" * 30_000 + "<!channel>",
        "\0\ud83d",
        "`" * 50,
    ),
)
@pytest.mark.parametrize("locale", ("zh-CN", "tlh-KX", "", "../../etc", "_"))
async def test_whatever_is_asked_gets_an_answer_that_smuggles_nothing(team: Team, text: str, locale: str) -> None:
    team.slack.people[ADA] = {"locale": locale}
    said = await told(team, text.encode("utf-8", "replace").decode())
    assert not {"<!", "<@", "<#"} & {said["text"][n : n + 2] for n in range(len(said["text"]))}


async def test_an_answer_that_slack_cannot_take_at_once_is_sent_again(team: Team) -> None:
    team.slack.fail("respond", status=503)
    name = await team.command("help")
    assert len(team.responses(name)) == 2


async def test_the_chosen_language_holds_and_else_that_of_slack(team: Team) -> None:
    await team.command("language zh")
    assert "被另一个进程" in (await told(team, PORT))["text"]
    team.slack.people[BOB] = {"locale": "zh-CN"}
    assert "被另一个进程" in (await told(team, PORT, user=BOB))["text"]
    assert "Another process" in (await told(team, PORT, user="UCAROL"))["text"]


async def test_a_person_is_looked_up_once(team: Team) -> None:
    for _ in range(3):
        await team.command("help")
    assert len(team.slack.of("users.info")) == 1


async def test_only_who_manages_the_channel_changes_what_happens_here(new_team: NewTeam) -> None:
    team = await new_team(maintainers=("slack:UMAINTAINER",))
    team.slack.people |= {"UADMIN": {"is_admin": True}, "UOWNER": {"is_owner": True}}
    team.slack.channels[CHANNEL] = {"creator": "UCREATOR"}
    for user, mode in (
        (ADA, None),
        ("UADMIN", ChannelMode.OFFER),
        ("UOWNER", ChannelMode.MENTION),
        ("UCREATOR", ChannelMode.OFF),
        ("UMAINTAINER", ChannelMode.AUTO),
    ):
        await team.command(f"here {mode or 'off'}", user=user)
        assert (await team.service.store.channel(PLACE)).mode == mode


async def test_what_only_looks_asks_slack_for_no_permission(team: Team) -> None:
    await team.command("here")
    assert not team.slack.of("conversations.info")


async def test_a_private_answer_can_be_posted_to_the_channel(team: Team) -> None:
    said = await told(team, PORT)
    name = await team.click(button(said["blocks"], "publish"), user=ADA, private=True)
    (posted,) = team.slack.posted
    assert posted.args["channel"] == CHANNEL
    assert "thread_ts" not in posted.args
    (now,) = team.responses(name)
    assert (now["text"], now["replace_original"]) == ("The card is posted.", True)


async def test_a_posted_answer_takes_thumbs(team: Team) -> None:
    said = await told(team, PORT)
    publish = button(said["blocks"], "publish")
    await team.click(publish, user=ADA, private=True)
    answer = await team.service.store.answer(publish["value"])
    await team.react("+1", answer.posted_id or "")
    assert len(team.slack.of("chat.update")) == 1


async def test_a_card_is_posted_once_however_often_it_is_clicked(team: Team) -> None:
    said = await told(team, PORT)
    for _ in range(2):
        await team.click(button(said["blocks"], "publish"), user=ADA, private=True)
    assert len(team.slack.posted) == 1


async def test_where_the_bot_is_not_it_says_how_to_invite_it(team: Team) -> None:
    said = await told(team, PORT)
    team.slack.fail("chat.postMessage", "not_in_channel")
    name = await team.click(button(said["blocks"], "publish"), user=ADA, private=True)
    (now,) = team.responses(name)
    assert "/invite @errfix" in now["text"]
    assert now["replace_original"] is False


async def test_a_card_that_cannot_be_posted_for_another_reason_is_told_too(team: Team) -> None:
    said = await told(team, PORT)
    team.slack.fail("chat.postMessage", "thread_not_found")
    publish = button(said["blocks"], "publish")
    name = await team.click(publish, user=ADA, private=True)
    (now,) = team.responses(name)
    assert "could not post the card here (thread_not_found)" in now["text"]
    await team.click(publish, user=ADA, private=True)
    assert (await team.service.store.answer(publish["value"])).posted_id is not None


async def test_a_vote_on_a_private_answer_shows_there(team: Team) -> None:
    said = await told(team, PORT)
    name = await team.click(button(said["blocks"], "worked"), user=ADA, private=True)
    (now,) = team.responses(name)
    assert now["replace_original"] is True
    assert "1 of 1" in str(now["blocks"])
    assert not team.slack.of("chat.update")


async def test_an_entry_of_a_list_opens_in_a_window(team: Team) -> None:
    said = await told(team, "search EADDRINUSE")
    await team.click(button(said["blocks"], "show"), user=ADA, private=True)
    (opened,) = team.slack.of("views.open")
    assert "EADDRINUSE" in str(opened.args["view"])


@pytest.mark.parametrize("action", ("more", "dead_ends"))
async def test_an_entry_that_answers_nobody_opens_in_a_window_too(team: Team, action: str) -> None:
    said = await told(team, "show node/eaddrinuse")
    await team.click(button(said["blocks"], action), user=ADA, private=True)
    (opened,) = team.slack.of("views.open")
    assert "EADDRINUSE" in str(opened.args["view"])


async def test_an_entry_of_a_window_opens_over_it(team: Team) -> None:
    click = {"type": "button", "action_id": "show:1", "value": "node/eaddrinuse"}
    await team.click(click, view={"id": "V1", "type": "modal"})
    assert team.slack.count() == {"views.push": 1}


async def test_an_entry_that_is_gone_is_told(team: Team) -> None:
    name = await team.click({"type": "button", "action_id": "show:1", "value": "no/such"}, private=True)
    assert "is not there any more" in team.responses(name)[0]["text"]
    await team.click({"type": "button", "action_id": "show:1", "value": "no/such"}, view={"id": "V1", "type": "home"})
    (opened,) = team.slack.of("views.open")
    assert "is not there any more" in str(opened.args["view"])


async def test_the_message_menu_finds_a_fix_for_anybodys_message(team: Team) -> None:
    message = {"type": "message", "user": ADA, "text": PORT, "ts": "1780000900.000100"}
    name = await team.shortcut(message, user=BOB)
    (said,) = team.responses(name)
    assert "EADDRINUSE" in said["text"]
    assert not team.slack.posted


async def test_what_the_message_menu_found_is_posted_in_the_thread(team: Team) -> None:
    message = {
        "type": "message",
        "user": ADA,
        "text": PORT,
        "ts": "1780000900.000100",
        "thread_ts": "1780000800.000100",
    }
    (said,) = team.responses(await team.shortcut(message, user=BOB))
    await team.click(button(said["blocks"], "publish"), user=BOB, private=True)
    assert team.slack.posted[0].args["thread_ts"] == "1780000800.000100"


async def test_the_message_menu_reads_a_bots_message(team: Team) -> None:
    message = {"bot_id": "B9", "text": "", "ts": "1780000900.000100", "attachments": [{"text": PORT}]}
    (said,) = team.responses(await team.shortcut(message))
    assert "EADDRINUSE" in said["text"]


@pytest.mark.parametrize("text", ("language zh", "here off", "help"))
async def test_a_message_that_reads_like_a_command_is_none(team: Team, text: str) -> None:
    said = team.responses(
        await team.shortcut({"type": "message", "user": ADA, "text": text, "ts": "1780000900.000100"})
    )
    assert [one["text"] for one in said] == ["No known error fits this."]
    assert (await team.service.store.channel(PLACE)).mode is None


async def open_home(team: Team, **changes: Any) -> None:  # noqa: ANN401 - as in JSON
    event = {"type": "app_home_opened", "user": ADA, "channel": "D0000000001", "tab": "home", "event_ts": team.now()}
    assert (await team.event({**event, **changes})).status == 200
    await team.settle()


async def test_the_home_shows_what_the_bot_does_and_the_weeks_errors(team: Team) -> None:
    await team.message(PORT)
    await open_home(team)
    (published,) = team.slack.of("views.publish")
    assert published.args["user_id"] == ADA
    assert "EADDRINUSE" in str(published.args["view"])
    assert "/errfix" in str(published.args["view"])


async def test_the_home_opens_for_somebody_of_whom_slack_tells_nothing(team: Team) -> None:
    team.slack.fail("users.info", "user_not_found")
    await open_home(team, user="UNEW")
    (published,) = team.slack.of("views.publish")
    assert published.args["user_id"] == "UNEW"


async def test_the_messages_tab_is_not_the_home(team: Team) -> None:
    await open_home(team, tab="messages")
    assert not team.slack.count()


async def test_a_language_chosen_on_the_home_holds_and_shows_at_once(team: Team) -> None:
    menu = {"type": "static_select", "action_id": "language:1"}
    chosen = {**menu, "selected_option": {"text": {"type": "plain_text", "text": "中文"}, "value": "zh"}}
    await team.click(chosen, user=ADA, view={"id": "V1", "type": "home"})
    place = Place("slack", TEAM, "")
    assert await team.service.store.person_locale(place, ADA) == "zh"
    assert "语言" in str(team.slack.of("views.publish")[0].args["view"])
    auto = {**menu, "selected_option": {"text": {"type": "plain_text", "text": "auto"}, "value": "auto"}}
    await team.click(auto, user=ADA, view={"id": "V1", "type": "home"})
    assert await team.service.store.person_locale(place, ADA) is None

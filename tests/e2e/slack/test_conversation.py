"""What people in a Slack channel see of errfix, from the paste to the vote."""

import pytest

from tests.e2e.slack.conftest import Workspace, eventually, shown

pytestmark = pytest.mark.e2e
PASTE = "since the upgrade:\n```fatal: refusing to merge unrelated histories```\nany idea?"
OTHER = "```ModuleNotFoundError: No module named 'yaml'```"


async def test_a_paste_gets_its_card_in_the_thread(workspace: Workspace) -> None:
    ts = await workspace.alice.write(PASTE)

    card = await workspace.card(ts, "--allow-unrelated-histories")

    assert card["thread_ts"] == ts
    assert card["text"]
    assert len(await workspace.replies(ts)) == 1


async def test_a_thumb_counts_for_the_first_fix_and_taking_it_back_takes_the_vote_back(workspace: Workspace) -> None:
    ts = await workspace.alice.write(PASTE)
    card = await workspace.card(ts)
    before = shown(card)

    await workspace.bob.react(card["ts"], "thumbsup::skin-tone-3")
    await workspace.card(ts, "1 of 1")
    await workspace.alice.react(card["ts"], "-1")
    await workspace.card(ts, "1 of 2")
    await workspace.bob.take_back(card["ts"], "thumbsup::skin-tone-3")
    await workspace.alice.take_back(card["ts"], "-1")

    async def as_before() -> bool:
        return shown((await workspace.replies(ts))[0]) == before

    assert await eventually(as_before, "the card as it was before the votes")


async def test_a_button_counts_for_its_fix(workspace: Workspace) -> None:
    ts = await workspace.alice.write(PASTE)
    card = await workspace.card(ts)

    await workspace.press("bob", card, "worked")
    await workspace.card(ts, "1 of 1")
    await workspace.press("bob", card, "failed")

    await workspace.card(ts, "0 of 1")


async def test_an_edit_changes_the_card_in_place_and_deleting_takes_it_along(workspace: Workspace) -> None:
    ts = await workspace.alice.write(PASTE)
    card = await workspace.card(ts, "--allow-unrelated-histories")

    await workspace.alice.client.chat_update(channel=workspace.channel, ts=ts, text=OTHER)
    changed = await workspace.card(ts, "pip install")
    await workspace.alice.client.chat_delete(channel=workspace.channel, ts=ts)

    async def gone() -> bool:
        return bool([call for call in workspace.front.called("chat.delete") if call.arguments["ts"] == card["ts"]])

    assert changed["ts"] == card["ts"]
    assert await eventually(gone, "the card deleted")


async def test_a_long_paste_that_came_as_a_snippet_is_read(workspace: Workspace) -> None:
    log = "\n".join(
        [*(f"step {number} done" for number in range(3000)), "fatal: refusing to merge unrelated histories"]
    )
    await workspace.alice.client.files_upload_v2(
        channel=workspace.channel, content=log, filename="build.log", snippet_type="text", initial_comment="help?"
    )
    history = (await workspace.alice.client.conversations_history(channel=workspace.channel))["messages"]
    ts = next(message["ts"] for message in history if message["text"] == "help?")

    assert "--allow-unrelated-histories" in shown(await workspace.card(ts))


async def test_small_talk_gets_no_answer(workspace: Workspace) -> None:
    quiet = await workspace.alice.write("lunch at noon?")
    # Once a later paste has its card, the earlier message had its chance.
    await workspace.card(await workspace.alice.write(PASTE))

    assert await workspace.replies(quiet) == []
    assert await workspace.reactions(quiet) == []


async def test_votes_are_kept_over_a_restart(workspace: Workspace) -> None:
    ts = await workspace.alice.write(PASTE)
    card = await workspace.card(ts)

    assert await workspace.errfix.stop() == 0
    await workspace.errfix.start()
    await workspace.bob.react(card["ts"], "thumbsup")

    await workspace.card(ts, "1 of 1")

"""What people get who write `/errfix …`."""

from dataclasses import replace

import pytest

from bot.desk import Desk, EntryLine, Request, Told
from bot.errors import SettingsError
from bot.events import Asked, ChannelMode, File, Person, Vote, WrongMatch
from bot.matching import Matcher
from bot.service import Service
from bot.settings import Settings
from bot.store import Store
from tests.service.samples import ANN, BEN, ENTRIES, OTHER_PASTE, PASTE, PLACE, UNKNOWN, ask, card_for, message

MODULE = EntryLine("python/module-not-found", "ModuleNotFoundError: No module named 'requests'", "python")
DAEMON = EntryLine("docker/daemon", "Cannot connect to the Docker daemon at unix:///var/run/docker.sock", "docker")
HISTORIES = EntryLine("git/unrelated-histories", "fatal: refusing to merge unrelated histories", "git")
ELSEWHERE = replace(PLACE, workspace="elsewhere")


async def write(desk: Desk, text: str, author: Person = ANN, *, manages: bool = False, **more: object) -> Told:
    return await desk.handle(Request(message(text, author, asked=Asked.PRIVATELY, **more), manages_channel=manages))


async def test_an_error_gets_its_card_which_can_be_posted_and_voted_on(desk: Desk, service: Service) -> None:
    told = await write(desk, PASTE)

    assert told.card is not None
    assert (told.card.entry_id, told.answer_id, told.text) == ("python/module-not-found", told.card.answer_id, "")
    await service.confirm(told.answer_id or "", "posted")
    voted = await service.handle_vote(Vote(told.answer_id or "", "pip", BEN, 1))
    assert voted.fixes[0].rate_label == "worked for 1 of 1"


async def test_an_unknown_error_gets_told_so(desk: Desk) -> None:
    told = await write(desk, UNKNOWN)

    assert (told.text, told.card, told.answer_id) == ("No known error fits this.", None, None)


async def test_a_request_that_comes_twice_gets_the_same_card_once_more(desk: Desk, service: Service) -> None:
    first, again = await write(desk, PASTE, id="m"), await write(desk, PASTE, id="m")

    assert again == first
    assert (await service.store.stats()).answers == 1


async def test_an_unknown_error_that_comes_twice_is_told_so_twice(desk: Desk, service: Service) -> None:
    first, again = await write(desk, UNKNOWN, id="m"), await write(desk, UNKNOWN, id="m")

    assert again == first
    assert [gap.count for gap in await service.store.gaps()] == [1]


async def test_a_private_answer_is_done_with_at_once(desk: Desk, service: Service) -> None:
    await write(desk, PASTE, id="m")
    await service.store.release(PLACE, "m")

    assert not await service.store.claim(PLACE, "m")


async def test_a_secret_is_warned_about(desk: Desk) -> None:
    assert "revoke it" in (await write(desk, f"{PASTE} token=ghp_{'a1B2' * 9}")).warning


async def test_an_attached_file_is_a_question_whatever_stands_beside_it(desk: Desk) -> None:
    told = await write(desk, "stats", files=(File("build.log", PASTE),))

    assert told.card is not None


async def test_a_chinese_question_gets_a_chinese_answer(desk: Desk) -> None:
    told = await write(desk, "为什么？\nModuleNotFoundError: No module named 'yaml'")

    assert told.card is not None
    assert (told.locale, told.card.root_cause.value) == ("zh", "当前环境没有安装这个包。")


@pytest.mark.parametrize(
    ("words", "first"),
    (("docker daemon", DAEMON), ("pip module", MODULE), ("merge histories", HISTORIES), ("unrelat", HISTORIES)),
)
async def test_searching_lists_the_entries_that_hold_the_words_or_their_beginnings(
    desk: Desk, words: str, first: EntryLine
) -> None:
    told = await write(desk, f"search {words}")

    assert told.entries[0] == first
    assert (told.text, told.card) == (f"1 entry for “{words}”:", None)


async def test_of_many_hits_eight_are_listed(store: Store) -> None:
    daemon = next(entry for entry in ENTRIES if entry.id == "docker/daemon")
    many = [daemon.model_copy(update={"id": f"docker/daemon-{number}"}) for number in range(20)]
    desk = Desk(Service(store, Matcher(many), Settings(_env_file=None)))

    told = await write(desk, "search docker daemon")

    assert (len(told.entries), told.text) == (8, "8 entries for “docker daemon”:")


async def test_searching_in_vain_says_so_and_echoes_no_more_than_the_beginning(desk: Desk) -> None:
    told = await write(desk, f"search {'qq ' * 50}")

    assert told.entries == ()
    assert told.text.startswith("No entry speaks of “qq qq")
    assert len(told.text) < 150


async def test_an_entry_is_shown_in_full_without_being_an_answer(desk: Desk, service: Service) -> None:
    told = await write(desk, "show docker/daemon")

    assert told.card is not None
    assert (told.card.entry_id, told.answer_id) == ("docker/daemon", None)
    assert (await service.store.stats()).answers == 0


@pytest.mark.parametrize("name", ("DOCKER/Daemon", "daemon", "`docker/daemon`"))
async def test_an_entry_is_found_by_its_id_in_any_case_and_by_its_last_part(desk: Desk, name: str) -> None:
    told = await write(desk, f"show {name}")

    assert told.card is not None


@pytest.mark.parametrize("name", ("docker/deamon", "dokcer", "demon"))
async def test_a_mistyped_id_gets_the_near_ones(desk: Desk, name: str) -> None:
    told = await write(desk, f"show {name}")

    assert (told.text, told.entries[0]) == (f"There is no entry {name}. Did you mean one of these?", DAEMON)


async def test_an_id_that_is_like_none_gets_told_how_to_search(desk: Desk) -> None:
    told = await write(desk, "show 鱼")

    assert "“search” with a few words finds entries" in told.text


async def test_a_chosen_language_is_kept_and_confirmed_in_itself(desk: Desk) -> None:
    told = await write(desk, "language zh")

    assert (told.locale, told.text) == ("zh", "errfix 会用中文回答你。")
    assert (await write(desk, "help")).locale == "zh"
    assert (await write(desk, "help", BEN)).locale == "en"


@pytest.mark.parametrize("name", ("zh-CN", "ZH", "中文", "Chinese", "chinese"))
async def test_a_language_may_be_called_by_any_tag_or_name_of_it(desk: Desk, name: str) -> None:
    assert (await write(desk, f"language {name}")).locale == "zh"


async def test_auto_gives_the_choice_of_a_language_up(desk: Desk, service: Service) -> None:
    await write(desk, "language zh")

    told = await write(desk, "language auto", Person("ann", "en-US"))

    assert told.text == "errfix answers you in the language that suits you and your words."
    assert await service.store.person_locale(PLACE, "ann") is None


async def test_a_language_that_is_not_there_changes_nothing_and_gets_the_codes(desk: Desk) -> None:
    await write(desk, "language en")

    told = await write(desk, "language klingon")

    assert told.text == (
        "errfix does not speak klingon.\n"
        "errfix answers you in English.\n"
        "Choose one of these: en (English), zh (中文); or auto."
    )


async def test_who_names_no_language_is_told_theirs_and_which_there_are(desk: Desk) -> None:
    text = (await write(desk, "language")).text

    assert "suits you" in text
    assert "en (English), zh (中文)" in text


@pytest.mark.parametrize("mode", ChannelMode)
async def test_who_manages_the_channel_sets_its_mode_and_hears_what_it_means(
    desk: Desk, service: Service, mode: ChannelMode
) -> None:
    told = await write(desk, f"here {mode}", manages=True)

    assert (await service.store.channel(PLACE)).mode is mode
    assert told.text.startswith(f"{mode}: errfix ")


async def test_a_maintainer_sets_it_too(desk: Desk, service: Service) -> None:
    await write(desk, "here off", Person("boss", maintainer=True))

    assert (await service.store.channel(PLACE)).mode is ChannelMode.OFF


async def test_anybody_else_is_refused_and_told_how_it_is(desk: Desk, service: Service) -> None:
    told = await write(desk, "here off")

    assert (await service.store.channel(PLACE)).mode is None
    assert told.text == (
        "Only a maintainer of errfix, or whoever manages this channel, can change what it does here.\n"
        "auto: errfix answers an error here when it is sure, and offers a card when it is fairly sure."
    )


async def test_anybody_may_ask_how_it_is(desk: Desk, service: Service) -> None:
    await service.store.set_channel(PLACE, mode=ChannelMode.MENTION)

    assert (await write(desk, "here")).text == "mention: errfix answers here when it is mentioned, and not otherwise."


async def test_the_statistics_are_those_of_the_workspace(desk: Desk, service: Service) -> None:
    for _ in range(2):
        card = await card_for(service, PASTE)
    await service.handle_vote(Vote(card.answer_id or "", "pip", BEN, 1))
    await service.handle_wrong_match(WrongMatch(card.answer_id or "", BEN))
    await ask(service, OTHER_PASTE)
    await ask(service, UNKNOWN)
    await service.handle_message(replace(message(OTHER_PASTE), place=ELSEWHERE))

    told = await write(desk, "stats")

    counts = "3 cards · 1 vote that a fix worked · 1 “not my error” · 1 unknown error"
    assert told.text.splitlines() == [
        f"Last 7 days: {counts}",
        f"In total: {counts}",
        f"Most frequent in total: {MODULE.title} (2); {HISTORIES.title} (1)",
        "Most frequent errors of the last 7 days:",
    ]
    assert told.entries == (
        replace(MODULE, title=f"2 × {MODULE.title}"),
        replace(HISTORIES, title=f"1 × {HISTORIES.title}"),
    )


async def test_a_workspace_without_anything_has_numbers_and_no_list(desk: Desk) -> None:
    told = await write(desk, "stats")

    assert (told.text, told.entries) == ("Last 7 days: 0 cards\nIn total: 0 cards", ())


async def test_an_entry_that_has_left_the_knowledge_base_is_not_listed(service: Service, store: Store) -> None:
    await card_for(service, PASTE)
    left = [entry for entry in ENTRIES if entry.id != "python/module-not-found"]
    desk = Desk(Service(store, Matcher(left), Settings(_env_file=None)))

    assert (await write(desk, "stats")).entries == ()


async def test_the_help_has_an_example_of_each_command_and_each_example_works(desk: Desk) -> None:
    told = await write(desk, "help")

    commands = [line.removeprefix("/errfix ").partition(":")[0] for line in told.text.splitlines()[1:]]
    assert [command.split()[0] for command in commands] == ["search", "show", "language", "here", "stats", "help"]
    for command in commands:
        answer = await write(desk, command, manages=True)
        assert "no command" not in answer.text
        assert answer.text or answer.card


async def test_what_is_not_understood_is_named_with_what_was_probably_meant(desk: Desk) -> None:
    near, far = (await write(desk, "serch docker")).text, (await write(desk, "hello")).text

    assert near.startswith("errfix knows no command “serch docker”. Did you mean “search docker”?\n\nWrite an error")
    assert far.startswith("errfix knows no command “hello”, and it does not look like an error.\n\nWrite an error")


async def test_the_home_has_the_week_s_errors_the_languages_and_the_help(desk: Desk, service: Service) -> None:
    await card_for(service, PASTE)
    await desk.choose_language(PLACE, ANN, "zh")

    home = await desk.home(PLACE, ANN)

    assert (home.locale, home.chosen, home.languages) == ("zh", "zh", (("en", "English"), ("zh", "中文")))
    assert home.top == ((MODULE, 1),)
    assert "/errfix search" in home.help


async def test_a_home_without_a_choice_speaks_the_platform_s_language(desk: Desk) -> None:
    home = await desk.home(PLACE, Person("cam", "zh-CN"))

    assert (home.locale, home.chosen, home.top) == ("zh", None, ())


async def test_choosing_no_language_forgets_the_choice_and_an_unknown_one_is_refused(
    desk: Desk, service: Service
) -> None:
    await desk.choose_language(PLACE, ANN, "zh")
    with pytest.raises(SettingsError):
        await desk.choose_language(PLACE, ANN, "tlh")
    assert await service.store.person_locale(PLACE, "ann") == "zh"

    await desk.choose_language(PLACE, ANN, None)

    assert await service.store.person_locale(PLACE, "ann") is None


@pytest.mark.parametrize(
    ("start", "found"),
    (
        ("dock", [DAEMON]),
        ("Daem", [DAEMON]),
        ("fatal: ref", [HISTORIES]),
        ("named", [MODULE]),
        ("d", [DAEMON, MODULE, HISTORIES]),
        ("", [MODULE, HISTORIES, DAEMON]),
        ("qq", []),
    ),
)
def test_ids_are_completed_from_their_beginnings_and_titles(desk: Desk, start: str, found: list[EntryLine]) -> None:
    assert desk.complete(start, "en") == found


def test_so_many_are_completed_as_are_wanted(desk: Desk) -> None:
    assert desk.complete("", "en", 2) == [MODULE, HISTORIES]

"""What people get who turn to the bot itself."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from rapidfuzz import fuzz, process

from bot.cards.build import shorten, title_of
from bot.commands import Ask, Help, Here, Language, Order, Search, Show, Stats, parse
from bot.desk.values import EntryLine, Home, Request, Told
from bot.desk.words import counts, help_text, mode_means, not_understood
from bot.entries import Entry
from bot.errors import SettingsError
from bot.events import ChannelMode, Message, Person, Place
from bot.localization import LOCALES, Translator, parse_locale, translator
from bot.service import Service

_HITS = 8
_NEAR_IDS = 5
_NEAR_ENOUGH = 60.0
_TOP = 5
_WEEK = timedelta(days=7)
_ECHO = 60
_EXAMPLE = "python/module-not-found"


class Desk:
    """Answers requests. Decides who may ask for what; keeps no state of its own."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._store = service.store

    async def handle(self, request: Request) -> Told:
        """What to tell the person; every request gets something."""
        message = request.message
        command = Ask(message.text) if request.is_error or message.files else parse(message.text)
        if isinstance(command, Ask):
            return await self._ask(message)
        locale = await self._service.private_locale(message.place, message.author)
        return await self._run(command, request, translator(locale))

    async def home(self, place: Place, person: Person) -> Home:
        """What the person finds on the bot's own page, as of now."""
        locale = await self._service.private_locale(place, person)
        week = await self._store.stats(workspace=place, since=datetime.now(UTC) - _WEEK)
        return Home(
            locale=locale,
            chosen=await self._store.person_locale(place, person.id),
            languages=_languages(),
            top=tuple(self._top(week.top_entries, locale)),
            help=help_text(self._example(), translator(locale)),
        )

    async def choose_language(self, place: Place, person: Person, locale: str | None) -> None:
        """Keep the person's language; None: whatever suits. Raise SettingsError for one that is not there."""
        await self._store.set_person_locale(place, person.id, parse_locale(locale) if locale else None)

    def complete(self, start: str, locale: str, limit: int = 25) -> list[EntryLine]:
        """Entries for the first letters of an id or a title, the nearest first; any where nothing is typed."""
        sought = start.strip().casefold()
        ranked: list[list[EntryLine]] = [[], [], []]
        for entry in self._service.catalog:
            line = _line(entry, locale)
            rank = _rank(sought, entry.id.casefold(), line.title.casefold())
            if rank is not None:
                ranked[rank].append(line)
            if len(ranked[0]) == limit:
                break
        return [line for lines in ranked for line in lines][:limit]

    async def _run(self, command: Order, request: Request, t: Translator) -> Told:
        place, person = request.message.place, request.message.author
        match command:
            case Search(words):
                return self._search(words, t)
            case Show(entry_id):
                return await self._show(entry_id, t)
            case Language(locale):
                return await self._language(locale, place, person)
            case Here(mode):
                return await self._here(mode, request, t)
            case Stats():
                return await self._stats(place, t)
            case Help(problem, near):
                said = [not_understood(problem, near, t)] if problem else []
                return Told(t.locale, "\n\n".join((*said, help_text(self._example(), t, request.usage))))

    async def _ask(self, message: Message) -> Told:
        reply = await self._service.handle_message(message)
        if reply is None:
            return await self._again(message)
        if reply.answer_id is not None:
            # The asker has the card with this reply: no message of the platform's is left to confirm.
            await self._store.finish(message.place, message.id)
        return Told(reply.locale, reply.text, reply.card, reply.answer_id, warning=reply.warning)

    async def _again(self, message: Message) -> Told:
        """The question was answered before, and the answer lost on its way."""
        answer = await self._store.answer_to(message.place, message.id)
        if answer is None or answer.entry_id not in self._service.catalog:
            t = translator(await self._service.private_locale(message.place, message.author, message.text))
            return Told(t.locale, t("No known error fits this."))
        card = await self._service.card(answer.answer_id)
        return Told(answer.locale, card=card, answer_id=answer.answer_id)

    def _search(self, words: str, t: Translator) -> Told:
        hits = [_line(entry, t.locale) for entry in self._service.search(words, _HITS)]
        hits = hits or self.complete(words, t.locale, _HITS)
        words = shorten(words, _ECHO)
        if not hits:
            return Told(t.locale, t("No entry speaks of “{words}”. Try fewer words, or other ones.", words=words))
        found = t.plural("{count} entry for “{words}”:", "{count} entries for “{words}”:", len(hits), words=words)
        return Told(t.locale, found, entries=tuple(hits))

    async def _show(self, entry_id: str, t: Translator) -> Told:
        entry = self._named(entry_id)
        if entry is not None:
            return Told(t.locale, card=await self._service.entry_card(entry.id, t.locale))
        catalog = self._service.catalog
        ids = [entry.id for entry in catalog]
        near = process.extract(entry_id, ids, scorer=fuzz.WRatio, limit=_NEAR_IDS, score_cutoff=_NEAR_ENOUGH)
        entry_id = shorten(entry_id, _ECHO)
        if not near:
            text = t("There is no entry {id}. “search” with a few words finds entries.", id=entry_id)
            return Told(t.locale, text)
        text = t("There is no entry {id}. Did you mean one of these?", id=entry_id)
        return Told(t.locale, text, entries=tuple(_line(catalog[found], t.locale) for found, *_ in near))

    def _named(self, name: str) -> Entry | None:
        """The entry with the id, whatever its case; else the only one whose id ends with the name."""
        catalog, sought = self._service.catalog, name.casefold()
        if name in catalog:
            return catalog[name]
        ending = [entry for entry in catalog if entry.id.casefold() == sought]
        ending = ending or [entry for entry in catalog if sought in entry.id.casefold().split("/")[1:]]
        return ending[0] if len(ending) == 1 else None

    async def _language(self, locale: str | None, place: Place, person: Person) -> Told:
        problem = ""
        if locale is None:
            await self._store.set_person_locale(place, person.id, None)
        elif code := _code(locale):
            await self._store.set_person_locale(place, person.id, code)
        else:
            problem = locale
        t = translator(await self._service.private_locale(place, person))
        lines = []
        if problem:
            lines.append(t("errfix does not speak {language}.", language=shorten(problem, _ECHO)))
        chosen = await self._store.person_locale(place, person.id)
        if chosen is None:
            lines.append(t("errfix answers you in the language that suits you and your words."))
        else:
            lines.append(t("errfix answers you in {language}.", language=t.language_name(chosen)))
        if locale == "" or problem:
            names = ", ".join(f"{code} ({name})" for code, name in _languages())
            lines.append(t("Choose one of these: {languages}; or auto.", languages=names))
        return Told(t.locale, "\n".join(lines))

    async def _here(self, mode: ChannelMode | None, request: Request, t: Translator) -> Told:
        place = request.message.place
        allowed = request.manages_channel or request.message.author.maintainer
        if mode is not None and allowed:
            await self._store.set_channel(place, mode=mode)
        now = await self._service.mode(place)
        said = t("{subject}: {remark}", subject=now.value, remark=mode_means(now, t))
        if mode is not None and not allowed:
            refused = t("Only a maintainer of errfix, or whoever manages this channel, can change what it does here.")
            said = f"{refused}\n{said}"
        return Told(t.locale, said)

    async def _stats(self, place: Place, t: Translator) -> Told:
        week = await self._store.stats(workspace=place, since=datetime.now(UTC) - _WEEK)
        total = await self._store.stats(workspace=place)
        lines = [
            t("{subject}: {remark}", subject=t("Last 7 days"), remark=counts(week, t)),
            t("{subject}: {remark}", subject=t("In total"), remark=counts(total, t)),
        ]
        top = list(self._top(week.top_entries, t.locale))
        if top:
            often = (
                f"{shorten(line.title, _ECHO)} ({t.number(n)})" for line, n in self._top(total.top_entries, t.locale)
            )
            lines.append(t("{subject}: {remark}", subject=t("Most frequent in total"), remark="; ".join(often)))
            lines.append(t("Most frequent errors of the last 7 days:"))
        elif top := list(self._top(total.top_entries, t.locale)):
            lines.append(t("Most frequent errors so far:"))
        entries = tuple(
            replace(line, title=t("{count} × {title}", count=t.number(count), title=line.title)) for line, count in top
        )
        return Told(t.locale, "\n".join(lines), entries=entries)

    def _top(self, counted: Iterable[tuple[str, int]], locale: str) -> Iterator[tuple[EntryLine, int]]:
        """The first few that are (still) in the catalog."""
        known = ((entry, count) for entry_id, count in counted if (entry := self._service.catalog.get(entry_id)))
        return ((_line(entry, locale), count) for entry, count in islice(known, _TOP))

    def _example(self) -> str:
        """The id of some entry that is there."""
        return next((entry.id for entry in self._service.catalog), _EXAMPLE)


def _line(entry: Entry, locale: str) -> EntryLine:
    return EntryLine(entry.id, title_of(entry, locale).value, entry.domain)


def _rank(sought: str, entry_id: str, title: str) -> int | None:
    """How near an entry is to what is typed: its id or a part of it begins so, its title does, either holds it."""
    if entry_id.startswith(sought) or any(part.startswith(sought) for part in entry_id.split("/")[1:]):
        return 0
    if title.startswith(sought):
        return 1
    return 2 if sought in entry_id or sought in title else None


def _languages() -> tuple[tuple[str, str], ...]:
    return tuple((code, translator(code).language_name(code)) for code in LOCALES)


def _code(language: str) -> str | None:
    """The code of a language that is named by its tag, or by its name in any language of the bot's."""
    try:
        return parse_locale(language)
    except SettingsError:
        names = {translator(other).language_name(code).casefold(): code for code in LOCALES for other in LOCALES}
        return names.get(language.casefold())

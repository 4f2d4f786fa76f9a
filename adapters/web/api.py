"""JSON for programs: what would errfix answer, and what does an entry say. Nothing here records anything."""

from aiohttp import web

from adapters.web.events import to_question
from adapters.web.render import card_to_json, rates_to_json
from bot.decision import Decision
from bot.localization import parse_locale, public_locale
from bot.service import Service

_WORTH_NAMING = 0.001


class Api:
    """Handlers of /api."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def match(self, request: web.Request) -> web.Response:
        question = to_question(await request.read(), request.content_type)
        locale = parse_locale(question.locale) if question.locale else None
        found = await self._service.find(question.text)
        answer: dict[str, object] = {
            "decision": found.decision,
            "confidence": round(found.confidence, 4),
            "matches": [
                {
                    "id": match.entry_id,
                    "confidence": round(match.confidence, 4),
                    "line": self._service.redact(match.line),
                }
                for match in found.matches
                if match.confidence >= _WORTH_NAMING
            ],
        }
        if found.decision is not Decision.SILENT:
            wanted = locale or public_locale(channel=None, text=question.text, workspace=None)
            answer["card"] = card_to_json(await self._service.match_card(found.matches[0], wanted))
        return web.json_response(answer)

    async def entry(self, request: web.Request) -> web.Response:
        entry = self._service.catalog[request.match_info["id"]]
        card = await self._service.entry_card(entry.id, entry.locale)
        return web.json_response(
            {**entry.model_dump(mode="json", exclude_none=True), "rates": rates_to_json(card.all_fixes)}
        )

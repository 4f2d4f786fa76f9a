"""What is made of a refusal, also of one that no Slack wrote."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.problems import code_of, explain, is_dead_token


def refusal(data: dict[str, object] | str, status: int = 200) -> SlackApiError:
    response = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="",
        req_args={},
        data=data,  # type: ignore[arg-type]  # slack_sdk hands on a text where the body is no JSON
        headers={},
        status_code=status,
    )
    return SlackApiError("refused", response)  # type: ignore[no-untyped-call]


def test_a_refusal_has_slack_s_name_for_it() -> None:
    assert code_of(refusal({"ok": False, "error": "is_archived"})) == "is_archived"


@pytest.mark.parametrize("data", ("<html>Bad gateway</html>", {"ok": False}))
def test_an_answer_of_a_proxy_is_told_by_its_status(data: dict[str, object] | str) -> None:
    error = refusal(data, 502)

    assert code_of(error) == "HTTP status 502"
    assert explain(error) == "Slack refused: HTTP status 502"
    assert not is_dead_token(error)

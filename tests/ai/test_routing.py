"""The installation's model, as the README says it is set, and what an account's own endpoints make of it."""

import httpx2
import pytest
from pydantic import SecretStr, ValidationError

from resolvent.ai.models import WRITING, Use
from resolvent.ai.routing import REFERENCE_MODEL, read_setting
from resolvent.app import create_app
from resolvent.config import Settings
from tests.ai.doors import MODELS
from tests.ai.doors import QUICK as QUICK_MODEL
from tests.conftest import QUICK, SECRET, Tenant, running
from tests.peers.openai import openai_peer
from tests.peers.replies import Reply
from tests.peers.server import KEY
from tests.talk import say


def chosen(use: Use = Use.CHAT, **given: object) -> tuple[str, str] | None:
    found = read_setting(Settings(**given), use)  # type: ignore[arg-type]
    return None if found is None else (found.provider, found.model)


def test_without_a_model_there_is_none() -> None:
    assert chosen() is None
    assert chosen(model_api_key=SecretStr("sk-something-else")) is None


def test_an_anthropic_key_alone_takes_the_current_sonnet() -> None:
    assert chosen(model_api_key=SecretStr("sk-ant-0")) == ("anthropic", REFERENCE_MODEL)
    assert chosen(Use.NOTES, model_api_key=SecretStr("sk-ant-0")) == ("anthropic", REFERENCE_MODEL)


def test_notes_and_extraction_may_have_a_faster_one() -> None:
    given = {"model": "anthropic:big", "fast_model": "openai:small:q4"}
    assert [chosen(use, **given) for use in Use] == [("anthropic", "big"), *[("openai", "small:q4")] * 2, None]


@pytest.mark.parametrize("name", ["claude", "openai:", "google:gemini", ""])
def test_a_name_that_is_none_is_refused_with_the_setting(name: str) -> None:
    with pytest.raises(ValidationError, match="model"):
        Settings(model=name)


async def test_the_installations_model_answers_until_an_account_has_its_own(database_url: str, tenant: Tenant) -> None:
    async with openai_peer() as peer:
        peer.answers(Reply("From the installation."))
        settings = Settings(model=f"openai:{MODELS['openai']}", model_base_url=peer.url, model_api_key=SecretStr(KEY))
        app = create_app(settings, database_url, SECRET, patience=QUICK, model_patience=QUICK_MODEL)
        async with (
            running(app) as base,
            httpx2.AsyncClient(base_url=f"{base}/api/v1", headers=tenant.headers(), timeout=30) as client,
        ):
            session_id = (await client.post("/ai-sessions", json={"problem": "Nothing prints."})).json()["id"]
            whole = await say(client, session_id, "Why?")
            assert whole["messages"][-1]["content"] == "From the installation."
            listed = (await client.get("/models")).json()
            assert {one["use"]: one["model"] for one in listed["installation"]} == dict.fromkeys(
                WRITING, MODELS["openai"]
            )
            nobody = {"name": "Own", "provider": "openai", "model": "x", "base_url": "http://127.0.0.1:9", "uses": []}
            assert (await client.post("/models", json=nobody)).status_code == 201
            whole = await say(client, session_id, "And now?")
            assert whole["messages"][-1]["author"] == "Playbook assistant"
            assert len(peer.asked) == 1

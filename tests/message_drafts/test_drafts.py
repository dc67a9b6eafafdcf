"""What was typed and not sent: a person's own, on every machine of theirs, and nothing of it lost or told."""

from uuid import UUID

import httpx2
import psycopg
import pytest

from resolvent.accounts.models import Role
from resolvent.db import Database
from resolvent.masking import MASK
from resolvent.sessions.access import lock_session_of
from resolvent.sessions.scrub import scrub_session
from resolvent.sessions.secrets import keep_secrets
from resolvent.vault import Vault
from tests.conftest import SECRET as SECRET_KEY
from tests.conftest import Tenant

PASSWORD = "Herbst-2031!x"


@pytest.fixture
async def path(client: httpx2.AsyncClient) -> str:
    opened = await client.post("/ai-sessions", json={"problem": "Printing fails."})
    return f"/ai-sessions/{opened.json()['id']}/message-draft"


async def save(client: httpx2.AsyncClient, path: str, text: str, seen: str | None = None) -> httpx2.Response:
    return await client.put(path, json={"text": text, "seen": seen})


async def learn(database_url: str, tenant: Tenant, path: str) -> None:
    """The session has a secret from now on, as when a script was given one."""
    database = Database(database_url, pool_size=1, vault=Vault(SECRET_KEY))
    async with database.transaction(tenant.account_id) as db:
        session = await lock_session_of(db, tenant.account_id, UUID(path.split("/")[2]))
        await keep_secrets(db, tenant.account_id, session.id, [PASSWORD], field="parameters")
        await scrub_session(db, session, [PASSWORD])
    await database.close()


async def test_a_draft_is_there_until_it_is_dropped(client: httpx2.AsyncClient, path: str) -> None:
    assert (await client.get(path)).json() == {"draft": None}
    first = (await save(client, path, "The queue")).json()
    second = (await save(client, path, "The queue is full", first["revision"])).json()
    assert second["revision"] != first["revision"]
    assert (await client.get(path)).json() == {"draft": second}
    assert (await client.delete(f"{path}/{second['revision']}")).status_code == 204
    assert (await client.get(path)).json() == {"draft": None}
    assert (await client.delete(f"{path}/{second['revision']}")).status_code == 404


@pytest.mark.parametrize("seen", [None, "01890000-0000-7000-8000-000000000000"])
async def test_what_another_machine_typed_meanwhile_is_not_overwritten(
    client: httpx2.AsyncClient, path: str, seen: str | None
) -> None:
    theirs = (await save(client, path, "Typed at the desk")).json()
    refused = await save(client, path, "Typed on the laptop", seen)
    assert (refused.status_code, refused.json()["code"]) == (412, "draft_changed")
    assert (await client.get(path)).json() == {"draft": theirs}


async def test_an_answer_that_was_lost_costs_nothing(client: httpx2.AsyncClient, path: str) -> None:
    saved = (await save(client, path, "The queue")).json()
    assert (await save(client, path, "The queue", None)).json() == saved


async def test_a_draft_that_was_changed_since_is_not_dropped(client: httpx2.AsyncClient, path: str) -> None:
    sent = (await save(client, path, "Sent from the desk")).json()
    newer = (await save(client, path, "Typed on the laptop", sent["revision"])).json()
    assert (await client.delete(f"{path}/{sent['revision']}")).status_code == 404
    assert (await client.get(path)).json() == {"draft": newer}


async def test_a_colleague_has_their_own(client: httpx2.AsyncClient, path: str, tenant: Tenant) -> None:
    await save(client, path, "Mine alone")
    client.headers = httpx2.Headers(tenant.headers(Role.ENGINEER))
    assert (await client.get(path)).json() == {"draft": None}
    assert (await save(client, path, "And mine")).status_code == 200


async def test_typing_moves_nothing_and_tells_nobody(client: httpx2.AsyncClient, path: str) -> None:
    whole = path.removesuffix("/message-draft")
    before = (await client.get(whole)).json()
    saved = (await save(client, path, "The queue")).json()
    await client.delete(f"{path}/{saved['revision']}")
    after = (await client.get(whole)).json()
    assert (after["state_version"], after["event_number"], after["session"]["updated_at"]) == (
        before["state_version"],
        before["event_number"],
        before["session"]["updated_at"],
    )


async def test_a_known_secret_is_masked_when_it_is_typed_and_when_it_was_typed(
    client: httpx2.AsyncClient, path: str, tenant: Tenant, database_url: str
) -> None:
    early = (await save(client, path, f"It is {PASSWORD}, I think")).json()
    assert PASSWORD in early["text"], "nobody can know yet that it is one"
    await learn(database_url, tenant, path)
    held = (await client.get(path)).json()["draft"]
    assert (held["text"], held["revision"]) == (f"It is {MASK}, I think", early["revision"])
    again = (await save(client, path, f"Use {PASSWORD} from now on", early["revision"])).json()
    assert again["text"] == f"Use {MASK} from now on"
    with psycopg.connect(database_url) as db:
        stored = db.execute("SELECT text FROM message_drafts").fetchall()
    assert stored == [(f"Use {MASK} from now on",)]
    # The browser sends what it has in clear once more: the same text, no conflict.
    assert (await save(client, path, f"Use {PASSWORD} from now on", early["revision"])).json() == again


@pytest.mark.parametrize("text", ["", " \n\t", "a\x00b", "x" * 1_000_001], ids=["empty", "blank", "nul", "too long"])
async def test_what_is_no_draft_is_refused(client: httpx2.AsyncClient, path: str, text: str) -> None:
    refused = await save(client, path, text)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "text"

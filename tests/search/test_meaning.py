"""Search by meaning: only where it was chosen, of the own account, current with its sessions, and never in the way of words."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

import httpx2
import psycopg
import pytest
from fastapi import FastAPI

from resolvent.chat.beforehand import Beforehand
from resolvent.db import Database
from resolvent.migrations.vectors import VECTORS
from resolvent.search import keeping, vectors
from resolvent.search.meaning import NO_VECTORS, NOT_YET, Meaning
from resolvent.sessions.access import get_session
from tests.conftest import Tenant, sibling
from tests.peers.openai import openai_peer
from tests.peers.openai_embeddings import Embedding, Vectors
from tests.peers.replies import Status
from tests.peers.server import KEY, Peer
from tests.retention.closed import ask
from tests.search.closed import add_closed

CONCEPTS = (
    ("print", "paper", "toner"),
    ("vpn", "tunnel", "from home"),
    ("mail", "outlook", "inbox"),
    ("sound", "headset"),
)
ROWS = "SELECT session_id, model, dimensions FROM resolvent_vectors.session_vectors"


def by_concept(texts: Sequence[str], length: int = 256) -> Vectors:
    """Near is what tells of the same thing, in whatever words."""
    rest = [0.0] * (length - len(CONCEPTS) - 1)
    return [[0.3, *(float(any(word in text.lower() for word in one)) for one in CONCEPTS), *rest] for text in texts]


@pytest.fixture
async def peer(database_url: str) -> AsyncIterator[Peer]:
    """Of a database that has pgvector, as the embedded one."""
    if await ask(database_url, "SELECT to_regclass('resolvent_vectors.session_vectors') IS NULL") == [(True,)]:
        pytest.skip("this PostgreSQL has no pgvector")
    async with openai_peer() as peer:
        peer.embeds(Embedding(by_concept))
        yield peer


@pytest.fixture
def meaning(app: FastAPI) -> Meaning:
    found: Meaning = app.state.meaning
    return found


async def choose(client: httpx2.AsyncClient, peer: Peer, **more: Any) -> dict[str, Any]:
    given = {
        "name": "Vectors",
        "provider": "openai",
        "model": "text-embedding-3-small",
        "base_url": peer.url,
        "key": KEY,
    }
    made = await client.post("/models", json={**given, "uses": ["search"], "allow_private": True, **more})
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def read(asker: httpx2.AsyncClient, path: str, **query: str) -> dict[str, Any]:
    answer = await asker.get(path, params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def find(asker: httpx2.AsyncClient, query: str, **more: str) -> tuple[str, list[str]]:
    found = await read(asker, "/search", q=query, **more)
    return found["by"], [one["title"] for one in found["items"]]


async def three(database: Database, database_url: str, tenant: Tenant) -> None:
    await add_closed(
        database_url, tenant, "Toner is streaky", problem="jo.doe@globex.example sees grey.", company="Globex"
    )
    await add_closed(database_url, tenant, "The tunnel drops", company="ACME", status="escalated")
    await add_closed(database_url, tenant, "Inbox is full", company="ACME")
    await keeping.catch_up(database)


async def test_what_is_told_in_other_words_is_found_once_the_account_chose_it(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant, peer: Peer, meaning: Meaning
) -> None:
    await three(database, database_url, tenant)
    await choose(client, peer, uses=["chat"])
    assert await vectors.catch_up(meaning) == 0
    assert await find(client, "paper jam") == ("words", [])
    assert peer.requests == [], "nothing leaves unasked"
    await choose(client, peer)
    assert (await read(client, "/search", q="paper jam"))["trouble"] == NOT_YET
    assert await vectors.catch_up(meaning) == 3
    assert await find(client, "paper jam") == ("words_and_meaning", ["Toner is streaky"])
    assert set((await find(client, "paper drops"))[1]) == {"Toner is streaky", "The tunnel drops"}, (
        "either brings its own"
    )
    assert await find(client, "working from home", client="Globex") == ("words_and_meaning", [])
    assert await find(client, "working from home", status="escalated") == ("words_and_meaning", ["The tunnel drops"])
    session = (await client.post("/ai-sessions", json={"problem": "No mail since noon."})).json()["id"]
    alike = await read(client, "/similar", session=session)
    assert ([one["title"] for one in alike["items"]], alike["by"]) == (["Inbox is full"], "words_and_meaning")
    sent = [text for request in peer.embedded for text in request.body["input"]]
    assert not [text for text in sent if "jo.doe" in text or "globex" in text.lower()], "names are hidden"
    count = len(peer.embedded)
    for literal in ("paper -streaky", '"paper jam"', "48213"):
        assert (await find(client, literal))[0] == "words"
    assert (await find(client, "paper jam"))[0] == "words_and_meaning"
    assert len(peer.embedded) == count, "what was asked lately is kept, and what is literal isn't asked"
    state = await read(client, "/search/meaning")
    assert state == {"chosen": True, "sessions": 3, "ready": 3, "trouble": None}
    used = (await read(client, "/models/usage"))["days"]
    assert {(one["use"], one["failed"]) for one in used} == {("search", 0)}


async def test_an_assistant_is_told_what_the_page_shows_and_waits_for_no_endpoint(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant, peer: Peer, meaning: Meaning
) -> None:
    beforehand = Beforehand(database, meaning)

    async def told() -> list[str]:
        async with database.transaction(tenant.account_id) as db:
            return [
                one.title for one in await beforehand.find_similar(db, await get_session(db, tenant.actor, session))
            ]

    endpoint = await choose(client, peer)
    await three(database, database_url, tenant)
    assert await vectors.catch_up(meaning) == 3
    session = UUID((await client.post("/ai-sessions", json={"problem": "No mail since noon."})).json()["id"])
    count = len(peer.embedded)
    assert await told() == []
    assert len(peer.embedded) == count
    await read(client, "/similar", session=str(session))
    assert await told() == ["Inbox is full"]
    await client.patch(f"/models/{endpoint['id']}", json={"version": endpoint["version"], "uses": ["chat"]})
    assert await told() == [], "no longer chosen"


async def test_of_sessions_that_are_as_near_the_same_customers_come_first_and_pages_name_each_once(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant, peer: Peer, meaning: Meaning
) -> None:
    await choose(client, peer)
    for number in range(6):
        title = f"Inbox {number}" if number % 2 else f"Outlook {number}"
        await add_closed(database_url, tenant, title, company="ACME" if number == 2 else "Globex")
        await add_closed(database_url, tenant, f"Headset {number}", days_ago=9)
        await add_closed(database_url, tenant, f"Tunnel {number}", days_ago=9)
    await keeping.catch_up(database)
    assert await vectors.catch_up(meaning) == 18
    ticket = (
        await client.post("/desk/tickets", json={"summary": "No mail", "description": "Since noon.", "company": "ACME"})
    ).json()
    pick = {"connection_id": str(tenant.connection_id), "ticket_id": ticket["id"]}
    session = (await client.post("/ai-sessions", json={"ticket": pick})).json()["id"]
    assert (await read(client, "/similar", session=session))["items"][0]["title"] == "Outlook 2"
    seen: list[str] = []
    page = await read(client, "/search", q="inbox", limit="2")
    while page["next_cursor"]:
        seen += [one["title"] for one in page["items"]]
        page = await read(client, "/search", q="inbox", limit="2", cursor=page["next_cursor"])
    seen += [one["title"] for one in page["items"]]
    assert {title.split()[0] for title in seen[:3]} == {"Inbox"}, "what has the word and is near comes first"
    assert sorted(seen) == [*(f"Inbox {one}" for one in (1, 3, 5)), *(f"Outlook {one}" for one in (0, 2, 4))]
    assert (page["total"], page["words"]) == (6, "all")


async def test_another_accounts_vectors_are_not_there(
    client: httpx2.AsyncClient, base_url: str, database: Database, database_url: str, tenant: Tenant, other_tenant: Tenant,
    peer: Peer, meaning: Meaning,
) -> None:  # fmt: skip
    await three(database, database_url, other_tenant)
    await three(database, database_url, tenant)
    async with httpx2.AsyncClient(base_url=f"{base_url}/api/v1", headers=other_tenant.headers()) as other:
        await choose(other, peer)
        assert await vectors.catch_up(meaning) == 3, "of the one that chose it"
        assert (await find(other, "paper"))[1] == ["Toner is streaky"]
    await choose(client, peer)
    assert await vectors.catch_up(meaning) == 3
    assert (await find(client, "paper"))[1] == ["Toner is streaky"]
    async with await psycopg.AsyncConnection.connect(database_url, options="-c role=resolvent_app") as db:
        for account, count in ((None, 0), (tenant.account_id, 3)):
            await db.execute("SELECT set_config('resolvent.account_id', %s, true)", (str(account or ""),))
            assert await (await db.execute(f"SELECT count(*) FROM ({ROWS}) r".encode())).fetchone() == (count,)


async def test_vectors_follow_their_rows_and_their_model(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant, peer: Peer, meaning: Meaning
) -> None:
    endpoint = await choose(client, peer)
    changed = await add_closed(database_url, tenant, "Toner")
    reopened = await add_closed(database_url, tenant, "Tunnel")
    await keeping.catch_up(database)
    assert await vectors.catch_up(meaning) == 2
    await ask(database_url, "UPDATE ai_sessions SET title = 'Headset' WHERE id = %s", changed)
    await ask(database_url, "UPDATE ai_sessions SET status = 'active', closed_at = NULL WHERE id = %s", reopened)
    await keeping.catch_up(database)
    assert await ask(database_url, ROWS) == [], "what a vector was made of is gone"
    assert await vectors.catch_up(meaning) == 1
    peer.embeds(Embedding(lambda texts: by_concept(texts, 10)))
    later = await add_closed(database_url, tenant, "Toner again")
    await keeping.catch_up(database)
    assert await vectors.catch_up(meaning) == 2, "another model answers to the name: the older one is made anew"
    assert {row[2] for row in await ask(database_url, ROWS)} == {10}
    assert (await find(client, "paper"))[1] == ["Toner again"]
    await client.patch(f"/models/{endpoint['id']}", json={"version": 1, "model": "text-embedding-3-large"})
    assert (await read(client, "/search", q="paper"))["trouble"] == NOT_YET
    assert await vectors.catch_up(meaning) == 2
    assert {(row[0], str(row[1]).split()[0]) for row in await ask(database_url, ROWS)} == {
        (one, "text-embedding-3-large") for one in (changed, later)
    }


async def test_an_endpoint_that_fails_leaves_words_and_is_left_alone_for_a_while(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant, peer: Peer, meaning: Meaning
) -> None:
    await three(database, database_url, tenant)
    await choose(client, peer)
    peer.embeds(Embedding(fail=Status(401)))
    assert [await vectors.catch_up(meaning) for _ in range(2)] == [0, 0]
    assert len(peer.embedded) == 1, "not again at once"
    told = "Vectors refused the key. An administrator can replace it under Settings, Models."
    assert (await read(client, "/search/meaning"))["trouble"] == told
    found = await read(client, "/search", q="tunnel")
    assert (found["by"], found["trouble"], len(found["items"])) == ("words", told, 1)
    peer.embeds(Embedding(by_concept))
    await ask(database_url, "UPDATE search_meaning SET not_before = now()")
    assert await vectors.catch_up(meaning) == 3
    assert (await read(client, "/search/meaning"))["trouble"] is None
    peer.embeds(Embedding(fail=Status(503)))
    found = await read(client, "/search", q="tunnels")
    assert (found["by"], len(found["items"])) == ("words", 1)
    assert "overloaded" in found["trouble"]
    peer.embeds(Embedding(lambda texts: by_concept(texts, 3 + len(texts[0]))))
    assert (await read(client, "/search", q="inbox"))["trouble"] == NOT_YET, "of another length"


async def test_several_at_once_ask_for_each_session_once_and_half_of_the_budget_is_left(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant, peer: Peer, meaning: Meaning
) -> None:
    await three(database, database_url, tenant)
    await choose(client, peer)
    await client.patch("/account/settings", json={"preferences": {"tokens_a_day": 60}})
    assert sorted(await asyncio.gather(*(vectors.catch_up(meaning) for _ in range(4)))) == [0, 0, 0, 3]
    assert sum(len(request.body["input"]) for request in peer.embedded) == 3
    await add_closed(database_url, tenant, "Later")
    await keeping.catch_up(database)
    assert (await read(client, "/models/usage"))["tokens_today"] >= 30
    assert await vectors.catch_up(meaning) == 0
    assert "Half of today's budget" in (await read(client, "/search/meaning"))["trouble"]


async def test_without_pgvector_search_is_by_words_and_says_so(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant, meaning: Meaning
) -> None:
    await ask(database_url, "DROP SCHEMA IF EXISTS resolvent_vectors CASCADE")
    await three(database, database_url, tenant)
    async with openai_peer() as peer:
        await choose(client, peer)
        assert await vectors.catch_up(meaning) == 0
        found = await read(client, "/search", q="tunnel")
        assert (found["by"], found["trouble"], len(found["items"])) == ("words", NO_VECTORS, 1)
        assert (await read(client, "/search/meaning"))["trouble"] == NO_VECTORS
        assert peer.requests == []


async def test_who_may_not_make_the_extension_migrates_without_vectors(server_url: str, database_url: str) -> None:
    name = f"{psycopg.conninfo.conninfo_to_dict(database_url)['dbname']}_plain"
    async with await psycopg.AsyncConnection.connect(server_url, autocommit=True) as db:
        await db.execute(f'CREATE DATABASE "{name}" TEMPLATE template0'.encode())
        try:
            async with await psycopg.AsyncConnection.connect(sibling(server_url, name)) as plain:
                await plain.execute("SET ROLE resolvent_app")
                await plain.execute(VECTORS.read_bytes())
                made = await (await plain.execute("SELECT to_regnamespace('resolvent_vectors') IS NULL")).fetchone()
        finally:
            await db.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
    assert made == (True,)


async def test_anthropic_is_refused_for_search_by_name(client: httpx2.AsyncClient) -> None:
    given = {"name": "Claude", "provider": "anthropic", "model": "claude-sonnet-5-5", "uses": ["search"]}
    answer = await client.post("/models", json=given)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "uses")
    made = await client.post("/models", json={"name": "Claude", "provider": "anthropic", "model": "claude-sonnet-5-5"})
    assert made.json()["uses"] == ["chat", "notes", "extraction"]

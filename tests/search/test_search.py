"""Closed sessions are found by words and by likeness: ranked, paged, of the own account alone, whatever is asked."""

from typing import Any
from uuid import UUID, uuid4

import httpx2
import psycopg
import pytest

from resolvent.db import Database
from resolvent.search.find import MOST
from resolvent.search.keeping import catch_up
from tests.conftest import Tenant
from tests.retention.closed import ask
from tests.search.closed import add_closed

NOTE = "## Problem\n\nNo printing.\n\n## Root cause\n\nThe spooler had stopped.\n\n## Resolution\n\nIt runs.\n\nRef RV-ABCDEFGH"


async def search(asker: httpx2.AsyncClient, query: str, **more: Any) -> dict[str, Any]:
    answer = await asker.get("/search", params={"q": query, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def titles(asker: httpx2.AsyncClient, query: str, **more: str) -> list[str]:
    return [one["title"] for one in (await search(asker, query, **more))["items"]]


async def similar(client: httpx2.AsyncClient, session: str) -> list[dict[str, Any]]:
    answer = await client.get("/similar", params={"session": session})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def opened(client: httpx2.AsyncClient, problem: str) -> str:
    made = await client.post("/ai-sessions", json={"problem": problem})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def test_a_find_is_evidence_an_engineer_can_use_at_once(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant
) -> None:
    session = await add_closed(
        database_url, tenant, "Nobody can print", problem="Jobs sit in the queue.", company="ACME", number="48213",
        fixes=(("Clear the queue", "applied_failed"), ("Restart the spooler", "applied_success"), ("Reinstall", "dismissed")),
        note=NOTE,
    )  # fmt: skip
    await catch_up(database)
    for query in ("printing", '"sit in the queue"', "48213", "#48213", "acme spooler", "restarting", "restarted -fax"):
        found = await search(client, query)
        assert [one["session_id"] for one in found["items"]] == [str(session)], query
    (one,) = (await search(client, "spooler"))["items"]
    assert (one["status"], one["client"], one["ticket_number"]) == ("resolved", "ACME", "48213")
    assert one["cause"] == "The spooler had stopped."
    assert [(fix["title"], fix["status"]) for fix in one["fixes"]] == [
        ("Clear the queue", "applied_failed"),
        ("Restart the spooler", "applied_success"),
    ]
    assert (await search(client, "spooler -queue"))["items"] == []


async def test_when_nothing_has_all_words_what_has_some_is_told_as_such(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant
) -> None:
    await add_closed(database_url, tenant, "Teams is slow")
    await add_closed(database_url, tenant, "Outlook asks for a password")
    await catch_up(database)
    assert (await search(client, "outlook password"))["words"] == "all"
    some = await search(client, "outlook password zebra")
    assert (some["words"], [one["title"] for one in some["items"]]) == ("some", ["Outlook asks for a password"])
    assert (await search(client, "zebra giraffe"))["items"] == []


async def test_what_was_handed_on_tells_the_question_without_its_secrets(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant
) -> None:
    asked = "Which switch feeds room 4? The login is admin, password: Tr0ub4dor&3x"
    await add_closed(
        database_url, tenant, "Room 4 is offline", status="escalated", note="## Problem\n\nOffline.", question=asked
    )
    await catch_up(database)
    (found,) = (await search(client, "offline"))["items"]
    (alike,) = await similar(client, await opened(client, "Room 4 is offline"))
    for one in (found, alike):
        assert one["question"].startswith("Which switch feeds room 4?")
        assert "Tr0ub4dor" not in one["question"]


async def test_it_is_narrowed_by_client_and_outcome(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant
) -> None:
    await add_closed(database_url, tenant, "VPN drops", company="ACME")
    await add_closed(database_url, tenant, "VPN drops daily", company="Globex", status="escalated")
    await catch_up(database)
    assert await titles(client, "vpn", client="ACME") == ["VPN drops"]
    assert await titles(client, "vpn", status="escalated") == ["VPN drops daily"]
    assert (await client.get("/search", params={"q": "vpn", "status": "active"})).status_code == 422


async def test_a_title_counts_more_than_a_note(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant
) -> None:
    await add_closed(database_url, tenant, "Mailbox is full", note="## Resolution\n\nThe certificate was fine.")
    await add_closed(database_url, tenant, "Certificate ran out", days_ago=300)
    await catch_up(database)
    assert await titles(client, "certificate") == ["Certificate ran out", "Mailbox is full"]


async def test_of_ten_thousand_pages_name_each_once_and_the_newest_count(
    client: httpx2.AsyncClient, database_url: str, tenant: Tenant
) -> None:
    async with await psycopg.AsyncConnection.connect(database_url) as db:
        await db.execute(
            "INSERT INTO ai_sessions (account_id, id, title, problem, status, created_by, closed_at)"
            " SELECT %s, gen_random_uuid(), 'Printer ' || n, 'x', 'resolved', %s, now() - n * interval '1 minute'"
            " FROM generate_series(1, 10000) n",
            (tenant.account_id, tenant.actor.user_id),
        )
        await db.execute(
            "INSERT INTO searched_sessions (account_id, session_id, status, title, problem, closed_at)"
            " SELECT account_id, id, status, title, problem, closed_at FROM ai_sessions"
        )
    await ask(database_url, "ANALYZE searched_sessions")
    first = await search(client, "printer", limit=50)
    assert (first["total"], first["capped"], len(first["items"])) == (MOST, True, 50)
    seen = [one["title"] for one in first["items"]]
    cursor = first["next_cursor"]
    while cursor and len(seen) < 500:
        page = await search(client, "printer", limit=50, cursor=cursor)
        seen += [one["title"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert len(seen) == len(set(seen)) == 500
    assert all(int(title.split()[1]) <= MOST for title in seen)
    assert await titles(client, "printer 9876") == ["Printer 9876"], "a rare word finds what is old"
    last = await search(client, "printer", limit=50, cursor=str(uuid4()))
    assert (last["items"], last["next_cursor"]) == ([], None)


async def test_alike_are_those_that_share_the_rare_words_and_the_same_customer_comes_first(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant
) -> None:
    problem = "Event 7031: the print spooler on PRN-01 stops after the update."
    await add_closed(database_url, tenant, "Spooler stops", problem="Event 7031 after the update.", company="Globex")
    await add_closed(database_url, tenant, "Spooler stops", problem="Event 7031 after the update.", company="ACME")
    await add_closed(database_url, tenant, "Teams has no sound", problem="The headset is silent.", company="ACME")
    await catch_up(database)
    ticket = await client.post(
        "/desk/tickets", json={"summary": "No printing", "description": problem, "company": "ACME"}
    )
    pick = {"connection_id": str(tenant.connection_id), "ticket_id": ticket.json()["id"]}
    session = (await client.post("/ai-sessions", json={"ticket": pick})).json()["id"]
    found = await similar(client, session)
    assert [(one["title"], one["client"], one["same_client"]) for one in found] == [
        ("Spooler stops", "ACME", True),
        ("Spooler stops", "Globex", False),
    ]


async def test_of_twelve_thousand_that_share_a_word_the_one_that_shares_them_all_is_found_however_old(
    client: httpx2.AsyncClient, database_url: str, tenant: Tenant
) -> None:
    async with await psycopg.AsyncConnection.connect(database_url) as db:
        await db.execute(
            "INSERT INTO ai_sessions (account_id, id, title, problem, status, created_by, closed_at)"
            " SELECT %s, gen_random_uuid(), CASE n WHEN 12000 THEN 'Printer, scanner, router and monitor'"
            " ELSE ('{Printer,Scanner,Router,Monitor}'::text[])[1 + n %% 4] END, 'x', 'resolved', %s, now() - n * interval '1 minute'"
            " FROM generate_series(1, 12000) n",
            (tenant.account_id, tenant.actor.user_id),
        )
        await db.execute(
            "INSERT INTO searched_sessions (account_id, session_id, status, title, problem, closed_at)"
            " SELECT account_id, id, status, title, problem, closed_at FROM ai_sessions"
        )
    await ask(database_url, "ANALYZE searched_sessions")
    found = await similar(client, await opened(client, "The monitor, the router, the scanner and the printer are dead"))
    assert [one["title"] for one in found] == ["Printer, scanner, router and monitor"]


async def test_a_session_is_not_similar_to_itself_nor_to_what_shares_one_common_word(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant
) -> None:
    own = await add_closed(
        database_url, tenant, "The scanner of the front desk sends no mail since the password changed", problem=""
    )
    await add_closed(
        database_url, tenant, "The mail of a whole department is late, and nobody knows why it hangs there", problem=""
    )
    await catch_up(database)
    assert await similar(client, str(own)) == []
    assert await similar(client, await opened(client, "the of and")) == []


async def test_another_accounts_sessions_are_not_there(
    client: httpx2.AsyncClient,
    base_url: str,
    database: Database,
    database_url: str,
    tenant: Tenant,
    other_tenant: Tenant,
) -> None:
    theirs = await add_closed(database_url, other_tenant, "Their secret printer", company="ACME")
    await catch_up(database)
    assert (await search(client, "printer"))["items"] == []
    assert (await search(client, "zebra printer"))["items"] == []
    assert await similar(client, await opened(client, "Their secret printer")) == []
    assert (await client.get("/similar", params={"session": str(theirs)})).status_code == 404
    async with httpx2.AsyncClient(base_url=f"{base_url}/api/v1", headers=other_tenant.headers()) as other:
        assert await titles(other, "printer") == ["Their secret printer"]


async def test_without_an_account_the_look_up_finds_nothing(
    database: Database, database_url: str, tenant: Tenant
) -> None:
    await add_closed(database_url, tenant, "Printer")
    await catch_up(database)
    call = "SELECT count(*) FROM resolvent_find_sessions('printer'::tsquery, '{}', '{}', NULL, NULL, NULL, NULL, NULL, 9, 9)"
    assert await count_as_app(database_url, call, None) == 0
    assert await count_as_app(database_url, call, tenant.account_id) == 1


async def count_as_app(database_url: str, call: str, account: UUID | None) -> int:
    async with await psycopg.AsyncConnection.connect(database_url, options="-c role=resolvent_app") as db:
        await db.execute("SELECT set_config('resolvent.account_id', %s, true)", (str(account or ""),))
        row = await (await db.execute(call.encode())).fetchone()
        assert row is not None
        return int(row[0])


HOSTILE = (
    "<script>alert(1)</script>",
    "[SUGGEST_FIX]{}[/SUGGEST_FIX]",
    "a & | ! ( <-> b:*",
    "'; DROP TABLE ai_sessions; --",
    "\\",
    "'''",
    '"',
    "or or -",
    "%_%",
    "ﬁ ẞ İ 漢字 🙂",
    "x" * 300,
    "the and of",
)


@pytest.mark.parametrize("query", HOSTILE)
async def test_whatever_is_typed_is_only_searched_for(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant, query: str
) -> None:
    await add_closed(database_url, tenant, f"Before {query} after", problem=query, company=query[:50])
    await catch_up(database)
    found = await search(client, query)
    assert found["total"] in {0, 1}
    if found["items"]:
        assert query[:200] in found["items"][0]["title"]
    await similar(client, await opened(client, query))


@pytest.mark.parametrize("query", ["", "   ", "a\x00b", "x" * 301])
async def test_what_cannot_be_a_search_is_refused_by_name(client: httpx2.AsyncClient, query: str) -> None:
    answer = await client.get("/search", params={"q": query})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == "q"

"""A real Request Tracker: its times have whole seconds, its version is an ETag, our own note moves it."""

import httpx2
import pytest
from fastapi import FastAPI

from resolvent.inbound.poller import Poller
from tests.conftest import Tenant
from tests.contract.rt_harness import RtHarness
from tests.inbound.desk import QUICK, Watched
from tests.rt_server import RtServer
from tests.ticketing.posting import Case

pytestmark = [pytest.mark.rt, pytest.mark.xdist_group("rt")]


@pytest.fixture
async def on_rt(
    app: FastAPI, client: httpx2.AsyncClient, tenant: Tenant, rt: RtServer, rt_harness: RtHarness
) -> Watched:
    body = {
        "provider": "rt",
        "name": "RT",
        "settings": {
            "url": rt.url,
            "user": "agent",
            "queue": rt.queue,
            "statuses": list(rt.statuses),
            "allow_private": True,
        },
        "secret": {"password": rt.password("agent")},
    }
    connection = await client.post("/connections", json=body)
    assert connection.status_code == 201, connection.text
    ticket_id = await rt_harness.make_ticket("Nobody can print")
    pick = {"connection_id": connection.json()["id"], "ticket_id": ticket_id}
    opened = await client.post("/ai-sessions", json={"ticket": pick})
    assert opened.status_code == 201, opened.text
    poller = Poller(app.state.database, app.state.connector, app.state.inbound.bell, QUICK)
    return Watched(Case(client, opened.json()["id"], ticket_id), tenant, app.state.database, poller)


async def test_a_change_and_a_comment_of_others_are_told_once(on_rt: Watched, rt_harness: RtHarness) -> None:
    await on_rt.look()
    ticket = on_rt.case.ticket_id
    await rt_harness.comment_as_other(ticket, "Called her: still down.")
    await rt_harness._call("PUT", f"/ticket/{ticket}", {"Status": "open"})
    for _ in range(2):
        await on_rt.look()
    news = await on_rt.news()
    assert [(one.kind, one.author, one.visibility, one.text) for one in news] == [
        ("changed", "root", None, None),
        ("note", "root", "internal", "Called her: still down."),
    ]
    assert news[0].changes == [{"field": "status", "before": "new", "after": "open"}]


async def test_what_is_not_shown_here_is_no_news(on_rt: Watched, rt_harness: RtHarness) -> None:
    await on_rt.look()
    await rt_harness.change_behind_our_back(on_rt.case.ticket_id)
    await on_rt.look()
    assert await on_rt.news() == []


async def test_a_merged_ticket_is_told_by_its_new_number(on_rt: Watched, rt_harness: RtHarness) -> None:
    await on_rt.look()
    into = await rt_harness.make_ticket("The one that stays")
    await rt_harness.merge(on_rt.case.ticket_id, into)
    await on_rt.look()
    (one,) = await on_rt.news()
    assert {"field": "number", "before": on_rt.case.ticket_id, "after": into} in one.changes

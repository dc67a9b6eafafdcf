"""A note that was written before the ticket changed is not posted unread, whoever noticed the change first."""

from typing import Any

import httpx2
import pytest

from resolvent.errors import Conflict
from resolvent.notes.structure import Kind
from resolvent.posting.endpoints import plan_or_take_up
from resolvent.posting.post import Confirmed
from tests.conftest import SECRET
from tests.inbound.desk import Watched


async def confirm(watched: Watched, preview: dict[str, Any], state_version: int) -> httpx2.Response:
    return await watched.case.client.post(
        f"{watched.case.path}/resolution-note/post",
        json={
            "markdown": preview["markdown"],
            "state_version": state_version,
            "acknowledge": [one["id"] for one in preview["grounding"]["findings"]],
        },
    )


async def test_a_reply_that_came_since_the_preview_is_read_before_anything_is_sent(watched: Watched) -> None:
    await watched.look()
    preview = await watched.case.preview()
    await watched.write("It works again, thank you.")
    await watched.look()
    refused = await confirm(watched, preview, preview["state_version"])
    assert (refused.status_code, refused.json()["code"]) == (409, "ticket_changed")
    (change,) = refused.json()["changes"]
    told = [change[name] for name in ("field", "now", "by", "visibility")]
    assert told == ["note", "It works again, thank you.", "Maria Lindqvist", "customer"]
    assert await watched.case.marked() == []
    posted = await confirm(watched, preview, await watched.state_version())
    assert posted.status_code == 200, posted.text
    assert len(await watched.case.marked()) == 1


async def test_what_posting_told_already_is_not_asked_for_twice(watched: Watched) -> None:
    await watched.look()
    preview = await watched.case.preview()
    await watched.case.client.post(
        f"/desk/tickets/{watched.case.ticket_id}/notes", json={"text": "Still down.", "visibility": "customer"}
    )
    refused = await confirm(watched, preview, preview["state_version"])
    assert refused.json()["code"] == "ticket_changed"
    seen = await watched.state_version()
    await watched.look()
    assert [one.text for one in await watched.news()] == ["Still down."]
    assert await watched.state_version() == seen
    assert (await confirm(watched, preview, seen)).status_code == 200


async def test_a_reply_that_is_told_between_the_look_and_the_plan_stops_it_too(watched: Watched) -> None:
    await watched.look()
    preview = await watched.case.preview()
    ticks = [one["id"] for one in preview["grounding"]["findings"]]
    confirmed = Confirmed(Kind.RESOLUTION, preview["markdown"], preview["state_version"], ticks, None)
    await watched.write("It works again, thank you.")
    await watched.look()
    with pytest.raises(Conflict) as refused:
        await plan_or_take_up(watched.database, watched.tenant.actor, watched.session_id, confirmed, SECRET)
    assert refused.value.code == "ticket_changed"
    assert (await watched.case.whole())["writebacks"] == []

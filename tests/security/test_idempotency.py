"""`Idempotency-Key`: one key, one effect, one answer; and what many at once leave behind."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from resolvent.accounts.models import Role
from tests.security.conftest import World
from tests.security.matrix_row import Row
from tests.security.routes import ROWS
from tests.security.test_access_matrix import fill

pytestmark = pytest.mark.asyncio(loop_scope="module")
V1 = "/api/v1"
GUARDED = (
    f"POST {V1}/ai-sessions",
    f"POST {V1}/ai-sessions/{{session_id}}/messages",
    f"POST {V1}/ai-sessions/{{session_id}}/facts",
    f"POST {V1}/diagrams",
    f"POST {V1}/playbooks",
    f"POST {V1}/ai-sessions/{{session_id}}/suggested-fixes/{{fix_id}}/decision",
    f"POST {V1}/ai-sessions/{{session_id}}/attachments",
    f"POST {V1}/scripts/generate",
    f"POST {V1}/scripts/templates",
    f"POST {V1}/ai-sessions/{{session_id}}/resolution-note/post",
    f"POST {V1}/ai-sessions/{{session_id}}/escalation-package/post",
)
ROWS_GUARDED = [row for row in ROWS if row.name in GUARDED]
OTHER_BODY: dict[str, Any] = {
    "problem": "Another one.", "content": "Something else?", "text": "Site C too.", "decision": "dismissed", "state_version": 2, "acknowledge": [],
    "template_id": "01890000-0000-7000-8000-000000000000", "parameters": {"a": 1},
    "title": "Another", "client": "Others Inc", "nodes": [], "edges": [], "language": "bash", "body": "true\n", "parameters_schema": {"type": "object", "properties": {}},
}  # fmt: skip


async def send(world: World, row: Row, ids: dict[str, str], key: str, body: Any, role: Role = Role.ADMIN) -> Any:
    return await world.client.request(
        row.method, row.path.format(**ids), json=body, headers={**world.acme.headers(role), "Idempotency-Key": key}
    )


async def test_every_guarded_route_is_tried(world: World) -> None:
    """By the OpenAPI document: a route that takes the header is in this list, but for the retry of a write-back."""
    document = (await world.client.get("/api/openapi.json")).json()
    taking = {
        f"{verb.upper()} {path}"
        for path, verbs in document["paths"].items()
        for verb, one in verbs.items()
        if any(parameter["name"].lower() == "idempotency-key" for parameter in one.get("parameters", ()))
    }
    assert taking == {*GUARDED, f"POST {V1}/ai-sessions/{{session_id}}/writebacks/{{writeback_id}}/retry"}


@pytest.mark.parametrize("row", ROWS_GUARDED, ids=lambda row: row.name)
async def test_the_same_key_and_body_give_the_same_answer_once(world: World, row: Row) -> None:
    ids, key = await row.build(world), uuid4().hex
    body = fill(row.body, ids)
    first = await send(world, row, ids, key, body)
    assert first.status_code == row.status, first.text
    # An account gets the shipped templates when it first needs one, which a running answer may.
    await world.ask("GET", "/scripts/templates")
    counted = await world.count_rows()
    again = await send(world, row, ids, key, body)
    assert again.json() == first.json()
    assert again.status_code == first.status_code
    changed = {table: n - counted[table] for table, n in (await world.count_rows()).items() if n != counted[table]}
    # The answer of a running turn goes on writing its own event.
    assert set(changed) <= ({"session_events"} if "messages" in row.path else set())


@pytest.mark.parametrize("row", ROWS_GUARDED, ids=lambda row: row.name)
async def test_the_same_key_with_another_body_is_refused(world: World, row: Row) -> None:
    ids, key = await row.build(world), uuid4().hex
    assert (await send(world, row, ids, key, fill(row.body, ids))).status_code == row.status
    other = {name: OTHER_BODY[name] for name in row.body}
    answer = await send(world, row, ids, key, other)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


@pytest.mark.parametrize("row", ROWS_GUARDED, ids=lambda row: row.name)
async def test_many_at_once_have_one_effect(world: World, row: Row) -> None:
    ids, key = await row.build(world), uuid4().hex
    body = fill(row.body, ids)
    answers = await asyncio.gather(*(send(world, row, ids, key, body) for _ in range(4)))
    done = [answer for answer in answers if answer.is_success]
    assert done
    # Posting waits for its end: who comes in between is told that it was posted, or is going on.
    assert {answer.status_code for answer in answers} - {row.status} <= ({409, 202} if "/post" in row.path else set())
    assert len({answer.text for answer in done if answer.status_code == row.status}) == 1


async def test_a_key_is_its_users_own(world: World) -> None:
    key, body = uuid4().hex, {"problem": "x"}
    row = next(row for row in ROWS_GUARDED if row.name == GUARDED[0])
    ids = {(await send(world, row, {}, key, body, role)).json()["id"] for role in Role}
    assert len(ids) == len(Role)


async def test_a_refused_request_does_not_use_the_key_up(world: World) -> None:
    key, session = uuid4().hex, await world.new_session()
    fix = await world.new_fix(session)
    headers = {**world.acme.headers(), "Idempotency-Key": key}
    path = f"{V1}/ai-sessions/{session}/suggested-fixes/{fix}/decision"
    stale = await world.client.post(path, json={"decision": "one_off"}, headers={**headers, "If-Match": '"1"'})
    assert stale.status_code == 412
    done = await world.client.post(path, json={"decision": "one_off"}, headers=headers)
    assert done.status_code == 200


async def test_two_hundred_facts_at_once_move_the_version_two_hundred_times(world: World) -> None:
    session = await world.new_session()
    path = f"/ai-sessions/{session}/facts"

    async def add(worker: int) -> list[int]:
        seen = []
        for number in range(25):
            answer = await world.ask("POST", path, {"text": f"Worker {worker} saw {number}."})
            assert answer.status_code == 201, answer.text
            seen.append(answer.json()["state_version"])
        return seen

    versions = [one for seen in await asyncio.gather(*map(add, range(8))) for one in seen]
    assert sorted(versions) == list(range(2, 202))
    whole = (await world.ask("GET", f"/ai-sessions/{session}")).json()
    assert (whole["state_version"], whole["event_number"], len(whole["facts"])) == (201, 200, 200)
    numbers = []
    async with world.client.stream(
        "GET", f"{V1}/ai-sessions/{session}/events", headers={**world.acme.headers(), "Last-Event-ID": "0"}
    ) as stream:
        async for line in stream.aiter_lines():
            if line.startswith("id: "):
                numbers.append(int(line[4:]))
                if len(numbers) == 200:
                    break
    assert numbers == list(range(1, 201))


async def test_of_many_who_saw_the_same_version_one_wins(world: World) -> None:
    session = await world.new_session()
    headers = {**world.acme.headers(), "If-Match": '"1"'}
    answers = await asyncio.gather(
        *(world.ask("POST", f"/ai-sessions/{session}/facts", {"text": f"{n}"}, headers=headers) for n in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [412] * 7
    assert (await world.ask("GET", f"/ai-sessions/{session}")).json()["state_version"] == 2

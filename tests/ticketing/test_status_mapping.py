"""The mapping of a board's statuses over HTTP, against the ConnectWise emulator and the local desk."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx2
import psycopg
import pytest

from tests.conftest import Tenant
from tests.emulators.connectwise.running import Running, connectwise_emulator
from tests.emulators.connectwise.sample import BOARDS, STATUSES, status_id
from tests.ticketing.connectwise_connection import connection_to

HELP_DESK, NETWORK, PROJECTS = BOARDS


@pytest.fixture
def connectwise() -> Iterator[Running]:
    with connectwise_emulator() as running:
        yield running


@pytest.fixture
async def mapping(connectwise: Running, client: httpx2.AsyncClient) -> "Mapping":
    made = await client.post("/connections", json=connection_to(connectwise))
    assert made.status_code == 201, made.text
    return Mapping(client, made.json()["id"])


class Mapping:
    def __init__(self, client: httpx2.AsyncClient, connection_id: str) -> None:
        self.client, self.connection_id = client, connection_id
        self.path = f"/connections/{connection_id}/status-mapping"

    async def read(self) -> dict[int | str, dict[str, Any]]:
        """By board."""
        answer = await self.client.get(self.path)
        assert answer.status_code == 200, answer.text
        return by_board(answer)

    async def put(self, board: int | str, kind: str, status: int | str | None) -> httpx2.Response:
        wanted = None if status is None else str(status)
        return await self.client.put(self.path, json={"board_id": str(board), "kind": kind, "status_id": wanted})

    async def prefer(self, **preferences: Any) -> None:
        answer = await self.client.patch("/account/settings", json={"preferences": preferences})
        assert answer.status_code == 200, answer.text

    async def stored(self) -> dict[str, Any]:
        preferences = (await self.client.get("/account/settings")).json()["preferences"]
        mapped: dict[str, Any] = preferences.get("status_targets", {})
        return mapped


def by_board(answer: httpx2.Response) -> dict[int | str, dict[str, Any]]:
    boards = answer.json()["boards"]
    return {int(one["id"]) if one["id"].isdigit() else one["id"]: one for one in boards}


def resolution(board: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in board["targets"] if one["kind"] == "resolution")
    return found


async def test_every_board_comes_with_its_own_statuses_read_live(mapping: Mapping, connectwise: Running) -> None:
    boards = await mapping.read()
    assert {number: board["name"] for number, board in boards.items()} == BOARDS
    assert [one["name"] for one in boards[NETWORK]["statuses"]] == [*STATUSES]
    assert [one["name"] for one in boards[NETWORK]["statuses"] if one["inactive"]] == ["Old Triage"]
    assert {resolution(board)["problem"] for board in boards.values()} == {"not_configured"}
    connectwise.world.rows("statuses")[status_id(NETWORK, "Escalated")]["name"] = "With the vendor"
    assert "With the vendor" in [one["name"] for one in (await mapping.read())[NETWORK]["statuses"]]


async def test_a_board_may_have_a_status_of_its_own(mapping: Mapping) -> None:
    answer = await mapping.put(NETWORK, "resolution", status_id(NETWORK, "Completed"))
    assert answer.status_code == 200, answer.text
    boards = await mapping.read()
    assert by_board(answer) == boards
    chosen = resolution(boards[NETWORK])
    assert (chosen["status_name"], chosen["source"], chosen["problem"]) == ("Completed", "board", None)
    assert resolution(boards[HELP_DESK])["problem"] == "not_configured"
    await mapping.put(NETWORK, "resolution", None)
    assert await mapping.stored() == {}


async def test_the_accounts_status_counts_until_a_board_has_its_own(mapping: Mapping) -> None:
    await mapping.prefer(cw_resolved_status_id=status_id(HELP_DESK, "Completed"))
    boards = await mapping.read()
    assert resolution(boards[HELP_DESK])["source"] == "account"
    wrong = resolution(boards[NETWORK])
    assert (wrong["problem"], wrong["status_name"]) == ("other_board", "Completed")
    assert "belongs to another board" in wrong["sentence"]
    await mapping.put(NETWORK, "resolution", status_id(NETWORK, "Closed"))
    right = resolution((await mapping.read())[NETWORK])
    assert (right["problem"], right["status_name"]) == (None, "Closed")
    assert right["default_id"] == str(status_id(HELP_DESK, "Completed"))


async def test_a_status_that_was_retired_or_taken_away_since_is_flagged(mapping: Mapping, connectwise: Running) -> None:
    completed = status_id(HELP_DESK, "Completed")
    await mapping.put(HELP_DESK, "resolution", completed)
    statuses = connectwise.world.rows("statuses")
    statuses[completed]["inactive"] = True
    assert resolution((await mapping.read())[HELP_DESK])["problem"] == "inactive"
    del statuses[completed]
    gone = resolution((await mapping.read())[HELP_DESK])
    assert (gone["problem"], gone["stored"], gone["status_name"]) == ("missing", str(completed), None)


@pytest.mark.parametrize(
    ("board", "status", "field", "code"),
    [
        (HELP_DESK, status_id(HELP_DESK, "Old Triage"), "status_id", "status_inactive"),
        (HELP_DESK, status_id(NETWORK, "Closed"), "status_id", "status_missing"),
        (HELP_DESK, 999, "status_id", "status_missing"),
        (77, status_id(HELP_DESK, "Closed"), "board_id", "no_such_board"),
    ],
)
async def test_only_what_the_board_offers_is_taken(
    mapping: Mapping, board: int, status: int, field: str, code: str
) -> None:
    answer = await mapping.put(board, "resolution", status)
    assert (answer.status_code, answer.json()["errors"][0]["field"], answer.json()["code"]) == (422, field, code)
    assert await mapping.stored() == {}


async def test_the_connections_boards_are_the_only_ones(connectwise: Running, client: httpx2.AsyncClient) -> None:
    made = await client.post("/connections", json=connection_to(connectwise, boards=[NETWORK]))
    assert list(await Mapping(client, made.json()["id"]).read()) == [NETWORK]


async def test_a_board_that_is_inactive_is_not_listed(mapping: Mapping, connectwise: Running) -> None:
    connectwise.world.rows("boards")[PROJECTS]["inactiveFlag"] = True
    assert sorted(await mapping.read()) == [HELP_DESK, NETWORK]


async def test_one_board_that_cannot_be_read_does_not_hide_the_others(mapping: Mapping, connectwise: Running) -> None:
    connectwise.plan("committed_html", "GET", f"/service/boards/{NETWORK}/statuses", nth=None)
    boards = await mapping.read()
    assert boards[NETWORK]["failed"]
    assert (boards[NETWORK]["statuses"], boards[NETWORK]["targets"]) == ([], [])
    assert boards[HELP_DESK]["failed"] is None
    refused = await mapping.put(NETWORK, "resolution", status_id(NETWORK, "Closed"))
    assert refused.status_code == 502
    assert await mapping.stored() == {}


async def test_a_system_that_does_not_answer_is_a_502(mapping: Mapping, connectwise: Running) -> None:
    connectwise.world.revoked = True
    assert (await mapping.client.get(mapping.path)).status_code == 502


async def test_choices_made_at_once_are_all_kept(mapping: Mapping) -> None:
    wanted = {board: status_id(board, "Closed") for board in BOARDS}
    answers = await asyncio.gather(*(mapping.put(board, "escalation", status) for board, status in wanted.items()))
    assert [answer.status_code for answer in answers] == [200] * len(wanted)
    assert await mapping.stored() == {
        f"{mapping.connection_id}/{board}": {"escalation": str(status)} for board, status in wanted.items()
    }


async def test_a_choice_is_audited(mapping: Mapping, database_url: str) -> None:
    await mapping.put(NETWORK, "resolution", status_id(NETWORK, "Completed"))
    await mapping.put(NETWORK, "resolution", status_id(NETWORK, "Closed"))
    with psycopg.connect(database_url) as db:
        kept = db.execute(
            "SELECT before, after FROM audit_entries WHERE action = 'connection.map_status' ORDER BY id"
        ).fetchall()
    board, completed, closed = str(NETWORK), str(status_id(NETWORK, "Completed")), str(status_id(NETWORK, "Closed"))
    assert kept == [
        ({"board": board}, {"board": board, "resolution": completed}),
        ({"board": board, "resolution": completed}, {"board": board, "resolution": closed}),
    ]


async def test_a_removed_connection_takes_its_mapping_along(
    mapping: Mapping, client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    desk = Mapping(client, str(tenant.connection_id))
    await desk.put("desk", "resolution", "closed")
    await mapping.put(NETWORK, "resolution", status_id(NETWORK, "Closed"))
    assert (await client.delete(f"/connections/{mapping.connection_id}")).status_code == 204
    assert list(await mapping.stored()) == [f"{tenant.connection_id}/desk"]


async def test_the_local_desk_is_one_board_with_targets_from_the_start(
    client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    desk = Mapping(client, str(tenant.connection_id))
    board = (await desk.read())["desk"]
    assert (resolution(board)["status_name"], resolution(board)["source"]) == ("Resolved", "connection")
    assert resolution(board)["default_id"] == "resolved"

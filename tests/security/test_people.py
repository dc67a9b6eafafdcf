"""Users as administrators change them: who may, what ends with it, and two of them at once."""

import asyncio
from uuid import uuid4

import pytest

from resolvent.accounts.actor import COOKIE
from resolvent.accounts.models import Role
from tests.security.conftest import World
from tests.security.test_sign_in import PASSWORD, browser, new_person, signed_in

pytestmark = pytest.mark.asyncio(loop_scope="module")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


async def find_user(world: World, user: str) -> dict[str, object]:
    items = (await world.ask("GET", "/users")).json()["items"]
    return next(one for one in items if one["id"] == user)


async def test_an_administrator_sees_how_active_users_are_and_nobody_else(world: World) -> None:
    async with browser(world) as client:
        invited, _, _ = await new_person(world)
        fresh = await find_user(world, invited)
        activity = fresh["activity"]
        assert isinstance(activity, dict)
        assert (activity["last_seen_at"], activity["sign_ins"], activity["password_set"]) == (None, 0, False)
        assert activity["link_expires_at"] is not None
        user, _ = await signed_in(world, client)
        session = await world.new_session()
        assert (await world.ask("PATCH", f"/ai-sessions/{session}", {"assignee_id": user})).status_code == 200
        activity = (await find_user(world, user))["activity"]
        assert isinstance(activity, dict)
        assert (activity["sign_ins"], activity["open_sessions"], activity["password_set"]) == (1, 1, True)
        assert activity["last_seen_at"] is not None
        assert activity["link_expires_at"] is None
        seen = (await client.get("/users")).json()["items"]
        assert {one["activity"] for one in seen} == {None}


async def test_users_come_in_pages(world: World) -> None:
    for _ in range(3):
        await new_person(world)
    whole = [one["id"] for one in (await world.ask("GET", "/users")).json()["items"]]
    paged: list[str] = []
    path = "/users?limit=2"
    while True:
        page = (await world.ask("GET", path)).json()
        paged += [one["id"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        path = f"/users?limit=2&cursor={page['next_cursor']}"
    assert len(whole) > 2
    assert paged == whole


async def test_deactivating_ends_sign_ins_tokens_and_links_for_good(world: World) -> None:
    async with browser(world) as client:
        user, email = await signed_in(world, client, Role.LEAD)
        token = (await client.post("/auth/tokens", json={"name": "x", "role": "lead"})).json()["token"]
        link = (await world.make(f"/users/{user}/sign-in-link"))["sign_in_path"].partition("#token=")[2]
        assert (await world.ask("PATCH", f"/users/{user}", {"disabled": True})).status_code == 200
        assert (await client.get("/auth/me")).status_code == 401
        refused = await world.ask("POST", f"/users/{user}/sign-in-link")
        assert (refused.status_code, refused.json()["code"]) == (409, "user_disabled")
        await world.forget_attempts()
        assert (await world.ask("PATCH", f"/users/{user}", {"disabled": False})).status_code == 200
        bearer = {"Authorization": f"Bearer {token}"}
        assert (await world.ask("GET", "/auth/me", headers=bearer)).status_code == 401, "a token does not come back"
        assert (await client.post("/auth/one-time", json={"token": link})).status_code == 401
        assert (await client.post("/auth/login", json={"email": email, "password": PASSWORD})).status_code == 204


async def test_an_open_stream_ends_with_the_sign_in(world: World) -> None:
    """Read for up to a quarter of an hour, it would tell of a session to who may no longer see it."""
    async with browser(world) as client:
        user, _ = await signed_in(world, client)
        session = await world.new_session()
        async with client.stream("GET", f"/ai-sessions/{session}/events") as stream:
            assert stream.status_code == 200
            lines = stream.aiter_lines()
            assert await anext(lines) == "retry: 1000"
            assert (await world.ask("PATCH", f"/users/{user}", {"disabled": True})).status_code == 200

            async def talk() -> None:
                number = 0
                while True:
                    number += 1
                    await world.make(f"/ai-sessions/{session}/facts", {"text": f"Fact {number}."})

            talking = asyncio.create_task(talk())
            try:
                async with asyncio.timeout(20):
                    async for _ in lines:
                        pass
            finally:
                talking.cancel()
        assert (await client.get(f"/ai-sessions/{session}/events")).status_code == 401


async def test_a_stale_change_is_refused(world: World) -> None:
    user, _, _ = await new_person(world)
    seen = (await find_user(world, user))["version"]
    first = await world.ask("PATCH", f"/users/{user}", {"role": "lead", "version": seen})
    assert (first.status_code, first.json()["role"]) == (200, "lead")
    late = await world.ask("PATCH", f"/users/{user}", {"role": "admin", "version": seen})
    assert (late.status_code, late.json()["code"], late.json()["current"]) == (
        412,
        "stale_state",
        first.json()["version"],
    )
    same = await world.ask("PATCH", f"/users/{user}", {"role": "lead"})
    assert same.json()["version"] == first.json()["version"], "what changes nothing is no new version"


async def test_of_two_who_change_one_user_at_once_one_wins(world: World) -> None:
    for _ in range(5):
        user, _, _ = await new_person(world)
        seen = (await find_user(world, user))["version"]
        answers = await asyncio.gather(
            *(world.ask("PATCH", f"/users/{user}", {"role": role, "version": seen}) for role in ("lead", "admin"))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_nobody_takes_their_own_rights_away(world: World) -> None:
    me = str(world.acme.actor.user_id)
    second, _, _ = await new_person(world, Role.ADMIN)
    for field, value in (("role", "engineer"), ("disabled", True)):
        answer = await world.ask("PATCH", f"/users/{me}", {field: value})
        assert (answer.status_code, answer.json()["code"]) == (422, "own_account")
        assert answer.json()["errors"][0]["field"] == field
    renamed = await world.ask("PATCH", f"/users/{me}", {"name": "Renamed", "role": "admin"})
    assert renamed.status_code == 200, "one's own name may change"
    assert (await world.ask("PATCH", f"/users/{second}", {"role": "engineer"})).status_code == 200


async def test_browsers_that_demote_each_other_leave_one_administrator(world: World) -> None:
    """Signed in by browser, each request writes its own sign-in's last use: none may wait for the other's."""
    for _ in range(6):
        async with browser(world) as one, browser(world) as two:
            first, _ = await signed_in(world, one, Role.ADMIN)
            second, _ = await signed_in(world, two, Role.ADMIN)
            await world.run("UPDATE logins SET last_used_at = NULL")
            answers = await asyncio.gather(
                one.patch(f"/users/{second}", json={"disabled": True}),
                two.patch(f"/users/{first}", json={"disabled": True}),
            )
            assert sorted(answer.status_code for answer in answers) in ([200, 401], [200, 403])


async def test_a_new_link_replaces_the_earlier_one_and_a_forgotten_password(world: World) -> None:
    async with browser(world) as here, browser(world) as there:
        user, email = await signed_in(world, here)
        earlier, later = [
            (await world.make(f"/users/{user}/sign-in-link"))["sign_in_path"].partition("#token=")[2] for _ in range(2)
        ]
        assert (await there.post("/auth/one-time", json={"token": earlier})).status_code == 401
        assert (await here.get("/auth/me")).status_code == 200, "nothing ends before the link is used"
        assert (await there.post("/auth/one-time", json={"token": later})).status_code == 204
        assert (await there.get("/auth/me")).json()["password_set"] is False
        assert (await here.get("/auth/me")).status_code == 401, "whoever knew the old password is out"
        await world.forget_attempts()
        assert (await here.post("/auth/login", json={"email": email, "password": PASSWORD})).status_code == 401
        assert (await there.post("/auth/password", json={"password": "another long one"})).status_code == 204
        body = {"email": email, "password": "another long one"}
        assert (await here.post("/auth/login", json=body)).status_code == 204


async def test_sign_ins_are_listed_and_ended(world: World) -> None:
    async with browser(world) as here, browser(world) as there, browser(world) as third:
        here.headers["User-Agent"] = FIREFOX
        _, email = await signed_in(world, here)
        for client in (there, third):
            assert (await client.post("/auth/login", json={"email": email, "password": PASSWORD})).status_code == 204
        items = (await here.get("/auth/sign-ins")).json()["items"]
        assert [one["current"] for one in items] == [False, False, True]
        assert items[-1]["browser"] == "Firefox on Windows"
        assert items[-1]["last_used_at"] is not None
        assert here.cookies[COOKIE] not in str(items)
        newest = (await third.get("/auth/sign-ins")).json()["items"][0]
        assert newest["current"]
        assert (await here.delete(f"/auth/sign-ins/{newest['id']}")).status_code == 204
        assert (await third.get("/auth/me")).status_code == 401
        assert (await there.get("/auth/me")).status_code == 200
        assert (await here.delete("/auth/sign-ins")).json() == {"ended": 1}
        assert (await there.get("/auth/me")).status_code == 401
        assert (await here.get("/auth/me")).status_code == 200


async def test_an_administrator_sees_and_revokes_the_tokens_of_all(world: World) -> None:
    async with browser(world) as client:
        user, _ = await signed_in(world, client)
        made = (await client.post("/auth/tokens", json={"name": "nightly report"})).json()
        items = (await world.ask("GET", "/account/tokens")).json()["items"]
        found = next(one for one in items if one["id"] == made["info"]["id"])
        assert (found["owner"], found["user_id"], found["name"]) == ("New", user, "nightly report")
        assert made["token"] not in str(items)
        assert (await world.ask("DELETE", f"/account/tokens/{found['id']}")).status_code == 204
        bearer = {"Authorization": f"Bearer {made['token']}"}
        assert (await world.ask("GET", "/auth/me", headers=bearer)).status_code == 401
        assert (await client.get("/auth/tokens")).json()["items"] == []


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("", None),
        ("x" * 301, None),
        ("two\nlines", "two lines"),
        ("Ann\u202e nimdA", "Ann nimdA"),  # shown, it would read "Ann Admin", and turn the rest of its sentence
        ("\u2066\u2069", None),
        ("\u05d3\u05e0\u05d4", "\u05d3\u05e0\u05d4"),  # a name that is written from right to left stays
    ],
)
async def test_a_name_is_one_line(world: World, name: str, stored: str | None) -> None:
    answer = await world.ask("POST", "/users", {"email": f"{uuid4().hex}@acme.example", "name": name})
    assert answer.status_code == (422 if stored is None else 201)
    assert stored is None or answer.json()["user"]["name"] == stored

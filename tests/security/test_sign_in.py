"""Signing in and out, its limits, and what a sign-in may do once its user's rights change."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx2
import pytest

from resolvent.accounts.actor import COOKIE
from resolvent.accounts.models import Role
from tests.security.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="module")
PASSWORD = "correct horse battery"


@asynccontextmanager
async def browser(world: World) -> AsyncIterator[httpx2.AsyncClient]:
    """Keeps cookies, as a browser does, and speaks from our own page."""
    async with httpx2.AsyncClient(base_url=f"{world.url}/api/v1", timeout=30, headers={"Origin": world.url}) as made:
        yield made


async def new_person(world: World, role: Role = Role.ENGINEER) -> tuple[str, str, str]:
    """User id, mail address, and the token of the first sign-in link."""
    email = f"{uuid4().hex}@acme.example"
    made = await world.make("/users", {"email": email, "name": "New", "role": role.value})
    return made["user"]["id"], email, made["sign_in_path"].partition("#token=")[2]


async def signed_in(world: World, client: httpx2.AsyncClient, role: Role = Role.ENGINEER) -> tuple[str, str]:
    """By the link, with a password afterwards: user id and mail address."""
    await world.forget_attempts()
    user, email, token = await new_person(world, role)
    assert (await client.post("/auth/one-time", json={"token": token})).status_code == 204
    assert (await client.post("/auth/password", json={"password": PASSWORD})).status_code == 204
    return user, email


async def test_a_link_signs_in_once(world: World) -> None:
    await world.forget_attempts()
    _, email, token = await new_person(world)
    async with browser(world) as first, browser(world) as second:
        assert (await first.post("/auth/one-time", json={"token": token})).status_code == 204
        assert (await first.get("/auth/me")).json()["email"] == email
        again = await second.post("/auth/one-time", json={"token": token})
        assert (again.status_code, again.json()["code"]) == (401, "link_used")
        assert (await second.get("/auth/me")).status_code == 401


async def test_of_two_who_use_a_link_at_once_one_wins(world: World) -> None:
    for _ in range(3):
        await world.forget_attempts()
        _, _, token = await new_person(world)
        async with browser(world) as one, browser(world) as two:
            answers = await asyncio.gather(*(each.post("/auth/one-time", json={"token": token}) for each in (one, two)))
            assert sorted(answer.status_code for answer in answers) == [204, 401]


async def test_an_expired_link_is_refused(world: World) -> None:
    await world.forget_attempts()
    user, _, token = await new_person(world)
    await world.run(f"UPDATE one_time_links SET expires_at = now() WHERE user_id = '{user}'")
    async with browser(world) as client:
        assert (await client.post("/auth/one-time", json={"token": token})).status_code == 401


async def test_a_password_signs_in_and_a_wrong_one_does_not(world: World) -> None:
    async with browser(world) as client, browser(world) as other:
        _, email = await signed_in(world, client)
        for address, password in ((email, "wrong password"), ("nobody@acme.example", PASSWORD)):
            answer = await other.post("/auth/login", json={"email": address, "password": password})
            assert (answer.status_code, answer.json()["code"]) == (401, "wrong_password")
            assert COOKIE not in other.cookies
        assert (await other.post("/auth/login", json={"email": email.upper(), "password": PASSWORD})).status_code == 204
        assert (await other.get("/auth/me")).json()["email"] == email


async def test_the_cookie_is_out_of_scripts_reach(world: World) -> None:
    async with browser(world) as client:
        await world.forget_attempts()
        _, _, token = await new_person(world)
        set_cookie = (await client.post("/auth/one-time", json={"token": token})).headers["set-cookie"]
    flags = {part.strip().lower() for part in set_cookie.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/"} <= flags
    assert "secure" not in flags, "over plain http a Secure cookie would never come back"


async def test_behind_https_the_cookie_is_secure(world: World) -> None:
    await world.forget_attempts()
    _, _, token = await new_person(world)
    async with browser(world) as client:
        answer = await client.post(
            "/auth/one-time",
            json={"token": token},
            headers={"X-Forwarded-Proto": "https", "Origin": world.url.replace("http:", "https:")},
        )
    assert "secure" in {part.strip().lower() for part in answer.headers["set-cookie"].split(";")}


WRONG = {"email": "x@acme.example", "password": "wrong password"}


async def guess(client: httpx2.AsyncClient, body: dict[str, str], caller: str) -> httpx2.Response:
    """`caller`: the address that the proxy in front saw."""
    return await client.post("/auth/login", json=body, headers={"X-Forwarded-For": caller})


async def test_the_eleventh_attempt_of_a_caller_waits(world: World) -> None:
    """Whomever it names, and by link as well; counted even though each attempt fails."""
    async with browser(world) as client:
        while True:
            await world.forget_attempts()
            statuses = [
                (await guess(client, {**WRONG, "email": f"{n}@acme.example"}, "192.0.2.1")).status_code
                for n in range(10)
            ]
            late = await guess(client, WRONG, "192.0.2.1")
            link = await client.post("/auth/one-time", json={"token": "x"}, headers={"X-Forwarded-For": "192.0.2.1"})
            if await world.count_windows() == 1:
                break
        other = await guess(client, WRONG, "192.0.2.2")
    assert statuses == [401] * 10
    assert (late.status_code, late.json()["code"]) == (429, "rate_limited")
    assert 0 < int(late.headers["Retry-After"]) <= 300
    assert link.status_code == 429
    assert other.status_code == 401, "other callers are not held up"


async def test_the_eleventh_attempt_at_a_mail_address_waits(world: World) -> None:
    """From whichever caller; the right password does not pass either, or a guesser would learn that it is right."""
    async with browser(world) as client:
        _, email = await signed_in(world, client)
        while True:
            await world.forget_attempts()
            statuses = [
                (await guess(client, {**WRONG, "email": email}, f"192.0.2.{number}")).status_code
                for number in range(10)
            ]
            late = await guess(client, {"email": email.upper(), "password": PASSWORD}, "192.0.2.99")
            if await world.count_windows() == 1:
                break
    assert statuses == [401] * 10
    assert late.status_code == 429


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 201),
        ({}, 201),
    ],
)
async def test_a_cookie_from_another_sites_page_changes_nothing(
    world: World, headers: dict[str, str], status: int
) -> None:
    async with browser(world) as client:
        await signed_in(world, client)
        answer = await client.post("/ai-sessions", json={"problem": "x"}, headers=headers)
        assert answer.status_code == status, answer.text
        if status == 403:
            assert answer.json()["code"] == "cross_site"
        assert (await client.get("/ai-sessions", headers=headers)).status_code == 200, "reading is not changing"


async def test_without_an_origin_the_browsers_own_word_counts(world: World) -> None:
    async with browser(world) as client:
        await signed_in(world, client)
        del client.headers["Origin"]
        for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 201), ("none", 201)):
            answer = await client.post("/ai-sessions", json={"problem": "x"}, headers={"Sec-Fetch-Site": site})
            assert answer.status_code == status, site


async def test_nobody_is_signed_in_from_another_sites_page(world: World) -> None:
    """Else a page could sign its visitor in as someone else, and read what they then write."""
    await world.forget_attempts()
    _, _, token = await new_person(world)
    async with browser(world) as client:
        evil = {"Origin": "https://evil.example"}
        assert (await client.post("/auth/one-time", json={"token": token}, headers=evil)).status_code == 403
        assert (await client.post("/auth/one-time", json={"token": token})).status_code == 204, "the link is still good"


async def test_a_new_password_ends_the_other_logins(world: World) -> None:
    async with browser(world) as here, browser(world) as there:
        _, email = await signed_in(world, here)
        assert (await there.post("/auth/login", json={"email": email, "password": PASSWORD})).status_code == 204
        wrong = await here.post("/auth/password", json={"password": "another long one", "current_password": "no"})
        assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "current_password")
        assert (await there.get("/auth/me")).status_code == 200
        body = {"password": "another long one", "current_password": PASSWORD}
        assert (await here.post("/auth/password", json=body)).status_code == 204
        assert (await here.get("/auth/me")).status_code == 200
        assert (await there.get("/auth/me")).status_code == 401


async def test_signing_out_ends_the_login_itself(world: World) -> None:
    async with browser(world) as client:
        await signed_in(world, client)
        stolen = {"Cookie": f"{COOKIE}={client.cookies[COOKIE]}"}
        assert (await client.post("/auth/logout")).status_code == 204
        assert COOKIE not in client.cookies
        assert (await client.get("/auth/me", headers=stolen)).status_code == 401


async def test_a_revoked_token_is_refused(world: World) -> None:
    async with browser(world) as client:
        await signed_in(world, client, Role.LEAD)
        made = (await client.post("/auth/tokens", json={"name": "laptop", "role": "lead"})).json()
        headers = {"Authorization": f"Bearer {made['token']}"}
        assert (await world.ask("GET", "/auth/me", headers=headers)).json()["role"] == "lead"
        assert (await client.delete(f"/auth/tokens/{made['info']['id']}")).status_code == 204
        answer = await world.ask("GET", "/auth/me", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "expired")


async def test_a_token_never_rises_above_its_maker(world: World) -> None:
    async with browser(world) as client:
        await signed_in(world, client)
        refused = await client.post("/auth/tokens", json={"name": "x", "role": "admin"})
        assert (refused.status_code, refused.json()["code"]) == (403, "role_needed")


@pytest.mark.parametrize(
    ("path", "body"),
    [("/auth/tokens", {"name": "x"}), ("/auth/password", {"password": PASSWORD})],
    ids=["another token would outlive it", "a password would be the whole user"],
)
async def test_a_token_makes_no_way_in(world: World, path: str, body: dict[str, str]) -> None:
    refused = await world.ask("POST", path, body)
    assert (refused.status_code, refused.json()["code"]) == (403, "login_needed")


async def test_a_demotion_takes_effect_at_once(world: World) -> None:
    async with browser(world) as client:
        user, _ = await signed_in(world, client, Role.ADMIN)
        token = (await client.post("/auth/tokens", json={"name": "x", "role": "admin"})).json()["token"]
        new = {"email": f"{uuid4().hex}@acme.example", "name": "New"}
        bearer = {"Authorization": f"Bearer {token}"}
        assert (await world.ask("PATCH", f"/users/{user}", {"role": "engineer"})).status_code == 200
        assert (await client.post("/users", json=new)).status_code == 403
        assert (await world.ask("POST", "/users", new, headers=bearer)).status_code == 403
        assert (await world.ask("GET", "/auth/me", headers=bearer)).json()["role"] == "engineer"
        assert (await world.ask("PATCH", f"/users/{user}", {"disabled": True})).status_code == 200
        assert (await client.get("/auth/me")).status_code == 401
        assert (await world.ask("GET", "/auth/me", headers=bearer)).status_code == 401
        assert (await world.ask("PATCH", f"/users/{user}", {"disabled": False})).status_code == 200
        assert (await client.get("/auth/me")).status_code == 401, "the login ended; coming back means signing in"


async def test_a_disabled_person_cannot_sign_in(world: World) -> None:
    async with browser(world) as client:
        user, email = await signed_in(world, client)
        await world.ask("PATCH", f"/users/{user}", {"disabled": True})
        assert (await client.post("/auth/login", json={"email": email, "password": PASSWORD})).status_code == 401


async def test_the_last_administrator_stays(world: World) -> None:
    """Alone, and when two demote each other at the same moment."""
    stranger = world.other.headers()
    me = (await world.ask("GET", "/auth/me", headers=stranger)).json()["user_id"]
    for change in ({"role": "engineer"}, {"disabled": True}):
        answer = await world.ask("PATCH", f"/users/{me}", change, headers=stranger)
        assert (answer.status_code, answer.json()["code"]) == (422, "last_admin")
    for _ in range(4):
        body = {"email": f"{uuid4().hex}@other.example", "name": "Second", "role": "admin"}
        second = (await world.ask("POST", "/users", body, headers=stranger)).json()["user"]["id"]
        answers = await asyncio.gather(
            *(world.ask("PATCH", f"/users/{one}", {"role": "engineer"}, headers=stranger) for one in (me, second))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 422], "the second is the last, or one's own"
        await world.run(f"UPDATE users SET role = 'admin' WHERE id = '{me}'")
        await world.run(f"UPDATE users SET role = 'engineer' WHERE id = '{second}'")


async def test_a_mail_address_is_taken_over_all_accounts(world: World) -> None:
    _, email, _ = await new_person(world)
    before = await world.count_rows()
    answer = await world.ask("POST", "/users", {"email": email.upper(), "name": "x"}, headers=world.other.headers())
    assert (answer.status_code, answer.json()["code"]) == (409, "email_taken")
    assert await world.count_rows() == before


async def test_the_current_password_is_guessed_at_ten_times(world: World) -> None:
    """By whoever found a browser open."""
    async with browser(world) as client:
        await signed_in(world, client)
        await world.forget_attempts()
        for _ in range(10):
            wrong = await client.post("/auth/password", json={"password": "another long one", "current_password": "no"})
            assert wrong.status_code == 422
        right = {"password": "another long one", "current_password": PASSWORD}
        stopped = await client.post("/auth/password", json=right)
        assert stopped.status_code == 429
        assert int(stopped.headers["retry-after"]) >= 1
        await world.forget_attempts()
        assert (await client.post("/auth/password", json=right)).status_code == 204


async def test_a_ticketing_system_is_tested_ten_times(world: World) -> None:
    """Each test signs in there, and a vendor locks who tries too often."""
    await world.forget_attempts()
    listed = (await world.ask("GET", "/connections")).json()["items"]
    path = f"/connections/{listed[0]['id']}/check"
    for _ in range(10):
        assert (await world.ask("POST", path)).status_code == 200
    for stopped in (await world.ask("POST", path), await world.ask("POST", f"{path}/steps")):
        assert stopped.status_code == 429
        assert int(stopped.headers["retry-after"]) >= 1
    await world.forget_attempts()
    assert (await world.ask("POST", path)).status_code == 200

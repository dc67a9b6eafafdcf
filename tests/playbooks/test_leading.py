"""A session is led by the account's own playbook, from the one that was made of a resolved session to its fix."""

import itertools
from typing import Any

import httpx2
import pytest
import yaml

from resolvent.accounts.models import Role
from resolvent.chat.assistant import Place, Said, Turn
from resolvent.chat.assistants.playbook import compose
from resolvent.chat.assistants.playbook_state import replay
from resolvent.db import Database
from resolvent.ids import new_id
from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.playbook import Playbook
from resolvent.playbooks.shelf import AccountShelf, list_published
from resolvent.playbooks.source import read_source
from tests.conftest import Tenant
from tests.playbooks.sample import LABELS, PROBLEM, changed
from tests.playbooks.test_library import create, publish
from tests.talk import say

SECRET = "Tr0ub4dor&3xyz"
ASKED = "Is there ribbon left on the roll?"


async def open_session(client: httpx2.AsyncClient, problem: str = PROBLEM) -> str:
    answer = await client.post("/ai-sessions", json={"problem": problem})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def newest(whole: dict[str, Any]) -> str:
    return str(whole["messages"][-1]["content"])


async def resolve(client: httpx2.AsyncClient, session_id: str) -> None:
    """A check with a result, a fix of the engineer's own that worked, and the note kept here."""
    base = f"/ai-sessions/{session_id}"
    check = {"title": "Is the print head clean?", "command": f"Get-Label -Password {SECRET}"}
    made = (await client.post(f"{base}/checks", json=check)).json()
    check_id = made.get("check", made)["id"]
    await client.patch(f"{base}/checks/{check_id}", json={"status": "done", "result": "it is dirty"})
    await say(client, session_id, "Hello")
    whole = await say(client, session_id, "I cleaned the print head and now it works")
    fix = whole["active_fix"]
    assert fix is not None, newest(whole)
    if fix["status"] == "proposed":
        told = await client.patch(f"{base}/suggested-fixes/{fix['id']}/outcome", json={"outcome": "applied_success"})
        assert told.status_code == 200, told.text
    preview = (await client.post(f"{base}/resolution-note/preview", json={})).json()
    body = {
        "state_version": preview["state_version"],
        "acknowledge": [one["id"] for one in preview["grounding"]["findings"]],
    }
    posted = await client.post(f"{base}/resolution-note/post", json=body)
    assert posted.status_code == 200, posted.text


async def test_from_a_resolved_session_to_one_that_it_leads(client: httpx2.AsyncClient) -> None:
    session_id = await open_session(client, "Zebra scanner beeps twice and reads nothing.")
    refused = await client.post("/playbooks", json={"session_id": session_id})
    assert (refused.status_code, refused.json()["code"]) == (409, "session_not_resolved")
    await resolve(client, session_id)
    made = (await client.post("/playbooks", json={"session_id": session_id})).json()
    assert (made["status"], made["session_id"], made["wrong"]) == ("draft", session_id, [])
    assert SECRET not in made["text"], "masked as an export is"
    book = made["playbook"]
    assert [one["title"] for one in book["checks"]] == ["Is the print head clean?"]
    assert book["checks"][0]["answers"][0]["label"] == "it is dirty"
    assert book["fixes"][0]["title"] == "Cleaned the print head"
    assert made["playbook"]["symptoms"]["heard"] == ["Zebra scanner beeps twice and reads nothing."]
    again = (await client.post("/playbooks", json={"session_id": session_id})).json()
    assert again["key"] == made["key"], "asked twice, made once"
    listed = (await client.get("/playbooks", params={"session_id": session_id})).json()["items"]
    assert [one["key"] for one in listed] == [made["key"]]
    await publish(client, made)
    other = await open_session(client, "The Zebra scanner beeps twice, it reads no code.")
    asked = await say(client, other, "What shall I do?")
    assert "**Is the print head clean?**" in newest(asked)
    assert "**Cleaned the print head**" not in newest(asked)
    led = await say(client, other, "it is dirty")
    assert led["active_fix"]["title"] == "Cleaned the print head"


async def test_a_session_goes_on_with_what_it_began_with(client: httpx2.AsyncClient) -> None:
    made = await publish(client, await create(client))
    begun = await open_session(client)
    assert f"**{ASKED}**" in newest(await say(client, begun, "Hello"))
    path = f"/playbooks/{made['key']}"
    other_check = LABELS.replace(ASKED, "Is the lid closed?")
    saved = (await client.put(path, json={"text": other_check, "version": 1})).json()
    await publish(client, saved)
    fresh = await open_session(client)
    assert "**Is the lid closed?**" in newest(await say(client, fresh, "Hello"))
    await client.delete(path)
    led = await say(client, begun, "none left")
    assert led["active_fix"]["title"] == "Put in a new ribbon"
    third = await open_session(client)
    assert "Is the lid closed?" not in newest(await say(client, third, "Hello")), "an archived one leads nobody new"


async def test_what_is_published_meanwhile_does_not_take_a_session_over(client: httpx2.AsyncClient) -> None:
    begun = await open_session(client, "The print spooler keeps stopping.")
    first = newest(await say(client, begun, "Hello"))
    taking = changed(
        id="spooler-of-ours",
        symptoms={"phrases": ["print spooler ... stopping"], "topics": ["spooler"], "signs": ["stop*"]},
    )
    await publish(client, await create(client, taking))
    assert ASKED not in newest(await say(client, begun, "I do not know"))
    assert ASKED not in first
    fresh = await open_session(client, "The print spooler keeps stopping.")
    assert ASKED in newest(await say(client, fresh, "Hello")), "of two that fit alike, the desk's own"


async def test_an_own_one_takes_the_shipped_one_s_place_here_only(
    client: httpx2.AsyncClient, tenant: Tenant, other_tenant: Tenant, database: Database
) -> None:
    ours = changed(id="print-spooler", title="Printing, as we do it")
    await publish(client, await create(client, ours))
    shelf = AccountShelf(database)

    async def titles(account: Tenant) -> list[str]:
        opened = await shelf.open(await place_in(account, database))
        return [one.title for one in opened.playbooks if one.id == "print-spooler"]

    shipped = next(one.title for one in load_shipped() if one.id == "print-spooler")
    assert await titles(tenant) == ["Printing, as we do it"]
    assert await titles(other_tenant) == [shipped]


async def test_a_turn_reads_no_text_again(client: httpx2.AsyncClient, tenant: Tenant, database: Database) -> None:
    await publish(client, await create(client))
    shelf = AccountShelf(database)
    place = await place_in(tenant, database)
    first, second = await shelf.open(place), await shelf.open(place)
    assert first.playbooks is second.playbooks
    assert first.playbooks[0].id == "label-printer"


@pytest.mark.parametrize("role", list(Role))
async def test_whoever_works_with_sessions_may_make_one(client: httpx2.AsyncClient, tenant: Tenant, role: Role) -> None:
    session_id = await open_session(client)
    await resolve(client, session_id)
    made = await client.post("/playbooks", json={"session_id": session_id}, headers=tenant.headers(role))
    assert made.status_code == 201


async def place_in(account: Tenant, database: Database) -> Place:
    """Of a session that nothing led yet."""
    async with database.transaction(account.account_id) as db:
        books = await list_published(db, account.account_id)
    return Place(account.account_id, new_id(), new_id(), books=books)


def walk(playbook: Playbook, messages: tuple[str, ...]) -> str:
    """The assistant's last answer to an engineer who says these one after another."""
    said: list[Said] = []
    for text in messages:
        said.append(Said("user", text))
        turn = Turn("n", PROBLEM, PROBLEM, tuple(said), (), (), ())
        answer = "".join(compose(turn, replay(turn, [playbook])).stream())
        said.append(Said("assistant", answer))
    return said[-1].text


@pytest.mark.parametrize(
    "message", ["none left", "some left", "I do not know", "why?", "not that", "it works now", "-" * 300]
)
def test_the_smallest_one_has_an_answer_to_everything(message: str) -> None:
    """One cause, one check, one fix: less than any shipped one has."""
    cause = {"id": "ribbon", "title": "The ribbon is used up", "prior": 1}
    fix = {**yaml.safe_load(LABELS)["fixes"][0], "cures": {"ribbon": 0.9}}
    playbook = read_source(changed(causes=[cause], fixes=[fix])).playbook
    assert playbook is not None
    for messages in itertools.permutations([message, "Hello", "I do not know", "none left"], 3):
        assert walk(playbook, messages)

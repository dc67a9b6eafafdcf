"""Attachments go with a message, with the evidence, and with their session."""

from uuid import UUID, uuid4

import httpx2
import psycopg
import pytest

from resolvent.attachments.intake import attach_to_message
from resolvent.attachments.reading import list_attachments, read_content
from resolvent.db import Database
from resolvent.errors import Invalid, NotFound
from resolvent.masking import MASK
from resolvent.notes.bundle import gather_evidence
from resolvent.sessions.access import get_session, lock_session
from resolvent.sessions.scrub import scrub_session
from resolvent.sessions.secrets import keep_secrets
from resolvent.vault import Vault
from tests.attachments import files
from tests.attachments.conftest import Upload
from tests.conftest import SECRET as KEY
from tests.conftest import Tenant

SECRET = "Winter-2026!x"


@pytest.fixture
def session_id(path: str) -> UUID:
    return UUID(path.split("/")[2])


async def add(upload: Upload, data: bytes = b"line", name: str = "a.log") -> UUID:
    return UUID((await upload(data, name)).json()["attachment"]["id"])


async def test_what_was_sent_is_listed_by_message_and_stays(
    client: httpx2.AsyncClient, path: str, upload: Upload, session_id: UUID, tenant: Tenant, database: Database
) -> None:
    first, second, spare = [await add(upload, name=name) for name in ("a.log", "b.log", "c.log")]
    message = uuid4()
    async with database.transaction(tenant.account_id) as db:
        await lock_session(db, tenant.actor, session_id)
        await attach_to_message(db, tenant.actor, session_id, message, [second, first, second])
        found = await list_attachments(db, tenant.account_id, session_id)
    assert [(row.id, row.message_id) for row in found] == [(first, message), (second, message), (spare, None)]
    kept = await client.delete(f"{path}/{first}")
    assert (kept.status_code, kept.json()["code"]) == (409, "attachment_sent")
    assert (await client.delete(f"{path}/{spare}")).status_code == 200
    listed = (await client.get(path)).json()
    assert [(one["id"], one["message_id"]) for one in listed["items"]] == [
        (str(first), str(message)),
        (str(second), str(message)),
    ]
    assert listed["state_version"] == 5, "three were added, one removed; the message moved nothing"


async def test_only_free_ones_of_the_session_can_be_sent(
    client: httpx2.AsyncClient, upload: Upload, session_id: UUID, tenant: Tenant, database: Database
) -> None:
    """All or none; each that can't be is named."""
    own, sent, unknown = await add(upload), await add(upload), uuid4()
    other = (await client.post("/ai-sessions", json={"problem": "Another."})).json()["id"]
    answer = await client.post(f"/ai-sessions/{other}/attachments", content=b"line")
    foreign = UUID(answer.json()["attachment"]["id"])
    async with database.transaction(tenant.account_id) as db:
        await attach_to_message(db, tenant.actor, session_id, uuid4(), [sent])
    for bad in ([unknown], [foreign], [sent], [own, unknown, sent]):
        with pytest.raises(Invalid) as refusal:
            async with database.transaction(tenant.account_id) as db:
                await attach_to_message(db, tenant.actor, session_id, uuid4(), bad)
        named = [one.message for one in refusal.value.errors]
        assert [str(one) in "".join(named) for one in bad] == [one != own for one in bad]
    async with database.transaction(tenant.account_id) as db:
        found = await list_attachments(db, tenant.account_id, session_id)
    assert [row.id for row in found if row.message_id] == [sent]


async def test_content_is_read_in_the_order_asked_for(
    upload: Upload, session_id: UUID, tenant: Tenant, other_tenant: Tenant, database: Database
) -> None:
    text, image = await add(upload, b"one\r\ntwo"), await add(upload, files.png(), "shot.png")
    async with database.transaction(tenant.account_id) as db:
        found = await read_content(db, tenant.account_id, session_id, [image, text])
        with pytest.raises(NotFound):
            await read_content(db, tenant.account_id, session_id, [text, uuid4()])
        with pytest.raises(NotFound):
            await read_content(db, tenant.account_id, uuid4(), [text])
    assert [(one.id, one.name, one.media_type, one.text, one.image) for one in found] == [
        (image, "shot.png", "image/png", None, files.png()),
        (text, "a.log", "text/plain", "one\r\ntwo", None),
    ]
    async with database.transaction(other_tenant.account_id) as db:
        with pytest.raises(NotFound):
            await read_content(db, other_tenant.account_id, session_id, [text])


async def test_the_evidence_names_them(upload: Upload, session_id: UUID, tenant: Tenant, database: Database) -> None:
    async def gather() -> tuple[str, list[tuple[str, str, int]], list[str]]:
        async with database.transaction(tenant.account_id) as db:
            session = await get_session(db, tenant.actor, session_id)
            evidence = await gather_evidence(db, tenant.actor, session)
        files_ = [(one.label, one.name, one.size) for one in evidence.files]
        return evidence.digest(), files_, list(evidence.labels())

    before, none, _ = await gather()
    await add(upload, b"line")
    await add(upload, files.png(), "shot.png")
    after, two, labels = await gather()
    assert none == []
    assert two == [("A1", "a.log", 4), ("A2", "shot.png", len(files.png()))]
    assert labels == ["T", "A1", "A2"]
    assert before != after
    assert (await gather())[0] == after


async def test_they_go_with_their_session(upload: Upload, session_id: UUID, database_url: str) -> None:
    await add(upload)
    await add(upload, files.png(), "shot.png")
    with psycopg.connect(database_url) as db:
        counted = db.execute("SELECT count(*) FROM attachments").fetchone()
        db.execute("DELETE FROM ai_sessions WHERE id = %s", (session_id,))
        left = db.execute("SELECT count(*) FROM attachments").fetchone()
    assert (counted, left) == ((2,), (0,))


@pytest.fixture
async def knowing(database_url: str) -> Database:
    """With the key that seals a session's secrets."""
    return Database(database_url, pool_size=1, vault=Vault(KEY))


async def learn(knowing: Database, tenant: Tenant, session_id: UUID) -> None:
    async with knowing.transaction(tenant.account_id) as db:
        session = await lock_session(db, tenant.actor, session_id)
        await keep_secrets(db, tenant.account_id, session_id, [SECRET], field="parameters")
        await scrub_session(db, session, [SECRET])
    await knowing.close()


async def test_a_known_secret_is_masked_as_a_text_comes_in(
    client: httpx2.AsyncClient, path: str, upload: Upload, session_id: UUID, tenant: Tenant, knowing: Database
) -> None:
    await learn(knowing, tenant, session_id)
    made = (await upload(f"net user jdoe {SECRET}\r\n".encode("utf-16"), f"{SECRET}.log")).json()["attachment"]
    assert made["name"] == f"{MASK}.log"
    assert (await client.get(f"{path}/{made['id']}")).text == f"net user jdoe {MASK}\r\n"


async def test_a_secret_learnt_later_is_forgotten(
    client: httpx2.AsyncClient, path: str, upload: Upload, session_id: UUID, tenant: Tenant, knowing: Database
) -> None:
    made = (await upload(f"net user jdoe {SECRET}\n".encode(), f"{SECRET}.log")).json()["attachment"]
    shot = (await upload(files.png(), "shot.png")).json()["attachment"]
    assert SECRET in (await client.get(f"{path}/{made['id']}")).text
    await learn(knowing, tenant, session_id)
    assert (await client.get(f"{path}/{made['id']}")).text == f"net user jdoe {MASK}\n"
    assert [one["name"] for one in (await client.get(path)).json()["items"]] == [f"{MASK}.log", "shot.png"]
    assert (await client.get(f"{path}/{shot['id']}")).content == files.png()

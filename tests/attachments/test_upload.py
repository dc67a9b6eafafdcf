"""Files come in: limits, kinds, names, versions."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import httpx2
from fastapi import FastAPI
from starlette.types import Message

from resolvent.accounts.models import Role
from tests.attachments import files
from tests.attachments.conftest import Upload
from tests.conftest import Tenant
from tests.talk import listening

LIMIT = 10_000_000
PNG = files.png()


async def test_a_text_comes_in_and_is_listed(
    client: httpx2.AsyncClient, path: str, upload: Upload, tenant: Tenant
) -> None:
    log = "Drucker „Büro“ antwortet nicht\r\n"
    sent = await upload(b"\xff\xfe" + log.encode("utf-16-le"), "C:\\temp\\spooler.log", "application/octet-stream")
    assert sent.status_code == 201, sent.text
    made = sent.json()["attachment"]
    assert (made["name"], made["media_type"], made["size"]) == ("spooler.log", "text/plain", 2 * len(log) + 2)
    assert (made["message_id"], made["uploaded_by"]) == (None, str(tenant.actors[Role.ADMIN].user_id))
    assert made["uploaded_by_name"] == "acme admin"
    assert sent.json()["state_version"] == 2
    listed = (await client.get(path)).json()
    assert listed == {"items": [made], "state_version": 2}
    assert (await client.get(f"{path}/{made['id']}")).content == log.encode()


async def test_an_image_comes_back_to_the_byte(client: httpx2.AsyncClient, path: str, upload: Upload) -> None:
    for media_type, data in files.IMAGES.items():
        made = (await upload(data, "shot.txt")).json()["attachment"]
        assert made["media_type"] == media_type
        got = await client.get(f"{path}/{made['id']}")
        assert got.headers["content-type"] == media_type
        assert got.content == data


async def test_a_file_without_a_name_gets_one(client: httpx2.AsyncClient, path: str) -> None:
    names = [(await client.post(path, content=one)).json()["attachment"]["name"] for one in (PNG, b"text", PNG)]
    assert names == ["image.png", "text.txt", "image (2).png"]


async def test_equal_names_are_numbered(upload: Upload) -> None:
    names = [(await upload(b"line", name)).json()["attachment"]["name"] for name in ("a.log", "x/a.log", "a.log")]
    assert names == ["a.log", "a (2).log", "a (3).log"]


async def test_many_at_once_get_names_and_versions_of_their_own(upload: Upload) -> None:
    answers = [one.json() for one in await asyncio.gather(*(upload(b"line", "a.log") for _ in range(6)))]
    assert sorted(one["state_version"] for one in answers) == [2, 3, 4, 5, 6, 7]
    assert {one["attachment"]["name"] for one in answers} == {"a.log", *(f"a ({n}).log" for n in range(2, 7))}


async def test_the_limit_of_a_file_and_not_that_of_other_bodies(upload: Upload) -> None:
    assert (await upload(b"x" * LIMIT)).status_code == 201
    refused = await upload(b"x" * (LIMIT + 1))
    assert (refused.status_code, refused.json()["limit"]) == (413, LIMIT)
    assert "file is larger than 10,000,000 bytes" in refused.json()["detail"]
    assert "Add the part of the log around the error" in refused.json()["detail"]


async def test_a_file_that_does_not_tell_its_length_is_counted(client: httpx2.AsyncClient, path: str) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(LIMIT // 500_000):
            yield b"x" * 500_000
        yield b"y"

    refused = await client.post(path, content=pieces())
    assert refused.status_code == 413
    assert "file is larger than 10,000,000 bytes" in refused.json()["detail"]
    assert (await client.get(path)).json()["items"] == []


async def test_no_other_path_takes_a_file(client: httpx2.AsyncClient, path: str) -> None:
    session = path.removesuffix("/attachments")
    for other in (f"{path}/{uuid4()}", f"{session}/facts", f"{session}/x/attachments", "/attachments"):
        refused = await client.post(other, content=b"x" * 100, headers={"Content-Type": "text/plain"})
        assert refused.status_code == 415, other
    large = b'{"text": "' + b"x" * 2_000_000 + b'"}'
    refused = await client.post(f"{session}/facts", content=large, headers={"Content-Type": "application/json"})
    assert (refused.status_code, refused.json()["limit"]) == (413, 2_000_000)
    assert "can be added as a file" in refused.json()["detail"]


async def test_what_is_not_taken_is_told_why(client: httpx2.AsyncClient, path: str, upload: Upload) -> None:
    """Whatever it is called."""
    for data, status, says in (
        (b"", 422, "empty"),
        (b"\xff\xfe", 422, "empty"),
        (b"\0" * 4096, 422, "empty"),
        (b"PK\x03\x04\x14\0" + b"\0" * 50, 415, "ZIP archive"),
        (b"ElfFile\0" + b"\0" * 50, 415, "Windows event log"),
        (b"%PDF-1.7", 415, "PDF"),
        (b"\0\x01\x02\x03\x04\x05", 415, "PNG, JPEG, GIF, WebP"),
        (PNG[:25], 415, "damaged"),
        (files.png_header(60_000, 60_000), 422, "60,000 × 60,000 pixels"),
    ):
        for name, kind in (("shot.png", "image/png"), ("a.log", "text/plain")):
            refused = await upload(data, name, kind)
            assert refused.status_code == status, f"{data!r}: {refused.text}"
            assert says in refused.json()["detail"]
    assert (await client.get(path)).json() == {"items": [], "state_version": 1}


async def test_a_form_is_no_file(client: httpx2.AsyncClient, path: str) -> None:
    refused = await client.post(path, files={"file": ("a.log", b"line")})
    assert refused.status_code == 415
    assert "?name=" in refused.json()["detail"]


async def test_the_fifty_first_is_refused(client: httpx2.AsyncClient, path: str, upload: Upload) -> None:
    for _ in range(50):
        assert (await upload(b"line", "a.log")).status_code == 201
    refused = await upload(b"line", "b.log")
    assert (refused.status_code, refused.json()["code"]) == (422, "too_many_attachments")
    assert "50" in refused.json()["detail"]
    items = (await client.get(path)).json()["items"]
    assert len(items) == len({one["name"] for one in items}) == 50
    assert (await client.delete(f"{path}/{items[0]['id']}")).status_code == 200
    assert (await upload(b"line", "b.log")).status_code == 201


async def test_a_hostile_name_breaks_no_header(client: httpx2.AsyncClient, path: str, upload: Upload) -> None:
    for name in ("a\r\nX-Evil: 1.log", "\u202egnp.exe", '"; filename="x.html', "%00%0d.log", "é" * 900):
        made = (await upload(b"line", name)).json()["attachment"]
        assert len(made["name"]) <= 200
        assert not set("\r\n\u202e\0") & set(made["name"])
        got = await client.get(f"{path}/{made['id']}")
        assert "x-evil" not in got.headers
        assert got.headers["content-disposition"].startswith('attachment; filename="')
        assert got.headers["content-disposition"].count('"') == 2


async def test_a_name_that_is_too_long_to_be_one(upload: Upload) -> None:
    refused = await upload(b"line", "x" * 1_001)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "name")


async def test_a_version_that_was_not_seen(client: httpx2.AsyncClient, path: str, upload: Upload) -> None:
    assert (await upload(b"line", If_Match='"7"')).status_code == 412
    assert (await upload(b"line", If_Match='"1"')).status_code == 201
    assert (await client.get(path)).json()["state_version"] == 2


async def test_one_key_one_file(client: httpx2.AsyncClient, path: str, upload: Upload) -> None:
    first, again = [await upload(b"line", "a.log", Idempotency_Key="k") for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    for data, name in ((b"other", "a.log"), (b"line", "b.log")):
        refused = await upload(data, name, Idempotency_Key="k")
        assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert len((await client.get(path)).json()["items"]) == 1


async def test_readers_of_the_stream_are_told(
    client: httpx2.AsyncClient, path: str, upload: Upload, tenant: Tenant
) -> None:
    async with listening(client, path.split("/")[2]) as listener:
        await upload(b"line")
        await listener.wait_for(lambda one: bool(one.named("state")))
    by = {"id": str(tenant.actor.user_id), "name": tenant.actor.name}
    assert listener.named("state") == [{"state_version": 2, "changed": ["attachments"], "by": by}]


async def test_nobody_is_asked_for_a_file_before_the_sign_in(anonymous: httpx2.AsyncClient, path: str) -> None:
    refused = await anonymous.post(path, content=b"PK\x03\x04")
    assert refused.status_code == 401


async def test_an_upload_that_is_cut_off_is_no_fault(
    app: FastAPI, client: httpx2.AsyncClient, path: str, tenant: Tenant
) -> None:
    """As the server tells the application of a caller who left."""
    headers = [(name.lower().encode(), value.encode()) for name, value in tenant.headers().items()]
    came: Iterator[Message] = iter(
        [{"type": "http.request", "body": b"the beg", "more_body": True}, {"type": "http.disconnect"}]
    )
    answers: list[Message] = []

    async def receive() -> Message:
        return next(came)

    async def send(message: Message) -> None:
        answers.append(message)

    scope = {"type": "http", "method": "POST", "path": f"/api/v1{path}", "query_string": b"", "headers": headers}
    await app(scope, receive, send)
    assert answers[0]["status"] == 400
    assert b"cut_off" in answers[1]["body"]
    assert (await client.get(path)).json()["items"] == []

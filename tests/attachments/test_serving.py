"""What goes out runs nowhere, and only to whom it belongs."""

from urllib.parse import unquote
from uuid import uuid4

import httpx2

from tests.attachments import files
from tests.attachments.conftest import Upload
from tests.conftest import Tenant

HTML = b"<!doctype html><html><script>alert(document.cookie)</script></html>"
POLYGLOTS = {
    "HTML called a picture": (HTML, "shot.png", "image/png", "text/plain; charset=utf-8"),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg", "image/svg+xml", "text/plain; charset=utf-8"),
    "a picture with a page behind it": (files.png(after=HTML), "page.html", "text/html", "image/png"),
    "a picture that is a script": (b"GIF89a/*\1\0\0\0\0*/=1;alert(1)", "a.js", "text/javascript", "image/gif"),
}  # fmt: skip


async def test_nothing_that_could_run_is_served_as_such(client: httpx2.AsyncClient, path: str, upload: Upload) -> None:
    for case, (data, name, claimed, served) in POLYGLOTS.items():
        made = (await upload(data, name, claimed)).json()["attachment"]
        for query in ("", "?inline=1"):
            got = await client.get(f"{path}/{made['id']}{query}")
            assert got.status_code == 200, case
            assert got.headers["content-type"] == served, case
            assert got.headers["x-content-type-options"] == "nosniff"
            assert got.headers["content-security-policy"] == "sandbox; default-src 'none'"
            assert "private" in got.headers["cache-control"]
            shown = query and served.startswith("image/")
            assert got.headers["content-disposition"].partition(";")[0] == ("inline" if shown else "attachment"), case
            assert got.content == data


async def test_a_browser_gets_the_whole_name(client: httpx2.AsyncClient, path: str, upload: Upload) -> None:
    name = 'Büro "Süd" 100%.log'
    made = (await upload(b"line", name)).json()["attachment"]
    assert made["name"] == name
    said = (await client.get(f"{path}/{made['id']}")).headers["content-disposition"]
    plain, whole = said.split("; ")[1:]
    assert plain == 'filename="B_ro _S_d_ 100_.log"'
    assert unquote(whole.removeprefix("filename*=UTF-8''")) == name


async def test_another_account_and_another_session_see_nothing(
    client: httpx2.AsyncClient, base_url: str, path: str, upload: Upload, other_tenant: Tenant
) -> None:
    made = (await upload(b"line")).json()["attachment"]
    elsewhere = (await client.post("/ai-sessions", json={"problem": "Another."})).json()["id"]
    for gone in (f"{path}/{uuid4()}", f"/ai-sessions/{elsewhere}/attachments/{made['id']}"):
        assert (await client.get(gone)).status_code == 404
        assert (await client.delete(gone)).status_code == 404
    headers = other_tenant.headers()
    async with httpx2.AsyncClient(base_url=f"{base_url}/api/v1", headers=headers) as stranger:
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.post(path, content=b"line")).status_code == 404
        assert (await stranger.get(f"{path}/{made['id']}")).status_code == 404
        assert (await stranger.delete(f"{path}/{made['id']}")).status_code == 404
    assert (await client.get(path)).json() == {"items": [made], "state_version": 2}


async def test_what_was_not_sent_can_be_removed(client: httpx2.AsyncClient, path: str, upload: Upload) -> None:
    made = (await upload(files.png(), "shot.png")).json()["attachment"]
    removed = await client.delete(f"{path}/{made['id']}")
    assert removed.json() == {"attachment": made, "state_version": 3}
    assert (await client.get(path)).json() == {"items": [], "state_version": 3}
    assert (await client.get(f"{path}/{made['id']}")).status_code == 404
    assert (await client.delete(f"{path}/{made['id']}")).status_code == 404

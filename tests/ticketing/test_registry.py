"""Kinds of system, and what is entered for them: the secret part goes in and never comes out."""

from typing import Any

import httpx2
import psycopg
import pytest
from fastapi import FastAPI
from psycopg.rows import dict_row

from resolvent.ticketing.connection_settings import split_secret
from resolvent.ticketing.providers.registry import PROVIDERS
from resolvent.vault import Vault
from tests.conftest import SECRET

CONNECTWISE: dict[str, Any] = {
    "provider": "connectwise",
    "name": "ConnectWise",
    "settings": {
        "site": "https://psa.example",
        "company_id": "acme",
        "public_key": "public-part",
        "client_id": "c-1",
        "member": "resolvent",
    },
    "secret": {"private_key": "very-private"},
}
RT: dict[str, Any] = {
    "provider": "rt",
    "name": "Request Tracker",
    "settings": {"url": "https://rt.example/", "user": "resolvent", "queue": "General"},
    "secret": {"password": "very-private"},
}


async def connect(client: httpx2.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post("/connections", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def stored(database_url: str, connection_id: str) -> dict[str, Any]:
    """The row, and what its secret opens to."""
    with psycopg.connect(database_url, row_factory=dict_row) as db:
        row = db.execute("SELECT * FROM connections WHERE id = %s", [connection_id]).fetchone()
    assert row is not None
    return {**row, "opened": Vault(SECRET).open(row["secret"])}


def audited(database_url: str, connection_id: str) -> str:
    with psycopg.connect(database_url) as db:
        return str(db.execute("SELECT * FROM audit_entries WHERE subject_id = %s", [connection_id]).fetchall())


@pytest.mark.parametrize(
    ("provider", "secrets", "addresses"),
    [("connectwise", {"private_key"}, {"site"}), ("rt", {"password", "token"}, {"url"})],
)
def test_the_types_tell_what_is_secret_and_where_it_is_sent(
    provider: str, secrets: set[str], addresses: set[str]
) -> None:
    assert set(PROVIDERS[provider].secrets) == secrets
    assert set(PROVIDERS[provider].addresses) == addresses


async def test_each_kind_comes_with_the_schema_of_its_form(client: httpx2.AsyncClient) -> None:
    listed = (await client.get("/connections/providers")).json()["items"]
    assert {one["name"] for one in listed} == set(PROVIDERS)
    for one in listed:
        fields = one["settings_schema"]["properties"]
        assert all(field["title"] for field in fields.values())
        marked = {name for name, field in fields.items() if '"writeOnly": True' in str(field).replace("'", '"')}
        assert marked == PROVIDERS[one["name"]].secrets


@pytest.mark.parametrize("among_the_settings", [False, True], ids=["apart", "among the settings"])
@pytest.mark.parametrize("body", [CONNECTWISE, RT], ids=["connectwise", "rt"])
async def test_a_secret_is_sealed_and_never_given_back(
    client: httpx2.AsyncClient, database_url: str, body: dict[str, Any], among_the_settings: bool
) -> None:
    sent = {**body, "settings": {**body["settings"], **body["secret"]}, "secret": {}} if among_the_settings else body
    answer = await client.post("/connections", json=sent)
    listed = await client.get("/connections")
    row = stored(database_url, answer.json()["id"])
    assert "very-private" not in answer.text + listed.text + str(row["settings"])
    assert "very-private" not in audited(database_url, answer.json()["id"])
    assert row["opened"] == body["secret"]
    assert answer.json()["secrets"] == [*body["secret"]]


def test_only_what_is_secret_can_be_sealed() -> None:
    plain, secret = split_secret(PROVIDERS["rt"], {"url": "u", "token": "t", "password": ""}, {"token": None})
    assert (plain, secret) == ({"url": "u"}, {"token": None})


async def test_an_empty_secret_stays_and_null_removes_it(client: httpx2.AsyncClient, database_url: str) -> None:
    made = await connect(client, RT)
    path = f"/connections/{made['id']}"
    kept = await client.patch(path, json={"settings": {**RT["settings"], "queue": "Other"}, "secret": {"password": ""}})
    assert kept.json()["secret_set_at"] == made["secret_set_at"]
    switched = await client.patch(path, json={"secret": {"password": None, "token": "1-23"}})
    assert switched.json()["secrets"] == ["token"]
    assert switched.json()["secret_set_at"] > made["secret_set_at"]
    assert stored(database_url, made["id"])["opened"] == {"token": "1-23"}
    none = await client.patch(path, json={"secret": {"token": None}})
    assert none.status_code == 422
    assert stored(database_url, made["id"])["opened"] == {"token": "1-23"}


async def test_a_secret_among_changed_settings_counts_as_set(client: httpx2.AsyncClient, database_url: str) -> None:
    made = await connect(client, CONNECTWISE)
    settings = {**CONNECTWISE["settings"], "private_key": "another"}
    changed = await client.patch(f"/connections/{made['id']}", json={"settings": settings})
    assert changed.json()["secret_set_at"] > made["secret_set_at"]
    assert stored(database_url, made["id"])["opened"] == {"private_key": "another"}


@pytest.mark.parametrize("site", ["https://elsewhere.example", "https://psa.example:8443"], ids=["host", "port"])
@pytest.mark.parametrize(("secret", "status"), [({}, 422), ({"private_key": "again"}, 200)], ids=["kept", "entered"])
async def test_a_secret_does_not_follow_a_changed_address(
    client: httpx2.AsyncClient, database_url: str, secret: dict[str, str], status: int, site: str
) -> None:
    made = await connect(client, CONNECTWISE)
    moved = {"settings": {**CONNECTWISE["settings"], "site": site}, "secret": secret}
    answer = await client.patch(f"/connections/{made['id']}", json=moved)
    assert answer.status_code == status
    if status == 422:
        assert [one["field"] for one in answer.json()["errors"]] == ["settings.private_key"]
        assert stored(database_url, made["id"])["settings"] == CONNECTWISE["settings"]


async def test_a_connection_that_is_removed_keeps_no_secret(client: httpx2.AsyncClient, database_url: str) -> None:
    made = await connect(client, CONNECTWISE)
    assert (await client.delete(f"/connections/{made['id']}")).status_code == 204
    with psycopg.connect(database_url) as db:
        rows = db.execute("SELECT removed_at IS NULL, secret FROM connections WHERE id = %s", [made["id"]]).fetchall()
    assert rows == [(False, None)]


async def test_who_saw_an_older_version_overwrites_nothing(client: httpx2.AsyncClient) -> None:
    made = await connect(client, RT)
    path = f"/connections/{made['id']}"
    assert (await client.patch(path, json={"version": 1, "name": "Ours"})).json()["version"] == 2
    late = await client.patch(path, json={"version": 1, "name": "Theirs"})
    assert (late.status_code, late.json()["current"]) == (412, 2)
    assert "Ours" in (await client.get("/connections")).text


REFUSED = [
    ("an unknown kind", {"provider": "carrier-pigeon"}, "provider"),
    ("the local desk", {"provider": "local"}, "provider"),
    ("a plain setting as a secret", {"secret": {"private_key": "x", "site": "https://a.example"}}, "secret"),
    ("no secret", {"secret": {}}, "settings.private_key"),
    ("an empty secret", {"secret": {"private_key": ""}}, "settings.private_key"),
    ("a secret that is no text", {"settings": {**CONNECTWISE["settings"], "private_key": [1]}, "secret": {}}, "settings.private_key"),
    ("an unknown setting", {"settings": {**CONNECTWISE["settings"], "colour": "red"}}, "settings.colour"),
    ("a password in the address", {"settings": {**CONNECTWISE["settings"], "site": "https://me:pw@psa.example"}}, "settings.site"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "field"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
async def test_what_cannot_work_is_named_by_its_field(
    client: httpx2.AsyncClient, change: dict[str, Any], field: str
) -> None:
    answer = await client.post("/connections", json={**CONNECTWISE, **change})
    assert answer.status_code == 422
    assert field in [one["field"] for one in answer.json()["errors"]]
    assert "very-private" not in answer.text


async def test_secrets_sealed_with_another_key_can_be_entered_anew(app: FastAPI, client: httpx2.AsyncClient) -> None:
    made = await connect(client, RT)
    app.state.vault = Vault("quite another secret key of forty chars.")
    assert [one["secrets"] for one in (await client.get("/connections")).json()["items"]][-1] == []
    path = f"/connections/{made['id']}"
    assert (await client.patch(path, json={"settings": RT["settings"]})).status_code == 422
    anew = await client.patch(path, json={"secret": {"password": "anew"}})
    assert (anew.status_code, anew.json()["secrets"]) == (200, ["password"])

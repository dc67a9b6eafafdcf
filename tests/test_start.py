"""How the server signs in to its database."""

from contextlib import suppress
from pathlib import Path

import httpx2
import psycopg
import pytest
import typer

from resolvent.app import create_app
from resolvent.cli import read_settings
from resolvent.config import Settings
from resolvent.start import StartError, application_url, load_secret_key
from tests.conftest import SECRET, Tenant, running


@pytest.fixture
def app_url(database_url: str) -> str:
    if "@/" not in database_url:
        pytest.skip("the application's role signs in by itself on the embedded database only")
    return application_url(Settings(), database_url)


@pytest.mark.parametrize("statement", ["SET ROLE postgres", "SET SESSION AUTHORIZATION postgres", "SET ROLE NONE"])
def test_on_the_embedded_database_no_statement_leaves_the_applications_role(app_url: str, statement: str) -> None:
    with psycopg.connect(app_url, autocommit=True) as db:
        with suppress(psycopg.errors.InsufficientPrivilege):
            db.execute(statement.encode())
        row = db.execute("SELECT current_user::text, session_user::text").fetchone()
        assert row == ("resolvent_app", "resolvent_app")
        assert db.execute("SELECT count(*) FROM users").fetchone() == (0,)


async def test_the_application_works_as_that_role(app_url: str, tenant: Tenant) -> None:
    async with (
        running(create_app(Settings(), app_url, SECRET, jobs=True)) as base_url,
        httpx2.AsyncClient(base_url=base_url, headers=tenant.headers(), timeout=30) as client,
    ):
        opened = await client.post("/api/v1/ai-sessions", json={"problem": "Printing fails."})
        assert opened.status_code == 201
        path = f"/api/v1/ai-sessions/{opened.json()['id']}"
        assert (await client.post(f"{path}/facts", json={"text": "Only Site B."})).status_code == 201
        preview = (await client.post(f"{path}/resolution-note/preview")).json()
        ticks = [one["id"] for one in preview["grounding"]["findings"]]
        body = {"markdown": preview["markdown"], "state_version": preview["state_version"], "acknowledge": ticks}
        assert (await client.post(f"{path}/resolution-note/post", json=body)).json()["outcome"] == "resolved_local"


def test_another_database_is_used_as_named() -> None:
    settings = Settings(database_url="postgresql://me@db/resolvent")
    assert application_url(settings, "postgresql://me@db/resolvent") == "postgresql://me@db/resolvent"


@pytest.mark.parametrize("key", ["short", "a" * 40, ""])
def test_a_weak_secret_key_is_refused(key: str) -> None:
    with pytest.raises(StartError):
        load_secret_key(Settings(secret_key=key))


def test_the_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    key = load_secret_key(settings)
    assert len(key) >= 32
    assert load_secret_key(settings) == key
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_setting_that_is_none_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RESOLVENT_MODEL", "sk-ant-pasted-into-the-wrong-place")
    with pytest.raises(typer.Exit) as ended:
        read_settings()
    assert ended.value.exit_code == 2
    said = capsys.readouterr().err
    assert said.startswith("RESOLVENT_MODEL: ")
    assert "sk-ant" not in said

"""The built page over HTTP: what is cached, what falls back to the page, and the headers that keep it safe."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from resolvent.ui import accepts, mount_ui

PAGE = "<!doctype html><title>Resolvent</title>"
OWN_PAGE = PAGE + "<link rel=modulepreload href=/assets/pilot-77aa.js>"
SIGN_IN_PAGE = PAGE + "<link rel=modulepreload href=/assets/login-12bc.js>"
SCRIPT = "console.log('résolu')" * 50


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    built = tmp_path / "web_dist"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text(PAGE)
    (built / "pilot.html").write_text(OWN_PAGE)
    (built / "login.html").write_text(SIGN_IN_PAGE)
    (built / "theme.js").write_text("0")
    (built / "assets/index-4f2a.js").write_text(SCRIPT)
    (built / "assets/index-4f2a.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (built / "assets/index-4f2a.js.br").write_bytes(b"smaller still")
    (tmp_path / "secret.txt").write_text("outside")
    return built


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    app = FastAPI()

    @app.get("/api/v1/me")
    def me() -> dict[str, str]:
        return {"name": "Ada"}

    mount_ui(app, "login", folder)
    with TestClient(app, cookies={"login": "a-secret"}) as opened:
        yield opened


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/sessions/0199-aa", "/sessions?status=open", "/settings/ticketing/", "/apix"]
)
def test_page_addresses_give_the_page_uncached(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/pilot", "/pilot/0199-aa", "/pilot/0199-aa?panel=fix", "/pilot.html"])
def test_a_page_that_names_its_files_is_given_to_its_addresses(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (200, OWN_PAGE)
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", "/pilot/0199-aa", "/sessions?status=open", "/settings/ticketing/"])
def test_whoever_brings_no_sign_in_gets_the_page_that_names_the_files_of_signing_in(
    client: TestClient, path: str
) -> None:
    client.cookies = {"another": "a-secret"}
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (200, SIGN_IN_PAGE)
    assert answer.headers["vary"] == "Accept-Encoding, Cookie"


def test_hashed_files_are_cached_for_ever_and_sent_compressed(client: TestClient) -> None:
    answer = client.get("/assets/index-4f2a.js", headers={"Accept-Encoding": "gzip, deflate"})
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "javascript" in answer.headers["content-type"]
    assert answer.text == SCRIPT
    assert int(answer.headers["content-length"]) < len(SCRIPT)


def test_whoever_takes_br_gets_it(client: TestClient) -> None:
    with client.stream("GET", "/assets/index-4f2a.js", headers={"Accept-Encoding": "gzip, deflate, br"}) as answer:
        assert answer.headers["content-encoding"] == "br"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert "javascript" in answer.headers["content-type"]
        assert b"".join(answer.iter_raw()) == b"smaller still"


def test_whoever_takes_neither_gets_plain(client: TestClient) -> None:
    answer = client.get("/assets/index-4f2a.js", headers={"Accept-Encoding": "gzip;q=0, br;q=0"})
    assert "content-encoding" not in answer.headers
    assert answer.text == SCRIPT


@pytest.mark.parametrize(
    ("coding", "accepted", "expected"),
    [
        ("gzip", "gzip", True),
        ("gzip", "br, gzip;q=0.5", True),
        ("gzip", "gzip;q=0", False),
        ("gzip", "gzip;q=0.000", False),
        ("gzip", "br", False),
        ("gzip", "", False),
        ("br", "gzip, deflate, br, zstd", True),
        ("br", "gzip, brotli", False),
    ],
)
def test_accepts(coding: str, accepted: str, expected: bool) -> None:
    assert accepts(coding, accepted) is expected


def test_an_unchanged_page_is_not_sent_again(client: TestClient) -> None:
    etag = client.get("/").headers["etag"]
    answer = client.get("/", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("path", ["/api", "/api/v1/nothing", "/healthz", "/readyz", "/metrics", "/assets/gone-1111.js"])
def test_programs_get_404_not_the_page(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert PAGE not in client.get(path).text


def test_routes_of_the_api_come_first_and_unknown_ones_stay_unknown(client: TestClient) -> None:
    assert client.get("/api/v1/me").json() == {"name": "Ada"}
    assert client.post("/api/v1/nothing").status_code == 404
    assert client.post("/api/v1/me").status_code == 405
    assert client.post("/sessions").status_code == 405


@pytest.mark.parametrize("path", ["/", "/assets/index-4f2a.js", "/theme.js"])
def test_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert "strict-transport-security" not in headers
    assert "max-age" in client.get(f"https://testserver{path}").headers["strict-transport-security"]


@pytest.mark.parametrize("path", ["/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/%2e%2e/secret.txt", "/link"])
def test_nothing_outside_the_folder_is_served(client: TestClient, folder: Path, path: str) -> None:
    (folder / "link").symlink_to(folder.parent / "secret.txt")
    assert "outside" not in client.get(path).text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(path=st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_no_address_breaks_it(client: TestClient, path: str) -> None:
    quoted = "".join(f"%{byte:02x}" for byte in path.encode())
    assert client.get(f"/{quoted}").status_code in (200, 404)


def test_without_a_build_it_says_how_to_make_one(tmp_path: Path) -> None:
    app = FastAPI()
    mount_ui(app, "login", tmp_path / "never-built")
    with TestClient(app) as client:
        answer = client.get("/sessions")
    assert answer.status_code == 503
    assert "make ui" in answer.text

"""TLS through the pinned address: the certificate must be that of the name, and signed by whom the system trusts."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from resolvent.ticketing import http as http_module
from resolvent.ticketing.errors import Effect, Unavailable
from resolvent.ticketing.http import Timeouts, VendorHttp
from tests.ticketing.fault_server import FaultServer, answer


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and self-signed certificate for `localhost`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture(autouse=True)
def fresh_authorities() -> Iterator[None]:
    http_module.system_authorities.cache_clear()
    yield
    http_module.system_authorities.cache_clear()


@asynccontextmanager
async def tls_server(pem: Path) -> AsyncIterator[FaultServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    faulty = FaultServer([answer(200, b"[]")])
    server = await asyncio.start_server(faulty.accept, "127.0.0.1", 0, ssl=context)
    faulty.url = f"https://localhost:{server.sockets[0].getsockname()[1]}"
    try:
        yield faulty
    finally:
        server.close()
        await faulty.hang_up()


def client_of(url: str) -> VendorHttp:
    return VendorHttp(url, headers={}, allow_private=True, timeouts=Timeouts(connect=2, read=2, total=5))


async def test_a_companys_own_authority_is_trusted_where_the_system_trusts_it(
    pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    async with tls_server(pem) as server:
        http = client_of(server.url)
        assert (await http.change("POST", "/notes", {})).json() == []
        await http.close()


@pytest.mark.parametrize(("trusted", "host"), [(False, "localhost"), (True, "127.0.0.1")])
async def test_a_certificate_that_proves_nothing_ends_it_before_a_byte_is_sent(
    pem: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool, host: str
) -> None:
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    async with tls_server(pem) as server:
        http = client_of(server.url.replace("localhost", host))
        with pytest.raises(Unavailable) as raised:
            await http.change("POST", "/notes", {})
        assert raised.value.effect is Effect.NONE
        assert "certificate" in raised.value.detail.lower()
        assert server.requests == []
        await http.close()

"""A private Request Tracker 5 for the tests: its own port, database, caches and mailbox; nothing in /etc is touched.

Mark its tests `rt` and `xdist_group("rt")`: with `--dist loadgroup` one worker then runs them all, else each starts one
of its own.
"""

import ctypes
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

BINARY = Path("/usr/share/request-tracker5/libexec/rt-server")
SETUP = Path("/usr/sbin/rt-setup-database-5")
SEED = Path(__file__).with_name("rt_seed.pl")
ROOT_PASSWORD = "root-password"
START_SECONDS = 60
PR_SET_PDEATHSIG = 1

CONFIG = r"""
Set($rtname, 'rt.test'); Set($Organization, 'rt.test'); Set($Timezone, 'UTC');
Set($DatabaseType, 'SQLite'); Set($DatabaseName, "$ENV{RT_TEST_HOME}/rt.sqlite");
Set($WebDomain, '127.0.0.1'); Set($WebPort, $ENV{RT_TEST_PORT}); Set($WebPath, '');
Set($WebBaseURL, "http://127.0.0.1:$ENV{RT_TEST_PORT}"); Set($WebURL, "http://127.0.0.1:$ENV{RT_TEST_PORT}/");
Set($BcryptCost, 4);  # every call checks a password
Set($MailCommand, 'mbox'); Set($LogToSyslog, undef); Set($LogToSTDERR, 'error');
Set($CorrespondAddress, 'rt@rt.test'); Set($CommentAddress, 'rt-comment@rt.test');
$RT::VarPath = $ENV{RT_TEST_HOME};
$RT::MasonDataDir = "$ENV{RT_TEST_HOME}/mason"; $RT::MasonSessionDir = "$ENV{RT_TEST_HOME}/sessions";
Set(%Lifecycles, psa => {
  initial => ['new'], active => ['open', 'waiting'], inactive => ['resolved', 'closed'],
  defaults => { on_create => 'new', on_merge => 'resolved' },
  transitions => { '' => ['new'], new => ['open', 'waiting'], open => ['waiting', 'resolved'],
                   waiting => ['open', 'resolved'], resolved => ['open', 'closed'], closed => [] },
  rights => { '* -> *' => 'ModifyTicket' }, actions => [] });
1;
"""


@dataclass(frozen=True, slots=True)
class RtServer:
    """Each person's password is the name with `-password`: agent, reader, stranger, customer (see rt_seed.pl)."""

    url: str
    home: Path
    token: str
    """The agent's."""
    queue: str = "Helpdesk"
    statuses: tuple[str, ...] = ("new", "open", "waiting", "resolved", "closed")

    def password(self, name: str) -> str:
        return f"{name}-password"

    def mail(self) -> str:
        """Everything it has sent to anybody so far."""
        return "\n".join(box.read_text(errors="replace") for box in sorted(self.home.glob("*.mbox")))


@pytest.fixture(scope="session")
def rt(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[RtServer]:
    if not BINARY.exists():
        pytest.skip("needs Request Tracker 5 (Debian: request-tracker5 rt5-db-sqlite rt5-standalone)")
    assert pytestconfig.cache is not None
    with request_tracker(tmp_path_factory.mktemp("rt"), pytestconfig.cache.mkdir("rt")) as server:
        yield server


@contextmanager
def request_tracker(home: Path, cache: Path) -> Iterator[RtServer]:
    """In the empty folder `home`; the database it begins with is kept in `cache`."""
    for folder in ("mason", "sessions", "site.d"):
        (home / folder).mkdir()
    (home / "site.pm").write_text(CONFIG)
    port = _free_port()
    environment = _environment(home, port)
    token = _place_database(home, cache, environment)
    with (home / "server.log").open("wb") as server_log:
        arguments = ["--server", "Starlet", "--host", "127.0.0.1", "--port", str(port), "--max-workers", "1"]
        process = subprocess.Popen(
            [str(BINARY), *arguments],
            env=environment,
            stdout=server_log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 (no thread of ours holds a lock it needs)
        )
    try:
        server = RtServer(url=f"http://127.0.0.1:{port}", home=home, token=token)
        _wait_until_it_answers(server, process)
        yield server
    finally:
        _stop(process)


def _environment(home: Path, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "RT_TEST_HOME": str(home),
        "RT_TEST_PORT": str(port),
        "RT_SITE_CONFIG": str(home / "site.pm"),
        "RT_SITE_CONFIG_DIR": str(home / "site.d"),
        "LC_ALL": "C.UTF-8",
    }


def _place_database(home: Path, cache: Path, environment: dict[str, str]) -> str:
    """Returns the agent's token. Setting up and seeding takes some seconds, so the result is kept, until RT, the seed or the settings change."""
    made_of = BINARY.read_bytes() + SEED.read_bytes() + CONFIG.encode() + ROOT_PASSWORD.encode()
    template = cache / f"{hashlib.sha256(made_of).hexdigest()[:16]}.sqlite"
    token_file = template.with_suffix(".token")
    database = home / "rt.sqlite"
    if not template.exists():
        password_file = home / "root-password"
        password_file.write_text(ROOT_PASSWORD)
        setup = ["--action", "init", "--skip-create", "--root-password-file", str(password_file)]
        _run([str(SETUP), *setup], environment)
        token_file.write_text(_run(["perl", str(SEED)], environment).splitlines()[-1])
        fresh = template.with_suffix(f".{os.getpid()}")
        shutil.copyfile(database, fresh)
        fresh.replace(template)
    else:
        shutil.copyfile(template, database)
    return token_file.read_text()


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"{command[0]} failed: {done.stdout}{done.stderr}"
    return done.stdout


def _wait_until_it_answers(server: RtServer, process: subprocess.Popen[bytes]) -> None:
    credentials = b64encode(f"root:{ROOT_PASSWORD}".encode()).decode()
    request = Request(f"{server.url}/REST/2.0/rt", headers={"Authorization": f"Basic {credentials}"})
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(request, timeout=10) as answer:
                assert answer.status == 200
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"Request Tracker did not start: {(server.home / 'server.log').read_text(errors='replace')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """The whole group: a worker outlives its parent."""
    for kind, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, 10)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, kind)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _die_with_parent() -> None:
    """A killed test run must not leave a server behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

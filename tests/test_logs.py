"""What the log really shows, in both formats: read from the standard error of a process."""

import json
import subprocess
import sys
from typing import Literal

import pytest

from resolvent.logs import LONGEST, mask_text

Form = Literal["console", "json"]
SECRETS = {
    "message": "Autumn!Leaf42",
    "nested": "Winter.Coat.19",
    "named": "justletters",
    "exception": "b4ckMeUp!",
    "library": "3f9c1d7ab2e84c55a0d17f",
    "context": "Grey.Cat.305",
    "object": "Sc4n.And.Go",
    "bytes": "Lemon-Tree-61",
}
SCRIPT = """
import logging, sys, structlog
from dataclasses import dataclass
from resolvent.logs import configure_logs

@dataclass
class Connection:
    password: str

configure_logs("INFO", sys.argv[1])
log = structlog.get_logger()
structlog.contextvars.bind_contextvars(note="pw: {context}")
log.info("ran net user bob {message} /add", count=3, ok=True, nothing=None, id="6f0d4e2a-9b1c-4d7e-8a53-2c1f0e9d8b7a")
log.info("call", sent={{"headers": [{{"body": "temp password is {nested}"}}]}}, client_secret="{named}")
log.info("made", connection=Connection("{object}"), raw=b"password={bytes}")
try:
    raise ValueError("postgresql://app:{exception}@db1/app refused")
except ValueError:
    log.exception("failed")
logging.getLogger("library").warning("sent Authorization: Bearer %s", "{library}")
""".format(**SECRETS)


def run(form: Form) -> str:
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, form], capture_output=True, text=True, check=True, timeout=60
    ).stderr


@pytest.mark.parametrize("form", ["console", "json"])
def test_no_secret_reaches_the_log(form: Form) -> None:
    shown = run(form)
    assert [name for name, secret in SECRETS.items() if secret in shown] == []
    assert shown.count("********") == len(SECRETS) + 3, "the one in the context stands in four lines"
    for kept in ("ran net user bob", "6f0d4e2a-9b1c-4d7e-8a53-2c1f0e9d8b7a", "refused", "Traceback", "WARNING library"):
        assert kept in shown


def test_numbers_stay_numbers_in_json() -> None:
    first = json.loads(run("json").splitlines()[0])
    assert (first["count"], first["ok"], first["nothing"]) == (3, True, None)


def test_a_long_text_is_cut_and_no_secret_with_it() -> None:
    secret = "gh" + "p_9aZbYcXdWeVfUgThSiRjQkPlOmNn0123456AB"
    shown = mask_text("x " * (LONGEST // 2 - 5) + secret + " y" * LONGEST)
    assert secret[:6] not in shown
    assert len(shown) < LONGEST + 40

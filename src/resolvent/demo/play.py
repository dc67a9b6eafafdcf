"""Starts a fresh instance, plays the stories over HTTP, prints each step with its time and what was proven."""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from resolvent.config import environment_for
from resolvent.demo.api import Api, DemoFailed
from resolvent.demo.desks import Desk, LocalDesk, RequestTracker, RtTarget
from resolvent.demo.stories import STORIES

LINK = re.compile(r"(http://\S+)/login#token=(\S+)")


def play(target: RtTarget | None, *, keep: bool) -> bool:
    """True when every proof held."""
    folder = Path(tempfile.mkdtemp(prefix="resolvent-demo-"))
    folder.chmod(0o755)
    began = time.monotonic()
    try:
        with instance(folder) as (address, token):
            typer.echo(f"{time.monotonic() - began:6.2f} s  a fresh instance is up")
            api = Api(address)
            api.sign_in(token)
            desk: Desk = RequestTracker(api, target) if target else LocalDesk(api)
            typer.echo(f"{time.monotonic() - began:6.2f} s  signed in; playing against the {desk.name}")
            told = [tell(name, story(api, desk), began) for name, story in STORIES]
            fine = all(told)
            api.close()
    except DemoFailed as error:
        typer.echo(f"FAILED  {error}")
        fine = False
    finally:
        if keep:
            typer.echo(f"Kept in {folder}: RESOLVENT_DATA_DIR={folder} resolvent run")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    typer.echo(f"{time.monotonic() - began:6.2f} s  {'all proven' if fine else 'NOT all proven'}")
    return fine


def tell(name: str, story: Iterator[str], began: float) -> bool:
    typer.echo(f"\n{name}")
    last = time.monotonic()
    try:
        for line in story:
            now = time.monotonic()
            typer.echo(f"{now - began:6.2f} s  +{now - last:5.2f}  {line}")
            last = now
    except DemoFailed as error:
        typer.echo(f"{time.monotonic() - began:6.2f} s  FAILED  {error}")
        return False
    return True


@contextmanager
def instance(folder: Path) -> Iterator[tuple[str, str]]:
    """Address and sign-in token of a `resolvent run` of its own."""
    command = [sys.executable, "-m", "resolvent.cli", "run", "--port", "0", "--no-samples"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment_for(folder)
        )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := LINK.search(line):
                yield found[1], found[2]
                return
        raise DemoFailed(f"The instance did not start: {(folder / 'server.log').read_text()[-800:]}")
    finally:
        process.terminate()
        process.wait(30)

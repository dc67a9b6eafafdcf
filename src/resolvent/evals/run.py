"""`resolvent eval`: plays the cases against an instance, one of its own or a named one, and writes what came of it."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import local
from typing import Any

import typer

from resolvent.cases.case import Case
from resolvent.config import environment_for
from resolvent.demo.api import Api
from resolvent.demo.play import LINK
from resolvent.evals import extraction
from resolvent.evals.compare import Comparison, compare
from resolvent.evals.play import Played, play
from resolvent.evals.report import write_report
from resolvent.evals.result import Result, collect, collect_times, dump, one_line, read_result, transcript
from resolvent.evals.table import tell_case, tell_comparison, tell_scores
from resolvent.evals.talk import CallFailed, Talk

STOPPED, REGRESSED = 130, 1
SHIPPED_BASELINE = Path(__file__).with_name("baseline.json")
"""Of the embedded assistant, on the shipped cases."""


class EvalFailed(Exception):
    """A sentence for whoever started the run."""


@dataclass(frozen=True, slots=True)
class Target:
    address: str
    token: str
    own: bool
    """Started for this run alone."""


@dataclass(frozen=True, slots=True)
class Options:
    out: Path
    at_once: int = 2
    extraction_data: Path | None = None
    compare_with: Path | None = None
    baseline: Path | None = None
    fail_on_regression: bool = False
    tolerance: float = 0.0


def run(cases: Sequence[Case], options: Options, target: tuple[str, str] | None, model: str) -> int:
    """The process's exit code. `target`: address and token of a running instance; None starts one with `model`."""
    others = {path: read_result(path) for path in (options.compare_with, options.baseline) if path is not None}
    if options.extraction_data and not (options.extraction_data / extraction.FILE).is_file():
        raise EvalFailed(f"There is no {extraction.FILE} in {options.extraction_data}.")
    began, started = time.monotonic(), datetime.now(UTC).isoformat(timespec="seconds")
    with open_target(target, model) as instance:
        session = Run(instance, len(cases))
        stopped = session.play_all(cases, options.at_once)
        found = session.measure_extraction(options.extraction_data, stopped=stopped)
        if not session.played:
            raise EvalFailed("No case was played to its end.")
        result = collect(session.played, session.assistant, found, complete=not stopped)
    times = collect_times(session.played, started, time.monotonic() - began)
    old = others.get(options.compare_with) if options.compare_with else None
    write(options.out, result, times, session.played, compare(old, result) if old else None)
    typer.echo("\n".join(tell_scores(result, times)))
    if old:
        typer.echo("\n".join(tell_comparison(compare(old, result), f"Compared with {options.compare_with}")))
    typer.echo(f"\nWritten: {options.out / 'result.json'}, {options.out / 'report.html'}")
    if stopped:
        return STOPPED
    regressed = options.baseline is not None and judge(
        compare(others[options.baseline], result), options.baseline, options.tolerance
    )
    broken = any(one.failure for one in session.played)
    return REGRESSED if (regressed and options.fail_on_regression) or broken else 0


def judge(found: Comparison, baseline: Path, tolerance: float) -> bool:
    """True when a score is worse than the baseline's by more than the tolerance."""
    typer.echo("\n".join(tell_comparison(found, f"Against the baseline {baseline}")))
    worse = found.regressions(tolerance)
    for one in worse:
        typer.echo(f"REGRESSION  {one.score.title}: {one.old:.3f} → {one.new:.3f}")
    if not worse:
        typer.echo("No score is worse than the baseline.")
    return bool(worse)


def write(out: Path, result: Result, times: dict[str, Any], played: Sequence[Played], found: Comparison | None) -> None:
    out.mkdir(parents=True, exist_ok=True)
    told = [transcript(one) for one in sorted(played, key=lambda one: one.case.name)]
    (out / "result.json").write_text(dump(result), encoding="utf-8")
    (out / "times.json").write_text(dump(times), encoding="utf-8")
    (out / "transcripts.jsonl").write_text("".join(one_line(one) + "\n" for one in told), encoding="utf-8")
    (out / "report.html").write_text(write_report(result, times, told, found), encoding="utf-8")


class Run:
    """The cases of one run, a few at a time."""

    def __init__(self, target: Target, total: int) -> None:
        self._target, self._total = target, total
        self._threads = local()
        self._talks: list[Talk] = []
        self.played: list[Played] = []
        talk = Talk(target.address, target.token)
        try:
            desks = [one for one in talk.ask("GET", "/connections")["items"] if one["provider"] == "local"]
            if not desks:
                raise EvalFailed("The account has no local desk to open tickets on.")
            self._desk: str = desks[0]["id"]
            self._time_zone: str = talk.ask("GET", "/account/settings")["time_zone"]
            opened = talk.ask("POST", "/ai-sessions", {"problem": "Which assistant answers here?"})
            self.assistant: str = talk.ask("GET", f"/ai-sessions/{opened['id']}")["assistant"]
        except CallFailed as error:
            raise EvalFailed(f"The instance refuses: {error}") from error
        finally:
            talk.close()
        typer.echo(f"{total} cases with the assistant “{self.assistant}”")

    def play_all(self, cases: Sequence[Case], at_once: int) -> bool:
        """True when it was interrupted: what was played until then is kept."""
        pool = ThreadPoolExecutor(at_once)
        futures: list[Future[Played]] = [pool.submit(self._play, case) for case in cases]
        try:
            for future in as_completed(futures):
                self.played.append(future.result())
                typer.echo(tell_case(self.played[-1], len(self.played), self._total))
        except KeyboardInterrupt:
            typer.echo("Stopped. Cases that are being played end first; the others are left out.")
            pool.shutdown(cancel_futures=True)
            ended = [future.result() for future in futures if future.done() and not future.cancelled()]
            self.played = ended
            return True
        finally:
            pool.shutdown(cancel_futures=True)
            for talk in self._talks:
                talk.close()
        return False

    def _play(self, case: Case) -> Played:
        talk: Talk | None = getattr(self._threads, "talk", None)
        if talk is None:
            talk = self._threads.talk = Talk(self._target.address, self._target.token)
            self._talks.append(talk)
        return play(talk, self._desk, self._time_zone, case)

    def measure_extraction(self, folder: Path | None, *, stopped: bool) -> dict[str, Any] | str:
        """The score, or why there is none."""
        if folder is None:
            return "no --extraction-data was given"
        if stopped:
            return "the run was stopped"
        talk = Talk(self._target.address, self._target.token)
        try:
            return extraction.measure(talk, folder)
        except CallFailed as error:
            return f"it failed: {error}"
        finally:
            talk.close()


@contextmanager
def open_target(named: tuple[str, str] | None, model: str) -> Iterator[Target]:
    if named is not None:
        yield Target(named[0].rstrip("/"), named[1], own=False)
        return
    folder = Path(tempfile.mkdtemp(prefix="resolvent-eval-"))
    folder.chmod(0o755)
    try:
        with own_instance(folder, model) as (address, link):
            api = Api(address)
            api.sign_in(link)
            body = {"name": "eval", "role": "admin", "days": 1}
            token = api.call("POST", "/auth/tokens", body, expect=201)["token"]
            api.close()
            yield Target(address, token, own=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own_instance(folder: Path, model: str) -> Iterator[tuple[str, str]]:
    """Address and sign-in token of a fresh `resolvent run`. It does not get our Ctrl-C: we stop it when we are done."""
    command = [sys.executable, "-m", "resolvent.cli", "run", "--port", "0", "--no-samples"]
    environment = {**environment_for(folder), "RESOLVENT_MODEL": model}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment, start_new_session=True
        )
    try:
        assert process.stdout is not None
        found = next(filter(None, map(LINK.search, process.stdout)), None)
        if found is None:
            raise EvalFailed(f"The instance did not start: {(folder / 'server.log').read_text()[-800:]}")
        yield found[1], found[2]
    finally:
        process.terminate()
        process.communicate(timeout=30)

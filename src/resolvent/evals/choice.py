"""The cases of a run: the shipped ones, or a folder of one's own."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from resolvent.cases.case import KINDS, Case, CaseError, read_case

SHIPPED = Path(__file__).with_name("cases")


def load_cases(folder: Path = SHIPPED, names: str = "*", kinds: Iterable[str] = ()) -> list[Case]:
    """In the order of their names; an unknown kind, or a choice without a case, is an error."""
    wanted = set(kinds)
    if unknown := wanted - set(KINDS):
        raise CaseError(f"There is no kind {', '.join(sorted(unknown))}. There are {', '.join(KINDS)}.")
    files = sorted(folder.glob("*/case.yaml"), key=lambda path: path.parent.name)
    cases = [read_case(path) for path in files if fnmatchcase(path.parent.name, names)]
    chosen = [case for case in cases if not wanted or case.kind in wanted]
    if not chosen:
        raise CaseError(f"No case in {folder} is called {names}{f' and of kind {sorted(wanted)}' if wanted else ''}.")
    return chosen

"""What a planted lie is, and the kinds there are."""

from dataclasses import dataclass

from resolvent.evals.lies.cases import Case, changed_claims
from resolvent.notes.structure import Note


@dataclass(frozen=True, slots=True)
class Lie:
    """`note` is `case.note` with one lie in it. `wrong`: the spellings of what is false, where it is one value."""

    kind: str
    case: Case
    note: Note
    detail: str
    wrong: tuple[str, ...] = ()

    @property
    def sentences(self) -> list[str]:
        """The claims that lie; empty where the lie is that something is left out."""
        return [claim.text for _, claim in changed_claims(self.case.note, self.note)]


WITHOUT_GOAL = {
    "invented step, no hard token": "nothing in it can be looked up",
    "opposite without a negation": "takes the meaning of words",
    "values exchanged within a claim": "each of them is in the evidence",
}
"""Kinds that are only reported, and why."""

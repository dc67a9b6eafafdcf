"""Plants lies of every kind into true notes, the same ones each time. Pure."""

from collections.abc import Callable, Iterator
from random import Random

from resolvent.evals.lies.cases import Case, leaks_secret
from resolvent.evals.lies.lie import Lie
from resolvent.evals.lies.lies_of_content import (
    cite_wrongly,
    invent,
    leave_pseudonym,
    name_strangers,
    tell_internal,
    tell_secret,
)
from resolvent.evals.lies.lies_of_outcome import leave_out, lie_about_cause, lie_about_order, lie_about_outcome
from resolvent.evals.lies.lies_of_values import (
    lie_about_moments,
    lie_about_values,
    lie_by_exchange,
    lie_by_negation,
)

LIARS: tuple[Callable[[Case, Random], Iterator[Lie]], ...] = (
    lie_about_values,
    lie_about_moments,
    lie_by_negation,
    lie_by_exchange,
    lie_about_outcome,
    lie_about_cause,
    lie_about_order,
    leave_out,
    invent,
    tell_internal,
    tell_secret,
    name_strangers,
    leave_pseudonym,
    cite_wrongly,
)
MOST = 240
"""Lies of one kind that are kept, drawn evenly from all."""


def make_lies(cases: list[Case], most: int = MOST) -> list[Lie]:
    """Each with one lie in it. Notes that are no true ones to begin with are passed over."""
    made: dict[str, list[Lie]] = {}
    for case in cases:
        if leaks_secret(case):
            continue
        for liar in LIARS:
            for lie in liar(case, Random(f"{case.name}/{liar.__name__}")):
                made.setdefault(lie.kind, []).append(lie)
    return [lie for kind in made for lie in Random(kind).sample(made[kind], min(most, len(made[kind])))]

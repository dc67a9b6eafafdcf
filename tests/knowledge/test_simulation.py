"""Whatever the cause, an engineer who answers truly is led to its fix, and sooner than by the order of the file."""

from collections.abc import Callable

import pytest

from resolvent.knowledge.diagnosis import ESCALATION_MINUTES, priors
from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.playbook import Playbook
from tests.knowledge.engineer import as_it_happens, by_diagnosis, in_file_order, repair, truly

SHIPPED = load_shipped()
EVERY_CAUSE = [
    pytest.param(playbook, cause.id, id=f"{playbook.id}: {cause.id}")
    for playbook in SHIPPED
    for cause in playbook.causes
]
RUNS = 24


@pytest.mark.parametrize(("playbook", "cause"), EVERY_CAUSE)
def test_true_answers_lead_to_the_fix(playbook: Playbook, cause: str) -> None:
    minutes, steps = repair(playbook, cause, by_diagnosis)
    assert minutes is not None, steps
    fixes = [step for step in steps if step.startswith("fix ")]
    assert len(fixes) == 1, f"wrong fixes first: {steps}"


def mean_minutes(playbook: Playbook) -> tuple[float, float]:
    """Over the causes by their priors: by diagnosis, and in file order."""
    weights = priors(playbook)
    total = sum(weights[cause.id] for cause in playbook.causes)
    means = []
    for choose in (by_diagnosis, in_file_order):
        times = [
            (weights[c.id], repair(playbook, c.id, choose, truly)[0] or ESCALATION_MINUTES) for c in playbook.causes
        ]
        means.append(sum(weight * time for weight, time in times) / total)
    return means[0], means[1]


@pytest.mark.parametrize("playbook", SHIPPED, ids=lambda playbook: playbook.id)
def test_diagnosis_repairs_sooner_than_file_order(
    playbook: Playbook, record_property: Callable[[str, object], None]
) -> None:
    ours, in_order = mean_minutes(playbook)
    record_property("mean_minutes", f"{ours:.1f} against {in_order:.1f} in file order")
    assert ours < in_order


@pytest.mark.parametrize("playbook", SHIPPED, ids=lambda playbook: playbook.id)
def test_unlikely_answers_seldom_lead_astray(playbook: Playbook) -> None:
    """Answers drawn as the playbook states them: nearly all repairs end with the right fix."""
    runs = [
        repair(playbook, cause.id, by_diagnosis, as_it_happens(seed))[0]
        for cause in playbook.causes
        for seed in range(RUNS // len(playbook.causes))
    ]
    assert sum(run is not None for run in runs) >= 0.85 * len(runs)

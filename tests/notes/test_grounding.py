"""Grounding: the composer is always grounded, planted lies are found, truths pass."""

from hypothesis import given, settings

from resolvent.notes.composer import compose
from resolvent.notes.grounding import check, check_markdown
from resolvent.notes.structure import Kind, render
from resolvent.sessions.evidence import Evidence
from tests.notes.evidence import sessions


@settings(max_examples=150, deadline=None)
@given(sessions())
def test_the_composer_is_always_grounded(given_evidence: Evidence) -> None:
    for kind in Kind:
        note = compose(given_evidence, kind)
        assert [(one.code, one.sentence, one.reason) for one in check(note, given_evidence)] == []


@settings(max_examples=150, deadline=None)
@given(sessions())
def test_the_composers_text_passes_as_an_edit(given_evidence: Evidence) -> None:
    for kind in Kind:
        found = check_markdown(render(compose(given_evidence, kind)), given_evidence, kind)
        assert [(one.code, one.sentence, one.reason) for one in found] == []

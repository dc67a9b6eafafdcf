import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvent.ticketing.errors import ValidationRejected
from resolvent.ticketing.note_text import lost_its_end, marker_of_text, require_sendable, same_text
from resolvent.ticketing.provider import NoteDraft, NoteType, Visibility

MARKER = "Ref RV-7Q4K2M7X"


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        (f"Done.\n\n{MARKER}", MARKER),
        (f"Done.\r\n\r\n  {MARKER}  \r\n\r\n", MARKER),
        (MARKER, MARKER),
        (f"> {MARKER}", None),
        (f"{MARKER}\nMore", None),
        (f"See {MARKER}", None),
        ("Ref RV-7q4k2m7x", None),
        ("", None),
    ],
)
def test_only_the_last_line_is_the_notes_own_reference(text: str, marker: str | None) -> None:
    assert marker_of_text(text) == marker


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_what_vendors_do_to_line_ends_changes_nothing(text: str) -> None:
    stored = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "  \r\n")
    assert same_text(text, f"{stored}\r\n")


@pytest.mark.parametrize(("sent", "stored"), [("a b", "ab"), ("a\nb", "a b"), ("&", "&amp;"), ("a", ""), ("a", "A")])
def test_changed_words_are_not_the_same(sent: str, stored: str) -> None:
    assert not same_text(sent, stored)


def test_a_whole_note_may_be_sent() -> None:
    draft = NoteDraft(NoteType.RESOLUTION, Visibility.CUSTOMER, f"Done.\n\n{MARKER}", MARKER)
    assert require_sendable(draft) is None  # type: ignore[func-returns-value]  # it returns, rather than raises


@pytest.mark.parametrize(
    ("text", "marker", "visibility", "field"),
    [
        (MARKER, MARKER, Visibility.CUSTOMER, "text"),
        (f" \n\t\n{MARKER}", MARKER, Visibility.CUSTOMER, "text"),
        ("Done.", MARKER, Visibility.CUSTOMER, "marker"),
        (f"Done.\n\n{MARKER}\nP.S.", MARKER, Visibility.CUSTOMER, "marker"),
        ("Done.\n\nMy own", "My own", Visibility.CUSTOMER, "marker"),
        (f"A\0B\n\n{MARKER}", MARKER, Visibility.CUSTOMER, "text"),
        (f"\udc00\n\n{MARKER}", MARKER, Visibility.CUSTOMER, "text"),
        (f"Done.\n\n{MARKER}", MARKER, Visibility.INTERNAL, "visibility"),
    ],
)
def test_what_may_not_be_sent_is_named(text: str, marker: str, visibility: Visibility, field: str) -> None:
    with pytest.raises(ValidationRejected) as refused:
        require_sendable(NoteDraft(NoteType.RESOLUTION, visibility, text, marker))
    assert field in [problem.field for problem in refused.value.fields]


@pytest.mark.parametrize(
    ("stored", "cut"),
    [
        (f"## Problem\r\n\r\nNobody can print.\r\n\r\n{MARKER}", True),
        ("## Problem\n\nNobody can print.", True),
        ("## Problem\n\nNobody can pr", True),
        ("## Problem\n\nNobody can scan.", False),
        ("## Problem", False),
        ("", False),
        (f"## Problem\n\nNobody can print.\n\n{MARKER}\n\nSent by mail", False),
    ],
)
def test_a_note_that_lost_its_end_is_known(stored: str, cut: bool) -> None:
    assert lost_its_end(f"## Problem\n\nNobody can print.\n\n{MARKER}", stored) is cut

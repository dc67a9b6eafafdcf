"""What of a session is kept for searching: masked, cut, and the cause as the note tells it."""

from resolvent.masking import MASK
from resolvent.notes.structure import CAUSE as NOTES_CAUSE
from resolvent.notes.structure import Claim, Kind, Note, Section, render
from resolvent.search.contents import CAUSE, LONGEST, MOST_FIXES, find_section, make_contents

PLAIN = {"title": "No printing", "problem": "Since Monday.", "ticket": None}


def test_the_cause_is_that_of_a_note_as_it_is_written() -> None:
    note = Note(
        Kind.RESOLUTION,
        (
            Section("Problem", (Claim("Nobody can print.", ("T",)),)),
            Section(NOTES_CAUSE, (Claim("The spooler had stopped.", ("F1",)),)),
            Section("Resolution", (Claim("It was started.", ("X1",)),)),
        ),
    )
    assert CAUSE == NOTES_CAUSE
    kept = make_contents(PLAIN, [], render(note) + "\n\nRef RV-ABCDEFGH", ())
    assert kept["cause"] == "The spooler had stopped."
    assert "Ref RV-" not in kept["note"]
    assert "It was started." in kept["note"]


def test_a_note_without_that_section_tells_no_cause() -> None:
    assert find_section("## Problem\n\nRoot cause\n\nx", CAUSE) is None
    assert find_section("## Root cause\n\n## Resolution\n\nx", CAUSE) is None
    assert find_section("### root CAUSE ###\nx\ny", CAUSE) == "x\ny"


def test_secrets_stand_in_no_column() -> None:
    known, shaped = "Herbst-2031!x", "ghp_" + "a1B2" * 9
    session = {
        "title": f"{known} is refused",
        "problem": f"I typed {known}\u200b, then {shaped}.",
        "ticket": {"summary": known, "description": known, "number": "1", "company": known, "contact": known},
    }
    fixes = [{"title": f"Set {known}", "status": "applied_success", "told": f"{shaped} was refused"}]
    kept = make_contents(session, fixes, f"## Root cause\n\n{known[:6]}\u200b{known[6:]}", [known])
    assert known not in str(kept)
    assert shaped not in str(kept)
    assert kept["cause"] == MASK
    assert kept["fixed"] == f"Set {MASK}"


def test_a_secret_across_the_cut_leaves_no_half() -> None:
    known = "Herbst-2031!x"
    problem = "a" * (LONGEST["problem"] - 6) + known
    kept = make_contents({**PLAIN, "problem": problem}, [], None, [known])
    assert "Herbst" not in kept["problem"]
    assert len(kept["problem"]) <= LONGEST["problem"]


def test_what_is_endless_is_cut_and_what_is_missing_is_none() -> None:
    fixes = [{"title": f"Fix {n}", "status": "applied_failed", "told": None} for n in range(50)]
    kept = make_contents({**PLAIN, "title": "t" * 900}, fixes, None, ())
    assert len(kept["title"]) == LONGEST["title"]
    assert [one["title"] for one in kept["fixes"]] == [f"Fix {n}" for n in range(50 - MOST_FIXES, 50)]
    assert (kept["fixed"], kept["cause"], kept["note"], kept["company"]) == (None, None, None, None)
    assert make_contents({**PLAIN, "title": "\u200b"}, [], None, ())["title"] == "Untitled"

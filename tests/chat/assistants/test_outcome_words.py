"""How a fix went, in an engineer's words."""

import pytest

from resolvent.chat.assistants.playbook_acts import read_own_fix
from resolvent.chat.assistants.playbook_intents import read_outcome, read_wish


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("budget_b sync now, but plan26.xlsx is still locked", "applied_partial"),
        ("report.xlsx opens again", "applied_success"),
        ("srv01.corp.example prints now. pc-7.corp.example still fails", "applied_partial"),
        ("It did not help.Same error", "applied_failed"),
        ("It works. But Teams is still slow.", "applied_partial"),
        ("Does plan.xlsx open again?", None),
        ("did that, still the same", "applied_failed"),
        ("did it and no change", "applied_failed"),
        ("did it help", None),
        ("killed the query, cpu still at 95 %", "applied_failed"),
        ("script ran, still access denied", "applied_failed"),
    ],
)
def test_the_dot_of_a_name_ends_no_sentence(said: str, outcome: str | None) -> None:
    assert read_outcome(said)[0] == outcome


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("Only Visio hangs, other programs print fine.", None),
        ("Everybody else can print normally", None),
        ("On another PC it works fine", None),
        ("The other printers work again", "applied_success"),
        ("It works fine for the others too", "applied_success"),
    ],
)
def test_what_works_elsewhere_is_no_success(said: str, outcome: str | None) -> None:
    assert read_outcome(said)[0] == outcome


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("Took out the spare uplink and the line passes now", "applied_success"),
        ("disabled the add-in, fast again", "applied_success"),
        ("cleared the queue, everything flows again", "applied_success"),
        ("opened the port, mails go out again", "applied_success"),
        ("the calls drop out again", None),
        ("rebooted it, not fast again", None),
        ("rebooted and it crashed again", None),
        ("it is slow again", None),
        ("the error shows now", None),
    ],
)
def test_a_cure_is_told_in_few_words(said: str, outcome: str | None) -> None:
    assert read_outcome(said)[0] == outcome


@pytest.mark.parametrize(
    ("said", "did"),
    [
        ("It works again, solved by enabling PoE on the port", "Enabling PoE on the port"),
        ("I restarted the print server and now it prints", "Restarted the print server"),
        ("Clearing the cache fixed it", "Clearing the cache"),
        ("We've just reset the switch in the rack. All good now.", "Reset the switch in the rack"),
        ("I checked the cable and it works", None),
        ("it works again", None),
        ("Took out the spare uplink and the line passes now", "Took out the spare uplink"),
        ("ok, disabled the add-in, fast again", "Disabled the add-in"),
        ("Printed pages are fine now", None),
        ("the firewall guy opened port 25 out again, mails go out again", "Opened port 25 out again"),
        ("our provider swapped the modem. it works again", "Swapped the modem"),
        ("the provider confirmed a fault on the line", None),
    ],
)
def test_what_was_done_is_read_from_words(said: str, did: str | None) -> None:
    assert read_own_fix(said) == did


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("it is not printing", "applied_failed"),
        ("they are never connected now", "applied_failed"),
        ("it is printing", "applied_success"),
        ("no more errors", "applied_success"),
    ],
)
def test_what_is_denied_is_no_success(said: str, outcome: str) -> None:
    assert read_outcome(said)[0] == outcome


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("No that is wrong, nothing changed on our side", None),
        ("that's not true, no change here", None),
        ("wrong. ran it, still not printing", "applied_failed"),
        ("nothing changed", "applied_failed"),
    ],
)
def test_who_contradicts_tells_no_outcome(said: str, outcome: str | None) -> None:
    assert read_wish(said).outcome == outcome

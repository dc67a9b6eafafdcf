"""A wish or a question is told from a fault by how it is said."""

import pytest

from resolvent.knowledge.wishes import tells_fault, wishes, without_wishes


@pytest.mark.parametrize(
    "text",
    [
        "Please install Acrobat on my PC",
        "Could someone set up a scanner for us",
        "How do I change my signature?",
        "We'd like to receive calls in Teams.",
        "What does a new one cost?",
        "Is there a way to have more than 1 TB?",
        "New starter on Monday",
        "Create a site for the project",
        "Can all old profiles be deleted from the server?",
        "The auditor needs access until Friday",
        "Just asking whether we may do this",
    ],
)
def test_a_wish_is_heard(text: str) -> None:
    assert wishes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Printer does not print, please help",
        "Can you look at my Outlook? It hangs",
        "Could someone check why the VPN drops",
        "Please unlock my account",
        "When I want to save, it says the disk is full",
        "He can’t sign in",
    ],
)
def test_a_fault_is_no_wish(text: str) -> None:
    assert not wishes(text)
    assert tells_fault(text) is ("unlock" not in text)


@pytest.mark.parametrize("text", ["The new colleague starts on Monday", "Two screens for Mr Scholz", "Excel course"])
def test_where_nothing_is_wrong_no_fault_is_told(text: str) -> None:
    assert not tells_fault(text)


def test_a_ticket_is_heard_without_its_wishes_and_without_the_manual() -> None:
    told = "Outlook asks for the password again. Please set up her new phone. This alert fires if memory is low. In case of doubt, restart."
    assert without_wishes(told).strip() == "Outlook asks for the password again."
    assert without_wishes("Please replace the disk, it has error 0x80070002") != ""

"""What others did at the ticket, and pictures: told by the assistant that can read the one and not the other."""

from dataclasses import replace
from datetime import UTC, datetime

from resolvent.chat.assistant import Attached, KnownNews, Said
from tests.chat.assistants.desk import Desk

WHEN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NOTE = KnownNews(WHEN, "Aisha Khan", "My phone had the old password", "customer note")
MOVED = KnownNews(WHEN, "Jonas Weber", "Status: New → In progress", "change")


def bring(desk: Desk, *news: KnownNews) -> None:
    desk.turn = replace(desk.turn, news=(*desk.turn.news, *news))


async def test_news_is_told_once_and_a_note_is_a_fact() -> None:
    desk = Desk("Badge reader", "It is dark.")
    await desk.say("help")
    bring(desk, NOTE, MOVED)
    answer = await desk.say("What next?")
    assert "Aisha Khan wrote on the ticket: `My phone had the old password`." in answer.text
    assert "Jonas Weber changed the ticket: `Status: New → In progress`." in answer.text
    assert answer.facts == ["Aisha Khan wrote on the ticket: My phone had the old password"]
    again = await desk.say("What next?")
    assert "Aisha Khan" not in again.text
    assert again.facts == []


async def test_a_note_that_tells_a_cure_is_told_as_one_and_records_nothing() -> None:
    desk = Desk("Nobody can print", "The print queue is stuck, nothing prints.")
    await desk.say("help")
    bring(desk, replace(NOTE, text="It works again, thank you"))
    answer = await desk.say("What next?")
    assert "record how the fix went" in answer.text
    assert answer.outcome is None


async def test_pictures_are_said_to_be_unseen() -> None:
    desk = Desk("Badge reader", "It is dark.")
    await desk.say("help")
    desk.turn = replace(
        desk.turn,
        messages=(*desk.turn.messages, Said("user", "see here", (Attached("door.png", "image/png", data=b"x"),))),
    )
    chunks = [chunk async for chunk in desk.answer()]
    assert "I cannot look at pictures. Tell me in words what `door.png` shows." in "".join(chunks)


async def test_what_was_tried_without_a_card_is_noted_as_tried() -> None:
    desk = Desk("Nobody can print", "The print queue is stuck, nothing prints.")
    await desk.say("help")
    answer = await desk.say("I swapped the cable, it did not help")
    assert answer.facts == ["Tried without success: I swapped the cable, it did not help"]
    assert answer.fix is None

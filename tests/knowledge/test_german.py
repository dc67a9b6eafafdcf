"""What German Windows prints is read like the English of it, and quoted as it was written."""

import pytest

from resolvent.knowledge.german import as_written, in_english, lines_in_english
from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.reading import Reading, read_message
from resolvent.knowledge.words import split_written

NET_USE = r"""Neue Verbindungen werden gespeichert.


Status       Lokal     Remote                    Netzwerk

-------------------------------------------------------------------------------
OK           G:        \\FS01\daten              Microsoft Windows Network
Nicht verfügbar H:     \\FS01\home               Microsoft Windows Network
Der Befehl wurde erfolgreich ausgeführt.
"""
NET_VIEW = r"""PS C:\> net view \\FS01
Systemfehler 5 aufgetreten.

Zugriff verweigert

PS C:\> Test-Path \\FS01\daten
False"""
CMDKEY = """Momentan gespeicherte Anmeldeinformationen:

    Ziel: Domain:target=FS01
    Typ: Domänenkennwort
    Benutzer: CORP\\anna
"""
PING = """Ping wird ausgeführt für 8.8.8.8 mit 32 Bytes Daten:
Antwort von 8.8.8.8: Bytes=32 Zeit=12ms TTL=117
Antwort von 8.8.8.8: Bytes=32 Zeit=14ms TTL=117

Ping-Statistik für 8.8.8.8:
    Pakete: Gesendet = 2, Empfangen = 2, Verloren = 0
    (0% Verlust),"""


def readings(playbook: str, text: str) -> dict[str, Reading]:
    book = next(one for one in load_shipped() if one.id == playbook)
    return {one.check.id: one for one in read_message(book, text).readings if one.source == "output"}


@pytest.mark.parametrize(
    ("playbook", "text", "answer", "quote"),
    [
        (
            "mapped-drive",
            NET_USE,
            "lost",
            r"Nicht verfügbar H:     \\FS01\home               Microsoft Windows Network",
        ),
        ("mapped-drive", NET_VIEW, "denied", "Systemfehler 5 aufgetreten."),
        ("mapped-drive", CMDKEY, "found", "Ziel: Domain:target=FS01"),
    ],
)
def test_a_check_reads_it_and_quotes_it_as_written(playbook: str, text: str, answer: str, quote: str) -> None:
    (found,) = readings(playbook, text).values()
    assert (found.answer.id, found.quote) == (answer, quote)


def test_a_ping_is_read_in_both_languages() -> None:
    english = lines_in_english(PING)
    assert "Reply from 8.8.8.8: bytes=32 time=12ms TTL=117" in english
    assert "(0% loss)" in english
    assert len(english.split("\n")) == len(PING.split("\n"))
    assert readings("no-internet-dns", PING).keys() == readings("no-internet-dns", english).keys() != set()


def test_english_is_left_as_it_is() -> None:
    for line in ("Status : Running", "   State                  : connected", "Status : Stopped", "Kanal", "Ja"):
        assert in_english(line) == line
    assert as_written("State : connected", "State : connected") == "State : connected"


@pytest.mark.parametrize("output", [NET_USE, NET_VIEW])
def test_what_a_console_prints_is_nobodys_words(output: str) -> None:
    assert split_written(output).sentences == ()
    assert [one.text for one in split_written(f"{output}\n\nhis own drive is fine").sentences] == [
        "his own drive is fine"
    ]


def test_the_head_of_a_narrow_table_is_nobodys_words() -> None:
    table = "DriveLetter FreeGB SizeGB\n----------- ------ ------\nC              81    127\nD               4   2000"
    assert split_written(table).sentences == ()
    assert split_written("the list follows\n-------\nD is full").sentences


def test_the_words_before_output_state_nothing_where_they_only_announce_it() -> None:
    said = "here is what it prints:\n\nName      : Spooler\nStatus    : Stopped"
    assert split_written(said).sentences == ()
    assert split_written("two things are wrong: the dock and the cable").sentences

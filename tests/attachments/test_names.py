import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvent.attachments.names import MAX_NAME, clean_name, number_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("spooler.log", "spooler.log"),
        ("  spooler \t log.txt ", "spooler log.txt"),
        ("C:\\fakepath\\spooler.log", "spooler.log"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("logs/", "text.txt"),
        ("..", "text.txt"),
        ("", "text.txt"),
        (" . ", "text.txt"),
        (".env", ".env"),
        ("a\r\nSet-Cookie: x=1\r\n.log", "a Set-Cookie: x=1 .log"),
        ("a\x00b\x1bc\x7f.log", "abc.log"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("\u2066a\u2069\u200e\ufeff.txt", "a.txt"),
        ("line\u2028two.txt", "line two.txt"),
        ("Büro „Süd“ 🖨.png", "Büro „Süd“ 🖨.png"),
        ("half \ud800.txt", "half .txt"),
        ('"; rm -rf.txt', '"; rm -rf.txt'),
        ("x" * 300 + ".log", "x" * 196 + ".log"),
        ("x" * 300, "x" * 200),
    ],
)
def test_clean_name(given_name: str, kept: str) -> None:
    assert clean_name(given_name, "text.txt") == kept


@given(st.text(st.characters()), st.integers(0, 12))
def test_any_name_becomes_a_line_of_its_own(given_name: str, taken: int) -> None:
    name = clean_name(given_name, "text.txt")
    others: set[str] = set()
    for _ in range(taken + 1):
        others.add(number_name(name, others))
    assert len(others) == taken + 1
    for one in others:
        assert 0 < len(one) <= MAX_NAME
        assert len(one.splitlines()) == 1
        assert not set("/\\\0\u202e\u2066") & set(one)
        assert one.encode()


def test_equal_names_are_numbered_before_the_ending() -> None:
    assert number_name("a.log", {"a.log"}) == "a (2).log"
    assert number_name("a.log", {"a.log", "a (2).log"}) == "a (3).log"
    assert number_name("README", {"README"}) == "README (2)"
    assert number_name(".env", {".env"}) == ".env (2)"
    long = "x" * 196 + ".log"
    assert number_name(long, {long}) == "x" * 192 + " (2).log"

"""What an answer asks for."""

import pytest

from resolvent.cases.asking import asked_part

LONG = 20_000


@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_the_code_of_a_fence_is_asked_for(fence: str) -> None:
    answer = f"Here it is:\n{fence}powershell\nGet-Service Spooler\n{fence}\nIt stopped. Is it **running**?"
    assert asked_part(answer) == "Get-Service Spooler\nIs it **running**?"


@pytest.mark.parametrize("row", ["`" * LONG, "~" * LONG, "```a " * LONG, "```\n" * LONG, "?" + "*" * LONG])
def test_rows_of_marks_are_read_in_one_pass(row: str) -> None:
    """One that is cut in every way takes hours here, and nothing else runs meanwhile."""
    assert asked_part(f"Is it on?\n{row}").count("Is it on?") == 1

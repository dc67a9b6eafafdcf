"""With a transport given, no call leaves the process, and waiting is the event loop's."""

import pytest

from resolvent.ticketing.errors import Ambiguous
from resolvent.ticketing.provider import Precondition, StatusRef
from resolvent.ticketing.providers.connectwise import ConnectWiseProvider
from tests.emulators.connectwise.running import in_process
from tests.emulators.connectwise.sample import status_id
from tests.ticketing.connectwise_desk import MARKER, internal, settings_for


async def test_a_note_and_a_status_without_a_socket() -> None:
    desk = in_process()
    provider = ConnectWiseProvider(settings_for(desk, allow_private=False), transport=desk.transport)
    note = await provider.add_note("5001", internal())
    done = StatusRef(str(status_id(21, "Completed")), "Completed", "21")
    receipt = await provider.set_status("5001", done, Precondition.of(await provider.get_ticket("5001")))
    await provider.close()
    assert receipt.claimed
    assert desk.judge.status(5001) == "Completed"
    assert [str(row["id"]) for row in desk.judge.marked(5001, MARKER)] == [note.id]


async def test_a_lost_reply_is_ambiguous_in_process_too() -> None:
    desk = in_process()
    desk.plan("committed_then_cut", "POST", r".*/notes")
    provider = ConnectWiseProvider(settings_for(desk), transport=desk.transport)
    with pytest.raises(Ambiguous):
        await provider.add_note("5001", internal())
    await provider.close()
    assert len(desk.judge.marked(5001, MARKER)) == 1

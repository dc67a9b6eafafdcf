"""All faults by name, and the calls each is made for."""

from tests.emulators.connectwise.deliveries import CALLBACK_FAULTS
from tests.emulators.connectwise.fault_kinds import At, Fault, first
from tests.emulators.connectwise.fault_notes import LIST_FAULTS, NOTE_FAULTS
from tests.emulators.connectwise.fault_replies import NOTE_REPLY_FAULTS, REPLY_FAULTS, STATUS_REPLY_FAULTS
from tests.emulators.connectwise.fault_tickets import STATUS_FAULTS, TICKET_FAULTS


def _arms(name: str) -> Fault:
    """The next callback meets the fault: the one that this call causes, if it causes any."""
    return first(lambda world, call: world.armed.append(name))


_BY_CALL: list[tuple[At, dict[str, Fault]]] = [
    (At.ANY, REPLY_FAULTS),
    (At.STATUS, STATUS_REPLY_FAULTS | STATUS_FAULTS),
    (At.NOTE, NOTE_FAULTS | NOTE_REPLY_FAULTS),
    (At.TICKET, TICKET_FAULTS),
    (At.LIST, LIST_FAULTS),
    (At.CALLBACK, {name: _arms(name) for name in CALLBACK_FAULTS}),
]
FAULTS: dict[str, Fault] = {name: fault for _, faults in _BY_CALL for name, fault in faults.items()}
MADE_FOR: dict[str, At] = {name: at for at, faults in _BY_CALL for name in faults}

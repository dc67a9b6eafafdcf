"""One door through which each call goes, in the same order: faults, keys, route, contract, record."""

import base64
import re
import secrets
from collections.abc import Callable

from tests.emulators.connectwise import callbacks, desk
from tests.emulators.connectwise.contract import Contract
from tests.emulators.connectwise.control import controlled
from tests.emulators.connectwise.courier import Courier
from tests.emulators.connectwise.deliveries import KEY_PATH
from tests.emulators.connectwise.exchange import Answer, Call, Refusal, refusal
from tests.emulators.connectwise.faults import FAULTS
from tests.emulators.connectwise.routes import Handler, route
from tests.emulators.connectwise.world import World

KEY = re.compile(KEY_PATH + r"/(\w+)")
COMPANY_INFO = re.compile(r"/login/companyinfo/([^/]+)")


class Emulator:
    """Its `world` may be replaced between runs."""

    def __init__(self, world: World, contract: Contract | None = None, courier: Courier | None = None) -> None:
        self.world, self._contract, self.courier = world, contract, courier or Courier()

    def answer(self, call: Call) -> Answer:
        """Everything that the call does is done when this returns, but for callbacks, which are under way."""
        answer = controlled(self.world, call) if call.path.startswith("/_") else self._answered(call)
        self.courier.collect(self.world)
        return answer

    def _answered(self, call: Call) -> Answer:
        world = self.world
        world.settle()
        world.base = call.base
        world.took = False
        name = world.plan.choose(call)
        try:
            act = self._act(call)
            answer = FAULTS[name](world, call, act) if name else act()
        except Refusal as refused:
            answer = refused.answer
            self._compare(call, answer)
        world.record(call, answer.status if answer.whole else None, name, world.took)
        return answer

    def _act(self, call: Call) -> Callable[[], Answer]:
        """What the call does, once it is let in. Raises Refusal."""
        if match := COMPANY_INFO.fullmatch(call.path):
            company = match[1]
            return lambda: desk.company_info(self.world, call, company)
        if (match := KEY.fullmatch(call.path)) and not self.world.switches.keys_need_auth:
            name = match[1]
            return lambda: callbacks.key(self.world, call, name)
        self._let_in(call)
        handler, found = route(call)
        self._check_type(call)
        return lambda: self._checked(call, handler, found)

    def _checked(self, call: Call, handler: Handler, found: tuple[str, ...]) -> Answer:
        """Raises Refusal."""
        strict = self._contract if self.world.switches.contract_refuses else None
        if strict and (refused := strict.refused(call.method, call.path, call.body)):
            raise refused
        before = self.world.changes
        answer = handler(self.world, call, *found)
        self.world.took |= self.world.changes != before
        if not call.query.get("fields"):
            self._compare(call, answer)
        return answer

    def _compare(self, call: Call, answer: Answer) -> None:
        """Notes where an own answer breaks the contract."""
        if self._contract is None or answer.text is not None or answer.content is not None:
            return
        for error in self._contract.answer_errors(call.method, call.path, answer.status, answer.body):
            self.world.breaches.append(f"answered {call.method} {call.path}: {error}")

    def _check_type(self, call: Call) -> None:
        """Not for documents, which are forms. Raises Refusal."""
        named = call.headers.get("content-type", "")
        if call.body is None or call.path == "/system/documents" or not self.world.switches.json_type_checked:
            return
        if named.partition(";")[0].strip() != "application/json":
            raise refusal(415, "UnsupportedMediaType", f"The media type '{named}' is not supported.")

    def _let_in(self, call: Call) -> None:
        keys = self.world.credentials
        cloud = self.world.switches.hosting == "cloud"
        if call.path.startswith("!"):
            raise Refusal(Answer(404, text="Cannot route. Codebase/company is invalid."))
        if call.path == "/system/info" and not self.world.switches.info_needs_auth:
            return
        token = base64.b64encode(f"{keys.company}+{keys.public}:{keys.private}".encode()).decode()
        given = call.headers.get("authorization", "")
        if self.world.revoked or not secrets.compare_digest(given.encode(), f"Basic {token}".encode()):
            if cloud:
                raise Refusal(Answer(404, text="Cannot route. Codebase/company is invalid."))
            raise refusal(401, "Unauthorized", "Provide valid credentials.")
        if call.headers.get("clientid") != keys.client_id:
            raise refusal(self.world.switches.missing_client_status, "InvalidClientId", "Invalid ClientID.")

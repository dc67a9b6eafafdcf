"""What no page may do: leave the origin, log an error or a warning, break the content security policy, meet a 5xx."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Request, Response

LOUD = {"error", "warning", "assert"}
TOLD_ELSEWHERE = re.compile(r"^Failed to load resource: the server responded with a status of \d+")
"""Chromium's line on each answer of 4xx or 5xx: the answer itself is judged."""
GIVEN_UP = {"net::ERR_ABORTED"}
"""What the page or a navigation cancelled itself."""
SAY_VIOLATIONS = """addEventListener('securitypolicyviolation', event =>
    console.error(`CSP: ${event.effectiveDirective} forbids ${event.blockedURI}`))"""


@dataclass
class Watch:
    """Troubles of every page in every context of a browser."""

    base_url: str
    expected: tuple[str, ...] = ()
    """Regular expressions of what a test brings about on purpose."""
    troubles: list[str] = field(default_factory=list)

    def report(self, trouble: str) -> None:
        if not any(re.search(pattern, trouble) for pattern in self.expected):
            self.troubles.append(trouble)

    def judge_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base_url}/", "data:", "blob:")):
            self.report(f"left the origin: {request.url}")

    def judge_failure(self, request: Request) -> None:
        if request.failure not in GIVEN_UP:
            self.report(f"failed: {request.failure} {request.method} {request.url}")

    def judge_response(self, response: Response) -> None:
        if response.status >= 500:
            self.report(f"answered {response.status}: {response.request.method} {response.url}")

    def judge_console(self, message: ConsoleMessage) -> None:
        if message.type in LOUD and not TOLD_ELSEWHERE.match(message.text):
            self.report(f"console {message.type}: {message.text} at {message.page.url if message.page else '?'}")

    async def follow(self, context: BrowserContext) -> BrowserContext:
        context.on("request", self.judge_request)
        context.on("requestfailed", self.judge_failure)
        context.on("response", self.judge_response)
        context.on("console", self.judge_console)
        context.on("weberror", lambda error: self.report(f"page error: {error.error}"))
        await context.add_init_script(SAY_VIOLATIONS)
        return context

    def follow_all(self, browser: Browser) -> None:
        """Contexts that tests make themselves are followed as well."""
        make = browser.new_context

        async def new_context(**options: Any) -> BrowserContext:
            return await self.follow(await make(**{"base_url": self.base_url, **options}))

        browser.new_context = new_context  # type: ignore[method-assign]  # there is no event for a new context

"""What a request needs is found on the event loop: a plain function would be sent to a thread and waited for, each time."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from resolvent.app import make_api


def calls_of(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    if dependant.call is not None:
        yield dependant.call
    for one in dependant.dependencies:
        yield from calls_of(one)


def test_no_endpoint_and_nothing_that_it_depends_on_is_run_in_a_thread() -> None:
    routes = [one.route for one in iter_route_contexts(make_api().routes) if isinstance(one.route, APIRoute)]
    calls = {call for route in routes for call in calls_of(route.dependant)}
    assert len(calls) > 150
    plain = [one for one in calls if not inspect.iscoroutinefunction(one) and not inspect.isasyncgenfunction(one)]
    assert plain == []

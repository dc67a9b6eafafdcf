"""Which addresses may be dialled: what an administrator types must not become a way into our own network.

The name is resolved and every address is judged; then that very address is dialled, so that a second answer of the
name server (rebinding) changes nothing.
"""

import asyncio
import ipaddress
import socket

import httpx2

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
CARRIER_GRADE = ipaddress.IPv4Network("100.64.0.0/10")


class AddressError(Exception):
    """A sentence for the engineer; nothing was sent."""


class NoSuchName(AddressError):
    pass


class ForbiddenAddress(AddressError):
    pass


class PinnedTransport(httpx2.AsyncBaseTransport):
    """Dials only allowed addresses; certificate and Host header stay those of the name."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, *, allow_private: bool) -> None:
        self._inner = inner
        self._allow_private = allow_private

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        name = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        addresses = await allowed_addresses(name, port, scheme=request.url.scheme, allow_private=self._allow_private)
        for position, address in enumerate(addresses, 1):
            pinned = httpx2.Request(
                request.method,
                request.url.copy_with(host=str(address)),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": name},
            )
            try:
                return await self._inner.handle_async_request(pinned)
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                if position == len(addresses):
                    raise
        raise NoSuchName(f"The name {name} has no address.")

    async def aclose(self) -> None:
        await self._inner.aclose()


async def allowed_addresses(name: str, port: int, *, scheme: str, allow_private: bool) -> list[Address]:
    """The addresses of a name, none of them forbidden. Raises NoSuchName and ForbiddenAddress."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoSuchName(f"The name {name} could not be resolved.") from error
    addresses = list(dict.fromkeys(ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))
    for address in addresses:
        if reason := refusal(address, scheme=scheme, allow_private=allow_private):
            where = name if name == str(address) else f"{name} ({address})"
            raise ForbiddenAddress(f"{where}: {reason}")
    return addresses


def refusal(address: Address, *, scheme: str, allow_private: bool) -> str | None:
    """Why this address may not be dialled; None if it may."""
    reached = embedded(address)
    never = reached.is_link_local or reached.is_multicast or reached.is_unspecified or reached.is_reserved
    if never and not reached.is_loopback:  # ::1 lies in a reserved range
        return "link-local, multicast and reserved addresses are never used."
    if is_public(reached):
        return "over the Internet only https is used." if scheme != "https" else None
    return None if allow_private else "a private address, which an administrator can allow in the settings."


def is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and address not in CARRIER_GRADE
    return address.is_global and not address.is_site_local


def embedded(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for (mapped, NAT64, 6to4, Teredo), else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address

import ipaddress

import pytest

from resolvent.addresses import ForbiddenAddress, NoSuchName, allowed_addresses, refusal

PRIVATE = ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "::1", "fd00::1", "::ffff:10.0.0.1"]
NEVER = ["169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1", "255.255.255.255", "::ffff:169.254.169.254"]
DISGUISED = ["64:ff9b::7f00:1", "2002:7f00:1::", "2002:a9fe:a9fe::", "64:ff9b::a9fe:a9fe"]
PUBLIC = ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", [*PRIVATE, *NEVER, *DISGUISED])
def test_no_inner_address_is_dialled_unless_allowed(address: str) -> None:
    assert refusal(ipaddress.ip_address(address), scheme="https", allow_private=False)


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_administrator_can_allow_a_private_address(address: str, scheme: str) -> None:
    assert refusal(ipaddress.ip_address(address), scheme=scheme, allow_private=True) is None


@pytest.mark.parametrize("address", [*NEVER, "2002:a9fe:a9fe::", "64:ff9b::a9fe:a9fe"])
def test_link_local_and_the_like_cannot_be_allowed(address: str) -> None:
    assert refusal(ipaddress.ip_address(address), scheme="https", allow_private=True)


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("allow_private", [True, False])
def test_the_internet_is_reached_over_tls_only(address: str, allow_private: bool) -> None:
    assert refusal(ipaddress.ip_address(address), scheme="https", allow_private=allow_private) is None
    assert refusal(ipaddress.ip_address(address), scheme="http", allow_private=allow_private)


@pytest.mark.parametrize("name", ["localhost", "127.1", "0x7f.1", "2130706433", "[::1]".strip("[]")])
async def test_every_way_to_write_an_inner_address_is_seen_through(name: str) -> None:
    with pytest.raises((ForbiddenAddress, NoSuchName)):
        await allowed_addresses(name, 443, scheme="https", allow_private=False)


async def test_an_overlong_name_does_not_resolve() -> None:
    with pytest.raises(NoSuchName):
        await allowed_addresses("a" * 70 + ".example", 443, scheme="https", allow_private=False)

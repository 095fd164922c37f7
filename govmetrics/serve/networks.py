"""Who sends a request: the peer, or, through proxies that were named, the address that the nearest of them saw."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from govmetrics.core.errors import Fault, Faults

Network = IPv4Network | IPv6Network
Headers = Sequence[tuple[bytes, bytes]]


def proxies_of(given: Sequence[str]) -> tuple[Network, ...]:
    """Return the networks of trusted proxies.

    Raises
    ------
    FaultyInput
        What is no address and no network, each.

    Examples
    --------
    >>> [str(network) for network in proxies_of(["10.0.0.1", "fd00::/8"])]
    ['10.0.0.1/32', 'fd00::/8']
    """
    faults, found = Faults(), []
    for one in given:
        try:
            found.append(ip_network(one.strip()))
        except ValueError:
            faults.append(Fault("--trusted-proxy", "{value!r} is no address", "give one such as 10.0.0.1 or 10.0.0.0/24",
                                value=one))  # fmt: skip
    faults.raise_all()
    return tuple(found)


def trusted(address: str, proxies: Sequence[Network]) -> bool:
    """Tell whether an address is that of a proxy that was named."""
    try:
        found = _plain(address)
    except ValueError:
        return False
    return any(found in network for network in proxies)


def sender(peer: str, headers: Headers, proxies: Sequence[Network]) -> str:
    """Return the address that a request comes from.

    ``X-Forwarded-For`` counts only from a trusted proxy, and is read from its end: the first address that is not a trusted
    proxy's is the sender. What stands before it was written by the sender, and may be anything.

    Examples
    --------
    >>> proxies = proxies_of(["10.0.0.1"])
    >>> forged = [(b"x-forwarded-for", b"1.1.1.1, 203.0.113.7")]
    >>> sender("10.0.0.1", forged, proxies), sender("198.51.100.2", forged, proxies)
    ('203.0.113.7', '198.51.100.2')
    """
    if not trusted(peer, proxies):
        return peer
    seen = [part.strip() for value in _all(headers, b"x-forwarded-for") for part in value.split(",")]
    for address in reversed(seen):
        try:
            _plain(address)
        except ValueError:
            return peer  # what follows cannot be trusted either
        if not trusted(address, proxies):
            return address
        peer = address
    return peer


def scheme(peer: str, headers: Headers, proxies: Sequence[Network], otherwise: str) -> str:
    """Return http or https, as the nearest trusted proxy says it."""
    said = _all(headers, b"x-forwarded-proto") if trusted(peer, proxies) else []
    last = said[-1].split(",")[-1].strip().lower() if said else ""
    return last if last in ("http", "https") else otherwise


def network_of(address: str) -> str:
    """Return the network whose requests are counted together: an IPv4 address, or a /64 of IPv6.

    Examples
    --------
    >>> network_of("2001:db8::1"), network_of("192.0.2.7"), network_of("testclient")
    ('2001:db8::/64', '192.0.2.7', 'testclient')
    """
    try:
        found = _plain(address)
    except ValueError:
        return address[:64]
    return str(ip_network(f"{found}/64", strict=False)) if isinstance(found, IPv6Address) else str(found)


def _plain(address: str):  # type: ignore[no-untyped-def]  # an address of either kind
    """Return an address; IPv4 in the clothes of IPv6 as what it is."""
    found = ip_address(address)
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _all(headers: Headers, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in headers if key.lower() == name]

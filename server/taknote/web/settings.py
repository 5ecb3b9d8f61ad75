"""Where the service listens and whom it lets in."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass


@dataclass(slots=True)
class Settings:
    """The service's settings. `token` is demanded of every caller where it is set."""

    host: str = "127.0.0.1"
    port: int = 8765
    token: str = ""

    @property
    def hosts(self) -> frozenset[str]:
        """The Host headers by which a browser on this machine may reach the service."""
        names = ("127.0.0.1", "localhost", "[::1]")
        return frozenset(f"{name}:{self.port}" for name in names) | (
            frozenset(names) if self.port == 80 else frozenset()
        )

    @property
    def origins(self) -> frozenset[str]:
        """The origins of the service's own pages."""
        return frozenset(f"http://{host}" for host in self.hosts)


def is_loopback(host: str) -> bool:
    """Whether an address that the service is to listen on is this machine's alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False

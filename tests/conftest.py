"""What holds for every test: no network, no trace in the home folder, the same examples each time."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ["PROJ_NETWORK"] = "OFF"

_RESOLVING = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
_SENDING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_guard = {"up": False}


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    if not _guard["up"] or not event.startswith("socket."):
        return
    carrier = arguments[0] if arguments else None
    sending = event in _SENDING and isinstance(carrier, socket.socket) and carrier.family != socket.AF_UNIX
    if sending or event in _RESOLVING:
        pytest.fail(f"A test reached for the network ({event}).")


sys.addaudithook(_refuse_network)

# Derandomised: a failure is the same failure for everybody. CONFINIA_EXPLORE=1 looks for new ones.
settings.register_profile("checks", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("explore" if os.environ.get("CONFINIA_EXPLORE") else "checks")


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Lets a test fail that resolves a name or connects anywhere but to a socket file."""
    _guard["up"] = True
    yield
    _guard["up"] = False


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Gives the test a home folder of its own, so that the settings of the person running it stay as they are."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    return home

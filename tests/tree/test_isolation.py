"""The guards around the tests do guard."""

import contextlib
import socket
import urllib.request

import pytest


def test_a_test_that_resolves_a_name_fails():
    with pytest.raises(pytest.fail.Exception, match="network"):
        socket.getaddrinfo("localhost", 80)


def test_a_test_that_connects_fails():
    with socket.socket() as carrier, pytest.raises(pytest.fail.Exception, match="network"):
        carrier.connect(("127.0.0.1", 9))


def test_a_failure_to_reach_the_network_cannot_be_swallowed():
    with pytest.raises(pytest.fail.Exception, match="network"), contextlib.suppress(Exception):
        urllib.request.urlopen("http://127.0.0.1:9/")


def test_a_socket_file_stays_allowed():
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        one.sendall(b"A and B")
        assert other.recv(7) == b"A and B"

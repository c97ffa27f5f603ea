"""Is somebody listening there already, and may we."""

import errno
import socket

from commentbox.settings import SettingsError


def check_free(host: str, port: int) -> None:
    """Say so before a second server shares the port with the first without a word."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(
            socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
        )  # a server that has just stopped is no obstacle
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingsError(_reason(host, port, error)) from error


def _reason(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is not free on {host}. Choose another one."
    if error.errno == errno.EACCES:
        return f"Port {port} needs rights this user does not have. Choose one above 1023."
    return f"This machine cannot listen on {host} ({error.strerror}). Choose an address of its own."

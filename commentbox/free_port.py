"""Is somebody listening there already."""

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
            raise SettingsError(f"Port {port} is not free on {host}. Choose another one.") from error

"""Fetches one file from the package index this machine is told to use, with the standard library alone."""

import os
import re
import ssl
import sys
import urllib.error
import urllib.request
from configparser import ConfigParser, Error
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

DEFAULT_INDEX = "https://pypi.org/simple"


class SetupError(Exception):
    """What is wrong and what the person at the keyboard can do about it."""


def say(line: str) -> None:
    print(f"[setup] {line}", file=sys.stderr, flush=True)


def address() -> str:
    """The simple index, by environment or by pip's own configuration."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(name):
            return os.environ[name]
    home = Path.home()
    places = (
        "/etc/xdg/pip/pip.conf",
        "/etc/pip.conf",
        home / ".pip/pip.conf",
        home / "Library/Application Support/pip/pip.conf",
        home / ".config/pip/pip.conf",
        os.environ.get("PIP_CONFIG_FILE", os.devnull),
    )
    configured = ConfigParser(interpolation=None)
    try:
        configured.read(places)
    except Error as error:
        say(f"pip's configuration is not readable and therefore ignored: {error}")
    return configured.get("global", "index-url", fallback=DEFAULT_INDEX)


def fetch(project: str, file: str) -> bytes:
    """The bytes of one released file. The caller compares their hash: nothing here is believed."""
    page = f"{address().rstrip('/')}/{project}/"
    parts = urlsplit(page)
    opener = _opener(parts.scheme, parts.netloc)
    page = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    try:
        with opener.open(page, timeout=120) as answer:
            listing = answer.read().decode("utf-8", "replace")
        links = re.findall(rf'href="([^"]*/{re.escape(file)}[^"]*|{re.escape(file)}[^"]*)"', listing)
        if not links:
            raise SetupError(f"the package index has no {file}; is it complete and up to date?")
        with opener.open(urljoin(page, links[0].replace("&amp;", "&")), timeout=120) as answer:
            content: bytes = answer.read()
    except (urllib.error.URLError, TimeoutError) as error:
        raise SetupError(
            f"cannot fetch {file} from the package index: {error}\n"
            "Without access to the default index, set PIP_INDEX_URL to yours. After a certificate error,"
            " install the system's certificates (Debian: apt install ca-certificates) or set SSL_CERT_FILE."
        ) from error
    return content


def _opener(scheme: str, netloc: str) -> urllib.request.OpenerDirector:
    """Knows the environment's proxies, the account in the index's address, and where certificates are."""
    account, _, host = netloc.rpartition("@")
    user, _, password = account.partition(":")
    accounts = urllib.request.HTTPPasswordMgrWithPriorAuth()
    if user:
        accounts.add_password(
            None, f"{scheme}://{host}/", unquote(user), unquote(password), is_authenticated=True
        )
    opener = urllib.request.build_opener(
        urllib.request.HTTPSHandler(context=_certificates()), urllib.request.HTTPBasicAuthHandler(accounts)
    )
    opener.addheaders = [("Accept", "text/html, */*;q=0.1"), ("User-Agent", "commentbox-setup")]
    return opener


def _certificates() -> ssl.SSLContext:
    named = os.environ.get("SSL_CERT_FILE") or os.environ.get("PIP_CERT")
    context = ssl.create_default_context(cafile=named or None)
    shared = Path(
        "/etc/ssl/cert.pem"
    )  # a Python from python.org on macOS knows no certificates, the system does
    if not named and not context.cert_store_stats()["x509_ca"] and shared.exists():
        context.load_verify_locations(cafile=shared)
    return context

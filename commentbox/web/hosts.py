"""Under which names this server answers: its public address, and while developing this machine's own."""

from flask import request

from commentbox.domain.hosts import is_loopback
from commentbox.domain.origins import Origin, parse_origin, parse_site_origin
from commentbox.web.work import settings


def own_origin() -> Origin:
    return parse_site_origin(settings().base_url)


def is_own(origin: Origin | None) -> bool:
    """Our public origin. While developing, `localhost` and `127.0.0.1` with our port are the same to us."""
    own = own_origin()
    if origin is None or origin == own:
        return origin is not None
    is_near = settings().environment == "development" and is_loopback(origin.host)
    return is_near and (origin.scheme, origin.port) == (own.scheme, own.port)


def asked() -> Origin | None:
    """The `Host` header as an origin of ours; None for what no browser would send.

    The scheme is that of our public address: TLS ends before us.
    """
    host = request.environ.get("HTTP_HOST", "")
    own = own_origin()
    usual = f":{443 if own.scheme == 'https' else 80}"
    return parse_origin(f"{own.scheme}://{host.lower().removesuffix(usual)}")

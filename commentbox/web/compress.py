"""Public answers in a quarter of the bytes, for browsers that say they can read them."""

import gzip

from flask import Response, request

_SMALLEST = 500  # below that the packing weighs more than it saves
_KINDS = ("text/", "application/json", "application/atom+xml", "image/svg+xml")


def compress(answer: Response) -> Response:
    """The same answer, packed if that is asked for and worth it; each form has an ETag of its own."""
    if answer.status_code != 200 or not (answer.mimetype or "").startswith(_KINDS):
        return answer
    answer.vary.add("Accept-Encoding")
    answer.direct_passthrough = False
    body = answer.get_data()
    if len(body) < _SMALLEST or not request.accept_encodings["gzip"]:
        return answer
    answer.set_data(gzip.compress(body, compresslevel=6, mtime=0))
    answer.headers["Content-Encoding"] = "gzip"
    etag, is_weak = answer.get_etag()
    if etag:
        answer.set_etag(f"{etag}-gzip", weak=bool(is_weak))
    return answer

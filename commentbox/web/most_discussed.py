"""What is discussed most, for a list on a front page."""

from dataclasses import asdict

from flask import Flask, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import Invalid
from commentbox.domain.ranking import Window
from commentbox.services import most_discussed as service
from commentbox.services.most_discussed import Ranking
from commentbox.web.embed import public
from commentbox.web.published import Shelf
from commentbox.web.work import reading

_KEY = "commentbox_rankings"
_MOST_BYTES = 1024 * 1024


def install(app: Flask) -> None:
    app.extensions[_KEY] = Shelf[Ranking](_MOST_BYTES)


@public.get("/embed/<site>/most-discussed")
def most_discussed(site: str) -> ResponseReturnValue:
    """The ranking is made once a minute; titles and counts are those of now."""
    window = _window_asked()
    shelf: Shelf[Ranking] = current_app.extensions[_KEY]
    with reading() as w:
        key = (site, window, w.now.replace(second=0, microsecond=0))
        ranking = shelf.get(key)
        if ranking is None:
            ranking = service.rank(w, site, window)
            shelf.put(key, ranking)
        found = service.most_discussed(w, site, ranking)
    return jsonify(window=window.value, articles=[asdict(each) for each in found])


def _window_asked() -> Window:
    try:
        return Window(request.args.get("window", Window.DAY.value))
    except ValueError:
        known = ", ".join(window.value for window in Window)
        raise Invalid("bad_window", f"Choose one of these windows: {known}.", field="window") from None

"""A comment from a listed network meets the rule by every door, wherever the request says it comes from."""

import re

from flask import Flask

from commentbox.domain.moderation.verdict import Policy
from commentbox.store.sites import SiteRow
from tests import make
from tests.conftest import BOX, WorkFactory
from tests.web import asking

PEER = "198.51.100.77"


def test_who_writes_from_there_is_told_plainly_and_keeps_the_text(app: Flask, work: WorkFactory) -> None:
    with work() as w:
        site = asking.ann(w).site
        own = make.comment(w, author=None).id
        row = w.session.get_one(SiteRow, site.id)
        row.policy = Policy(refused_senders=("198.51.100.0/24",), verified_only=False).to_dict()
    client = app.test_client()
    asking.log_in(client)
    said = {"url": make.ARTICLE, "title": "The bridge", "parent": None, "text": "A bridge is for people."}
    client.environ_base["REMOTE_ADDR"] = PEER
    answer = asking.call(client, "POST", "comments", said | {"key": "key-0001"}, origin=BOX)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "senders")
    page = asking.send_form(client, f"/c/{own}/reply", text="To the point.", key="key-0002")
    assert page.status_code == 422 and "from the network you are in" in page.text
    assert re.search(r">\s*To the point\.</textarea>", page.text)
    client.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    posted = asking.call(client, "POST", "comments", said | {"key": "key-0001"}, origin=BOX)
    assert posted.status_code == 201, posted.text
    client.environ_base["REMOTE_ADDR"] = PEER
    change = {"text": "A bridge is for trams.", "revision": 1}
    refused = asking.call(client, "PATCH", f"comments/{posted.get_json()['id']}", change, origin=BOX)
    assert refused.status_code == 422 and "from the network you are in" in refused.text

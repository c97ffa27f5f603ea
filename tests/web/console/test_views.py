"""Views of the queue by plain forms."""

from commentbox.domain.comment import Status
from tests import make
from tests.conftest import WorkFactory
from tests.web.console.factor_desk import Colleague


def test_a_view_is_kept_opened_and_deleted_without_a_script(mo: Colleague, work: WorkFactory) -> None:
    with work() as w:
        held = make.comment(w, url=f"{make.PAPER}/sport/game", status=Status.HELD).id
        make.comment(w, url=f"{make.PAPER}/news/bridge", status=Status.HELD)
    refused = mo.send("courier/views", name="Mine", section="sport")
    assert refused.status_code == 422
    assert "Write the section as its addresses begin: /sport/" in refused.text
    assert (
        'value="Mine"' in refused.text and '<details class="views" data-choice="views" open>' in refused.text
    )
    kept = mo.send("courier/views", name="Mine", section="/sport/")
    page = mo.client.get(kept.headers["Location"]).text
    assert "<h1>Mine</h1>" in page and page.count("<li data-comment=") == 1
    assert 'data-count="view-1">1</span>' in page
    # A decision leads back to the view it was made in.
    done = mo.send(f"courier/comments/{held}/decisions", action="approve", revision="1", seen="0", view="1")
    assert "view=1" in done.headers["Location"]
    pulse = mo.call("courier/desk").json
    assert pulse is not None and pulse["counts"]["view-1"] == "0"
    assert [mo.send("courier/views/1/delete").status_code for _ in range(2)] == [303, 404]
    assert 'data-count="view-1"' not in mo.client.get("/console/courier/queue").text
    assert mo.client.get("/console/courier/queue?view=1").status_code == 404

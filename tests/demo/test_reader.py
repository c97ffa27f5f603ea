"""The sample's reader finds something new at once."""

from datetime import timedelta

from commentbox.demo.reader import tell
from commentbox.domain.people import Actor, Role
from commentbox.services.notices import read_news
from commentbox.store.people import PersonRow
from tests import make
from tests.conftest import WorkFactory


def test_the_reader_is_answered_in_one_article_and_featured_in_another(work: WorkFactory) -> None:
    with work() as w:
        site = make.site(w)
        reader = w.session.get_one(PersonRow, make.member(w, "Demo Reader").id)
        lonely, root = make.comment(w), make.comment(w)
        answers = [make.comment(w, parent=root, minutes_ago=minutes) for minutes in (3000, 20, 10)]
        w.session.refresh(root)  # its replies are counted by a statement
        picked = make.comment(w, url=f"{make.PAPER}/tram")
        picked.picked_at = w.now - timedelta(hours=1)
        tell(w, reader, [root.article_id, picked.article_id])
    with work() as w:
        news = read_news(w, Actor(id=reader.id, name=reader.name, role=Role.READER), site)
        assert [(notice.comment_id, notice.is_unread) for notice in news.notices] == [
            (answers[2].id, True),
            (answers[1].id, True),
            (picked.id, True),
            (answers[0].id, False),
        ]
        assert make.row(w, lonely.id).author_id != reader.id

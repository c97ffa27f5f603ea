"""Fills the sample: a site, readers, moderators, three lively conversations, a queue with work in it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter

from sqlalchemy import select

from commentbox.demo.articles import ARTICLES, Article
from commentbox.demo.conversation import SampleComment, conversation, flags, people
from commentbox.demo.desk import fill_lanes
from commentbox.demo.left_standing import ask_for_model, let_stand
from commentbox.demo.paper import NAME
from commentbox.demo.reader import tell
from commentbox.demo.sign_ins import PASSWORD, STAFF, add_desk
from commentbox.domain.article_url import canonical
from commentbox.domain.comment import Action, FlagReason, Reason, Status
from commentbox.domain.markup import RENDERER_VERSION, to_html
from commentbox.domain.moderation.pipeline import judge
from commentbox.domain.moderation.text import text_key
from commentbox.domain.moderation.verdict import Draft, Finding, Outcome, Policy
from commentbox.domain.people import Actor, Role, name_key
from commentbox.domain.question import YES_NO
from commentbox.services.accounts import register
from commentbox.services.sites import Site, add_site
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow, article_by_url, get_or_add_article
from commentbox.store.comments import CommentRow, last_comment_id
from commentbox.store.decisions import DecisionRow
from commentbox.store.flags import FlagRow
from commentbox.store.people import PersonRow, person_by_email
from commentbox.store.questions import AnswerRow, OptionRow, QuestionRow
from commentbox.store.recount import recount
from commentbox.store.sites import site_by_key
from commentbox.store.votes import VoteRow

SITE = "lamplighter"
SEED = 1863
READERS = 700
_SHOWS_ANSWER = 0.12
READER, MODERATOR = "reader@demo.example", STAFF[0].email
POLICY = Policy(
    verified_only=False,  # the sample sends no mail
    banned_words=("muppet", "muppets"),
    suspect_words=("corrupt", "liar", "liars"),
    transparency_report=True,
    public_log=True,
    triage="shadow",
)

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class _Scene:
    """What the parts of one article's conversation share."""

    work: Work
    site: Site
    article: ArticleRow
    cast: list[PersonRow]
    decisions: list[DecisionRow]  # written at the end, in the order in which they were made


def fill(work: Work, *, paper_url: str, say: Say) -> None:
    """The whole sample in one transaction, the same for one seed and moment."""
    site = add_site(work, key=SITE, name=NAME, origins=[paper_url], policy=POLICY)
    say("  readers and moderators …")
    reader = _sign_ins(work)
    cast = _cast(work)
    decisions: list[DecisionRow] = []
    article_ids = []
    for number, article in enumerate(ARTICLES):
        say(f"  “{article.short_headline}”: {article.count:,} comments …")
        url = canonical(f"{paper_url}/{article.slug}")
        row = get_or_add_article(work.session, site.id, url, article.headline, work.now)
        scene = _Scene(work=work, site=site, article=row, cast=cast, decisions=decisions)
        _converse(scene, article, SEED + number)
        _ask(scene, article, SEED + number)
        recount(work.session, row.id)
        article_ids.append(row.id)
    if reader is not None:
        tell(work, reader, article_ids)
    work.session.add_all(sorted(decisions, key=attrgetter("created_at")))
    work.session.flush()  # colleagues read what was decided
    fill_lanes(work, site, article_ids[0], cast)
    ask_for_model(work, site.id)


def is_filled(work: Work) -> bool:
    return site_by_key(work.session, SITE) is not None


def move_to(work: Work, paper_url: str) -> None:
    """The paper now answers at another address: its articles go with it."""
    site = site_by_key(work.session, SITE)
    if site is None:
        return
    old, site.origins = site.origins[0], [paper_url]
    for article in ARTICLES:
        row = article_by_url(work.session, site.id, canonical(f"{old}/{article.slug}"))
        if row is not None:
            row.url = canonical(f"{paper_url}/{article.slug}")


def _sign_ins(work: Work) -> PersonRow | None:
    """The reader; the others are staff."""
    register(work, name="Demo Reader", email=READER, password=PASSWORD)
    add_desk(work, SITE)
    return person_by_email(work.session, READER)


def _cast(work: Work) -> list[PersonRow]:
    names = people(SEED, READERS)
    joined = [work.now - timedelta(days=30 + 3 * number % 900) for number in range(len(names))]
    cast = [
        PersonRow(name=name, name_key=name_key(name), created_at=at, verified_at=at)
        for name, at in zip(names, joined, strict=True)
    ]
    work.session.add_all(cast)
    work.session.flush()  # comments name their ids
    return cast


def _converse(scene: _Scene, article: Article, seed: int) -> None:
    session = scene.work.session
    samples = list(conversation(seed, article.slug, article.count, len(scene.cast), scene.work.now))
    first_id = last_comment_id(session) + 1
    rows: dict[int, CommentRow] = {}
    for sample in samples:
        rows[sample.number] = _row(scene, sample, rows, first_id + len(rows))
    session.add_all(rows.values())
    session.flush()  # votes, flags and decisions name their ids
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    for sample in samples:
        voters = chance.sample(scene.cast, min(sample.votes, len(scene.cast) - 1))
        for person in voters:
            if person.id != rows[sample.number].author_id:
                vote = VoteRow(
                    comment_id=rows[sample.number].id, person_id=person.id, created_at=scene.work.now
                )
                session.add(vote)
    scene.decisions.extend(
        _decision(scene.work, rows[sample.number]) for sample in samples if sample.status != "published"
    )
    _flag(scene, samples, rows, seed)
    reported = {flag.number for flag in flags(seed, samples)}
    moderator = person_by_email(session, MODERATOR)
    if moderator is not None:
        unreported = (row for number, row in rows.items() if number not in reported)
        scene.decisions.extend(let_stand(scene.work, unreported, moderator.id))
    _pick(scene, rows)
    session.flush()  # the recount reads the rows


def _ask(scene: _Scene, article: Article, seed: int) -> None:
    """The article’s last line is its question; half the cast has answered, and some show it."""
    session, chance = scene.work.session, random.Random(seed)  # noqa: S311 - a sample, not a secret
    asked = QuestionRow(article_id=scene.article.id, text=article.question, created_at=scene.work.now)
    session.add(asked)
    session.flush()  # its options name its id
    options = [OptionRow(question_id=asked.id, place=at, label=label) for at, label in enumerate(YES_NO)]
    session.add_all(options)
    session.flush()  # answers name their ids
    chosen: dict[int, OptionRow] = {}
    for person in chance.sample(scene.cast, len(scene.cast) // 2):
        chosen[person.id] = chance.choices(options, (5, 4, 1))[0]
        session.add(
            AnswerRow(
                question_id=asked.id,
                person_id=person.id,
                option_id=chosen[person.id].id,
                created_at=scene.work.now,
            )
        )
    for option in options:
        option.count = sum(found is option for found in chosen.values())
    own = select(CommentRow).where(
        CommentRow.article_id == scene.article.id, CommentRow.author_id.in_(chosen)
    )
    for comment in session.scalars(own):
        if chance.random() < _SHOWS_ANSWER:
            comment.option_id = chosen[comment.author_id].id
    scene.article.has_question = True


def _row(scene: _Scene, sample: SampleComment, rows: dict[int, CommentRow], row_id: int) -> CommentRow:
    parent = None if sample.parent is None else rows[sample.parent]
    status = Status(sample.status)
    return CommentRow(
        id=row_id,
        site_id=scene.site.id,
        article_id=scene.article.id,
        parent_id=None if parent is None else parent.id,
        root_id=None if parent is None else parent.root_id or parent.id,
        depth=0 if parent is None else parent.depth + 1,
        author_id=scene.cast[sample.author].id,
        source=sample.text,
        html=to_html(sample.text),
        renderer_version=RENDERER_VERSION,
        status=status,
        shown=False,
        count_decisions=0 if status is Status.PUBLISHED else 1,
        findings=[finding.to_dict() for finding in _findings(scene, sample)],
        text_key=text_key(sample.text),
        created_at=sample.created_at,
    )


def _findings(scene: _Scene, sample: SampleComment) -> tuple[Finding, ...]:
    """Why a held comment is held: what the judge says of it, sent by somebody new."""
    if sample.status != "held":
        return ()
    person = scene.cast[sample.author]
    author = Actor(id=person.id, name=person.name, role=Role.READER)
    found = judge(Draft(text=sample.text, policy=POLICY, author=author)).findings
    if any(finding.outcome is Outcome.HOLD for finding in found):
        return found
    return (
        *found,
        Finding(rule="newcomers", outcome=Outcome.HOLD, reason="The author’s first comment here."),
    )


def _decision(work: Work, row: CommentRow) -> DecisionRow:
    """The box held it, or a moderator removed it a while ago."""
    is_held = row.status is Status.HELD
    moderator = person_by_email(work.session, MODERATOR)
    return DecisionRow(
        site_id=row.site_id,
        comment_id=row.id,
        revision=1,
        person_id=None if is_held or moderator is None else moderator.id,
        action=Action.HOLD if is_held else Action.REMOVE,
        reason=None if is_held else Reason.ABUSE,
        note=" ".join(str(finding["reason"]) for finding in row.findings),
        status_before=Status.HELD if is_held else Status.PUBLISHED,
        status_after=row.status,
        created_at=row.created_at,
    )


def _pick(scene: _Scene, rows: dict[int, CommentRow]) -> None:
    """What an editor would show: well liked, long enough to say something, and of three people."""
    moderator = person_by_email(scene.work.session, MODERATOR)
    liked = sorted(rows.values(), key=lambda row: -row.votes)
    told = [row for row in liked if row.status is Status.PUBLISHED and 120 < len(row.source) < 400]
    found = list({row.author_id: row for row in reversed(told)}.values())[::-1]
    for number, row in enumerate(found[: 3 if moderator else 0]):
        row.picked_at, row.picked_revision = row.created_at + timedelta(minutes=30 + number), 1
        row.count_decisions += 1
        scene.decisions.append(
            DecisionRow(
                site_id=row.site_id,
                comment_id=row.id,
                revision=1,
                person_id=None if moderator is None else moderator.id,
                action=Action.PICK,
                reason=None,
                note="",
                status_before=row.status,
                status_after=row.status,
                created_at=row.picked_at,
            )
        )


def _flag(scene: _Scene, samples: list[SampleComment], rows: dict[int, CommentRow], seed: int) -> None:
    for flag in flags(seed, samples):
        row = rows[flag.number]
        person = scene.cast[flag.person % len(scene.cast)]
        if row.status is not Status.PUBLISHED or person.id == row.author_id:
            continue
        scene.work.session.add(
            FlagRow(
                comment_id=row.id,
                person_id=person.id,
                revision=1,
                reason=FlagReason(flag.reason),
                note=flag.note,
                created_at=scene.work.now,
            )
        )

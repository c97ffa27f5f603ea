"""The three articles of the sample newspaper: what its pages, its conversations and the demo agree on."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Article:
    """`age` stands in for a date: the paper is fresh on whatever day somebody starts it."""

    slug: str
    section: str
    section_id: str
    headline: str
    short_headline: str
    standfirst: str
    byline: str
    age: timedelta
    minutes: int
    question: str
    short_question: str
    art_label: str
    art_caption: str
    count: int

    @property
    def template(self) -> str:
        return f"articles/{self.slug}.html"

    @property
    def art(self) -> str:
        return f"art/{self.slug}.svg"

    def published_at(self, now: datetime) -> datetime:
        return (now - self.age).replace(second=0, microsecond=0)


EMBANKMENT = Article(
    slug="embankment-without-cars-at-weekends",
    section="City",
    section_id="city",
    headline="The Embankment could belong to walkers every weekend",
    short_headline="The Embankment could belong to walkers every weekend",
    standfirst=(
        "A mile of river, no engines from Saturday morning to Sunday night: the council votes next Thursday. "
        "The cafés are for it, Pilot Street is afraid of it, and almost nobody in Kestermouth is neutral."
    ),
    byline="Hester Vane-Larkin",
    age=timedelta(hours=31, minutes=20),
    minutes=4,
    question="Do you think the Embankment should be closed to cars at weekends?",
    short_question="Should the river be free of cars at weekends?",
    art_label="Drawing: Old Ferry Bridge at dusk, its lamps lit and mirrored in the River Kester.",
    art_caption="Old Ferry Bridge, where the closed mile would begin.",
    count=5000,
)

SCHOOLS = Article(
    slug="should-school-start-at-nine",
    section="Schools",
    section_id="schools",
    headline="One school let its pupils sleep. Now the whole city may have to decide",
    short_headline="One school let its pupils sleep. Should the others?",
    standfirst=(
        "Lessons at Heronsgate have begun at nine for two years. The pupils are more awake, the parents "
        "more tired, and thirteen other schools are waiting to be told what to do."
    ),
    byline="Tobias Marrowby",
    age=timedelta(hours=27, minutes=45),
    minutes=4,
    question="Do you think every school in Kestermouth should start at nine?",
    short_question="Should every school start at nine?",
    art_label="Drawing: a row of roofs at sunrise, with the school clock showing nine.",
    art_caption="Nine by the school clock, and broad daylight.",
    count=318,
)

NIGHT_TRAM = Article(
    slug="the-city-at-three-by-night-tram",
    section="Night",
    section_id="night",
    headline="The city at three in the morning, seen from the night tram",
    short_headline="The city at three in the morning, seen from the night tram",
    standfirst=(
        "Bakers, nurses, two accordions and a sleeping man who has missed his stop again. For eighteen "
        "months the N4 has run through the night at weekends. Should it run every night? We rode along to "
        "find out who is on it."
    ),
    byline="Nell Osterfield",
    age=timedelta(hours=44, minutes=10),
    minutes=5,
    question="Do you think the night tram should run every night, even half empty?",
    short_question="Should the night tram run every night?",
    art_label="Drawing: a lit tram alone on a wet street at night.",
    art_caption="The N4 on Tallow Hill, a few minutes past three.",
    count=112,
)

ARTICLES = (EMBANKMENT, SCHOOLS, NIGHT_TRAM)


def article_with(slug: str) -> Article | None:
    return next((article for article in ARTICLES if article.slug == slug), None)

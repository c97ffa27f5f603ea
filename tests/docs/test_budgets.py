"""The table of budgets that operators read is the one that counts."""

from datetime import timedelta
from pathlib import Path

from commentbox.domain.budgets import BUDGETS, LOCAL, RESERVES, Act, Of
from commentbox.services.reset_password import LASTS

OPERATING = Path(__file__).parents[2] / "docs" / "operating.md"
SPANS = {timedelta(days=1): "a day", timedelta(hours=1): "an hour"}


def test_every_budget_stands_in_the_table_and_no_other() -> None:
    page = OPERATING.read_text(encoding="utf-8").split("## Budgets against abuse\n")[1].split("\n## ")[0]
    assert [line for line in page.splitlines() if line.startswith("| `")] == rows()


def test_where_there_is_a_total_there_is_a_reserve_and_a_budget_for_each_network() -> None:
    for act in Act:
        of = {budget.of for budget in BUDGETS if budget.act is act}
        assert (Of.ALL in of) == (of >= RESERVES) == ({Of.NETWORK, Of.WIDE} <= of)
        assert of & LOCAL or of == {Of.ACCOUNT}


def test_the_budget_of_resets_lasts_no_longer_than_a_link() -> None:
    (budget,) = (each for each in BUDGETS if (each.act, each.of) == (Act.RESET, Of.ACCOUNT))
    assert budget.per <= LASTS


def rows() -> list[str]:
    return [f"| `{each.act}` | {each.of} | {each.count:,} | {_span(each.per)} |" for each in BUDGETS]


def _span(span: timedelta) -> str:
    return SPANS.get(span) or f"{int(span.total_seconds() // 60)} minutes"

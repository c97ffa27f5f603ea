"""How long decisions took, kept as counts in steps that can be added up over any days."""

from collections.abc import Mapping
from datetime import timedelta

from commentbox.domain.lanes import span

# The last minute of each step.
EDGES = (1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1440, 2880, 4320, 10080)
BEYOND = 0  # stands for longer than the last edge


def step_of(waited: timedelta) -> int:
    """The edge of the step a time falls into."""
    minutes = waited.total_seconds() / 60
    return next((edge for edge in EDGES if minutes <= edge), BEYOND)


def share_within(steps: Mapping[int, int], share: float) -> int | None:
    """The edge within which so large a share was decided; none where nothing was."""
    total, so_far = sum(steps.values()), 0
    for edge in (*EDGES, BEYOND):
        so_far += steps.get(edge, 0)
        if total and so_far >= share * total:
            return edge
    return None


def in_words(edge: int | None) -> str:
    if edge is None:
        return "–"
    if edge == BEYOND:
        return "more than 7 days"
    return f"within {span(timedelta(minutes=edge))}"

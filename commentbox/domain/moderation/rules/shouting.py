"""A text in capital letters is hard to read and often angry."""

from commentbox.domain.moderation.verdict import Draft, Finding, Outcome


def shouting(draft: Draft) -> Finding | None:
    capitals = sum(map(str.isupper, draft.text))
    letters = capitals + sum(map(str.islower, draft.text))  # a script without capitals cannot shout
    policy = draft.policy
    if letters < policy.shouting_min_letters or capitals < policy.shouting_ratio * letters:
        return None
    share = round(100 * capitals / letters)
    return Finding(rule="shouting", outcome=Outcome.HOLD, reason=f"{share} % of the letters are capitals.")

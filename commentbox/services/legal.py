"""A legal complaint as a card in the console shows it."""

from dataclasses import dataclass
from datetime import datetime

from commentbox.domain.complaint import Capacity, Ground
from commentbox.store.comments import CommentRow
from commentbox.store.complaints import ComplainantRow, ComplaintRow


@dataclass(frozen=True, kw_only=True)
class LegalComplaint:
    """One nobody has answered; `name` is empty where nobody gave one. Where they live stays apart."""

    number: int
    ground: str
    capacity: str
    name: str
    law: str
    passage: str
    why: str
    created_at: datetime
    is_unchecked: bool
    is_about_earlier_text: bool


def legal_complaint(row: CommentRow, complaint: ComplaintRow, who: ComplainantRow | None) -> LegalComplaint:
    return LegalComplaint(
        number=complaint.id,
        ground=Ground(complaint.ground).label,
        capacity=Capacity(complaint.capacity).label,
        name="" if who is None else who.name,
        law=complaint.law,
        passage=complaint.passage,
        why=complaint.why,
        created_at=complaint.created_at,
        is_unchecked=complaint.is_unchecked,
        is_about_earlier_text=complaint.revision < row.revision,
    )

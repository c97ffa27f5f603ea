"""Answering the editor’s question."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from commentbox.domain.budgets import Act
from commentbox.services.answer import answer
from commentbox.web import fragments
from commentbox.web.api.blueprint import api
from commentbox.web.api.shapes import body, comment_id, no_body
from commentbox.web.auth import reader_at
from commentbox.web.limits import counted


@api.put("/questions/<int:question>/answer")
def set_answer(site: str, question: int) -> ResponseReturnValue:
    return _answer(site, question, comment_id(body("option")["option"], "option"))


@api.delete("/questions/<int:question>/answer")
def take_answer_back(site: str, question: int) -> ResponseReturnValue:
    no_body()
    return _answer(site, question, None)


def _answer(site: str, question: int, option: int | None) -> ResponseReturnValue:
    actor = reader_at(site)
    with counted(actor, Act.VOTE) as w:
        answered = answer(w, actor, site, question, option)
    return jsonify(answer=answered.own, html=fragments.question(site, answered.question))

"""Every address of the console, with the guard before them."""

from collections.abc import Callable

from flask import Blueprint
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import CommentboxError
from commentbox.web.console import (
    acts,
    addresses,
    appeals,
    articles,
    care,
    choices,
    decisions,
    desk,
    factor,
    log_in,
    log_in_with_passkey,
    log_pages,
    marks,
    numbers,
    own,
    people,
    queue,
    reveal,
    rules,
    setup,
    sso,
    staff,
    triage,
    trials,
    views,
)
from commentbox.web.console.answers import refused
from commentbox.web.console.door import staff_only

View = Callable[..., ResponseReturnValue]

_ID = "int(max=999999999999999999)"  # what is larger fits no database

ROUTES: tuple[tuple[str, str, View], ...] = (
    ("GET", "/login", log_in.log_in_form),
    ("POST", "/login", log_in.log_in),
    ("POST", "/login/passkey/options", log_in_with_passkey.login_options),
    ("POST", "/login/passkey", log_in_with_passkey.log_in_with_passkey),
    ("POST", "/logout", log_in.log_out),
    ("GET", "/factor", factor.factor_form),
    ("POST", "/factor", factor.give_factor),
    ("POST", "/factor/options", factor.factor_options),
    ("GET", "/factor/setup", setup.setup_form),
    ("POST", "/factor/setup", setup.add_app),
    ("POST", "/factor/setup/options", setup.setup_options),
    ("POST", "/factor/setup/passkey", setup.add_factor_passkey),
    ("GET", "/own", own.own_factors),
    ("POST", "/own/codes", own.renew_codes),
    ("POST", "/own/app/remove", own.remove_app),
    ("POST", f"/own/passkeys/<{_ID}:passkey>/name", own.rename_factor),
    ("POST", f"/own/passkeys/<{_ID}:passkey>/remove", own.remove_factor),
    ("GET", "/own/load", care.own_load),
    ("GET", "/own/keys", choices.console_choices),
    ("POST", "/own/keys", choices.save_console_choices),
    ("GET", "/", queue.index),
    ("GET", "/<site>/queue", queue.queue),
    ("GET", "/<site>/log", log_pages.log),
    ("POST", "/<site>/log/export", log_pages.export_log),
    ("GET", "/<site>/load", care.team_load),
    ("GET", "/<site>/numbers", numbers.numbers),
    ("GET", "/<site>/numbers/<format>", numbers.numbers_file),
    ("GET", "/<site>/sso", sso.sso),
    ("POST", "/<site>/sso", sso.explain),
    ("GET", f"/<site>/comments/<{_ID}:comment>", queue.comment),
    ("POST", f"/<site>/comments/<{_ID}:comment>/decisions", decisions.decide),
    ("POST", f"/<site>/comments/<{_ID}:comment>/address", reveal.reveal_address),
    ("POST", f"/<site>/decisions/<{_ID}:decision>/undo", decisions.undo),
    ("GET", f"/<site>/appeals/<{_ID}:appeal>", appeals.appeal),
    ("POST", f"/<site>/appeals/<{_ID}:appeal>/answer", appeals.answer),
    ("POST", f"/<site>/appeals/<{_ID}:appeal>/undo", appeals.undo_answer_to),
    ("POST", "/<site>/desk", desk.sit_down),
    ("POST", "/<site>/views", views.keep_queue_view),
    ("POST", f"/<site>/views/<{_ID}:view>/delete", views.delete_queue_view),
    ("POST", "/<site>/acts", acts.begin_act),
    ("GET", f"/<site>/acts/<{_ID}:act>", acts.act),
    ("POST", f"/<site>/acts/<{_ID}:act>/undo", acts.undo_act),
    ("POST", f"/<site>/acts/<{_ID}:act>/confirm", acts.confirm_act),
    ("GET", "/<site>/articles", articles.articles),
    ("POST", "/<site>/articles/changes", articles.set_articles),
    ("POST", "/<site>/articles/changes/undo", articles.undo_articles),
    ("POST", f"/<site>/articles/<{_ID}:article>/merge", addresses.merge_article),
    ("POST", f"/<site>/articles/<{_ID}:article>/move", addresses.move_to),
    ("POST", f"/<site>/articles/<{_ID}:article>/addresses", addresses.add_address_to),
    ("POST", f"/<site>/articles/<{_ID}:article>/addresses/drop", addresses.drop_address_of),
    ("POST", "/<site>/articles", articles.begin_article),
    ("GET", f"/<site>/articles/<{_ID}:article>", articles.article),
    ("POST", f"/<site>/articles/<{_ID}:article>/question", articles.ask),
    ("POST", f"/<site>/articles/<{_ID}:article>/question/remove", articles.unask),
    ("POST", f"/<site>/articles/<{_ID}:article>/settings", articles.set_up),
    ("POST", f"/<site>/articles/<{_ID}:article>/undo", articles.undo_article),
    ("POST", f"/<site>/articles/<{_ID}:article>/open", decisions.set_article),
    ("POST", f"/<site>/articles/<{_ID}:article>/author", marks.mark_author),
    ("POST", f"/<site>/people/<{_ID}:person>/expert", marks.mark_expert),
    ("GET", "/<site>/rules", rules.rules),
    ("POST", "/<site>/rules", rules.change_rules),
    ("POST", "/<site>/rules/try", rules.try_text),
    ("POST", "/<site>/rules/trial/stop", rules.stop_watching),
    ("GET", f"/<site>/rules/trials/<{_ID}:number>", trials.trial),
    ("POST", f"/<site>/rules/trials/<{_ID}:number>", trials.apply_rules),
    ("GET", f"/<site>/rules/versions/<{_ID}:number>", rules.rules_version),
    ("POST", f"/<site>/rules/versions/<{_ID}:number>/restore", rules.restore_rules),
    ("GET", "/<site>/triage", triage.triage),
    ("POST", "/<site>/triage", triage.set_triage),
    ("POST", "/<site>/triage/model", triage.make_model),
    ("GET", f"/<site>/people/<{_ID}:person>", people.person),
    ("POST", f"/<site>/people/<{_ID}:person>/sanctions", people.impose),
    ("POST", f"/<site>/people/<{_ID}:person>/notes", people.write_note),
    ("POST", f"/<site>/sanctions/<{_ID}:sanction>/end", people.lift),
    ("GET", "/<site>/staff", staff.staff),
    ("POST", "/<site>/staff/invitations", staff.invite_staff),
    ("POST", f"/<site>/staff/invitations/<{_ID}:invitation>/withdraw", staff.withdraw_invitation),
    ("POST", f"/<site>/staff/<{_ID}:person>/role", staff.set_staff_role),
)


def _console() -> Blueprint:
    made = Blueprint("console", __name__, url_prefix="/console")
    made.before_request(staff_only)
    made.register_error_handler(CommentboxError, refused)
    for method, rule, view in ROUTES:
        made.add_url_rule(rule, view.__name__, view, methods=[method])
    return made


console = _console()

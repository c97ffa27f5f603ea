"""What each address asks of whoever comes: the whole table. What is not in it does not open.

The door of a blueprint (`guards.py`) says where a request may come from, this says what it may be for. The
use case behind it decides who the person is to that very comment or site.
"""

from collections.abc import Mapping
from enum import StrEnum

from commentbox.domain.rights import Right


class Permit(StrEnum):
    READ = "anybody may look, and nothing is changed"
    OWN = "anybody may ask for what is their own, and a stranger has nothing"
    SIGN = "anybody may try; it changes their own account or sign-in"
    MYSELF = "somebody who is signed in, about themselves alone"
    COMPLAIN = "anybody, known or not: the law wants a way to complain"
    TAKE_PART = "a reader who is signed in"
    LOG = "whoever may read this site's log, and nothing is changed"
    NUMBERS = "whoever may see this site's numbers, and nothing is changed"
    CARDS = "whoever sees this site's queue, and nothing is changed"
    DECIDE = "whoever decides about this site's comments"
    WATCH = "this site's moderators may look, and nothing is changed"
    MODERATE = "this site's moderators"
    LEAD = "this site's leads"
    OWN_FACTOR = "somebody at the console, about themselves alone"
    ADMINISTER = "this site's administrators"

    @property
    def only_reads(self) -> bool:
        return self in (Permit.READ, Permit.LOG, Permit.NUMBERS, Permit.CARDS, Permit.WATCH)

    @property
    def right(self) -> Right | None:
        return _RIGHTS.get(self)


_RIGHTS = {
    Permit.LOG: Right.LOG,
    Permit.NUMBERS: Right.NUMBERS,
    Permit.CARDS: Right.CARDS,
    Permit.DECIDE: Right.DECIDE,
    Permit.WATCH: Right.MODERATE,
    Permit.MODERATE: Right.MODERATE,
    Permit.LEAD: Right.LEAD,
    Permit.ADMINISTER: Right.ADMINISTER,
}
_TABLE = {
    Permit.READ: """
        GET health.alive
        GET health.ready
        GET assets.static_file
        GET assets.embed_script
        GET assets.counts_script
        GET public.thread
        GET public.include
        GET public.replies
        GET public.conversation
        GET public.counts
        GET public.feed
        GET public.answers_feed
        GET public.news
        GET public.comments
        GET public.search
        GET public.most_discussed
        GET public.oembed
        GET public.single
        GET public.thread_json
        GET pages.index
        GET pages.thread
        GET pages.order
        GET pages.public_report GET pages.public_report_json GET pages.public_report_csv
        GET pages.public_removals
        GET pages.search
        GET pages.paper
        GET pages.conversation
        GET pages.reply_form
        GET pages.report_form
        GET pages.complaint_form
        GET accounts.login_form
        GET accounts.register_form
        GET accounts.confirm_form
        GET accounts.forgot_form
        GET accounts.reset_form
        GET accounts.link_form
        GET sign_on.name_form
        GET accounts.email_form
        GET accounts.code_form
        GET accounts.invitation
        GET accounts.person
        GET letters.stop_form
        GET console.log_in_form
    """,
    Permit.OWN: """
        GET api.me
        POST api.votes_of_mine
        GET api.own_comment
        GET pages.own_comment
    """,
    Permit.SIGN: """
        POST api.begin_session
        DELETE api.end_session
        POST accounts.log_in
        POST accounts.go_on
        POST accounts.join
        POST accounts.log_out
        POST accounts.confirm
        POST accounts.forgot
        POST accounts.reset
        POST accounts.follow_link
        POST letters.stop
        GET sign_on.callback
        POST sign_on.begin
        POST sign_on.choose_name
        POST accounts.email_code
        POST accounts.enter_with_code
        POST accounts.passkey_options
        POST accounts.enter_with_passkey
        POST accounts.accept_invitation
        POST console.login_options
        POST console.log_in_with_passkey
        POST console.log_in
        POST console.log_out
    """,
    Permit.MYSELF: """
        GET account.profile
        POST account.set_name
        POST account.set_bio
        POST account.set_language
        GET account.comments
        GET account.conversations
        POST account.read_conversations
        POST account.new_feed
        POST account.no_feed
        GET api.notices
        GET api.people
        POST api.read_notices
        POST account.withdraw_comment
        POST account.put_comment_back
        GET account.email_form
        POST account.ask_for_another
        POST account.send_again
        GET account.password_form
        POST account.set_password
        GET account.sessions
        POST account.end_session
        POST account.end_other_sessions
        GET account.standing
        POST account.acknowledge
        POST account.appeal
        POST pages.appeal
        POST api.acknowledge
        POST pages.acknowledge
        GET account.muted
        POST account.mute_person
        POST account.unmute_person
        GET account.letters
        POST account.choose
        GET account.data
        POST account.ask
        GET account.fetch
        GET account.delete_form
        POST account.delete_account
        GET account.doors
        POST account.add_door
        POST account.remove_door
        GET account.passkeys
        POST account.passkey_options
        POST account.add_passkey
        POST account.rename_passkey
        POST account.remove_passkey
    """,
    Permit.COMPLAIN: """
        POST pages.complain_about
    """,
    Permit.TAKE_PART: """
        POST api.post
        POST api.preview
        PUT api.set_answer
        DELETE api.take_answer_back
        PATCH api.edit
        POST api.undo
        DELETE api.delete
        POST api.put_comment_back
        PUT api.set_vote
        DELETE api.take_back
        PUT api.disagree_with
        DELETE api.no_longer_disagree
        POST api.flag
        DELETE api.take_flag
        POST pages.post
        POST pages.reply
        POST pages.edit
        POST pages.undo_edit_of
        POST pages.delete
        POST pages.put_comment_back
        POST pages.vote_on
        POST pages.disagree_with
        POST pages.answer_question
        POST pages.report
        POST pages.take_report_back
    """,
    Permit.LOG: """
        GET console.log
    """,
    Permit.NUMBERS: """
        GET console.numbers GET console.numbers_file
    """,
    Permit.CARDS: """
        GET console.queue
        GET console.comment
        GET console.act
    """,
    Permit.DECIDE: """
        POST console.decide
        POST console.undo
        POST console.begin_act
        POST console.sit_down
        POST console.keep_queue_view POST console.delete_queue_view
        POST console.undo_act
    """,
    Permit.LEAD: """
        GET console.team_load
        POST console.confirm_act
        POST console.merge_article POST console.move_to
        POST console.add_address_to POST console.drop_address_of
    """,
    Permit.WATCH: """
        GET console.articles
        GET console.article
        GET console.rules
        GET console.rules_version
        GET console.person
        GET console.appeal
        GET console.trial
        GET console.triage
    """,
    Permit.MODERATE: """
        POST console.set_article
        POST console.mark_author
        POST console.begin_article
        POST console.set_articles
        POST console.undo_articles
        POST console.ask
        POST console.unask
        POST console.set_up
        POST console.undo_article
        POST console.try_text
        POST console.impose
        POST console.lift
        POST console.write_note
        POST console.answer
        POST console.undo_answer_to
    """,
    Permit.OWN_FACTOR: """
        GET console.factor_form
        POST console.give_factor
        POST console.factor_options
        GET console.setup_form
        POST console.add_app
        POST console.setup_options
        POST console.add_factor_passkey
        GET console.index
        GET console.own_factors GET console.own_load
        GET console.console_choices
        POST console.save_console_choices
        POST console.renew_codes
        POST console.remove_app
        POST console.rename_factor
        POST console.remove_factor
    """,
    Permit.ADMINISTER: """
        GET console.sso
        POST console.explain
        GET console.staff
        POST console.invite_staff
        POST console.reveal_address
        POST console.withdraw_invitation
        POST console.set_staff_role
        POST console.mark_expert
        POST console.change_rules
        POST console.restore_rules
        POST console.apply_rules
        POST console.stop_watching
        POST console.export_log
        POST console.set_triage
        POST console.make_model
    """,
}
PERMITS: Mapping[str, Permit] = {
    f"{method} {endpoint}": permit
    for permit, words in ((permit, table.split()) for permit, table in _TABLE.items())
    for method, endpoint in zip(words[::2], words[1::2], strict=True)
}


def permit_of(method: str, endpoint: str) -> Permit | None:
    return PERMITS.get(f"{'GET' if method == 'HEAD' else method} {endpoint}")

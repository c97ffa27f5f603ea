"""Claims due jobs and runs them."""

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Engine

from commentbox import mailer
from commentbox.services.acts import JOB as ACT
from commentbox.services.acts import carry_out_act
from commentbox.services.ask_classifier import JOB as CLASSIFY
from commentbox.services.ask_classifier import classify
from commentbox.services.change_email import CONFIRM_JOB as EMAIL_CONFIRM
from commentbox.services.change_email import UNDO_JOB as EMAIL_UNDO
from commentbox.services.change_email import write_confirm_letter, write_undo_letter
from commentbox.services.count_days import count_days
from commentbox.services.do_jobs import Job, fail, finish, next_job, tidy
from commentbox.services.email_codes import JOB as EMAIL_CODE
from commentbox.services.email_codes import write_code_letter
from commentbox.services.erase import JOB as ERASE
from commentbox.services.erase import carry_out
from commentbox.services.invitations import JOB as INVITATION
from commentbox.services.invitations import write_invitation
from commentbox.services.letter import Letter
from commentbox.services.my_data import JOB as DATA
from commentbox.services.my_data import Open, make_data
from commentbox.services.notice_letters import write_at_once, write_digest
from commentbox.services.notify import AT_ONCE_JOB, DIGEST_JOB
from commentbox.services.reseal import reseal
from commentbox.services.reset_password import JOB as RESET
from commentbox.services.reset_password import write_reset_letter
from commentbox.services.run_trial import run_trial
from commentbox.services.train_triage import JOB as TRIAGE
from commentbox.services.train_triage import ask_by_night, make_model
from commentbox.services.trials import JOB as TRIAL
from commentbox.services.work import Clock, Work, begin
from commentbox.settings import Settings

log = structlog.get_logger()

Handler = Callable[[Settings, Mapping[str, Any]], None]
Writer = Callable[[Work, Mapping[str, Any]], Letter | None]

PAUSE = 2.0  # seconds between two looks at an empty table
TIDY_EVERY = timedelta(hours=1)


def _mail(settings: Settings, payload: Mapping[str, Any]) -> None:
    mailer.send(
        settings,
        to=payload["to"],
        subject=payload["subject"],
        text=payload["text"],
        unsubscribe=payload.get("unsubscribe", ""),
    )


HANDLERS: Mapping[str, Handler] = {"mail": _mail}
SECRET_LETTERS: Mapping[str, Writer] = {
    RESET: write_reset_letter,
    EMAIL_CONFIRM: write_confirm_letter,
    EMAIL_UNDO: write_undo_letter,
    EMAIL_CODE: write_code_letter,
    INVITATION: write_invitation,
}
# What takes more than one transaction opens each itself.
LONG_JOBS: Mapping[str, Callable[[Open, Mapping[str, Any]], object]] = {
    DATA: make_data,
    TRIAGE: make_model,
    CLASSIFY: classify,
    ERASE: carry_out,
    ACT: carry_out_act,
    AT_ONCE_JOB: write_at_once,
    DIGEST_JOB: write_digest,
    TRIAL: run_trial,
}


class Worker:
    """Runs jobs one after the other until it is told to stop."""

    def __init__(
        self, engine: Engine, settings: Settings, clock: Clock, handlers: Mapping[str, Handler] = HANDLERS
    ):
        self._engine, self._settings, self._clock, self._handlers = engine, settings, clock, handlers
        self._stopping = threading.Event()
        self._tidied_at = clock() - TIDY_EVERY
        self._has_days_to_count = False

    def start(self) -> threading.Thread:
        """Run beside the web server, in a thread that ends with the process."""
        thread = threading.Thread(target=self.run, name="commentbox-worker", daemon=True)
        thread.start()
        return thread

    def run(self) -> None:
        while not self._stopping.is_set():
            if not self._try_once(self._next):
                self._try_once(self._count_some_days)
                self._stopping.wait(PAUSE)

    def stop(self) -> None:
        self._stopping.set()

    def run_due(self) -> int:
        """Do everything that is due now; how many jobs that was."""
        count = 0
        while self.run_one():
            count += 1
        return count

    def run_one(self) -> bool:
        """Do one job if one is due. Its handler runs in no transaction: a slow mail server locks nothing."""
        with begin(self._engine, self._settings, self._clock()) as work:
            job = next_job(work)
        if job is None:
            return False
        error = self._carry_out(job)
        with begin(self._engine, self._settings, self._clock()) as work:
            if error is None:
                finish(work, job)
            elif fail(work, job, error):
                log.error("job_parked", job_id=job.id, kind=job.kind)
        return True

    def _carry_out(self, job: Job) -> str | None:
        try:
            if job.kind in LONG_JOBS:
                LONG_JOBS[job.kind](self._open, job.payload)
            elif job.kind in SECRET_LETTERS:
                self._send_secret(SECRET_LETTERS[job.kind], job.payload)
            else:
                self._handlers[job.kind](self._settings, job.payload)
        except Exception as error:  # the door: one bad job must not stop the others
            log.warning("job_failed", job_id=job.id, kind=job.kind, error=type(error).__name__)
            return f"{type(error).__name__}: {error}"
        return None

    def _open(self, writing: bool) -> AbstractContextManager[Work]:
        return begin(self._engine, self._settings, self._clock(), writing=writing)

    def _send_secret(self, write: Writer, wish: Mapping[str, Any]) -> None:
        """Written and sent at once: this letter carries a secret that must not wait in the outbox."""
        with begin(self._engine, self._settings, self._clock()) as work:
            letter = write(work, wish)
        if letter is not None:
            self._handlers["mail"](self._settings, letter)

    def _try_once(self, step: Callable[[], bool]) -> bool:
        try:
            return step()
        except Exception as error:  # the door: a database that is away comes back
            log.warning("worker_waits", error=type(error).__name__)
            return False

    def _next(self) -> bool:
        self._tidy_if_due()
        return self.run_one()

    def _count_some_days(self) -> bool:
        """When nothing else is to be done, a few at a time until none is left."""
        self._has_days_to_count = self._has_days_to_count and count_days(self._open) > 0
        return self._has_days_to_count

    def _tidy_if_due(self) -> None:
        now = self._clock()
        if now - self._tidied_at >= TIDY_EVERY:
            self._tidied_at = now
            with begin(self._engine, self._settings, now) as work:
                tidy(work)
                ask_by_night(work)
            with begin(self._engine, self._settings, now) as work:
                reseal(work)
            self._has_days_to_count = True

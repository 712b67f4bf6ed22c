"""The publisher that stays: schools are published as their outbox fills, and the calendar is followed.

Several workers share the schools, in one process each, on one machine or several. They agree through the database and
the locks of `publicsite.alone` only: any of them may die, and another takes its school over.
"""

import logging
import os
import signal
import sys
import time
from contextlib import suppress
from datetime import timedelta
from typing import NoReturn

from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection, transaction

from cms.agenda.services import follow_the_day
from cms.articles.services import put_online_what_is_due
from cms.consents.services import follow_the_calendar
from cms.core import clock
from cms.operations.supervisor import Child, Supervisor
from cms.publishing.selectors import waiting_requests
from cms.publishing.services import fail_release
from cms.publishing.waiting import Waiting, asked_since, failing, outbox, search_alone
from cms.releases.notices import tell_what_fails
from cms.schools.models import School
from publicsite.alone import only_one_with_the_calendar
from publicsite.publisher import NothingWaits, PublicationFailed, publish
from publicsite.releases import AlreadyPublishing
from publicsite.renderer import Renderer

logger = logging.getLogger("preau.publish")
POLL_SECONDS = 0.02  # 20 ms, and some for the question and the clock of the system: under 30 in all
BUSY_SECONDS = 0.1  # before a school that somebody else publishes is tried again
QUIET = timedelta(seconds=15)  # before the index of a large school's search, which others' changes would wait for
SCHEDULE_SECONDS = 30
GONE_SECONDS = 5
LONG_SECONDS = 60  # for a publication that fails: perhaps it hangs


def run_workers(count: int) -> int:
    """Keep so many workers running, each in its own process, until asked to stop; the exit code.

    The first one leaves to the others schools that were long to fail: those that hang never hold everybody up.
    """
    command = [sys.executable, "-m", "cms", "publish", "--watch"]
    children = [
        Child(f"Le publieur {number}", [*command, "--quick-only"] if number == 1 else command)
        for number in range(1, count + 1)
    ]
    return Supervisor(children).run()


class Watch:
    """One worker. Runs until it is told to stop, or whoever started it is gone.

    The school that has waited longest comes first. One that fails is tried again after a delay that doubles, read from
    the record of its releases: a restart forgets nothing, and workers agree.
    """

    def __init__(self, *, quick_only: bool = False) -> None:
        self.quick_only = quick_only
        self.put_off: dict[int, tuple[int, float]] = {}  # school → its newest row then, and until when
        self.schedule_due = 0.0
        self.parent = os.getppid()
        self.renderer = Renderer(standby=True)

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _stop)
        while os.getppid() == self.parent:
            try:
                if not self._turn():
                    time.sleep(POLL_SECONDS)
            except (DatabaseError, OSError):
                logger.exception("La base ou le disque ne répond pas ; nouvel essai dans %d secondes.", GONE_SECONDS)
                connection.close()
                time.sleep(GONE_SECONDS)

    def _turn(self) -> bool:
        """Publish the one school that has waited longest among those that may be tried; whether there was one."""
        published = any(self._may_try(waiting) and self._publish(waiting) for waiting in outbox())
        if time.monotonic() >= self.schedule_due:
            self.schedule_due = time.monotonic() + SCHEDULE_SECONDS
            self._follow_the_calendar()
        return published

    def _follow_the_calendar(self) -> None:
        close_old_connections()  # not at each turn: opening one costs more than the question asked of it
        with only_one_with_the_calendar() as ours:
            if not ours:
                return
            put_online_what_is_due()
            with transaction.atomic():  # what expires leaves with its outbox row, or stays
                call_command("publish_scheduled", verbosity=0)
                follow_the_calendar()  # an agreement that ends today takes its pictures off the site
                follow_the_day()

    def _may_try(self, waiting: Waiting) -> bool:
        """Whether it is time. What was put off is asked again at its time, or when something new has come."""
        newest, until = self.put_off.get(waiting.school_id, (0, 0.0))
        if newest == waiting.newest and time.monotonic() < until:
            return False
        asked = search_alone(waiting.school_id)
        if asked and clock.now() < asked + QUIET:
            self._put_off(waiting, (asked + QUIET - clock.now()).total_seconds())
            return False
        fault = failing(waiting.school_id)
        if fault is None:
            return True
        wait = (fault.next_try - clock.now()).total_seconds()
        if self.quick_only and fault.last.seconds > LONG_SECONDS:
            self._put_off(waiting, GONE_SECONDS)
        elif wait > 0 and not asked_since(waiting.school_id, fault.last.ended_at):
            self._put_off(waiting, wait)
        else:
            return True
        return False

    def _put_off(self, waiting: Waiting, seconds: float) -> None:
        self.put_off[waiting.school_id] = (waiting.newest, time.monotonic() + seconds)

    def _publish(self, waiting: Waiting) -> bool:
        """Whether the turn was used: not when somebody else is at it, or was a moment ago."""
        school = School.objects.select_related("site__root_page", "collection").get(pk=waiting.school_id)
        try:
            record = publish(school, renderer=self.renderer, only_if_waiting=True).record
            logger.info("%s : publication %s en service en %.2f s.", school.slug, record.number, record.seconds)
        except NothingWaits:
            return False
        except AlreadyPublishing:
            self._put_off(waiting, BUSY_SECONDS)
            return False
        except PublicationFailed as error:
            self._tell_failure(school, str(error))
        except (OperationalError, InterfaceError):
            raise  # the database, not this school
        except Exception as error:
            logger.exception("%s : la publication s’est arrêtée sur une faute du programme.", school.slug)
            message = f"Une faute du programme a arrêté la publication ({type(error).__name__} : {error})."
            fail_release(school=school, requests=waiting_requests(school), seconds=0, message=message)
            self._tell_failure(school, message)
        self.put_off.pop(school.pk, None)
        tell_what_fails(school)
        return True

    def _tell_failure(self, school: School, message: str) -> None:
        fault = failing(school.pk)
        wait = (fault.next_try - clock.now()).total_seconds() if fault else 0
        logger.error("%s : %s Nouvel essai dans %.0f s.", school.slug, message, max(wait, 0))


def _stop(number: int, frame: object) -> NoReturn:
    """At once: what was being built is left aside, its requests stay in the outbox, the site keeps its release."""
    for again in (signal.SIGINT, signal.SIGTERM):
        with suppress(ValueError):
            signal.signal(again, signal.SIG_IGN)
    logger.info("Arrêt demandé : le publieur s’arrête.")
    raise SystemExit(0)

"""An article's life in words: badges of lists, refusals, who did what and when."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.articles.enums import Outcome, Proposal, State
from cms.articles.rules import Facts, state_of
from cms.core.words import moment

NEWER = {
    Proposal.WAITING: gettext_lazy("online, new version submitted"),
    Proposal.REFUSED: gettext_lazy("online, new version refused"),
}
DECIDED = {
    Outcome.ACCEPTED: gettext_lazy("%(who)s put it online on %(when)s."),
    Outcome.REFUSED: gettext_lazy("%(who)s refused it on %(when)s."),
    Outcome.WITHDRAWN: gettext_lazy("%(who)s withdrew the request on %(when)s."),
}


def in_words(facts: Facts) -> str:
    state = state_of(facts)
    if state == State.ONLINE:
        if facts.proposal:
            return str(NEWER[facts.proposal])
        if facts.scheduled:
            return _("online, new version scheduled")
        if facts.changed:
            return _("online, with changes not submitted")
    return str(state.label)


def name_of(user: Any) -> str:
    """As colleagues say it; those whose account is gone stay unnamed."""
    return str(user.get_full_name() or user.get_username()) if user else _("somebody whose account is gone")


def decision(submission: Any) -> str:
    """Who decided what, and when: what the second to decide is told."""
    said = DECIDED[Outcome(submission.outcome)]
    return str(said) % {"who": name_of(submission.decided_by), "when": moment(submission.decided_at)}

"""The life of an article as tables and pure functions (ART-02): its states, and who may take it from one to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from cms.articles.enums import Proposal, State
from cms.rubrics.rules import Right


class Facts(NamedTuple):
    """All that decides of an article's state. An online one may have a newer version, which waits or was refused."""

    archived: bool
    live: bool
    scheduled: bool
    was_online: bool
    changed: bool  # its latest version is not the one that readers see
    proposal: Proposal
    model: bool = False


def state_of(facts: Facts) -> State:
    if facts.archived:
        return State.ARCHIVED
    if facts.model:
        return State.MODEL
    if facts.live:
        return State.ONLINE
    if facts.scheduled:
        return State.SCHEDULED
    if facts.proposal:
        return State.SUBMITTED if facts.proposal == Proposal.WAITING else State.REFUSED
    return State.OFFLINE if facts.was_online else State.DRAFT


class Verb(StrEnum):
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    PUT_ONLINE = "put online"
    REFUSE = "refuse"
    TAKE_OFFLINE = "take offline"
    ARCHIVE = "archive"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states, with which right on one's own article and on anyone's; None: nobody by that title.

    `waits`: whether a submission must be waiting, must not, or does not matter.
    `writes`: what somebody else locked is left alone.
    """

    starts: frozenset[State]
    own: Right | None
    anyones: Right | None
    waits: bool | None = None
    writes: bool = False


NOT_YET = frozenset({State.DRAFT, State.SUBMITTED, State.REFUSED, State.OFFLINE})
KEPT = NOT_YET | {State.SCHEDULED, State.ONLINE}

TRANSITIONS: Mapping[Verb, Transition] = {
    Verb.SUBMIT: Transition(NOT_YET | {State.ONLINE}, Right.PROPOSE, Right.VALIDATE, waits=False, writes=True),
    # Nobody else's: a moderator who does not want it says why.
    Verb.WITHDRAW: Transition(KEPT, Right.PROPOSE, None, waits=True),
    Verb.PUT_ONLINE: Transition(NOT_YET | {State.ONLINE}, Right.PUBLISH_OWN, Right.PUBLISH_ANY, writes=True),
    Verb.REFUSE: Transition(KEPT, None, Right.VALIDATE, waits=True),
    Verb.TAKE_OFFLINE: Transition(frozenset({State.ONLINE}), Right.PUBLISH_OWN, Right.PUBLISH_ANY, writes=True),
    # It takes away from readers what a deletion would: the same right.
    Verb.ARCHIVE: Transition(KEPT | {State.MODEL}, Right.DELETE_OWN, Right.DELETE_ANY),
    Verb.RESTORE: Transition(frozenset({State.ARCHIVED}), Right.DELETE_OWN, Right.DELETE_ANY),
}


class Obstacle(StrEnum):
    """Why a verb that somebody has the right to does nothing to this article now."""

    ARCHIVED = "archived"
    MODEL = "model"
    NOT_ARCHIVED = "not archived"
    SCHEDULED = "scheduled"
    WAITING = "waiting already"
    NOT_WAITING = "nothing waits"
    NOTHING_NEW = "nothing new"
    NOT_ONLINE = "not online"


def obstacle(verb: Verb, facts: Facts) -> Obstacle | None:
    transition, state = TRANSITIONS[verb], state_of(facts)
    waiting = facts.proposal == Proposal.WAITING
    if state not in transition.starts:
        if state == State.ARCHIVED:
            return Obstacle.ARCHIVED
        if verb == Verb.RESTORE:
            return Obstacle.NOT_ARCHIVED
        if state == State.MODEL:
            return Obstacle.MODEL
        return Obstacle.NOT_ONLINE if verb == Verb.TAKE_OFFLINE else Obstacle.SCHEDULED
    if transition.waits is not None and transition.waits != waiting:
        return Obstacle.WAITING if waiting else Obstacle.NOT_WAITING
    if verb == Verb.SUBMIT and facts.live and not facts.changed:
        return Obstacle.NOTHING_NEW
    return None

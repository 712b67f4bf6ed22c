"""ADM-04: each line of the list, from facts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cms.newyear.rules import Check, Facts, Head, Named, Place, Publication, Reason, State, checklist

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
CDI = Named("CDI", 7)
IN_ORDER = Facts(
    now=NOW,
    today=date(2026, 9, 1),
    heads=[Head("Hélène Marchetti", has_account=True)],
    headless=[],
    classes=16,
    without_rubric=[],
    out_from=None,
    out_until=None,
    gone_guests=[],
    places=[Place(CDI, deciders=2, besides_heads=1)],
    stale=[],
    empty=[],
    homepage="Accueil",
    missing_contacts=[],
    director="Hélène Marchetti",
    director_is_head=True,
    publication=Publication(since=NOW - timedelta(hours=3)),
)

CASES: list[tuple[Check, dict[str, Any], State, Reason]] = [
    (Check.HEADS, {"heads": []}, State.TO_DO, Reason.NO_HEAD),
    (Check.HEADS, {"headless": [CDI]}, State.TO_DO, Reason.HEADS_NOT_MANAGERS),
    (Check.HEADS, {"heads": [Head("A", has_account=False)]}, State.TO_DO, Reason.HEADS_WITHOUT_ACCOUNT),
    (Check.HEADS, {"heads": [Head("A", has_account=False), Head("B", has_account=True)]}, State.DONE, Reason.HEADS_SET),
    (Check.CLASSES, {"classes": 0}, State.TO_DO, Reason.NO_CLASS),
    (Check.CLASSES, {"without_rubric": [Named("6eB")]}, State.TO_DO, Reason.CLASSES_WITHOUT_RUBRIC),
    (Check.FAMILIES, {"out_from": date(2026, 7, 6), "out_until": date(2026, 9, 1)}, State.TO_SEE, Reason.FAMILIES_OUT),
    (Check.FAMILIES, {"out_from": date(2026, 7, 6), "out_until": date(2026, 8, 31)}, State.DONE, Reason.FAMILIES_IN),
    (
        Check.FAMILIES,
        {"out_from": date(2026, 9, 2), "out_until": date(2026, 9, 9)},
        State.DONE,
        Reason.FAMILIES_OUT_SOON,
    ),
    (Check.FAMILIES, {"out_from": date(2026, 7, 6)}, State.DONE, Reason.FAMILIES_IN),
    (Check.GUESTS, {"gone_guests": [Named("Bastien")]}, State.TO_DO, Reason.GUESTS_TO_REMOVE),
    (Check.DECIDERS, {"places": [Place(CDI, 0, 0)]}, State.TO_DO, Reason.NOBODY_DECIDES),
    (Check.DECIDERS, {"places": [Place(CDI, 2, 0)]}, State.TO_SEE, Reason.HEADS_DECIDE_ALONE),
    (Check.DECIDERS, {"places": []}, State.DONE, Reason.DECIDERS_NAMED),
    (Check.STALE, {"stale": [CDI]}, State.TO_SEE, Reason.RUBRICS_STALE),
    (Check.EMPTY, {"empty": [CDI]}, State.TO_SEE, Reason.RUBRICS_EMPTY),
    (Check.HOMEPAGE, {"homepage": ""}, State.TO_DO, Reason.NO_HOMEPAGE),
    (Check.CONTACTS, {"missing_contacts": [Named("téléphone")]}, State.TO_DO, Reason.CONTACTS_MISSING),
    (Check.DIRECTOR, {"director": ""}, State.TO_DO, Reason.NO_DIRECTOR),
    (Check.DIRECTOR, {"director_is_head": False}, State.TO_SEE, Reason.DIRECTOR_IS_NO_HEAD),
    # Nobody to compare with: the line of heads says what is missing.
    (Check.DIRECTOR, {"director_is_head": False, "heads": []}, State.DONE, Reason.DIRECTOR_NAMED),
    (Check.PUBLICATION, {"publication": Publication(None)}, State.TO_DO, Reason.NEVER_PUBLISHED),
    (Check.PUBLICATION, {"publication": Publication(NOW, failing=True)}, State.TO_DO, Reason.PUBLICATIONS_FAIL),
    (
        Check.PUBLICATION,
        {"publication": Publication(NOW, waiting_since=NOW - timedelta(minutes=61))},
        State.TO_DO,
        Reason.PUBLICATIONS_ASLEEP,
    ),
    (
        Check.PUBLICATION,
        {"publication": Publication(NOW, waiting_since=NOW - timedelta(minutes=5))},
        State.DONE,
        Reason.PUBLISHED,
    ),
    (Check.PUBLICATION, {"publication": Publication(NOW, put_back=True)}, State.TO_SEE, Reason.EARLIER_PUBLICATION),
]


def test_adm_04_a_school_in_order_has_every_line_in_order() -> None:
    findings = checklist(IN_ORDER)
    assert [finding.check for finding in findings] == list(Check)
    assert {finding.state for finding in findings} == {State.DONE}


@pytest.mark.parametrize(("check", "facts", "state", "reason"), CASES, ids=lambda one: str(one)[:40])
def test_adm_04_each_fact_shows_on_its_line(check: Check, facts: dict[str, Any], state: State, reason: Reason) -> None:
    found = {finding.check: finding for finding in checklist(replace(IN_ORDER, **facts))}
    assert (found[check].state, found[check].reason) == (state, reason)


def test_adm_04_where_nobody_decides_comes_before_where_the_head_decides_alone() -> None:
    facts = replace(IN_ORDER, places=[Place(CDI, 1, 0), Place(Named("Blog", 8), 0, 0)])
    found = {finding.check: finding for finding in checklist(facts)}
    assert [named.title for named in found[Check.DECIDERS].named] == ["Blog"]

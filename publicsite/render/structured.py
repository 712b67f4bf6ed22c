"""What a page says to search engines and to other sites: its JSON-LD, and the picture it is shared with.

Nothing is invented: what the school has not told is not there. Without a public address, the addresses of JSON-LD are
relative to the page, as the format allows, and Open Graph, which wants full ones, has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from publicsite.render.addresses import DIRECT_PAGES
from publicsite.render.agenda import Event
from publicsite.render.events import BodyEvent, events_in
from publicsite.render.pictures import Picture
from publicsite.render.rubrics import Article, Rubric
from publicsite.render.site import Site

Data = dict[str, Any]
HOME = "Accueil"
LISTS = {"tags/": "Mots-clés", "archives/": "Archives"}  # the pages above those of a tag or of a month
LONGEST_HEADLINE = 110
# "<" would end the element that holds it, the two separators end a line for old readers of JavaScript.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


class Head:
    """Made for one build; templates call its methods."""

    def __init__(self, site: Site, site_url: str) -> None:
        self._site = site
        self._site_url = site_url
        self._school = site.school

    def picture(self, article: Article | None, rubric: Rubric | None, homepage: Any = None) -> Picture | None:
        """The page's own picture, as other sites show it."""
        shown = article or rubric
        return self._site.pictures.get(shown.doc.illustration if shown else _first_image(homepage), "share")

    def structured(
        self,
        address: str,
        title: str,
        article: Article | None,
        rubric: Rubric | None,
        meeting: Event | None,
        today: date,
    ) -> Markup:
        """The graph of one page for its `<script>`, or nothing; `title` is the page's, with the school's name."""
        things: list[Data | None] = []
        if not address:
            things.append(self._whole_school())
        if article:
            things += [self._article(article), *(self._event(event) for event in events_in(article.doc.body))]
        if meeting:
            things.append(self._meeting(meeting, today))
        things.append(self._trail(address, title, article, rubric, meeting))
        told = [thing for thing in things if thing]
        return script_json({"@context": "https://schema.org", "@graph": told}) if told else Markup()

    def _whole_school(self) -> Data:
        school = self._school
        logo = self._site.pictures.get(school.logo, "logo")
        place = _told(streetAddress=school.address, postalCode=school.postcode, addressLocality=school.town)
        known = school.latitude is not None and school.longitude is not None
        return self._named_school() | _told(
            slogan=school.motto,
            telephone=school.phone,
            email=school.email,
            logo=self._full(logo.largest.url) if logo else "",
            address={"@type": "PostalAddress", **place} if place else None,
            geo={"@type": "GeoCoordinates", "latitude": school.latitude, "longitude": school.longitude}
            if known
            else None,
        )

    def _named_school(self) -> Data:
        return {"@type": "School", "name": self._school.name, "url": self._full("/")}

    def _article(self, article: Article) -> Data:
        picture = self._site.pictures.get(article.doc.illustration, "share")
        return {
            "@type": "NewsArticle",
            "headline": _shortened(article.doc.title),
            "url": self._full(f"/{article.url}"),
            "inLanguage": "fr",
            "isAccessibleForFree": True,
            "datePublished": article.date.isoformat(),
            "publisher": self._named_school(),
        } | _told(
            dateModified=article.updated.isoformat() if article.updated else "",
            description=article.teaser,
            image=[self._full(picture.largest.url)] if picture else None,
            articleSection=article.rubric.title if article.rubric else "",
            keywords=list(article.doc.tags),
            # A signature may be a person's, a club's or a class's: which one is not told.
            author={"name": article.doc.author} if article.doc.author else self._named_school(),
        )

    def _event(self, event: BodyEvent) -> Data:
        return {"@type": "Event", "startDate": self._moment(event.start), "organizer": self._named_school()} | _told(
            name=event.title,
            endDate=self._moment(event.end),
            location={"@type": "Place", "name": event.place} if event.place else None,
        )

    def _meeting(self, meeting: Event, today: date) -> Data:
        """An event of an agenda; of one that repeats, the time that comes next."""
        time, doc = meeting.next(today), meeting.doc
        status = "EventCancelled" if doc.cancelled else "EventScheduled"
        own = {"name": doc.title, "url": self._full(meeting.url), "eventStatus": f"https://schema.org/{status}"}
        picture = self._site.pictures.get(doc.illustration, "share")
        return {
            "@type": "Event",
            "startDate": self._moment(time.first.isoformat()),
            "organizer": self._named_school(),
        } | _told(
            **own,
            endDate=self._moment(time.last.isoformat()) if time.last else "",
            description=meeting.teaser,
            image=[self._full(picture.largest.url)] if picture else None,
            location={"@type": "Place", "name": doc.place} if doc.place else None,
        )

    def _moment(self, written: str) -> str:
        """A day as it is; an hour with the offset that the school's clock has then."""
        if len(written) <= len("2026-03-14"):
            return date.fromisoformat(written).isoformat() if written else ""
        return datetime.fromisoformat(written).replace(tzinfo=self._site.timezone).isoformat()

    def _trail(
        self, address: str, title: str, article: Article | None, rubric: Rubric | None, meeting: Event | None
    ) -> Data | None:
        if not address or address.startswith("404"):
            return None
        steps = [(HOME, "/"), *self._steps(address, title, article, rubric, meeting)]
        items = [
            {"@type": "ListItem", "position": position, "name": name, "item": self._full(url)}
            for position, (name, url) in enumerate(steps, start=1)
        ]
        return {"@type": "BreadcrumbList", "itemListElement": items}

    def _steps(
        self, address: str, title: str, article: Article | None, rubric: Rubric | None, meeting: Event | None
    ) -> Iterable[tuple[str, str]]:
        above = article.rubric if article else meeting.rubric if meeting else rubric
        steps = [(step.title, step.url) for step in above.trail] if above else []
        if meeting:
            return [*steps, ("Agenda", f"{meeting.rubric.url}agenda/"), (meeting.title, meeting.url)]
        if article:
            return [*steps, (article.doc.title, f"/{article.url}")]
        return steps or [*_lists_above(address), (title.removesuffix(f" – {self._school.name}"), f"/{address}")]

    def _full(self, address: str) -> str:
        return self._site_url + address


def script_json(value: Data) -> Markup:
    """JSON that may stand in a `<script>`, whatever text it holds."""
    return Markup(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))  # noqa: S704


def _lists_above(address: str) -> Iterator[tuple[str, str]]:
    for url, name in LISTS.items():
        if address.startswith(url) and address not in DIRECT_PAGES.values():
            yield name, f"/{url}"


def _first_image(homepage: Any) -> str | None:
    """Of the homepage in service, the image of its first wide tile that shows."""
    tiles = homepage.doc.tiles if homepage and homepage.doc else ()
    shown = (tile.values.get("image") for tile in tiles if tile.kind == "top" and tile.values.get("visible", True))
    return next(filter(None, shown), None)


def _shortened(title: str) -> str:
    """Search engines refuse a longer headline."""
    return title if len(title) <= LONGEST_HEADLINE else title[: LONGEST_HEADLINE - 1].rsplit(" ", 1)[0] + "…"


def _told(**values: Any) -> Data:
    """Those that hold something."""
    return {name: value for name, value in values.items() if value}

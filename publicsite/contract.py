"""What crosses the bridge between the CMS and plain files: one dataclass per document of `content/<site>/`.

Standard library only, so that either side can be replaced. The files themselves are described in
`docs/content-format.md`; `publicsite.portable` reads and writes them.

Names and shapes shared by every document:

* a *path* is a rubric's place in the tree, slugs joined by "/", without leading or trailing slash
  ("vie-du-college/sport"); it is also its address on the public site;
* an image or file *name* is its file name inside `images/` or `files/` ("cross-depart.jpg");
* HTML is canonical block HTML: its links to other documents are written `{filename}/articles/…`,
  `{filename}/pages/…`, `{static}/images/…` and `{static}/files/…`, as Pelican writes them;
* instants are aware datetimes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

FORMAT_VERSION = 1


class State(StrEnum):
    """Where an article stands in its life; only ONLINE ones may be public."""

    DRAFT = "draft"
    ONLINE = "online"
    OFFLINE = "offline"
    MODEL = "model"  # from which others begin


@dataclass(frozen=True, slots=True)
class SchoolDoc:
    """One school, as `school.toml` tells it. Empty strings where nothing is known."""

    name: str
    slug: str
    kind: str = ""  # "Collège", "Lycée", "École"…
    uai: str = ""  # the school's national number: seven digits and a letter
    motto: str = ""
    address: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    email: str = ""
    opening_hours: str = ""
    latitude: float | None = None
    longitude: float | None = None
    publication_director: str = ""  # the head of school, in law (loi 2004-575, art. 6)
    host: str = ""  # who hosts the site, for the legal notice
    legal_notice: str = ""  # more of it, plain text; an empty line begins another paragraph
    accessibility_state: str = "non"  # "non", "partielle" or "totale": what an audit has found
    accessibility_results: str = ""  # of that audit, plain text
    accessibility_issues: str = ""  # what is not accessible, one a line
    accessibility_contact: str = ""  # e-mail address; empty: `email`
    timezone: str = "Europe/Paris"
    layout: str = "cour"  # of the theme: "cour", "galerie" or "tableau"
    colour: str = "#1f4e79"  # main colour of the palette
    accent: str = "#b5462f"
    logo: str | None = None  # image name
    peertube_hosts: str = ""  # sites whose videos are shown in pages, one host name a line
    url: str = ""  # public address of the site, "https://…" without trailing slash; may be empty


@dataclass(frozen=True, slots=True)
class RubricDoc:
    path: str
    title: str
    public: bool
    introduction: str = ""  # canonical HTML
    position: int = 0  # order among its siblings, from 0
    in_menu: bool = True
    blog: bool = True  # shows a stream of articles
    agenda: bool = False  # shows its events
    colour: str = ""
    icon: str = ""
    illustration: str | None = None  # image name
    date: datetime | None = None
    modified: datetime | None = None

    @property
    def slug(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def parent_path(self) -> str:
        """ "" for a rubric of the first level."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class ArticleDoc:
    rubric: str  # path of its rubric
    slug: str
    title: str
    date: datetime
    body: str  # canonical HTML
    summary: str = field(default="", metadata={"kept_as": "summary"})
    modified: datetime | None = None
    author: str = field(default="", metadata={"kept_as": "signature"})  # shown to readers
    tags: tuple[str, ...] = ()
    illustration: str | None = None  # image name
    state: State = State.ONLINE
    expires: datetime | None = None
    extra: Mapping[str, str] = field(default_factory=dict)  # headers that we do not know, kept as they came

    @property
    def path(self) -> str:
        return f"{self.rubric}/{self.slug}" if self.rubric else self.slug


# The plain texts of an article besides its title, each with the field of the CMS's article that keeps it. A header has
# the name of the field of the document: exporting, writing, reading and importing them follow from this table.
ARTICLE_TEXTS: Mapping[str, str] = {
    text.name: text.metadata["kept_as"] for text in fields(ArticleDoc) if "kept_as" in text.metadata
}


@dataclass(frozen=True, slots=True)
class EventDoc(ArticleDoc):
    """What an article is, and when and where it takes place. Days and hours are those of the school's clock."""

    starts: str = ""  # "2026-11-27T18:00", or "2026-11-27" for whole days
    ends: str = ""  # likewise; "" when it is not known, or for one whole day
    place: str = ""
    repeat: str = ""  # "", "day", "week", "fortnight", "month"
    weekdays: tuple[int, ...] = ()  # Monday is 0; of a repetition by weeks
    until: date | None = None  # a repetition has one of the two
    times: int | None = None
    exceptions: tuple[date, ...] = ()  # first days on which it does not take place
    cancelled: bool = False  # still shown, and said to be so

    @property
    def path(self) -> str:
        """Its address: beside the articles of its rubric."""
        return f"{self.rubric}/agenda/{self.slug}" if self.rubric else f"agenda/{self.slug}"

    @property
    def file(self) -> str:
        """Its place in the folder, without the suffix."""
        return f"agenda/{self.rubric}/{self.slug}" if self.rubric else f"agenda/{self.slug}"


@dataclass(frozen=True, slots=True)
class ImageDoc:
    name: str
    source: Path  # where the bytes are
    title: str = ""
    alt: str = ""
    author: str = ""
    credit: str = ""
    licence: str = ""  # a code of `cms.media.enums.Licence`: "all-rights-reserved", "cc-by", …
    focal: tuple[int, int, int, int] | None = None  # centre x, centre y, width, height, in pixels


@dataclass(frozen=True, slots=True)
class FileDoc:
    name: str
    source: Path
    title: str = ""
    author: str = ""
    credit: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class TileDoc:
    """One tile. `values` holds strings, numbers, booleans, lists of strings (image names, rubric or article paths), and
    lists of tables of strings, so that it writes as TOML. Anything may be absent.

    top: image, more (images), article (path), visible
    news: title, rubrics (paths; absent or empty: all public ones), count, show_illustration, show_summary, show_date
    selection: title, articles (paths), show_illustration, show_summary, show_date
    rubrics: title, rubrics (paths; absent or empty: those of the menu), show_summary
    agenda: title, rubrics (paths; absent or empty: the whole site), count
    stream: title, address, site, count, show_summary, show_date, entries: [{title, link, date (ISO), summary}]
    text: title, html (running text) · embed: title, html (an embed block), both canonical
    image: title, image, caption, label, target · links: title, links: [{icon, label, target}]
    contact: title, address, phone, email, opening_hours, image, map_link; what is absent is the school's own
    figures: title, figures: [{number, label}]

    Each has `width` ("third", "half", "two-thirds", "full"), and may have `colour` ("main", "accent", "soft") and
    `icon`. A target is an address of the web, or a link such as those of the HTML.
    """

    kind: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HomepageDoc:
    slug: str
    title: str
    online: bool
    tiles: tuple[TileDoc, ...] = ()


@dataclass(frozen=True, slots=True)
class RedirectDoc:
    """An address that a document had. In the public room while that document is public."""

    path: str
    target: str  # link to the document: "{filename}/articles/vie/cross.html"


@dataclass(frozen=True, slots=True)
class Room:
    """All documents of one room of the folder: the public one, or `private/`."""

    rubrics: tuple[RubricDoc, ...] = ()
    articles: tuple[ArticleDoc, ...] = ()
    events: tuple[EventDoc, ...] = ()
    homepages: tuple[HomepageDoc, ...] = ()
    images: tuple[ImageDoc, ...] = ()
    files: tuple[FileDoc, ...] = ()
    redirects: tuple[RedirectDoc, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteDoc:
    school: SchoolDoc
    public: Room = Room()
    private: Room = Room()
    # False where nothing tells of the school: `school` is then made up from the folder.
    names_school: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a content folder that could not be read as it stands, said to a person.

    `message` is a French sentence that says what is wrong and what to do; `line` counts from 1.
    A problem with `fatal=False` is a remark: the document was read all the same (an unknown header, say).
    """

    path: Path  # relative to the content folder
    line: int | None
    message: str
    fatal: bool = True

    def __str__(self) -> str:
        where = f"{self.path}, ligne {self.line}" if self.line else str(self.path)
        return f"{where} : {self.message}"

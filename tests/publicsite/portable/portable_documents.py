"""Sites to write and read back: by hand for examples, by Hypothesis for properties."""

from __future__ import annotations

import io
import tempfile
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from PIL import Image

from publicsite.contract import (
    ARTICLE_TEXTS,
    ArticleDoc,
    EventDoc,
    FileDoc,
    HomepageDoc,
    ImageDoc,
    RedirectDoc,
    Room,
    RubricDoc,
    SchoolDoc,
    SiteDoc,
    State,
    TileDoc,
)
from publicsite.portable.blocks import Block, render_blocks
from publicsite.portable.layout import order

NOW = datetime(2025, 10, 17, 14, 30, tzinfo=timezone(timedelta(hours=2)))
EMPTY = Room()
SCHOOL = SchoolDoc(name="Collège Simone-Lacaze", slug="simone-lacaze")

NASTY = "aéœ’ &<>\"'\u00a0\u202f🎒{}|\\%#/"


@cache
def sources() -> Path:
    """A folder with an image and a file whose bytes the documents take."""
    folder = Path(tempfile.mkdtemp(prefix="preau-test-"))
    (folder / "red.png").write_bytes(png())
    (folder / "menu.pdf").write_bytes(b"%PDF-1.4 menu")
    return folder


def png(size: tuple[int, int] = (8, 8)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, "PNG")
    return buffer.getvalue()


def article(**changes: object) -> ArticleDoc:
    doc = ArticleDoc(rubric="vie", slug="cross", title="Le cross", date=NOW, body="<p>Départ.</p>")
    return replace(doc, **changes)  # type: ignore[arg-type]


def site(*articles: ArticleDoc, private: Room = EMPTY, **room: object) -> SiteDoc:
    rubrics = (RubricDoc("vie", "Vie du collège", public=True),)
    return SiteDoc(SCHOOL, Room(**{"rubrics": rubrics, "articles": articles, **room}), private)  # type: ignore[arg-type]


def without_sources(site: SiteDoc) -> SiteDoc:
    """The site as its documents tell it, wherever the bytes are."""
    return replace(site, public=_without_sources(site.public), private=_without_sources(site.private))


def _without_sources(room: Room) -> Room:
    images = tuple(replace(image, source=Path()) for image in room.images)
    return replace(room, images=images, files=tuple(replace(file, source=Path()) for file in room.files))


def texts(min_size: int = 0) -> st.SearchStrategy[str]:
    """One line of text, as a form saves it: no space around it."""
    characters = st.one_of(st.sampled_from(NASTY), st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")))
    return st.text(characters, min_size=min_size, max_size=12).map(str.strip).filter(lambda text: len(text) >= min_size)


slugs = st.from_regex(r"[a-z0-9]{1,3}(-[a-z0-9]{1,3})?", fullmatch=True)
instants = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-3, minutes=-30))]),
)
names = (
    texts(1)
    .map(lambda text: text.replace("/", "").replace("\\", "").lstrip("."))
    .filter(lambda name: name and ".." not in name and name.isprintable())
)


def blocks() -> st.SearchStrategy[list[Block]]:
    image = st.fixed_dictionaries({"image": names, "alt": texts(), "caption": texts(), "decorative": st.booleans()})
    file = st.fixed_dictionaries({"file": names, "title": texts()})
    cells = st.lists(st.lists(texts(), max_size=3), max_size=3)
    values = {
        "text": _markup(),
        "heading": st.fixed_dictionaries({"level": st.integers(2, 4), "text": texts()}),
        "quote": st.fixed_dictionaries({"text": st.lists(texts(), max_size=3).map("\n".join), "source": texts()}),
        "image": image,
        "gallery": st.fixed_dictionaries({"images": st.lists(image, max_size=2)}),
        "attachments": st.fixed_dictionaries({"files": st.lists(file, max_size=2)}),
        "audio": st.fixed_dictionaries({"file": names, "title": texts(), "transcript": _markup()}),
        "video": st.fixed_dictionaries(
            {
                "file": names,
                "captions": st.just("") | names,
                "poster": st.just("") | names,
                "title": texts(),
                "transcript": _markup(),
            }
        ),
        "accordion": st.fixed_dictionaries(
            {"items": st.lists(st.fixed_dictionaries({"title": texts(), "text": _markup()}), max_size=2)}
        ),
        "event": st.fixed_dictionaries(
            {
                "title": texts(),
                "start": _moments(),
                "end": st.just("") | _moments(),
                "place": texts(),
                "text": _markup(),
            }
        ),
        "map": st.fixed_dictionaries(
            {
                "title": texts(),
                "address": st.lists(texts(), max_size=2).map("\n".join),
                "latitude": st.floats(-90, 90),
                "longitude": st.floats(-180, 180),
                "zoom": st.integers(1, 19),
            },
            optional={"picture": names},
        ),
        "callout": st.fixed_dictionaries({"title": texts(), "text": _markup()}),
        "embed": st.fixed_dictionaries(
            {
                "provider": st.just("peertube"),
                "id": st.just("tube.example.fr/q3HjsBT3Pom8i2doQf38kg"),
                "title": texts(),
                "caption": texts(),
                "alternative": st.lists(texts(), max_size=3).map("\n".join),
            }
        ),
        "table": st.fixed_dictionaries(
            {"caption": texts(), "header": st.booleans(), "row_headers": st.booleans(), "rows": cells}
        ),
    }
    block = st.one_of(*(value.map(lambda value, kind=kind: Block(kind, value)) for kind, value in values.items()))
    return st.lists(block, max_size=4)


def _moments() -> st.SearchStrategy[str]:
    days = st.dates().map(lambda day: day.isoformat())
    return days | st.datetimes().map(lambda instant: instant.isoformat(timespec="minutes"))


def _markup() -> st.SearchStrategy[str]:
    """Anything that looks like HTML: broken tags, unknown tags, bare text."""
    tags = ["p", "strong", "a", "ul", "li", "em", "br", "div", "h2", "table", "tr", "td", "img", "blockquote", "pre"]
    opening = st.sampled_from([f"<{tag}>" for tag in tags] + ['<a href="x y">', '<ul class="attachments">'])
    closing = st.sampled_from([f"</{tag}>" for tag in tags])
    return st.lists(st.one_of(opening, closing, texts(), st.just(" "), st.just("\n")), max_size=8).map("".join)


bodies = blocks().map(render_blocks)


@st.composite
def sites(draw: st.DrawFn) -> SiteDoc:
    """A site in which every document has an address of its own, in rubrics that exist."""
    tops = draw(st.lists(slugs, max_size=2, unique=True))
    rubrics = [draw(rubric_docs(path)) for path in _tree(draw, tops)]
    opened = {doc.path for doc in rubrics if _is_open(doc, rubrics)}
    articles = [draw(article_docs(path, slug)) for path, slug in _article_places(draw, [doc.path for doc in rubrics])]
    events = [
        draw(event_docs(path, f"e-{slug}"))
        for path, slug in draw(st.lists(st.tuples(st.sampled_from(["", *tops]), slugs), max_size=2, unique=True))
    ]
    shown = [doc for doc in events if doc.state is State.ONLINE and (doc.rubric in opened or not doc.rubric)]
    media = draw(st.lists(names, max_size=4, unique_by=str.casefold))
    public = [doc for doc in articles if doc.state is State.ONLINE and (doc.rubric in opened or not doc.rubric)]
    site = SiteDoc(
        draw(school_docs()),
        draw(rooms([doc for doc in rubrics if doc.path in opened], public, shown, media[::2])),
        draw(
            rooms(
                [doc for doc in rubrics if doc.path not in opened],
                [doc for doc in articles if doc not in public],
                [doc for doc in events if doc not in shown],
                media[1::2],
            )
        ),
    )
    return replace(
        site,
        public=replace(site.public, redirects=draw(redirect_docs("o", site.public))),
        private=replace(site.private, redirects=draw(redirect_docs("p", site.public, site.private))),
    )


@st.composite
def redirect_docs(draw: st.DrawFn, top: str, *rooms: Room) -> tuple[RedirectDoc, ...]:
    """Old addresses of documents of these rooms, at addresses that nothing has."""
    files = [f"pages/{doc.path}" for room in rooms for doc in room.rubrics]
    files += [f"articles/{doc.path}" for room in rooms for doc in room.articles]
    files += [doc.file for room in rooms for doc in room.events]
    olds = draw(st.lists(slugs.map(lambda slug: f"{top}-{slug}-{top}/{slug}"), max_size=2, unique=True))
    return tuple(RedirectDoc(old, f"{{filename}}/{draw(st.sampled_from(files))}.html") for old in sorted(olds) if files)


def _tree(draw: st.DrawFn, tops: list[str]) -> list[str]:
    children = [f"{top}/z{draw(slugs)}" for top in tops if draw(st.booleans())]
    return [*tops, *children]


def _is_open(doc: RubricDoc, rubrics: list[RubricDoc]) -> bool:
    return all(other.public for other in rubrics if f"{doc.path}/".startswith(f"{other.path}/"))


def _article_places(draw: st.DrawFn, paths: list[str]) -> list[tuple[str, str]]:
    """Slugs begin with "a-" so that no article has the address of a rubric."""
    places = st.tuples(st.sampled_from(["", *paths]), slugs.map(lambda slug: f"a-{slug}"))
    taken = draw(st.lists(places, max_size=3, unique=True))
    return [(path, slug) for path, slug in taken if (f"{path}/{slug}" if path else slug) not in paths]


@st.composite
def rooms(
    draw: st.DrawFn,
    rubrics: list[RubricDoc],
    articles: list[ArticleDoc],
    events: list[EventDoc],
    media: list[str],
) -> Room:
    homepages = draw(st.lists(homepage_docs(), max_size=1))
    return Room(
        tuple(sorted(rubrics, key=lambda doc: order(doc.path))),
        tuple(sorted(articles, key=lambda doc: order(doc.path))),
        tuple(sorted(events, key=lambda doc: order(doc.path))),
        tuple(homepages),
        tuple(draw(image_docs(name)) for name in sorted(media)),
        tuple(draw(file_docs(name)) for name in sorted(media)),
    )


def school_docs() -> st.SearchStrategy[SchoolDoc]:
    return st.builds(
        SchoolDoc, name=texts(1), slug=slugs, motto=texts(), latitude=st.none() | st.floats(-90, 90), logo=st.none()
    )


def rubric_docs(path: str) -> st.SearchStrategy[RubricDoc]:
    return st.builds(
        RubricDoc,
        path=st.just(path),
        title=texts(1),
        public=st.booleans(),
        introduction=bodies,
        position=st.integers(0, 99),
        in_menu=st.booleans(),
        blog=st.booleans(),
        agenda=st.booleans(),
        colour=texts(),
        icon=texts(),
        illustration=st.none(),
        date=st.none() | instants,
        modified=st.none() | instants,
    )


def article_docs(path: str, slug: str) -> st.SearchStrategy[ArticleDoc]:
    tags = texts(1).map(lambda text: text.replace(",", "").strip()).filter(bool)
    return st.builds(
        ArticleDoc,
        rubric=st.just(path),
        slug=st.just(slug),
        title=texts(1),
        date=instants,
        body=bodies,
        modified=st.none() | instants,
        tags=st.lists(tags, max_size=2).map(tuple),
        illustration=st.none() | names,
        state=st.sampled_from(State),
        expires=st.none() | instants,
        extra=st.dictionaries(slugs.map("x-{}".format), texts(), max_size=2),
        **{name: st.lists(texts(1), max_size=2).map("\n".join) for name in ARTICLE_TEXTS},
    )


@st.composite
def event_docs(draw: st.DrawFn, path: str, slug: str) -> EventDoc:
    """One that can take place: its repetition, where it has one, is counted from its first day."""
    article = draw(article_docs(path, slug))
    day, hour = draw(st.dates(date(2000, 1, 1), date(2100, 1, 1))), draw(st.none() | st.times())
    long, ends = timedelta(days=draw(st.integers(0, 9))), draw(st.booleans())
    first = datetime.combine(day, hour) if hour else day
    last = datetime.combine(day + long, time(23, 59)) if hour else day + long
    if hour and (not ends or hour >= time(23, 59)):
        last = None
    repeat = draw(st.sampled_from(["", "day", "week", "fortnight", "month"]))
    bound = draw(st.sampled_from(["times", "until"])) if repeat else ""
    times = draw(st.integers(1, 9)) if bound == "times" else None
    weeks = repeat in {"week", "fortnight"}
    weekdays = {day.weekday(), *draw(st.sets(st.integers(0, 6), max_size=2))} if weeks and draw(st.booleans()) else ()
    return EventDoc(
        **{field.name: getattr(article, field.name) for field in fields(ArticleDoc)},
        starts=_written(first),
        ends=_written(last) if last and last != day else "",
        place=draw(texts()),
        repeat=repeat,
        weekdays=tuple(sorted(weekdays)),
        times=times,
        until=day + timedelta(days=draw(st.integers(0, 200))) if bound == "until" else None,
        exceptions=(day + timedelta(days=1),) if times and times > 1 and repeat == "day" else (),
        cancelled=draw(st.booleans()),
    )


def _written(value: date | datetime) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def homepage_docs() -> st.SearchStrategy[HomepageDoc]:
    top = st.fixed_dictionaries({"image": names, "visible": st.booleans()})
    news = st.fixed_dictionaries({"title": texts(), "rubrics": st.lists(slugs, max_size=2), "count": st.integers(0, 9)})
    link = st.fixed_dictionaries({"label": texts(), "target": texts()})
    look = {"width": st.sampled_from(["third", "full"]), "colour": st.sampled_from(["main", "soft"]), "icon": texts()}
    links = st.fixed_dictionaries({"title": texts(), **look, "links": st.lists(link, min_size=1, max_size=3)})
    text = st.fixed_dictionaries({"title": texts(), "html": bodies})
    kinds = {"top": top, "news": news, "agenda": news, "links": links, "text": text}
    tiles = st.one_of(*(st.builds(TileDoc, st.just(kind), values) for kind, values in kinds.items()))
    return st.builds(HomepageDoc, slugs, texts(1), st.booleans(), st.lists(tiles, max_size=2).map(tuple))


def image_docs(name: str) -> st.SearchStrategy[ImageDoc]:
    focal = st.none() | st.tuples(*[st.integers(0, 9)] * 4)
    return st.builds(ImageDoc, st.just(name), st.just(sources() / "red.png"), title=texts(), alt=texts(), focal=focal)


def file_docs(name: str) -> st.SearchStrategy[FileDoc]:
    return st.builds(FileDoc, st.just(name), st.just(sources() / "menu.pdf"), title=texts(), licence=texts())

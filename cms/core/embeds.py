"""Contents of outside tools: what people paste, read as a provider and an identifier; nothing else of it is kept.

A table and pure functions, without Django: the publisher reads them too. The address of the frame and the link that
readers follow are written anew from the two, so that no attribute, parameter or word of what was pasted goes through.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser
from urllib.parse import parse_qs, quote, urlsplit

LONGEST_PASTE = 4_000
LONGEST_ADDRESS = 1_000
LONGEST_TITLE = 200

# A host name as the web has them: labels and a last one in letters, so that neither a number nor a bare name is one.
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}"
HOST = re.compile(rf"(?=.{{4,120}}\Z){_HOST}", re.A)
_PRINTABLE = re.compile(r"[!-~]+", re.A)
_FORBIDDEN = re.compile(r"[\\\"'<>`{}|^]")
_NUMBER = r"-?\d{1,3}(?:\.\d{1,7})?"


class Reason(StrEnum):
    """Why what was pasted is no embed."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NO_FRAME = "no-frame"
    SEVERAL_FRAMES = "several-frames"
    OWN_CONTENT = "own-content"
    NO_ADDRESS = "no-address"
    BAD_ADDRESS = "bad-address"
    NOT_HTTPS = "not-https"
    UNKNOWN_HOST = "unknown-host"
    NO_IDENTIFIER = "no-identifier"


class NotAnEmbed(Exception):
    """`about` is the host or the provider's name, where there is one to tell."""

    def __init__(self, reason: Reason, about: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.about = about


@dataclass(frozen=True, slots=True)
class Embed:
    provider: str
    identifier: str

    def __str__(self) -> str:
        """As it may be pasted again: its link, where that tells everything."""
        return self.link if embed_at(self.link) == self else self.frame

    @property
    def name(self) -> str:
        """Who is asked for the content, as readers know them."""
        host = self.host
        return f"{PROVIDERS[self.provider].name} ({host})" if host else PROVIDERS[self.provider].name

    @property
    def host(self) -> str:
        """Whose list decides: a PeerTube site's host, "" for the providers that are one site."""
        return self.identifier.partition("/")[0] if self.provider == PEERTUBE else ""

    @property
    def link(self) -> str:
        """Where readers see it on its own site."""
        return PROVIDERS[self.provider].link(self.identifier)

    @property
    def frame(self) -> str:
        """What a frame loads, once the reader asked for it."""
        return PROVIDERS[self.provider].frame(self.identifier)

    def is_allowed(self, peertube_hosts: Iterable[str]) -> bool:
        """Whether a school that lists these PeerTube sites shows it in its pages; otherwise only its link is."""
        return not self.host or self.host in peertube_hosts


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted: an embed, and the title that its code gave it."""

    embed: Embed
    title: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    path: str
    query: Mapping[str, str]
    fragment: str


Read = Callable[[Address], str | None]
Write = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Provider:
    """`read` finds an identifier in an address of one of `hosts`; `identifier` is all that one can be."""

    name: str
    hosts: frozenset[str]
    identifier: re.Pattern[str]
    read: Read
    link: Write
    frame: Write
    frame_host: str  # what Content-Security-Policy must allow; "" where each site is its own


# --- Reading what was pasted ---


def read_pasted(text: str, peertube_hosts: Iterable[str] | None = None) -> Pasted:
    """A link, or the code that a site gives to be pasted. Raises `NotAnEmbed`.

    With `peertube_hosts`, a PeerTube site that is not among them is an unknown host; without, any site whose addresses
    have the form of PeerTube's is taken: who shows the embed asks the school's list.
    """
    text = text.strip()
    if not text:
        raise NotAnEmbed(Reason.EMPTY)
    if len(text) > LONGEST_PASTE:
        raise NotAnEmbed(Reason.TOO_LONG)
    if "<" not in text:
        return Pasted(embed_at(text, peertube_hosts))
    source, title = _frame_in(text)
    return Pasted(embed_at(source, peertube_hosts), title)


def embed_at(address: str, peertube_hosts: Iterable[str] | None = None) -> Embed:
    """The embed that an address leads to: its page, or what its frame loads. Raises `NotAnEmbed`."""
    parts = _parts(address)
    for key, provider in PROVIDERS.items():
        if parts.host in provider.hosts:
            return _embed(key, provider.read(parts), provider.name)
    identifier = _peertube(parts)
    listed = peertube_hosts is not None and parts.host in peertube_hosts
    if listed or (peertube_hosts is None and identifier):
        return _embed(PEERTUBE, identifier, parts.host)
    raise NotAnEmbed(Reason.UNKNOWN_HOST, parts.host)


def known_embed(provider: str, identifier: str) -> Embed | None:
    """The embed of these two, as they were stored somewhere; None when they cannot be one."""
    known = PROVIDERS.get(provider)
    return Embed(provider, identifier) if known and known.identifier.fullmatch(identifier) else None


def frame_sources(peertube_hosts: Iterable[str]) -> list[str]:
    """Every origin from which a school's pages may load a frame."""
    hosts = {provider.frame_host for provider in PROVIDERS.values()} | set(peertube_hosts)
    return [f"https://{host}" for host in sorted(hosts) if HOST.fullmatch(host)]


def _embed(key: str, identifier: str | None, about: str) -> Embed:
    embed = known_embed(key, identifier or "")
    if embed is None:
        raise NotAnEmbed(Reason.NO_IDENTIFIER, about)
    return embed


def _parts(address: str) -> Address:
    if len(address) > LONGEST_ADDRESS:
        raise NotAnEmbed(Reason.TOO_LONG)
    if not _PRINTABLE.fullmatch(address) or _FORBIDDEN.search(address):
        raise NotAnEmbed(Reason.BAD_ADDRESS)
    try:
        parts = urlsplit(address)
        query = parse_qs(parts.query, max_num_fields=40)
    except ValueError:
        raise NotAnEmbed(Reason.BAD_ADDRESS) from None
    if parts.scheme != "https":
        raise NotAnEmbed(Reason.NOT_HTTPS if parts.scheme == "http" else Reason.NO_ADDRESS)
    # The whole authority: with a name before "@" or a port after ":", it is not a host as we know them.
    host = parts.netloc.lower()
    if not HOST.fullmatch(host):
        raise NotAnEmbed(Reason.BAD_ADDRESS)
    return Address(host, parts.path, {name: values[0] for name, values in query.items()}, parts.fragment)


def _frame_in(code: str) -> tuple[str, str]:
    """The address and the title of the only frame of a code."""
    finder = _Frames()
    finder.feed(code)
    finder.close()
    # Counted in the text too: what a frame holds is text for some parsers, and elements for others.
    if len(finder.found) > 1 or code.lower().count("<iframe") > 1:
        raise NotAnEmbed(Reason.SEVERAL_FRAMES)
    if not finder.found:
        raise NotAnEmbed(Reason.NO_FRAME)
    return frame_facts(finder.found[0])


def frame_facts(attributes: Mapping[str, str]) -> tuple[str, str]:
    """The address and the title that an `<iframe>` says of itself. Raises `NotAnEmbed`."""
    if "srcdoc" in attributes:
        raise NotAnEmbed(Reason.OWN_CONTENT)
    source = attributes.get("src", "").strip()
    if not source:
        raise NotAnEmbed(Reason.NO_ADDRESS)
    title = " ".join(attributes.get("title", "").split())[:LONGEST_TITLE]
    # uMap's code leaves the protocol to the page.
    return (f"https:{source}" if source.startswith("//") else source), title


class _Frames(HTMLParser):
    """The attributes of each frame of a code; the first of two with one name counts, as for browsers."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "iframe":
            self.found.append({name: value or "" for name, value in reversed(attrs)})


# --- What each provider's addresses look like ---


def _in_path(pattern: str) -> Read:
    """The identifier is the groups of `pattern`, joined; the pattern is the whole path."""
    compiled = re.compile(pattern, re.A)

    def read(address: Address) -> str | None:
        match = compiled.fullmatch(address.path)
        return "/".join(group for group in match.groups() if group) if match else None

    return read


def _youtube(address: Address) -> str | None:
    if address.path == "/watch":
        return address.query.get("v")
    if address.host == "youtu.be":
        return _in_path(r"/([\w-]{11})/?")(address)
    return _in_path(r"/(?:embed|shorts|live|v)/([\w-]{11})/?")(address)


def _dailymotion(address: Address) -> str | None:
    """The player of whoever gave the code stays with the video: some videos are shown in their own only."""
    player = re.fullmatch(r"/player(?:/([a-z0-9]{3,12}))?\.html", address.path, re.A)
    if player:
        return _joined("@", address.query.get("video"), player[1] or address.query.get("player"))
    if address.host == "dai.ly":
        return _in_path(r"/([A-Za-z0-9]+)/?")(address)
    return _in_path(r"/(?:embed/)?video/([A-Za-z0-9]+)(?:_[\w-]*)?/?")(address)


def _vimeo(address: Address) -> str | None:
    """An unlisted video has a second key, in the path of its link and in a parameter of its frame."""
    if address.host == "player.vimeo.com":
        return _joined("/", _in_path(r"/video/(\d+)/?")(address), address.query.get("h"))
    patterns = (r"/(\d+)(?:/([0-9a-f]+))?/?", r"/(?:channels|groups)/[\w-]+/(?:videos/)?(\d+)/?")
    return next(filter(None, (_in_path(pattern)(address) for pattern in patterns)), None)


def _learningapps(address: Address) -> str | None:
    if address.path in {"/watch", "/display", "/show", "/show.php"}:
        return next((address.query[name] for name in ("v", "app", "id") if name in address.query), None)
    return _in_path(r"/(?:view)?([a-z0-9]+)/?")(address)


def _quizlet(address: Address) -> str | None:
    found = re.fullmatch(r"(?:/[a-z]{2})?/(\d+)(?:/([\w-]+))?(?:/embed)?/?", address.path, re.A)
    if found is None:
        return None
    return f"{found[1]}/{found[2] if found[2] in QUIZLET_MODES else 'flashcards'}"


def _peertube(address: Address) -> str | None:
    identifier = _in_path(r"/(?:w|videos/watch|videos/embed)/([A-Za-z0-9-]+)/?")(address)
    return f"{address.host}/{identifier}" if identifier else None


def _openstreetmap(address: Address) -> str | None:
    """West, south, east and north of what is seen, then the marker: all that the frame is told."""
    query = address.query
    if address.path == "/export/embed.html":
        box, marker = _degrees(query.get("bbox", ""), 4), _degrees(query.get("marker", ""), 2)
    else:
        marker = _degrees(f"{query.get('mlat')},{query.get('mlon')}", 2)
        box = _seen(address.fragment) if address.path == "/" else None
    if box is None:
        return None
    return "/".join(",".join(f"{number:.5f}" for number in place) for place in (box, marker) if place)


def _seen(fragment: str) -> list[float] | None:
    """What a map of ours shows of `#map=zoom/latitude/longitude`."""
    found = re.match(r"map=(\d{1,2})(?:\.\d+)?/([^/]+)/([^/&]+)", fragment, re.A)
    place = _degrees(f"{found[2]},{found[3]}", 2) if found else None
    if not found or not place or int(found[1]) > 19:
        return None
    latitude, longitude = place
    wide = OSM_WIDTH / 2 ** int(found[1])
    high = wide * math.cos(math.radians(min(abs(latitude), 85))) * 9 / 16
    return [longitude - wide / 2, latitude - high / 2, longitude + wide / 2, latitude + high / 2]


def _degrees(text: str, count: int) -> list[float] | None:
    parts = text.split(",")
    if len(parts) != count or not all(re.fullmatch(r"-?\d{1,3}(?:\.\d{1,20})?", part, re.A) for part in parts):
        return None
    return [float(part) for part in parts]


OSM_WIDTH = 360 * 640 / 256  # degrees that a map 640 pixels wide shows at zoom 0


def _openstreetmap_link(identifier: str) -> str:
    box, _, marker = identifier.partition("/")
    west, south, east, north = map(float, box.split(","))
    zoom = min(19, max(1, round(math.log2(OSM_WIDTH / max(east - west, 0.0005)))))
    latitude, longitude = marker.split(",") if marker else ("", "")
    shown = f"?mlat={latitude}&mlon={longitude}" if marker else ""
    return f"https://www.openstreetmap.org/{shown}#map={zoom}/{(south + north) / 2:.5f}/{(west + east) / 2:.5f}"


def _openstreetmap_frame(identifier: str) -> str:
    box, _, marker = identifier.partition("/")
    shown = f"&marker={quote(marker)}" if marker else ""
    return f"https://www.openstreetmap.org/export/embed.html?bbox={quote(box)}&layer=mapnik{shown}"


def _dailymotion_frame(identifier: str) -> str:
    video, _, player = identifier.partition("@")
    return f"https://geo.dailymotion.com/player{'/' if player else ''}{player}.html?video={video}"


def _vimeo_frame(identifier: str) -> str:
    video, _, key = identifier.partition("/")
    return f"https://player.vimeo.com/video/{video}?dnt=1" + (f"&h={key}" if key else "")


def _peertube_frame(identifier: str) -> str:
    """`p2p=0`: visitors do not send the video to each other, which would tell their addresses."""
    host, _, video = identifier.partition("/")
    return f"https://{host}/videos/embed/{video}?p2p=0&peertubeLink=0"


def _peertube_link(identifier: str) -> str:
    host, _, video = identifier.partition("/")
    return f"https://{host}/w/{video}"


def _learningapps_link(identifier: str) -> str:
    return f"https://learningapps.org/{'' if identifier.isdecimal() else 'watch?v='}{identifier}"


def _learningapps_frame(identifier: str) -> str:
    return f"https://learningapps.org/watch?{'app' if identifier.isdecimal() else 'v'}={identifier}"


def _joined(glue: str, first: str | None, second: str | None) -> str | None:
    return f"{first}{glue}{second}" if first and second else first


PEERTUBE = "peertube"
QUIZLET_MODES = ("flashcards", "learn", "match", "spell", "test")


def _umap(name: str, host: str) -> Provider:
    return Provider(
        name,
        frozenset({host}),
        re.compile(r"[a-z0-9][\w-]{0,120}_\d{1,9}", re.A),
        _in_path(r"/[a-z]{2}(?:-[a-z]{2,4})?/map/([\w-]+)/?"),
        lambda identifier: f"https://{host}/fr/map/{identifier}",
        lambda identifier: f"https://{host}/fr/map/{identifier}?scrollWheelZoom=false&editMode=disabled",
        host,
    )


PROVIDERS: Mapping[str, Provider] = {
    PEERTUBE: Provider(
        "PeerTube",
        frozenset(),
        # A UUID, or the same in 22 letters and digits.
        re.compile(
            rf"(?=.{{4,160}}\Z){_HOST}/(?:[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}|[1-9A-Za-z]{{22}})", re.A
        ),
        _peertube,
        _peertube_link,
        _peertube_frame,
        "",
    ),
    "youtube": Provider(
        "YouTube",
        frozenset(
            {"www.youtube.com", "youtube.com", "m.youtube.com", "www.youtube-nocookie.com", "youtube-nocookie.com"}
        )
        | {"youtu.be"},
        re.compile(r"(?!videoseries|live_stream)[\w-]{11}", re.A),  # these two are lists
        _youtube,
        "https://www.youtube.com/watch?v={}".format,
        "https://www.youtube-nocookie.com/embed/{}".format,
        "www.youtube-nocookie.com",
    ),
    "dailymotion": Provider(
        "Dailymotion",
        frozenset({"www.dailymotion.com", "dailymotion.com", "geo.dailymotion.com", "dai.ly"}),
        re.compile(r"[xk][A-Za-z0-9]{4,24}(?:@x[a-z0-9]{2,11})?", re.A),
        _dailymotion,
        lambda identifier: f"https://www.dailymotion.com/video/{identifier.partition('@')[0]}",
        _dailymotion_frame,
        "geo.dailymotion.com",
    ),
    "vimeo": Provider(
        "Vimeo",
        frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"}),
        re.compile(r"\d{6,12}(?:/[0-9a-f]{8,20})?", re.A),
        _vimeo,
        "https://vimeo.com/{}".format,
        _vimeo_frame,
        "player.vimeo.com",
    ),
    "digipad": Provider(
        "Digipad",
        frozenset({"digipad.app", "www.digipad.app"}),
        re.compile(r"\d{1,10}/[0-9a-f]{8,32}", re.A),
        _in_path(r"/p/(\d+)/([0-9a-f]+)/?"),
        "https://digipad.app/p/{}".format,
        "https://digipad.app/p/{}".format,
        "digipad.app",
    ),
    "pearltrees": Provider(
        "Pearltrees",
        frozenset({"www.pearltrees.com", "pearltrees.com"}),
        re.compile(r"[\w-]{1,60}(?:/[\w-]{1,160})?/id\d{1,12}(?:/item\d{1,12})?", re.A),
        _in_path(r"/([\w-]+)(?:/([\w-]+))?/(id\d+)(?:/(item\d+))?/?"),
        "https://www.pearltrees.com/{}".format,
        "https://www.pearltrees.com/{}?embed=2".format,
        "www.pearltrees.com",
    ),
    "genially": Provider(
        "Genially",
        frozenset({"view.genially.com", "view.genial.ly"}),
        re.compile(r"[0-9a-f]{24}", re.A),
        _in_path(r"/([0-9a-f]{24})(?:/[^/]*)?/?"),
        "https://view.genially.com/{}".format,
        "https://view.genially.com/{}".format,
        "view.genially.com",
    ),
    "learningapps": Provider(
        "LearningApps",
        frozenset({"learningapps.org", "www.learningapps.org"}),
        re.compile(r"\d{3,10}|[a-z][a-z0-9]{6,15}", re.A),
        _learningapps,
        _learningapps_link,
        _learningapps_frame,
        "learningapps.org",
    ),
    "quizlet": Provider(
        "Quizlet",
        frozenset({"quizlet.com", "www.quizlet.com"}),
        re.compile(rf"\d{{4,12}}/(?:{'|'.join(QUIZLET_MODES)})", re.A),
        _quizlet,
        lambda identifier: f"https://quizlet.com/{identifier.partition('/')[0]}/",
        "https://quizlet.com/{}/embed?x=1jj1".format,
        "quizlet.com",
    ),
    "umap": _umap("uMap", "umap.openstreetmap.fr"),
    "umap-anct": _umap("uMap (agents publics)", "umap.incubateur.anct.gouv.fr"),
    "openstreetmap": Provider(
        "OpenStreetMap",
        frozenset({"www.openstreetmap.org", "openstreetmap.org"}),
        re.compile(rf"{_NUMBER}(?:,{_NUMBER}){{3}}(?:/{_NUMBER},{_NUMBER})?", re.A),
        _openstreetmap,
        _openstreetmap_link,
        _openstreetmap_frame,
        "www.openstreetmap.org",
    ),
}

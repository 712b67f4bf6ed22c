"""Sound and film: a player of one of our files, and in writing what it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bs4.element import Tag

from publicsite.portable.inline import attribute, join, wrap
from publicsite.portable.layout import static_link, static_name

KINDS = ("audio", "video")
TRANSCRIPT = "Transcription"
CAPTIONS = "Sous-titres"


def read_recording(player: Tag) -> dict[str, Any] | None:
    """The value of a player without its title and transcript, or None when its file is not ours."""
    file = _file(player) or next(filter(None, map(_file, player.find_all("source"))), None)
    if file is None:
        return None
    value = {"file": file, "title": "", "transcript": ""}
    if player.name == "video":
        value["captions"] = next(filter(None, map(_file, player.find_all("track"))), "")
        value["poster"] = static_name("images", str(player.get("poster") or "")) or ""
    return value


def render_recording(kind: str, value: Mapping[str, Any], transcript: str) -> str:
    """`transcript` is canonical running text."""
    written = f'<details class="transcript"><summary>{TRANSCRIPT}</summary>\n{transcript}\n</details>'
    return join(
        f'<figure class="{kind}">',
        wrap("figcaption", value.get("title", "")),
        _player(kind, value),
        written if transcript else "",
        "</figure>",
    )


def _player(kind: str, value: Mapping[str, Any]) -> str:
    source = attribute(static_link("files", value["file"]))
    if kind == "audio":
        return f'<audio controls="" src="{source}"></audio>'
    poster, captions = value.get("poster"), value.get("captions")
    shown = f' poster="{attribute(static_link("images", poster))}"' if poster else ""
    address = attribute(static_link("files", captions)) if captions else ""
    track = f'<track kind="captions" src="{address}" srclang="fr" label="{CAPTIONS}">' if captions else ""
    return f'<video controls="" src="{source}"{shown}>{track}</video>'


def _file(tag: Tag) -> str | None:
    return static_name("files", str(tag.get("src") or ""))

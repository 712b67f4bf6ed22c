"""A homepage as the public site would show it, before it is put online: the real theme, the real renderer, one page.

Only what anyone may read is exported, so a preview shows nothing that its homepage would not show the public. Each
preview is a folder of its own under the cache, which may be deleted at any time.
"""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings

from cms.core.disk import alone, explain, writing_in
from cms.homepage.models import Homepage
from cms.homepage.previews import PreviewFailed
from cms.schools.models import School
from cms.schools.selectors import day_at
from publicsite.contract import SiteDoc
from publicsite.exporting import public_site
from publicsite.portable.writer import write_site
from publicsite.renderer import Renderer, RenderingFailed

FRONT = "index.html"
# What stands before an address in HTML and in CSS, then the address, from the top of the site.
SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>", re.DOTALL)  # our own pages: none holds a "<"
ADDRESS = re.compile(r"""(?<=["'\s,(=])/(?!/)([^"'\s,()<>?#]+)""")


def build_preview(school: School, homepage: Homepage, folder: Path, prefix: str) -> None:
    """Fill `folder` with the front page and all it needs; addresses of these files begin with `prefix`.

    Raises `PreviewFailed`, with a sentence.
    """
    cache = settings.CACHE_DIR / school.slug
    content = folder.parent / "content"
    try:
        site = _in_service(public_site(school, homepage=homepage))
        # The content folder is one for the school: writing it anew takes a moment, and two would mix.
        with alone(folder.parent / ".lock", wait=True), writing_in(content):
            write_site(site, content)
            Renderer().render(content, folder, cache=cache, siteurl=school.url, today=day_at(school), only=FRONT)
        _lead_to(prefix, folder)
    except OSError as error:
        raise PreviewFailed(explain(error, folder)) from error
    except (ValueError, RenderingFailed) as error:
        raise PreviewFailed(str(error)) from error


def _in_service(site: SiteDoc) -> SiteDoc:
    """Its address is not decided yet, or not well written yet: the front page has none."""
    front = replace(site.public.homepages[0], slug="accueil", online=True)
    return replace(site, public=replace(site.public, homepages=(front,)))


def _lead_to(prefix: str, folder: Path) -> None:
    """The site's files are named from its top, and a preview is further down; links to pages stay as they are.

    It is shown in a frame that runs nothing: scripts are left out, which browsers would complain of.

    A file is lent by the cache: what is changed is written anew.
    """

    def moved(found: re.Match[str]) -> str:
        return prefix + found[1] if (folder / unquote(found[1])).is_file() else found[0]

    for path in (folder / FRONT, *sorted(folder.rglob("*.css"))):
        text = SCRIPT.sub("", path.read_text(encoding="utf-8"))
        path.unlink()
        path.write_text(ADDRESS.sub(moved, text), encoding="utf-8")

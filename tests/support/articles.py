"""What the editor of articles sends back."""

from __future__ import annotations

from cms.articles.models import Article

FORM = {
    "summary": "",
    "illustration": "",
    "body-count": "0",
    "signature": "",
    "tags": "",
    "go_live_at": "",
    "expire_at": "",
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
    "comments-MIN_NUM_FORMS": "0",
    "comments-MAX_NUM_FORMS": "1000",
}


def typed(article: Article, **fields: str) -> dict[str, str]:
    """What the editor's form sends back."""
    latest = article.get_latest_revision_as_object()
    return {**FORM, "title": latest.title, "slug": article.slug, **fields}

"""Who gets in at each address of the administration: written by hand, one line an address.

`test_admin_doors` asks every address as every actor. An address that is not here fails the suite, and so does a line
whose address is gone: a new screen, ours or Wagtail's, begins by saying whose it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Any


class Actor(StrEnum):
    ANONYMOUS = auto()
    NO_ROLE = auto()  # signed in, a parent of the school
    IN_A_GROUP = auto()  # the same, in a group with every permission of Django's: roles alone count
    VISITOR = auto()  # of the rubric MINE, as the four that follow
    EDITOR = auto()
    PUBLISHER = auto()
    MODERATOR = auto()
    MANAGER = auto()
    HEAD = auto()  # manager at the top of the school's tree
    SUPERUSER = auto()


class Target(StrEnum):
    """Whose things an address is asked about."""

    FOREIGN = auto()  # a private rubric of the same school, where only the head has a role
    ELSEWHERE = auto()  # a rubric of another school


Actors = frozenset[Actor]
EVERYBODY: Actors = frozenset(Actor)
NO_ONE: Actors = frozenset()
SIGNED_IN: Actors = EVERYBODY - {Actor.ANONYMOUS}
WHO_WRITE: Actors = SIGNED_IN - {Actor.NO_ROLE, Actor.IN_A_GROUP, Actor.VISITOR}
WHO_RUN_IT: Actors = frozenset({Actor.SUPERUSER})
WHO_RUN_THE_SCHOOL: Actors = WHO_RUN_IT | {Actor.HEAD}


@dataclass(frozen=True)
class Door:
    """An address and who passes. Words in braces are the target's: `{page}` is the key of its article.

    `get` is what those who pass are answered on GET; 0, anything but a refusal. `post`, where given, is a form that writes: it must write when
    the first of those who pass sends it, and change nothing when anybody else does.
    """

    foreign: Actors
    elsewhere: Actors
    args: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    get: int = 200
    post: Mapping[str, str] | None = None
    shows: bool = False  # the superuser's answer has the secret word: so its absence elsewhere says something


def for_all(who: Actors, **kwargs: Any) -> Door:
    """An address about nothing in particular."""
    return Door(who, who, **kwargs)


def anyone(**kwargs: Any) -> Door:
    return for_all(EVERYBODY, **kwargs)


def open_to_writers(**kwargs: Any) -> Door:
    return for_all(WHO_WRITE, **kwargs)


def operators_only(**kwargs: Any) -> Door:
    return for_all(WHO_RUN_IT, **kwargs)


def own_account(**kwargs: Any) -> Door:
    """The preferences of whoever writes. Families change theirs in their own space."""
    return for_all(WHO_WRITE, **kwargs)


def shut(**kwargs: Any) -> Door:
    """For nobody: what it would do is not done here."""
    return for_all(NO_ONE, **kwargs)


def page_door(**kwargs: Any) -> Door:
    """About one page."""
    kwargs.setdefault("args", {"page_id": "{page}"})
    return Door(WHO_RUN_THE_SCHOOL, WHO_RUN_IT, **kwargs)


def homepage_door(**kwargs: Any) -> Door:
    """About one homepage: nobody but who manages the school prepares them."""
    kwargs.setdefault("args", {"pk": "{homepage}"})
    return Door(WHO_RUN_THE_SCHOOL, WHO_RUN_IT, **kwargs)


def image_door(**kwargs: Any) -> Door:
    """About one image that only a private rubric uses."""
    kwargs.setdefault("args", {"image_id": "{image}"})
    return Door(WHO_RUN_THE_SCHOOL, WHO_RUN_IT, **kwargs)


def document_door(**kwargs: Any) -> Door:
    """About one document that only a private rubric uses."""
    kwargs.setdefault("args", {"document_id": "{document}"})
    return Door(WHO_RUN_THE_SCHOOL, WHO_RUN_IT, **kwargs)


def many_pages(action: str, **kwargs: Any) -> Door:
    args = {"app_label": "wagtailcore", "model_name": "page", "action": action}
    return page_door(args=args, query={"id": "{page}"}, **kwargs)


ARTICLE = {"content_type_app_name": "articles", "content_type_model_name": "article"}
UNDER_RUBRIC = {"parent_page_id": "{rubric}"}
REVISION = {"page_id": "{page}", "revision_id": "{revision}"}
BEGINNING = {"q": "{beginning}"}
NEW_ARTICLE = {
    "title": "Nouveau",
    "slug": "nouveau",
    "body-count": "0",
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
}

PAGES: dict[str, Door | list[Door]] = {
    "wagtailadmin_home": open_to_writers(),
    "still_here": open_to_writers(get=204),
    "wagtailadmin_explore_root": open_to_writers(get=0),  # a writer is sent to the top of what they explore
    "wagtailadmin_explore": page_door(args=UNDER_RUBRIC, shows=True),
    "wagtailadmin_explore_results": page_door(args=UNDER_RUBRIC, shows=True),
    "wagtailadmin_pages:add": page_door(args={**ARTICLE, **UNDER_RUBRIC}, post=NEW_ARTICLE),
    "wagtailadmin_pages:add_subpage": page_door(args=UNDER_RUBRIC, get=200),
    "wagtailadmin_pages:preview_on_add": page_door(args={**ARTICLE, **UNDER_RUBRIC}),
    "wagtailadmin_pages:choose_parent": open_to_writers(
        args={"app_label": "articles", "model_name": "article"}, get=200
    ),
    "wagtailadmin_pages:type_use": operators_only(args=ARTICLE, shows=True),
    "wagtailadmin_pages:type_use_results": operators_only(args=ARTICLE, shows=True),
    "wagtailadmin_pages:usage": page_door(shows=True),
    "wagtailadmin_pages:edit": page_door(shows=True, post={**NEW_ARTICLE, "slug": "autre"}),
    "wagtailadmin_pages:preview_on_edit": page_door(),
    "wagtailadmin_pages:view_draft": page_door(shows=True),
    "wagtailadmin_pages:delete": page_door(shows=True, post={}),
    "wagtailadmin_pages:unpublish": page_door(shows=True, post={}),
    "wagtailadmin_pages:convert_alias": page_door(args={"page_id": "{alias}"}, shows=True, post={}),
    "wagtailadmin_pages:search": open_to_writers(query=BEGINNING, shows=True),
    "wagtailadmin_pages:search_results": open_to_writers(query=BEGINNING, shows=True),
    "wagtailadmin_pages:move": page_door(args={"page_to_move_id": "{page}"}, shows=True),
    "wagtailadmin_pages:move_confirm": [
        page_door(args={"page_to_move_id": "{page}", "destination_id": "{inner}"}, shows=True, post={}),
        # Nothing goes from one school to another, not even for who runs them: no answer is expected to write.
        page_door(args={"page_to_move_id": "{my_page}", "destination_id": "{rubric}"}, get=0),
    ],
    "wagtailadmin_pages:set_page_position": page_door(
        args={"page_to_move_id": "{page}"}, query={"position": "0"}, get=405, post={}
    ),
    "wagtailadmin_pages:copy": [
        page_door(shows=True, post={"new_title": "Copie", "new_slug": "copie", "new_parent_page": "{rubric}"}),
    ],
    "wagtailadmin_pages:set_privacy": shut(args={"page_id": "{page}"}),
    "wagtailadmin_pages:lock": page_door(get=405, post={}),
    "wagtailadmin_pages:unlock": page_door(args={"page_id": "{locked}"}, get=405, post={}),
    "wagtailadmin_pages:revisions_index": page_door(get=302),
    "wagtailadmin_pages:revisions_view": page_door(args=REVISION, shows=True),
    "wagtailadmin_pages:revisions_revert": page_door(args=REVISION, shows=True),
    "wagtailadmin_pages:revisions_unschedule": page_door(
        args={"page_id": "{later}", "revision_id": "{scheduled}"}, shows=True, post={}
    ),
    "wagtailadmin_pages:revisions_compare": page_door(
        args={"pk": "{page}", "revision_id_a": "earliest", "revision_id_b": "latest"}, shows=True
    ),
    "wagtailadmin_pages:history": page_door(shows=True),
    "wagtailadmin_pages:history_results": page_door(),
    # No workflow of Wagtail's runs in the product.
    "wagtailadmin_pages:workflow_action": shut(
        args={"page_id": "{page}", "action_name": "approve", "task_state_id": "1"}
    ),
    "wagtailadmin_pages:collect_workflow_action_data": shut(
        args={"page_id": "{page}", "action_name": "approve", "task_state_id": "1"}
    ),
    "wagtailadmin_pages:confirm_workflow_cancellation": page_door(),
    "wagtailadmin_pages:workflow_preview": shut(args={"page_id": "{page}", "task_id": "1"}),
    "wagtailadmin_pages:workflow_history": page_door(shows=True),
    "wagtailadmin_pages:workflow_history_detail": shut(args={"page_id": "{page}", "workflow_state_id": "1"}),
    "wagtail_bulk_action": [
        many_pages("delete", shows=True, post={}),
        many_pages("move", shows=True, post={"chooser": "{inner}", "move_applicable": "on"}),
        many_pages("publish", shows=True, post={"include_descendants": ""}),
        many_pages("unpublish", shows=True, post={"include_descendants": ""}),
        page_door(
            args={"app_label": "wagtailcore", "model_name": "page", "action": "delete"},
            query={"id": "all", "childOf": "{school}"},
            shows=True,
        ),
        operators_only(
            args={"app_label": "accounts", "model_name": "user", "action": "delete"}, query={"id": "{user}"}
        ),
        operators_only(
            args={"app_label": "accounts", "model_name": "user", "action": "set_active_state"}, query={"id": "{user}"}
        ),
        operators_only(
            args={"app_label": "accounts", "model_name": "user", "action": "assign_role"}, query={"id": "{user}"}
        ),
    ],
    "wagtailadmin_api:pages:listing": [
        open_to_writers(query={"limit": "20"}, shows=True),
        page_door(args={}, query={"for_explorer": "1", "child_of": "{rubric}"}, shows=True),
    ],
    "wagtailadmin_api:pages:detail": page_door(args={"pk": "{page}"}, shows=True),
    "wagtailadmin_api:pages:find": page_door(args={}, query={"id": "{page}"}, get=302),
    "wagtailadmin_api:pages:action": operators_only(
        args={"pk": "{page}", "action_name": "unpublish"}, get=405, post={}
    ),
    "wagtailadmin_editing_sessions:ping": page_door(
        args={"app_label": "articles", "model_name": "article", "object_id": "{page}", "session_id": "1"},
        get=405,
        post={},
    ),
    "wagtailadmin_editing_sessions:release": open_to_writers(args={"session_id": "1"}, get=405),
}

CHOOSERS: dict[str, Door | list[Door]] = {
    "wagtailadmin_choose_page": [
        open_to_writers(get=0),  # likewise
        open_to_writers(query={"page_type": "articles.article"}, get=0),
    ],
    "wagtailadmin_choose_page_child": page_door(args=UNDER_RUBRIC, shows=True),
    "wagtailadmin_choose_page_search": open_to_writers(query=BEGINNING, shows=True),
    "wagtailadmin_choose_page_chosen_multiple": page_door(args={}, query={"id": "{page}"}, shows=True),
    "wagtailadmin_choose_page_external_link": open_to_writers(),
    "wagtailadmin_choose_page_email_link": open_to_writers(),
    "wagtailadmin_choose_page_phone_link": open_to_writers(),
    "wagtailadmin_choose_page_anchor_link": open_to_writers(),
    "wagtailadmin_tag_autocomplete": open_to_writers(query={"term": "{beginning}"}, shows=True),
    "wagtailadmin_tag_model_autocomplete": operators_only(
        args={"app_name": "taggit", "model_name": "tag"}, query={"term": "{beginning}"}, shows=True
    ),
    "wagtailembeds:chooser": operators_only(),
    "wagtailembeds:chooser_upload": operators_only(),
    "wagtailadmin_block_preview": open_to_writers(get=404),  # without a block's name
}

INSTALLATION: dict[str, Door | list[Door]] = {
    "wagtailadmin_error_test": operators_only(get=500),  # what it is for
    "wagtailadmin_collections:index": operators_only(),
    "wagtailadmin_collections:add": operators_only(post={"name": "Nouvelle", "parent": "{root_collection}"}),
    "wagtailadmin_collections:edit": operators_only(args={"pk": "{collection}"}),
    "wagtailadmin_collections:delete": operators_only(args={"pk": "{collection}"}),
    "wagtailadmin_collections:set_privacy": operators_only(
        args={"collection_id": "{collection}"}, post={"restriction_type": "login"}
    ),
    "wagtailadmin_workflows:index": operators_only(),
    "wagtailadmin_workflows:index_results": operators_only(),
    "wagtailadmin_workflows:add": operators_only(),
    "wagtailadmin_workflows:enable": operators_only(args={"pk": "{workflow}"}, get=405),
    "wagtailadmin_workflows:disable": operators_only(args={"pk": "{workflow}"}, post={}),
    "wagtailadmin_workflows:edit": operators_only(args={"pk": "{workflow}"}),
    "wagtailadmin_workflows:usage": operators_only(args={"pk": "{workflow}"}),
    "wagtailadmin_workflows:usage_results": operators_only(args={"pk": "{workflow}"}),
    "wagtailadmin_workflows:remove": [
        operators_only(args={"page_pk": "{rubric}"}, get=405),
        operators_only(args={"page_pk": "{rubric}", "workflow_pk": "{workflow}"}, get=405),
    ],
    "wagtailadmin_workflows:add_task": operators_only(
        args={"app_label": "wagtailcore", "model_name": "groupapprovaltask"}
    ),
    "wagtailadmin_workflows:select_task_type": operators_only(get=302),
    "wagtailadmin_workflows:task_index": operators_only(),
    "wagtailadmin_workflows:task_index_results": operators_only(),
    "wagtailadmin_workflows:edit_task": operators_only(args={"pk": "{task}"}),
    "wagtailadmin_workflows:disable_task": operators_only(args={"pk": "{task}"}, post={}),
    "wagtailadmin_workflows:enable_task": operators_only(args={"pk": "{task}"}, get=405),
    "wagtailadmin_workflows:task_chooser": operators_only(),
    "wagtailadmin_workflows:task_chooser_results": operators_only(),
    "wagtailadmin_workflows:task_chooser_create": operators_only(),
    "wagtailadmin_workflows:task_chosen": operators_only(args={"task_id": "{task}"}),
    "wagtailadmin_reports:locked_pages": operators_only(shows=True),
    "wagtailadmin_reports:locked_pages_results": operators_only(shows=True),
    "wagtailadmin_reports:workflow": operators_only(),
    "wagtailadmin_reports:workflow_results": operators_only(),
    "wagtailadmin_reports:workflow_tasks": operators_only(),
    "wagtailadmin_reports:workflow_tasks_results": operators_only(),
    "wagtailadmin_reports:site_history": operators_only(shows=True),
    "wagtailadmin_reports:site_history_results": operators_only(shows=True),
    "wagtailadmin_reports:aging_pages": operators_only(shows=True),
    "wagtailadmin_reports:aging_pages_results": operators_only(shows=True),
    "wagtailadmin_reports:page_types_usage": operators_only(),
    "wagtailadmin_reports:page_types_usage_results": operators_only(),
    "wagtailsites:index": operators_only(),
    "wagtailsites:index_results": operators_only(),
    "wagtailsites:add": operators_only(),
    "wagtailsites:edit": operators_only(args={"pk": "{site}"}),
    "wagtailsites:delete": operators_only(args={"pk": "{site}"}),
    "wagtailsites:history": operators_only(args={"pk": "{site}"}),
    "wagtailsites:history_results": operators_only(args={"pk": "{site}"}),
    "wagtailsites:usage": operators_only(args={"pk": "{site}"}),
    "wagtailsites:copy": operators_only(args={"pk": "{site}"}),
    "wagtailusers_users:index": operators_only(),
    "wagtailusers_users:index_results": operators_only(),
    "wagtailusers_users:add": operators_only(),
    "wagtailusers_users:edit": operators_only(args={"pk": "{user}"}),
    "wagtailusers_users:delete": operators_only(args={"pk": "{user}"}, post={}),
    "wagtailusers_users:history": operators_only(args={"pk": "{user}"}),
    "wagtailusers_users:history_results": operators_only(args={"pk": "{user}"}),
    "wagtailusers_users:usage": operators_only(args={"pk": "{user}"}),
    "wagtailusers_users:copy": operators_only(args={"pk": "{user}"}),
    "wagtailusers_groups:index": operators_only(),
    "wagtailusers_groups:index_results": operators_only(),
    "wagtailusers_groups:add": operators_only(),
    "wagtailusers_groups:edit": operators_only(args={"pk": "{group}"}),
    "wagtailusers_groups:delete": operators_only(args={"pk": "{group}"}, post={}),
    "wagtailusers_groups:history": operators_only(args={"pk": "{group}"}),
    "wagtailusers_groups:history_results": operators_only(args={"pk": "{group}"}),
    "wagtailusers_groups:usage": operators_only(args={"pk": "{group}"}),
}

# About the page "no such screen", a file of icons, words for scripts, and getting in.
NO_SECRETS: dict[str, Door | list[Door]] = {
    "admin/test404/": open_to_writers(),
    "admin/^.*/$": shut(),
    "wagtailadmin_sprite": anyone(),
    "wagtailadmin_javascript_catalog": anyone(),
    "wagtailadmin_login": anyone(get=0),  # whoever is in already is sent to the home page
    "wagtailadmin_password_reset": anyone(),
    "wagtailadmin_password_reset_done": anyone(),
    "wagtailadmin_password_reset_confirm": anyone(args={"uidb64": "MQ", "token": "perdu-en-route"}),
    "wagtailadmin_password_reset_complete": anyone(),
    "wagtailadmin_account": own_account(),
    "wagtailadmin_logout": own_account(get=405),
    "wagtailadmin_dismissibles": own_account(),
}

WHO_MANAGE: Actors = WHO_RUN_THE_SCHOOL | {Actor.MANAGER}
WHO_MODERATE: Actors = WHO_MANAGE | {Actor.MODERATOR}


def rubric_door(**kwargs: Any) -> Door:
    """About one rubric and who may do what in it: for those who manage it."""
    kwargs.setdefault("args", {"pk": "{rubric}"})
    return Door(WHO_RUN_THE_SCHOOL, WHO_RUN_IT, **kwargs)


def names_people(**kwargs: Any) -> Door:
    """Of use to who may search the directory: all the actors of a school are parents there, even its head."""
    kwargs.setdefault("args", {"pk": "{rubric}"})
    return for_all(WHO_RUN_IT, **kwargs)


def for_school_managers(**kwargs: Any) -> Door:
    return for_all(WHO_RUN_THE_SCHOOL, **kwargs)


def directory_door(**kwargs: Any) -> Door:
    """Parents who write, manage or lead do not search people: profiles and reserved groups say who does."""
    return for_all(WHO_RUN_IT, **kwargs)


OF_PERSON, OF_GROUP = {"ref": "{person}"}, {"ref": "{team}"}
ROW = {"pk": "{rubric}", "row_pk": "{role}"}

OURS: dict[str, Door | list[Door]] = {
    "article_write": open_to_writers(query={"rubric": "{rubric}"}, get=302),  # to the form, which asks again
    "article_picture": [
        page_door(args={"pk": "{page}"}, get=405),
        page_door(args={"pk": "{rubric}"}, get=405),
    ],
    "article_refuse": page_door(args={"pk": "{page}"}, shows=True),
    "article_archive": page_door(args={"pk": "{page}"}, shows=True, post={}),
    "article_restore": page_door(args={"pk": "{page}"}, shows=True),
    "contributions": open_to_writers(shows=True),
    "contributions_results": open_to_writers(shows=True),
    "contributions_batch": open_to_writers(get=405),
    "notices": open_to_writers(),
    "notices_read": open_to_writers(get=405),
    "rubric_zone": page_door(args={"pk": "{rubric}"}, shows=True, post={"zone": "public"}),
    "rubric_archive": rubric_door(shows=True, post={}),
    "rubric_restore": rubric_door(shows=True),
    "rubric_delete": rubric_door(shows=True),
    "rubric_room": rubric_door(shows=True, post={"number": "10", "size": "10"}),
    "rubrics_to_look_after": for_school_managers(),
    "rubrics_repair_heads": for_school_managers(get=405),
    "rubrics_history": for_school_managers(),
    "rubrics_rights": for_all(WHO_MANAGE),
    "rubric_rights": rubric_door(shows=True),
    "rubric_role_give": rubric_door(shows=True),
    "rubric_role_concerned": rubric_door(get=0),
    "rubric_role_people": names_people(query={"q": "{beginning}"}),
    "rubric_inheritance": rubric_door(shows=True, post={"inherits": "no"}),
    "rubric_why": names_people(shows=True),
    "rubric_role_change": rubric_door(args=ROW, shows=True),
    "rubric_role_take": rubric_door(args=ROW, shows=True, post={}),
    "clearance_review": for_all(WHO_MODERATE, get=0),
    "clearance_many": for_all(WHO_MODERATE, get=405),
    "clearance_check": page_door(args={"pk": "{page}"}, shows=True),
    "clearance_panel": page_door(args={"pk": "{page}"}),
    "clearance_online": page_door(args={"pk": "{page}"}, get=405, post={}),
    "outside_contents": for_school_managers(),
    "school_look": for_school_managers(),
    "school_look_contrast": for_school_managers(query={"colour": "#1f4e79", "accent": "#b5462f"}),
    "article_copy": page_door(
        args={}, query={"article": "{page}"}, post={"article": "{page}", "rubric": "{rubric}"}, shows=True
    ),
    "article_model": page_door(args={"pk": "{page}"}, shows=True),
    "comments_waiting": for_all(frozenset({Actor.MODERATOR, Actor.MANAGER, Actor.HEAD, Actor.SUPERUSER})),
    "comment_decide": shut(args={"ref": "00000000-0000-0000-0000-000000000000"}),
    "rubric_comments": page_door(args={"pk": "{rubric}"}, shows=True),
    "homepages": for_school_managers(),
    "homepage_undo": for_school_managers(get=405),
    "homepage_online": homepage_door(shows=True, post={}),
    "homepage_copy": homepage_door(get=405, post={}),
    "homepage_arrange": homepage_door(shows=True, post={"seen": "{homepage_version}", "arrangement": "0:full:"}),
    "homepage_look": homepage_door(shows=True),
    # Of no arrangement, so that none is built for each who may.
    "homepage_preview": homepage_door(query={"seen": "{homepage_version}", "arrangement": "7::"}, get=400),
    "homepage_preview_file": homepage_door(
        args={"school": "{slug}", "token": "AAAAAAAAAAAAAAAA", "name": "index.html"}, get=404
    ),
    "new_year": for_school_managers(),
    "publications": for_school_managers(),
    "publications_state": for_school_managers(),
    "publications_again": for_school_managers(get=405, post={}),
    "publication_back": for_school_managers(args={"number": "1"}, get=302),
    "page_addresses": page_door(args={"pk": "{page}"}, post={"old": "{old_address}"}, shows=True),
    "page_on_site": page_door(args={"pk": "{page}"}),
    "seen_as": for_school_managers(),
    "seen_as_article": Door(
        WHO_RUN_THE_SCHOOL,
        NO_ONE,  # asked about the school of the address, where it is not
        args={"ref": "{article}"},
        query={"person": "{reader}"},
        shows=True,
    ),
    "directory_people": directory_door(get=0),
    "directory_person": directory_door(args=OF_PERSON, shows=True),
    "directory_adult_link": directory_door(args=OF_PERSON, shows=True),
    "directory_adult_drop": directory_door(args={"ref": "{person}", "adult_ref": "{guest}"}),
    "directory_groups": directory_door(get=0),
    "directory_group_new": directory_door(get=0),
    "directory_group": directory_door(args=OF_GROUP),
    "directory_group_add": directory_door(args=OF_GROUP),
    "directory_group_rename": directory_door(args=OF_GROUP),
    "directory_group_delete": directory_door(args=OF_GROUP, post={}),
    "directory_guests": directory_door(get=0),
    "directory_guest_new": directory_door(get=0),
    "directory_guests_remove": directory_door(get=0),
    "directory_guest": directory_door(args={"ref": "{guest}"}, shows=True),
    "directory_guest_link": directory_door(args={"ref": "{guest}"}, get=302),
    "directory_guest_end": directory_door(args={"ref": "{guest}"}, shows=True, post={}),
    "directory_access": directory_door(get=0),
    "consents": for_school_managers(),
    "consents_person": rubric_door(args=OF_PERSON, shows=True),
    "consent_withdraw": rubric_door(args={"ref": "{consent}"}, shows=True, post={"day": "2026-09-01"}),
    "image_people": directory_door(args={"pk": "{image}"}, shows=True),
}

MEDIA: dict[str, Door | list[Door]] = {
    "media-file": [
        image_door(args={"name": "{image_file}"}),
        document_door(args={"name": "{document_file}"}),
    ],
    "wagtaildocs_serve": document_door(args={"document_id": "{document}", "document_filename": "{document_name}"}),
    "wagtaildocs_authenticate_with_password": shut(args={"restriction_id": "1"}),
    "wagtailadmin_api:images:listing": operators_only(shows=True),
    "wagtailadmin_api:images:detail": operators_only(args={"pk": "{image}"}, shows=True),
    "wagtailadmin_api:images:find": operators_only(query={"id": "{image}"}, get=302),
    "wagtailadmin_api:documents:listing": operators_only(shows=True),
    "wagtailadmin_api:documents:detail": operators_only(args={"pk": "{document}"}, shows=True),
    "wagtailadmin_api:documents:find": operators_only(query={"id": "{document}"}, get=302),
    "wagtailimages:index": open_to_writers(shows=True),
    "wagtailimages:index_results": open_to_writers(shows=True),
    "wagtailimages:add": open_to_writers(),
    "map_picture": open_to_writers(),
    "documents_replace": open_to_writers(shows=True),
    "wagtailimages:edit": image_door(shows=True),
    "wagtailimages:delete": image_door(shows=True, post={}),
    "wagtailimages:url_generator": shut(args={"image_id": "{image}"}),
    "wagtailimages:url_generator_output": shut(args={"image_id": "{image}"}),
    "article_illustration": image_door(args={"pk": "{image}"}),
    "wagtailimages:preview": image_door(args={"image_id": "{image}", "filter_spec": "original"}),
    "wagtailimages:image_usage": image_door(shows=True),
    "wagtailimages:add_multiple": open_to_writers(),
    "wagtailimages:edit_multiple": image_door(get=405),
    "wagtailimages:create_multiple_from_uploaded_image": shut(args={"uploaded_file_id": "1"}),
    "wagtailimages:delete_multiple": image_door(get=405),
    "wagtailimages:delete_upload_multiple": shut(args={"uploaded_file_id": "1"}),
    "wagtailimages_chooser:choose": open_to_writers(shows=True),
    "wagtailimages_chooser:choose_results": open_to_writers(shows=True),
    "wagtailimages_chooser:chosen": image_door(args={"pk": "{image}"}, shows=True),
    "wagtailimages_chooser:chosen_multiple": open_to_writers(query={"id": "{image}"}, shows=True),
    "wagtailimages_chooser:create": open_to_writers(),
    "wagtailimages_chooser:select_format": image_door(shows=True),
    "wagtaildocs:index": open_to_writers(shows=True),
    "wagtaildocs:index_results": open_to_writers(shows=True),
    "wagtaildocs:add": open_to_writers(),
    "wagtaildocs:edit": document_door(shows=True),
    "wagtaildocs:delete": document_door(shows=True, post={}),
    "wagtaildocs:add_multiple": open_to_writers(),
    "wagtaildocs:edit_multiple": document_door(args={"doc_id": "{document}"}, get=405),
    "wagtaildocs:create_multiple_from_uploaded_document": shut(args={"uploaded_file_id": "1"}),
    "wagtaildocs:delete_multiple": document_door(args={"doc_id": "{document}"}, get=405),
    "wagtaildocs:delete_upload_multiple": shut(args={"uploaded_file_id": "1"}),
    "wagtaildocs:document_usage": document_door(shows=True),
    "wagtaildocs_chooser:choose": open_to_writers(shows=True),
    "wagtaildocs_chooser:choose_results": open_to_writers(shows=True),
    "wagtaildocs_chooser:chosen": document_door(args={"pk": "{document}"}, shows=True),
    "wagtaildocs_chooser:chosen_multiple": open_to_writers(query={"id": "{document}"}, shows=True),
    "wagtaildocs_chooser:create": open_to_writers(),
}

DOORS: Mapping[str, Door | list[Door]] = {**PAGES, **CHOOSERS, **INSTALLATION, **NO_SECRETS, **OURS, **MEDIA}

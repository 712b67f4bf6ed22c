"""ADM-01: what we ask of an S3-compatible store, before an emulator of it that is not ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("moto", reason="no emulator of an object store here")
import boto3
from django.core.files.base import ContentFile
from moto import mock_aws

from cms.media.bucket import PrivateBucket
from publicsite import mirroring
from publicsite.mirroring import Bucket, Mirror

ADDRESS = "s3://seau/prefixe?region=eu-west-3"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "essai")
    with mock_aws():
        client = boto3.client("s3", region_name="eu-west-3")
        client.create_bucket(Bucket="seau", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
        yield client


def held(client: Any, prefix: str) -> dict[str, str]:
    found = client.list_objects_v2(Bucket="seau", Prefix=prefix).get("Contents", ())
    return {
        one["Key"].removeprefix(prefix): client.get_object(Bucket="seau", Key=one["Key"])["Body"].read().decode()
        for one in found
    }


def test_med_01_a_file_never_replaces_another_of_the_same_name(store: Any) -> None:
    bucket = PrivateBucket(ADDRESS)
    first = bucket.save("original_images/photo.jpg", ContentFile(b"une cour"))
    second = bucket.save("original_images/photo.jpg", ContentFile(b"un visage"))
    assert (bucket.open(first).read(), bucket.open(second).read()) == (b"une cour", b"un visage")
    bucket.delete(first)
    assert not bucket.exists(first)
    assert list(held(store, "prefixe/").values()) == ["un visage"]


def test_zone_03_the_address_of_a_file_is_ours_and_asks_who_is_there(store: Any) -> None:
    bucket = PrivateBucket(ADDRESS)
    name = bucket.save("documents/compte rendu.pdf", ContentFile(b"%PDF"))
    assert bucket.url(name).startswith("/admin/media/documents/compte")
    everybody = "http://acs.amazonaws.com/groups/global/AllUsers"
    grants = store.get_object_acl(Bucket="seau", Key=f"prefixe/{name}")["Grants"]
    assert all(grant["Grantee"].get("URI") != everybody for grant in grants)


def test_site_01_the_public_site_is_brought_there_and_what_goes_is_deleted(
    store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirroring, "BATCH", 2)
    files = {"index.html": "une page", "vie/l’été à nous/index.html": "été", "theme/site-11111111.css": "body {}"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    mirror = Mirror(Bucket(ADDRESS), "college")
    assert mirror.bring(tmp_path).sent == 3
    assert held(store, "prefixe/college/") == files
    style = store.head_object(Bucket="seau", Key="prefixe/college/theme/site-11111111.css")
    assert (style["ContentType"], style["CacheControl"]) == (
        "text/css; charset=utf-8",
        "public, max-age=31536000, immutable",
    )
    (tmp_path / "vie/l’été à nous/index.html").unlink()
    assert mirror.bring(tmp_path).deleted == 1
    store.delete_object(Bucket="seau", Key="prefixe/.preau/college.json")  # the list is lost
    store.put_object(Bucket="seau", Key="prefixe/college/oubliée & vieille.html", Body=b"?")
    assert mirror.bring(tmp_path).deleted == 1
    assert sorted(held(store, "prefixe/college/")) == ["index.html", "theme/site-11111111.css"]

"""What the administration is told of the releases on disk, and does with them: see `cms.publishing.shelf`."""

from datetime import datetime

from cms.accounts.models import User
from cms.publishing.shelf import Busy, Gone, Kept, Reappears
from cms.schools.models import School
from publicsite.publisher import WouldReappear, roll_back, site_folder
from publicsite.releases import AlreadyPublishing, NoSuchRelease


def kept(school: School) -> list[Kept]:
    folder = site_folder(school)
    current = folder.current_number()
    return [
        Kept(
            record.number,
            datetime.fromisoformat(record.built_at),
            record.files,
            record.bytes,
            record.number == current,
        )
        for record in folder.records()
    ]


def reappearing(school: School, number: int) -> list[str]:
    try:
        names = site_folder(school).reappearing(number)
    except NoSuchRelease as error:
        raise Gone(str(error)) from None
    return sorted(f"/{name.removesuffix('index.html')}" for name in names)


def put_back(school: School, number: int, actor: User, *, even_withdrawn: bool) -> None:
    try:
        roll_back(school, number, even_withdrawn=even_withdrawn, actor=actor)
    except NoSuchRelease as error:
        raise Gone(str(error)) from None
    except AlreadyPublishing:
        raise Busy("Une publication est en cours : attendez qu’elle finisse, puis recommencez.") from None
    except WouldReappear:
        raise Reappears("Cette publication montrerait de nouveau ce qui a été retiré : relisez la liste.") from None


def shows(school: School, address: str) -> bool:
    folder = site_folder(school).current
    page = (folder / address.strip("/") / "index.html").absolute()
    return page.is_relative_to(folder.absolute()) and page.is_file()

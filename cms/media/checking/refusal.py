from cms.core.exceptions import Invalid


class Refused(Invalid):
    """A file that is not kept; the message says why, and what to do."""

    code = "media.refused"


def damaged(name: str) -> Refused:
    return Refused(f"« {name} » est abîmé ou incomplet. Ouvrez-le, enregistrez-le à nouveau, puis envoyez cette copie.")


def protected(name: str) -> Refused:
    return Refused(
        f"« {name} » est protégé par un mot de passe : personne ne peut vérifier ce qu’il contient. "
        "Enregistrez-le sans mot de passe, puis envoyez-le."
    )


def with_macros(name: str) -> Refused:
    return Refused(f"« {name} » contient des macros (un programme). Enregistrez-le sans macros, puis envoyez-le.")

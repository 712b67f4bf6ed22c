"""What goes wrong for a reason that a person can be told. Each carries a stable code and a sentence."""


class DomainError(Exception):
    """A refusal. `code` is for programs ("rubrics.unknown"), the message for people, in French.

    `remedy`: the address of the screen of the administration where it can be put right, where there is one.
    """

    code = "refused"

    def __init__(self, message: str, *, code: str | None = None, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.code = code or self.code


class NotAllowed(DomainError):
    code = "not-allowed"


class NotFound(DomainError):
    code = "not-found"


class Conflict(DomainError):
    code = "conflict"


class Invalid(DomainError):
    code = "invalid"

"""The result envelope all services share (protocol 3)."""

from dataclasses import dataclass, field

from ..refusal import Refusal


@dataclass(slots=True)
class Outcome:
    """What happened to the bills of one call."""

    done: list[dict] = field(default_factory=list)
    errors: list[dict] = field(default_factory=list)
    messages: list[dict] = field(default_factory=list)
    code: int = 0

    def refused(self, refusal: Refusal, index: int = 0) -> None:
        """Note a bill that was refused."""
        self.code = refusal.code
        self.errors.append(
            {"FieldName": refusal.field, "Message": refusal.message, "DIndex": index}
        )

    def succeeded(self, key: object, number: str, index: int = 0, message: str = "") -> None:
        """Note a bill that went through."""
        self.done.append({"Id": key, "Number": number, "DIndex": index})
        if message:
            self.messages.append({"FieldName": None, "Message": message, "DIndex": index})

    def status(self) -> dict:
        """Return ResponseStatus; ErrorCode only when something failed."""
        status: dict = {} if not self.errors else {"ErrorCode": 500}
        status |= {
            "IsSuccess": not self.errors,
            "Errors": self.errors,
            "SuccessEntitys": self.done,
            "SuccessMessages": self.messages,
            "MsgCode": self.code if self.errors else 0,
        }
        return status


def failure(refusal: Refusal) -> dict:
    """Return the envelope of a call that failed as a whole."""
    outcome = Outcome()
    outcome.refused(refusal)
    return {"Result": {"ResponseStatus": outcome.status()}}

"""A frozen, strict table: what every profile is, and what checks its keys and templates."""

from __future__ import annotations

from string import Formatter
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from mobilier.document import MistakeError
from mobilier.wording import hint

Length = Annotated[float, Field(ge=0, le=10_000)]
Positive = Annotated[float, Field(gt=0, le=100_000)]


class Profile(BaseModel):
    """A frozen, strict table."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def check_template(key: str, text: str, words: tuple[str, ...]) -> None:
    """Raise unless every {word} of a template is one that the writer can fill in."""
    try:
        used = [word for _, word, _, _ in Formatter().parse(text) if word is not None]
    except ValueError as error:
        raise MistakeError("template", key, text=text, problem=str(error)) from None
    for word in used:
        if word not in words:
            known = ", ".join("{" + w + "}" for w in words)
            raise MistakeError("word", key, word="{" + word + "}", text=text, known=known)


def check_keys(kind: type[Profile], keys: tuple[str, ...]) -> None:
    """Raise unless every key names a field of the table (``travel.z`` names ``travel``)."""
    for key in keys:
        if key.partition(".")[0] not in kind.model_fields:
            raise MistakeError("names", name=key, hint=hint(key, kind.model_fields))

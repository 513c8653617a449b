"""A strict reader of our web pages, that shares nothing with what wrote them."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote


class Strict(HTMLParser):
    """A reader that takes nothing but closed elements, unique ids and quoted addresses."""

    VOID = ("meta", "input", "img", "br", "link")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name in ("href", "src"):
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.text.append(data)


def read_page(page: Path) -> Strict:
    """Read a page; every link of it leads to a file beside it."""
    reader = Strict()
    reader.feed(page.read_text("utf-8"))
    reader.close()
    assert reader.open == []
    assert len(set(reader.ids)) == len(reader.ids)
    for link in reader.links:
        if not link.startswith("data:image/svg+xml;base64,"):
            assert "://" not in link, "no network"
            assert (page.parent / unquote(link)).is_file(), link
    return reader

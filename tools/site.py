"""The order of the documents, for MkDocs: sections as DESIGN names them, pages by file name.

A page is in the list because it is in the folder, so nobody forgets one and nobody edits a list.
"""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

SECTIONS = {
    "start": "Start",
    "howto": "How to",
    "reference": "Reference",
    "connectors": "Connectors",
    "why": "Why",
    "decisions": "Decisions",
}
TEMPLATE = "0000-template.md"  # for whoever writes one; not a decision


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.nav = navigation(Path(config.docs_dir))
    return config


def navigation(docs: Path) -> list[object]:
    """The first page, then every section that has pages."""
    nav: list[object] = [{"Hanse": "index.md"}]
    for folder, title in SECTIONS.items():
        pages = sorted(path.relative_to(docs).as_posix() for path in (docs / folder).rglob("*.md"))
        if shown := [page for page in pages if not page.endswith(TEMPLATE)]:
            nav.append({title: shown})
    return nav

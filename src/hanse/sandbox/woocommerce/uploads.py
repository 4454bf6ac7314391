"""Files that a store's library holds, for whoever asks; nothing is kept of them but their names."""

from urllib.parse import unquote

from hanse.sandbox import painted
from hanse.sandbox.woocommerce.store import Store

FOLDER = "/wp-content/uploads/"


def upload(store: Store, method: str, path: str, held: str) -> tuple[int, dict[str, str], bytes]:
    """A picture drawn for the name, in the format that the name says."""
    row = next((r for r in store.attachments.values() if r["path"] == unquote(path)), None)
    written = painted.format_of(row["path"]) if row else None
    if row is None or written is None:  # what cannot be drawn is not there
        return 404, {"Content-Type": "text/html; charset=UTF-8"}, b"<h1>Not Found</h1>"
    stem = row["path"].rpartition("/")[2].rpartition(".")[0]
    return painted.answered(stem, written, method, held)

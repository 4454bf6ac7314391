"""How a merchant is told what cannot be: a sentence for each thing, and the next step."""

from collections.abc import Sequence

from hanse.base.faults import Finding, Rejected, Severity


def wrong(code: str, sentence: str, step: str, field: str = "") -> Finding:
    return Finding(Severity.error, code, sentence, step, field)


def refused(findings: Sequence[Finding]) -> Rejected:
    """The first of them is said at once, and how many more there are."""
    first = findings[0]
    more = f" And {len(findings) - 1:,} more." if len(findings) > 1 else ""
    return Rejected(first.sentence + more, findings, first.next_step)


def pieces(count: int) -> str:
    return f"{count:,} piece" if count == 1 else f"{count:,} pieces"

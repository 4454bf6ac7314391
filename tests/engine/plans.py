"""How the database reads, as it says itself."""

from hanse.engine.tx import Tx


async def plan_of(tx: Tx, mode: str, statement: str, kinds: str, given: str) -> str:
    """Of a statement with parameters of these types and values; `mode` is that of its plan."""
    await tx.execute(f"set local plan_cache_mode = {mode}")
    await tx.execute(f"prepare asked({kinds}) as {statement}")
    rows = await tx.fetch(f"explain (analyze, buffers) execute asked({given})")
    await tx.execute("deallocate asked")
    return "\n".join(row[0] for row in rows)


def most_rows(plan: str) -> float:
    """Of all steps: how many rows the one that gave most gave."""
    actual = [part.split("rows=")[1].split()[0] for part in plan.split("(actual")[1:]]
    return max(map(float, actual))

// What a journey must find on its way.
import { ok } from 'node:assert/strict';

/** It comes to be seen. */
export async function expect(locator, why) {
  await locator.first().waitFor().catch((error) => {
    throw new Error(`not seen: ${why}`, { cause: error });
  });
}

/** It is not there, on a page that is at rest. */
export async function absent(locator, why) {
  ok((await locator.count()) === 0, `there, and should not be: ${why}`);
}

/** Becomes true; asked again until it is. */
export async function until(condition, why, limit_ms = 15_000) {
  const end = Date.now() + limit_ms;
  while (!(await condition())) {
    ok(Date.now() < end, `waited in vain: ${why}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

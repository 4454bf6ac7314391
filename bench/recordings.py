"""How much of what a real store answered our sandbox's store answers the same, field by field.

Which of the 229 recordings count, and why each of the others does not, stands in
tests/sandbox/woocommerce/counted.py. An answer agrees when status, headers and every field do.

Twice the recordings: twice the time, the same share.
"""

import json

from bench.ground import say
from tests.sandbox.woocommerce.counted import DELIVERIES, LAST, LEFT_OUT, PAGES, answers


def main() -> None:
    found = dict(answers())
    for name, faults in found.items():
        for fault in faults:
            say(f"{name}: {fault}")
    agree = sum(not faults for faults in found.values())
    say(
        f"{agree} of {len(found)} agree; of {LAST} recordings {len(DELIVERIES)} are deliveries and"
        f" {len(PAGES)} pages, compared by tests of their own, and {len(LEFT_OUT)} are left out"
    )
    print(json.dumps({"bench": "recordings", "agree_share": round(agree / len(found), 4)}))


if __name__ == "__main__":
    main()

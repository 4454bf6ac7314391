"""All routes of the store, and the page that lists them."""

from hanse.sandbox.woocommerce.envelope import Answer, Call
from hanse.sandbox.woocommerce.routes import CATALOG, Endpoint, Route
from hanse.sandbox.woocommerce.sales import SALES
from hanse.sandbox.woocommerce.shop import SHOP

ROUTES: list[Route] = [*CATALOG, *SALES, *SHOP]


def namespace(call: Call) -> Answer:
    """What there is; of each route only its verbs, for nobody asks for more."""
    up = {"up": [{"href": f"{call.api}/"}]}
    routes = {route.template: {"methods": list(route.endpoints)} for route in ROUTES}
    return Answer(200, {"namespace": "wc/v3", "routes": routes, "_links": up})


PLACES = [*ROUTES, Route("/wc/v3", {"GET": Endpoint(namespace)}, public=True)]

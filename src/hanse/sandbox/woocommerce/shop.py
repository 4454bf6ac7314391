"""What the store says of itself: the indexes, its settings, its state."""

from hanse.sandbox.woocommerce.envelope import Answer, Call, links, single
from hanse.sandbox.woocommerce.errors import Refusal
from hanse.sandbox.woocommerce.routes import Endpoint, Route, one
from hanse.sandbox.woocommerce.store import Record

NAMESPACES = [
    "oembed/1.0",
    "wc/v3",
    "wc/v1",
    "wc/pos/v1/catalog",
    "jetpack/v4",
    "wc-admin",
    "wc-analytics",
    "wc/store",
    "wc/store/v1",
    "wc/private",
    "wc/v2",
    "wc-admin-email",
    "wc-telemetry",
    "wccom-site/v3",
    "wp-abilities/v1",
    "wp/v2",
    "wp-site-health/v1",
    "wp-block-editor/v1",
]
# Name, group, label, kind, default.
SETTINGS = {
    "woocommerce_currency": ("general", "Currency", "select", "USD"),
    "woocommerce_currency_pos": ("general", "Currency position", "select", "left"),
    "woocommerce_price_thousand_sep": ("general", "Thousand separator", "text", ","),
    "woocommerce_price_decimal_sep": ("general", "Decimal separator", "text", "."),
    "woocommerce_price_num_decimals": ("general", "Number of decimals", "number", "2"),
    "woocommerce_default_country": ("general", "Country / State", "select", "US:CA"),
    "woocommerce_calc_taxes": ("general", "Enable taxes", "checkbox", "yes"),
    "woocommerce_prices_include_tax": ("tax", "Prices entered with tax", "radio", "no"),
    "woocommerce_weight_unit": ("products", "Weight unit", "select", "kg"),
    "woocommerce_dimension_unit": ("products", "Dimensions unit", "select", "cm"),
    "woocommerce_manage_stock": ("products", "Manage stock", "checkbox", "yes"),
    "woocommerce_hold_stock_minutes": ("products", "Hold stock (minutes)", "number", "60"),
    "woocommerce_notify_low_stock_amount": ("products", "Low stock threshold", "number", "2"),
    "woocommerce_notify_no_stock_amount": ("products", "Out of stock threshold", "number", "0"),
}
CURRENCY_TIP = (
    "This controls what currency prices are listed at in the catalog and which currency "
    "gateways will take payments in."
)
# The first ones of the platform's long list.
CURRENCIES = {
    "AED": "United Arab Emirates dirham (&#x62f;.&#x625;) — AED",
    "AFN": "Afghan afghani (&#x60b;) — AFN",
    "ALL": "Albanian lek (L) — ALL",
    "USD": "United States (US) dollar (&#36;) — USD",
}
EDITS = ("GET", "POST", "PUT", "PATCH")


def index(call: Call) -> Answer:
    home = call.home
    now = call.store.clock.now().astimezone(call.store.zone)
    offset = now.utcoffset()
    door = f"{home}/wp-admin/authorize-application.php"
    return Answer(
        200,
        {
            "name": "Local Woo",
            "description": "",
            "url": home,
            "home": home,
            "gmt_offset": offset.total_seconds() / 3600 if offset else 0,
            "timezone_string": call.store.zone.key,
            "page_for_posts": 0,
            "page_on_front": 0,
            "show_on_front": "posts",
            "namespaces": NAMESPACES,
            "authentication": {"application-passwords": {"endpoints": {"authorization": door}}},
            "site_logo": 0,
            "site_icon": 0,
            "site_icon_url": "",
            "_links": {"help": [{"href": "https://developer.wordpress.org/rest-api/"}]},
        },
    )


def media(_call: Call) -> Answer:
    """Images by bytes need another kind of key."""
    message = "Sorry, you are not allowed to create posts as this user."
    refused = Refusal(401, "rest_cannot_create", message)
    return Answer(refused.status, refused.body, {"Allow": "GET"})


def list_settings(call: Call) -> Answer:
    group = call.ids["group_id"]
    names = [name for name, row in SETTINGS.items() if row[0] == group]
    if not names:  # guessed code and words
        message = "Invalid setting group."
        raise Refusal(404, "rest_setting_setting_group_invalid", message)
    return Answer(200, [_setting(call, name) for name in names])


def get_setting(call: Call) -> Answer:
    return single(call, _setting(call, _named(call)) | {"group_id": call.ids["group_id"]})


def put_setting(call: Call) -> Answer:
    name = _named(call)
    call.store.settings[name] = str(call.body.get("value", ""))
    call.store.ledger.note("woocommerce", "setting.update", name)
    return get_setting(call)


def _named(call: Call) -> str:
    name = str(call.ids["id"])
    if name not in SETTINGS or SETTINGS[name][0] != call.ids["group_id"]:  # guessed
        raise Refusal(404, "rest_setting_setting_invalid", "Invalid setting.")
    return name


def _setting(call: Call, name: str) -> Record:
    group, label, kind, default = SETTINGS[name]
    tip = CURRENCY_TIP if name == "woocommerce_currency" else ""  # the other words are left out
    path = f"/wc/v3/settings/{group}/{name}"
    shown: Record = {
        "id": name,
        "label": label,
        "description": tip,
        "type": kind,
        "default": default,
        "tip": tip,
        "value": call.store.settings.get(name, default),
        "_links": links(call, path, allow=EDITS),
    }
    return shown | ({"options": CURRENCIES} if name == "woocommerce_currency" else {})


def system_status(call: Call) -> Answer:
    store = call.store

    def value(name: str) -> str:
        return store.settings.get(f"woocommerce_{name}", SETTINGS[f"woocommerce_{name}"][3])

    environment = {
        "home_url": call.home,
        "version": store.version,
        "wp_version": "6.9.1",
        "php_version": "8.2.36",
        "server_info": "nginx/1.22.1",
        "default_timezone": "UTC",
        # guessed: that it is told so; the recorder kept neither this nor the option behind it
        "language": store.settings.get("WPLANG", "en_US"),
    }
    settings = {
        "api_enabled": False,
        "force_ssl": False,
        "currency": value("currency"),
        "currency_position": value("currency_pos"),
        "thousand_separator": value("price_thousand_sep"),
        "decimal_separator": value("price_decimal_sep"),
        "number_of_decimals": int(value("price_num_decimals")),
        "HPOS_enabled": True,
    }
    return single(call, {"environment": environment, "settings": settings})


def currency(call: Call) -> Answer:
    code = call.store.settings.get("woocommerce_currency", "USD")
    known = {"USD": ("United States (US) dollar", "&#36;"), "EUR": ("Euro", "&euro;")}
    name, symbol = known.get(code, (code, code))
    found = links(call, f"/wc/v3/data/currencies/{code}", allow=("GET",))
    return single(call, {"code": code, "name": name, "symbol": symbol, "_links": found})


ONE_SETTING = r"/wc/v3/settings/(?P<group_id>[\w-]+)/(?P<id>[\w-]+)"
SHOP = [
    Route("/", {"GET": Endpoint(index)}, public=True),
    Route("/wp/v2/media", {"GET": Endpoint(media), "POST": Endpoint(media)}, public=True),
    one(r"/wc/v3/settings/(?P<group_id>[\w-]+)", list_settings),
    Route(
        ONE_SETTING,
        {"GET": Endpoint(get_setting)} | dict.fromkeys(EDITS[1:], Endpoint(put_setting)),
    ),
    one("/wc/v3/system_status", system_status),
    one("/wc/v3/data/currencies/current", currency),
]

"""Who calls back to the public address, and for what: each from the platform's own documents."""

from hanse.engine.health.public_address import Caller

CALLERS = (
    Caller("Shopify", "webhooks and installation; the certificate is checked"),
    Caller("WooCommerce", "granting of keys; private addresses are refused"),
    Caller("BigCommerce", "webhooks", ports=(443,)),
    Caller("Shopee", "push messages and consent"),
    Caller("TikTok Shop", "webhooks and consent"),
    Caller("Lazada", "push messages; an OV or EV certificate is asked for"),
    Caller("AliExpress", "order messages and consent"),
    Caller("Alibaba", "messages and consent"),
    Caller("CJ Dropshipping", "webhooks; the address is called while it is registered"),
    Caller("Meta, with WhatsApp and Messenger", "messages and data deletion"),
    Caller("Telegram", "messages", ports=(443, 80, 88, 8443)),
    Caller("17TRACK and AfterShip", "tracking"),
)

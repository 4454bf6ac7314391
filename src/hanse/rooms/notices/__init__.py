"""notices: what people are told, by the bell, by mail, and what other programs are told.

Tables: notices_notices, notices_preferences (in the installation), notices_endpoints and
notices_deliveries. Events: notices.notice.made and .read, notices.preference.changed,
notices.endpoint.*, notices.delivery.*.

It tells what is in the log and decides nothing: what buyers are told is of letters, and none of
its business. Texts are made of the facts of an event when they are shown, in the reader's language.
"""

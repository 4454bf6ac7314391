"""letters: what buyers are told by mail about the way of their goods, where the shop does not.

Tables: letters_settings, letters_templates, letters_letters, letters_stops. Events:
letters.letter.written, .rehearsed and .skipped, letters.setting.changed, letters.template.changed,
letters.buyer.stopped and .resumed.

A letter is written once for each stage and parcel, through the mails of the engine; what follows
the goods is told by the room of orders, which opens who bought. Whoever asked for no more letters
is known by a keyed hash alone. Where the shop rehearses, so do letters.
"""

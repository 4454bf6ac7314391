"""A phone number in two parts, as AliExpress takes it."""

import re
from collections.abc import Mapping

# The calling codes of countries, by ISO 3166 and ITU-T E.164.
CODES = """
    AD376 AE971 AF93 AG1268 AI1264 AL355 AM374 AO244 AR54 AS1684 AT43 AU61 AW297 AX358 AZ994 BA387
    BB1246 BD880 BE32 BF226 BG359 BH973 BI257 BJ229 BL590 BM1441 BN673 BO591 BQ599 BR55 BS1242 BT975
    BW267 BY375 BZ501 CA1 CD243 CF236 CG242 CH41 CI225 CK682 CL56 CM237 CN86 CO57 CR506 CV238 CW599
    CY357 CZ420 DE49 DJ253 DK45 DM1767 DO1 DZ213 EC593 EE372 EG20 ER291 ES34 ET251 FI358 FJ679 FK500
    FM691 FO298 FR33 GA241 GB44 GD1473 GE995 GF594 GG44 GH233 GI350 GL299 GM220 GN224 GP590 GQ240
    GR30 GT502 GU1671 GW245 GY592 HK852 HN504 HR385 HT509 HU36 ID62 IE353 IL972 IM44 IN91 IQ964
    IS354 IT39 JE44 JM1 JO962 JP81 KE254 KG996 KH855 KI686 KM269 KN1869 KR82 KW965 KY1345 KZ7 LA856
    LB961 LC1758 LI423 LK94 LR231 LS266 LT370 LU352 LV371 LY218 MA212 MC377 MD373 ME382 MF590 MG261
    MH692 MK389 ML223 MM95 MN976 MO853 MP1670 MQ596 MR222 MS1664 MT356 MU230 MV960 MW265 MX52 MY60
    MZ258 NA264 NC687 NE227 NF672 NG234 NI505 NL31 NO47 NP977 NR674 NU683 NZ64 OM968 PA507 PE51
    PF689 PG675 PH63 PK92 PL48 PM508 PR1 PS970 PT351 PW680 PY595 QA974 RE262 RO40 RS381 RW250 SA966
    SB677 SC248 SE46 SG65 SI386 SK421 SL232 SM378 SN221 SO252 SR597 SS211 ST239 SV503 SX1721 SZ268
    TC1649 TD235 TG228 TH66 TJ992 TL670 TM993 TN216 TO676 TR90 TT1868 TV688 TW886 TZ255 UA380 UG256
    US1 UY598 UZ998 VA39 VC1784 VE58 VG1284 VI1340 VN84 VU678 WF681 WS685 YE967 YT262 ZA27 ZM260
    ZW263
"""
CODE: Mapping[str, str] = {each[:2]: each[2:] for each in CODES.split()}
LOCAL_ZERO = "(0)"  # dialled within the country only
NOT_DIALLED = re.compile(r"[\s()./-]+")


def split(phone: str, country: str) -> tuple[str, str] | None:
    """The calling code with a plus, and the rest; by the country of the address where the number
    has no code of its own. None where it is no number, or nobody knows the code."""
    plain = NOT_DIALLED.sub("", phone.replace(LOCAL_ZERO, ""))
    plain = f"+{plain[2:]}" if plain.startswith("00") else plain
    digits = plain.removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and 4 <= len(digits) <= 20):
        return None
    own = CODE.get(country, "")
    if not plain.startswith("+"):
        return (f"+{own}", digits) if own else None
    known = [own] if own and digits.startswith(own) else []
    known += sorted((each for each in set(CODE.values()) if digits.startswith(each)), key=len)[-1:]
    if not known:
        return None
    return f"+{known[0]}", digits.removeprefix(known[0])

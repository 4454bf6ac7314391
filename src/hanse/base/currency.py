"""The currencies, and how many decimals each has.

Three numbers of decimals must not be mixed up:
- `exponent`: how Money counts, by ISO 4217. It is in every stored amount, so it never changes.
- `display_decimals`: what people write. Rupiah have 2 by ISO, but nobody writes or owes sen.
- the wire's: what a platform takes in a request. It is the account's, so it is not here.
"""

from hanse.base.faults import Rejected

# ISO 4217 as published on 1 January 2026, by number of decimals. What has none there (gold,
# drawing rights, codes for tests) cannot price anything and is left out.
WITH_2 = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF
    CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
    GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR
    PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
    TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
"""
WITH_0 = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
WITH_3 = "BHD IQD JOD KWD LYD OMR TND"
WITH_4 = "CLF UYW"

# Withdrawn since 2021: orders of those years still carry them.
FORMER_WITH_2 = "ANG BGN CUC HRK SLL ZWL"

# Their smaller unit is out of use, so people and platforms write whole amounts.
WRITTEN_WHOLE = "HUF IDR IQD IRR KPW LAK LBP MGA MMK SOS SYP TWD YER"

EXPONENTS = {
    code: decimals
    for decimals, codes in [
        (0, WITH_0),
        (2, WITH_2),
        (2, FORMER_WITH_2),
        (3, WITH_3),
        (4, WITH_4),
    ]
    for code in codes.split()
}


def exponent(currency: str) -> int:
    """The decimals that Money keeps; `Rejected` for what is no currency."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise Rejected(
            f"'{currency}' is not a currency that we know.",
            next_step="Use a code of ISO 4217 in capitals, such as SGD, IDR or EUR.",
        ) from None


def display_decimals(currency: str) -> int:
    """The decimals that people write; what an amount has beyond them is shown, never hidden."""
    return 0 if currency in WRITTEN_WHOLE.split() else exponent(currency)

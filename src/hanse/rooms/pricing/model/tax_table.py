"""The tax table: place, sort of goods, percent, from, until, in or on top of prices, source.

A row is added when a rate changes, and none is taken away: what was sold before is taxed by what
held then. Where a place has several reduced rates, the sort `reduced` is the one most used.
"""

SOURCES = {
    "eu": "European Commission, Taxes in Europe Database (TEDB), VAT rates",
    "uk": "HM Revenue & Customs, VAT rates",
    "sg": "Inland Revenue Authority of Singapore, GST rates",
    "my": "Royal Malaysian Customs Department, Sales Tax",
    "id": "Direktorat Jenderal Pajak, PPN; PMK 131/2024: 12 % on 11/12 of the price",
}

ROWS = """
AT | standard      | 20   | 2016-01-01 |            | in | eu
AT | reduced       | 10   | 2016-01-01 |            | in | eu
AT | intermediate  | 13   | 2016-01-01 |            | in | eu
BE | standard      | 21   | 1996-01-01 |            | in | eu
BE | reduced       | 6    | 2000-01-01 |            | in | eu
BE | intermediate  | 12   | 2000-01-01 |            | in | eu
BG | standard      | 20   | 2007-01-01 |            | in | eu
BG | reduced       | 9    | 2011-04-01 |            | in | eu
HR | standard      | 25   | 2013-07-01 |            | in | eu
HR | reduced       | 13   | 2014-01-01 |            | in | eu
HR | super_reduced | 5    | 2013-07-01 |            | in | eu
CY | standard      | 19   | 2014-01-13 |            | in | eu
CY | reduced       | 5    | 2004-05-01 |            | in | eu
CY | intermediate  | 9    | 2014-01-13 |            | in | eu
CZ | standard      | 21   | 2013-01-01 |            | in | eu
CZ | reduced       | 15   | 2013-01-01 | 2024-01-01 | in | eu
CZ | reduced       | 12   | 2024-01-01 |            | in | eu
DK | standard      | 25   | 1992-01-01 |            | in | eu
EE | standard      | 20   | 2009-07-01 | 2024-01-01 | in | eu
EE | standard      | 22   | 2024-01-01 | 2025-07-01 | in | eu
EE | standard      | 24   | 2025-07-01 |            | in | eu
EE | reduced       | 9    | 2009-01-01 |            | in | eu
FI | standard      | 24   | 2013-01-01 | 2024-09-01 | in | eu
FI | standard      | 25.5 | 2024-09-01 |            | in | eu
FI | reduced       | 14   | 2013-01-01 | 2026-01-01 | in | eu
FI | reduced       | 13.5 | 2026-01-01 |            | in | eu
FI | super_reduced | 10   | 2013-01-01 |            | in | eu
FR | standard      | 20   | 2014-01-01 |            | in | eu
FR | reduced       | 5.5  | 2014-01-01 |            | in | eu
FR | intermediate  | 10   | 2014-01-01 |            | in | eu
FR | super_reduced | 2.1  | 2014-01-01 |            | in | eu
DE | standard      | 19   | 2007-01-01 | 2020-07-01 | in | eu
DE | standard      | 16   | 2020-07-01 | 2021-01-01 | in | eu
DE | standard      | 19   | 2021-01-01 |            | in | eu
DE | reduced       | 7    | 1983-07-01 | 2020-07-01 | in | eu
DE | reduced       | 5    | 2020-07-01 | 2021-01-01 | in | eu
DE | reduced       | 7    | 2021-01-01 |            | in | eu
GR | standard      | 24   | 2016-06-01 |            | in | eu
GR | reduced       | 13   | 2016-06-01 |            | in | eu
GR | super_reduced | 6    | 2016-01-01 |            | in | eu
HU | standard      | 27   | 2012-01-01 |            | in | eu
HU | reduced       | 5    | 2009-07-01 |            | in | eu
HU | intermediate  | 18   | 2009-07-01 |            | in | eu
IE | standard      | 23   | 2021-03-01 |            | in | eu
IE | reduced       | 13.5 | 2003-01-01 |            | in | eu
IE | super_reduced | 4.8  | 2005-01-01 |            | in | eu
IT | standard      | 22   | 2013-10-01 |            | in | eu
IT | reduced       | 10   | 1995-02-24 |            | in | eu
IT | intermediate  | 5    | 2016-01-01 |            | in | eu
IT | super_reduced | 4    | 1989-01-01 |            | in | eu
LV | standard      | 21   | 2012-07-01 |            | in | eu
LV | reduced       | 12   | 2011-01-01 |            | in | eu
LV | super_reduced | 5    | 2018-01-01 |            | in | eu
LT | standard      | 21   | 2009-09-01 |            | in | eu
LT | reduced       | 9    | 2009-01-01 | 2026-01-01 | in | eu
LT | reduced       | 12   | 2026-01-01 |            | in | eu
LT | super_reduced | 5    | 2004-01-01 |            | in | eu
LU | standard      | 17   | 2015-01-01 | 2023-01-01 | in | eu
LU | standard      | 16   | 2023-01-01 | 2024-01-01 | in | eu
LU | standard      | 17   | 2024-01-01 |            | in | eu
LU | reduced       | 8    | 2015-01-01 | 2023-01-01 | in | eu
LU | reduced       | 7    | 2023-01-01 | 2024-01-01 | in | eu
LU | reduced       | 8    | 2024-01-01 |            | in | eu
LU | super_reduced | 3    | 2015-01-01 |            | in | eu
MT | standard      | 18   | 2004-01-01 |            | in | eu
MT | reduced       | 5    | 2004-01-01 |            | in | eu
MT | intermediate  | 7    | 2011-01-01 |            | in | eu
NL | standard      | 21   | 2012-10-01 |            | in | eu
NL | reduced       | 6    | 1986-10-01 | 2019-01-01 | in | eu
NL | reduced       | 9    | 2019-01-01 |            | in | eu
PL | standard      | 23   | 2011-01-01 |            | in | eu
PL | reduced       | 8    | 2011-01-01 |            | in | eu
PL | super_reduced | 5    | 2011-01-01 |            | in | eu
PT | standard      | 23   | 2011-01-01 |            | in | eu
PT | reduced       | 6    | 2010-07-01 |            | in | eu
PT | intermediate  | 13   | 2010-07-01 |            | in | eu
RO | standard      | 19   | 2017-01-01 | 2025-08-01 | in | eu
RO | standard      | 21   | 2025-08-01 |            | in | eu
RO | reduced       | 9    | 2017-01-01 | 2025-08-01 | in | eu
RO | reduced       | 11   | 2025-08-01 |            | in | eu
SK | standard      | 20   | 2011-01-01 | 2025-01-01 | in | eu
SK | standard      | 23   | 2025-01-01 |            | in | eu
SK | reduced       | 10   | 2011-01-01 | 2025-01-01 | in | eu
SK | reduced       | 19   | 2025-01-01 |            | in | eu
SK | super_reduced | 5    | 2025-01-01 |            | in | eu
SI | standard      | 22   | 2013-07-01 |            | in | eu
SI | reduced       | 9.5  | 2013-07-01 |            | in | eu
SI | super_reduced | 5    | 2020-01-01 |            | in | eu
ES | standard      | 21   | 2012-09-01 |            | in | eu
ES | reduced       | 10   | 2012-09-01 |            | in | eu
ES | super_reduced | 4    | 1995-01-01 |            | in | eu
SE | standard      | 25   | 1990-07-01 |            | in | eu
SE | reduced       | 12   | 1996-01-01 |            | in | eu
SE | super_reduced | 6    | 1996-01-01 |            | in | eu
GB | standard      | 20   | 2011-01-04 |            | in | uk
GB | reduced       | 5    | 1997-09-01 |            | in | uk
GB | zero          | 0    | 1973-04-01 |            | in | uk
SG | standard      | 7    | 2007-07-01 | 2023-01-01 | in | sg
SG | standard      | 8    | 2023-01-01 | 2024-01-01 | in | sg
SG | standard      | 9    | 2024-01-01 |            | in | sg
MY | standard      | 10   | 2018-09-01 |            | in | my
MY | reduced       | 5    | 2018-09-01 |            | in | my
ID | standard      | 10   | 1985-04-01 | 2022-04-01 | in | id
ID | standard      | 11   | 2022-04-01 |            | in | id
ID | luxury        | 12   | 2025-01-01 |            | in | id
"""

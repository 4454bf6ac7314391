// Where Hanse sells most, then the world's.
export const CURRENCIES = 'EUR IDR SGD MYR THB PHP VND TWD USD GBP AUD JPY CNY HKD KRW INR BRL MXN PLN SEK DKK CZK HUF RON CHF NOK'.split(' ');

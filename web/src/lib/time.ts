// How long, how long ago, and when. Two units at most; a number and its unit do not break apart.
import { catalogue } from './catalogue.ts';
import { moment, type Moment } from './zone.ts';

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;
const TIED = '\u00A0';

const text = catalogue({
  en: {
    second: 's',
    minute: 'min',
    hour: 'h',
    day: (count: number) => (count === 1 ? 'day' : 'days'),
    now: 'now',
    ago: (time: string) => `${time} ago`,
    soon: (time: string) => `in ${time}`,
    about: (time: string) => `about ${time}`,
    months: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '),
    longMonths: 'January February March April May June July August September October November December'.split(' '),
    days: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' '),
  },
  id: {
    second: 'dtk',
    minute: 'mnt',
    hour: 'jam',
    day: () => 'hari',
    now: 'baru saja',
    ago: (time) => `${time} lalu`,
    soon: (time) => `${time} lagi`,
    about: (time) => `sekitar ${time}`,
    months: 'Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des'.split(' '),
    longMonths: 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' '),
    days: 'Minggu Senin Selasa Rabu Kamis Jumat Sabtu'.split(' '),
  },
});

export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE_S) return unit(whole, text.second);
  if (whole < HOUR_S) return unit(Math.floor(whole / MINUTE_S), text.minute);
  if (whole < DAY_S) return two(whole, HOUR_S, text.hour, MINUTE_S, text.minute);
  return two(whole, DAY_S, text.day(Math.floor(whole / DAY_S)), HOUR_S, text.hour);
}

/** Time left in round words: nobody believes in 97 seconds. */
export function about(seconds: number): string {
  if (seconds < 55) return text.about(unit(Math.max(10, Math.ceil(seconds / 10) * 10), text.second));
  if (seconds < HOUR_S) return text.about(unit(Math.round(seconds / MINUTE_S), text.minute));
  return text.about(unit(Math.round(seconds / HOUR_S), text.hour));
}

function two(seconds: number, large_s: number, large: string, small_s: number, small: string): string {
  const rest = Math.floor((seconds % large_s) / small_s);
  const first = unit(Math.floor(seconds / large_s), large);
  return rest === 0 ? first : `${first} ${unit(rest, small)}`;
}

function unit(count: number, name: string): string {
  return `${count}${TIED}${name}`;
}

/** Relative and live below an hour, then the time, then the day. */
export function ago(at: Date, now: Date): string {
  const seconds = (now.getTime() - at.getTime()) / 1000;
  if (seconds > -1 && seconds < 1) return text.now;
  if (seconds >= HOUR_S || seconds <= -HOUR_S) return when(at, now);
  return seconds > 0 ? text.ago(span(seconds)) : text.soon(span(-seconds));
}

/** In round words, whatever the day: `3 h ago`. */
export function howOld(at: Date, now: Date): string {
  const seconds = (now.getTime() - at.getTime()) / 1000;
  if (seconds < MINUTE_S) return text.now;
  return text.ago(seconds < HOUR_S ? span(seconds) : seconds < 2 * DAY_S ? unit(Math.floor(seconds / HOUR_S), text.hour) : unit(Math.floor(seconds / DAY_S), text.day(2)));
}

export function when(at: Date, now: Date): string {
  const [there, today] = [moment(at), moment(now)];
  if (sameDay(there, today)) return clock(at);
  const date = `${there.day}${TIED}${text.months[there.month - 1]}`;
  return there.year === today.year ? `${date}, ${clock(at)}` : `${date} ${there.year}`;
}

/** A day without a time. */
export function day(at: Date, now: Date): string {
  const there = moment(at);
  const date = `${there.day}${TIED}${text.months[there.month - 1]}`;
  return there.year === moment(now).year ? date : `${date} ${there.year}`;
}

/** The day in full, for the head of the first page. */
export function longDay(at: Date): string {
  const { year, month, day: number } = moment(at);
  const weekday = text.days[new Date(Date.UTC(year, month - 1, number)).getUTCDay()];
  return `${weekday} ${number} ${text.longMonths[month - 1]}`;
}

export function clock(at: Date): string {
  const { hour, minute } = moment(at);
  return [hour, minute].map(pad).join(':');
}

/** With seconds, for logs and receipts. */
export function clockSeconds(at: Date): string {
  return `${clock(at)}:${pad(moment(at).second)}`;
}

/** The exact instant, for whoever hovers. */
export function utc(at: Date): string {
  return at.toISOString().replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
}

function sameDay(one: Moment, other: Moment): boolean {
  return one.year === other.year && one.month === other.month && one.day === other.day;
}

function pad(part: number): string {
  return String(part).padStart(2, '0');
}

// Limits and policies as they are typed and read. Pure.
import { money } from '../../lib/money.ts';
import { number } from '../../lib/number.ts';
import type { Limits, LimitsWanted, Policy, PolicyWanted, Rule } from './api.ts';
import { rolesIn } from './roles.ts';
import { text } from './rulesText.ts';

export type LimitsTyped = { step: string; stepMoney: readonly string[]; belowCost: boolean; zeroed: string; ended: string; few: string; spend: readonly string[] };

/** As in `src/hanse/changes/model/limits.py`. */
export const SAFE: LimitsTyped = { step: '30', stepMoney: [], belowCost: false, zeroed: '10', ended: '5', few: '3', spend: [] };
export const STEP_MOST = 90;

type Sum = { currency: string; minor: number };

/** In the list of a form: `EUR 50000`. */
export const writeSum = ({ currency, minor }: Sum): string => `${currency} ${minor}`;

export function readSum(words: string): Sum {
  const [currency = '', minor = '0'] = words.split(' ');
  return { currency, minor: Number(minor) };
}

export function typedLimits(limits: Limits): LimitsTyped {
  return {
    step: plainly(limits.step_percent_max),
    stepMoney: limits.step_money_max.map(writeSum),
    belowCost: limits.below_cost,
    zeroed: plainly(limits.zeroed_percent_max),
    ended: plainly(limits.ended_percent_max),
    few: String(limits.few),
    spend: limits.spend_day_max.map(writeSum),
  };
}

export function wantedLimits(typed: LimitsTyped): LimitsWanted {
  return {
    step_percent_max: percentOf(typed.step),
    step_money_max: typed.stepMoney.map(readSum),
    below_cost: typed.belowCost,
    zeroed_percent_max: percentOf(typed.zeroed),
    ended_percent_max: percentOf(typed.ended),
    few: Number(typed.few),
    spend_day_max: typed.spend.map(readSum),
  };
}

const percentOf = (typed: string) => typed.trim().replace(',', '.');
const plainly = (percent: string) => String(Number(percent));

export function isPercent(typed: string, most: number): boolean {
  const plain = percentOf(typed);
  return /^\d{1,3}(\.\d{1,2})?$/.test(plain) && Number(plain) <= most;
}

export function isWhole(typed: string, least: number, most: number): boolean {
  return /^\d{1,7}$/.test(typed.trim()) && Number(typed) >= least && Number(typed) <= most;
}

export type Asks = 'auto' | 'one' | 'two' | 'kept';
type Stages = Rule['stages'];

export function asksOf(stages: Stages): Asks {
  const [only, ...more] = stages;
  if (!only) return 'auto';
  if (more.length > 0 || only.roles.length > 0 || only.persons > 2) return 'kept';
  return only.persons === 2 ? 'two' : 'one';
}

export function stagesOf(asks: Asks, kept: Stages): Stages {
  if (asks === 'kept') return kept;
  return asks === 'auto' ? [] : [{ persons: asks === 'two' ? 2 : 1, roles: [] }];
}

/** A rule as one sentence. */
export function ruleSentence({ kinds, items_max: items, stake_max: stake, stages }: Rule): string {
  const what = kinds.length === 0 ? text.anyKind : sentenceCase(kinds.map((kind) => text.change[kind] ?? kind).join(', '));
  const sizes = [
    ...(items === null ? [] : [text.upTo(number(items))]),
    ...(stake === null ? [] : [stake.length === 0 ? text.noMoney : text.andMoney(stake.map(money).join(', '))]),
  ];
  return text.rule(what, sizes.join(', ') || text.anySize, stagesSentence(stages));
}

export function stagesSentence(stages: Stages): string {
  const asks = asksOf(stages);
  if (asks !== 'kept') return text.who[asks];
  return text.stages(stages.map((stage) => `${stage.persons} ${rolesIn(stage.roles)}`.trim()).join(', '));
}

const sentenceCase = (words: string) => words.charAt(0).toLocaleUpperCase() + words.slice(1);

/** Without the version, which goes by itself. */
export const policyAsWanted = ({ rules, otherwise, propose_days, approve_days }: Policy): PolicyWanted => ({ rules, otherwise, propose_days, approve_days });

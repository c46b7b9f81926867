import { readCount, writeCount } from "@/lib/counts";
import { manage } from "@/texts/manage";
import { AMOUNTS, type Amount, type LimitBody, type LimitRule, type LimitSubject } from "./api";

export type RuleValues = { subject: LimitSubject; name: string } & Record<Amount, string>;
export type RuleErrors = Partial<Record<keyof RuleValues | "nothing", string>>;

/** 0 lifts a wider rule. */
const read = (typed: string) => readCount(typed, 0);

const each = <T>(value: (amount: Amount) => T) =>
  Object.fromEntries(AMOUNTS.map((amount) => [amount, value(amount)])) as Record<Amount, T>;

export const valuesOf = (rule: LimitRule | null): RuleValues => ({
  subject: rule?.subject ?? "everyone",
  name: rule?.userName ?? rule?.name ?? "",
  ...each((amount) => writeCount(rule?.[amount])),
});

export function check(values: RuleValues): RuleErrors {
  const errors: RuleErrors = {};
  if (values.subject !== "everyone" && !values.name.trim()) errors.name = manage.common.required;
  for (const amount of AMOUNTS) if (read(values[amount]) === undefined) errors[amount] = manage.limits.wholeNumber;
  if (AMOUNTS.every((amount) => read(values[amount]) === null)) errors.nothing = manage.limits.nothing;
  return errors;
}

export const bodyOf = (values: RuleValues): LimitBody => ({
  subject: values.subject,
  name: values.subject === "everyone" ? null : values.name.trim(),
  ...each((amount) => read(values[amount]) ?? null),
});

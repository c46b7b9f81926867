import { locale } from "@/texts/language";
import { text } from "@/texts/text";

const number = new Intl.NumberFormat(locale);
const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

const percent = new Intl.NumberFormat(locale, { style: "percent", roundingMode: "floor" });

/** Of a part from 0 to 1; whole only when it is. */
export const formatPercent = (part: number) => percent.format(part);
export const formatNumber = (value: number) => number.format(value);

export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${number.format(Math.round(milliseconds))} ${text.units.ms}`;
  const tenths = Math.round(milliseconds / 100);
  if (tenths < 600) return `${oneDecimal.format(tenths / 10)} ${text.units.s}`;
  const seconds = Math.round(milliseconds / 1_000);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return `${number.format(minutes)} ${text.units.min} ${number.format(rest)} ${text.units.s}`;
}

/** Answer tokens a second of generating; null when there is nothing to divide. */
export function tokenRate(tokens: number | null | undefined, milliseconds: number | null | undefined): string | null {
  if (!tokens || !milliseconds || milliseconds < 1) return null;
  const rate = (tokens * 1_000) / milliseconds;
  return rate >= 100 ? number.format(Math.round(rate)) : oneDecimal.format(rate);
}

export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${oneDecimal.format(bytes / 1e9)} ${text.units.GB}`;
  if (bytes >= 1e6) return `${oneDecimal.format(bytes / 1e6)} ${text.units.MB}`;
  return `${number.format(Math.max(1, Math.round(bytes / 1e3)))} ${text.units.kB}`;
}

export function formatContext(tokens: number): string {
  return tokens >= 1_024 ? `${oneDecimal.format(tokens / 1_024)}K` : number.format(tokens);
}

/** The heading a conversation sits under: how long ago it was last touched. */
export function ageGroup(iso: string, now = new Date()): string {
  const then = new Date(iso);
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const days = Math.ceil((midnight - then.getTime()) / 86_400_000);
  if (days <= 0) return text.chat.ages.today;
  if (days === 1) return text.chat.ages.yesterday;
  if (days <= 7) return text.chat.ages.week;
  if (days <= 30) return text.chat.ages.month;
  const sameYear = then.getFullYear() === now.getFullYear();
  return then.toLocaleDateString(locale, sameYear ? { month: "long" } : { month: "long", year: "numeric" });
}

/** Small sums keep the digits that tell them from nothing. */
export const formatMoney = (amount: number, currency: string) =>
  new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    ...(Math.abs(amount) < 1 && { maximumFractionDigits: 6 }),
  }).format(amount);

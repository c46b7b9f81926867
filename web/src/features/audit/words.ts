import { formatMoment } from "@/lib/when";
import { audit as t } from "@/texts/audit";
import { locale } from "@/texts/language";
import type { AuditEntry } from "./api";

const exact = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" });

/** An action as a sentence; one this page does not know yet, by its own name. */
export const nameOf = (action: string) => t.actions[action] ?? action;
export const actorOf = (entry: AuditEntry) => entry.actor?.name ?? entry.actor?.id.slice(0, 8) ?? t.nobody;
export const targetOf = ({ target }: AuditEntry) =>
  target && (target.name ?? (target.id && /^[0-9a-f]{8}-/.test(target.id) ? `…${target.id.slice(-8)}` : target.id));
export const momentOf = (entry: AuditEntry) => formatMoment(entry.at);
export const exactMomentOf = (entry: AuditEntry) => exact.format(new Date(entry.at));

export type Change = { name: string; before: string | null; after: string | null };

const said = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
const fields = (value: unknown): Record<string, unknown> =>
  value && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** The fields that are not as they were; of what had no before, all. */
export function changesOf(entry: AuditEntry): Change[] {
  const [before, after] = [fields(entry.before), fields(entry.after)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((name) => ({
      name,
      before: entry.before ? said(before[name]) : null,
      after: entry.after ? said(after[name]) : null,
    }))
    .filter((one) => one.before !== one.after);
}

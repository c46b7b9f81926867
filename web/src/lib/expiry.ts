import { manage } from "@/texts/manage";

const DAYS = { day: 1, week: 7, month: 30, quarter: 90, year: 365 } as const;

export type Expiry = keyof typeof DAYS | "never" | "keep";

export const EXPIRIES = (["day", "week", "month", "quarter", "year", "never"] as const).map((value) => ({
  value,
  label: manage.expiry[value],
}));

/** The moment a choice stands for. `keep` is the caller's: it means what is stored. */
export const expiresAt = (choice: Exclude<Expiry, "keep">, now = Date.now()): string | null =>
  choice === "never" ? null : new Date(now + DAYS[choice] * 86_400_000).toISOString();

import type { Setting, Value } from "./api";

/** What stands together, in this order; what this page does not know yet comes last. */
export const GROUPS = {
  accounts: ["Auth:Registration", "Auth:RegistrationDomains", "Auth:RegistrationApproval", "Auth:EmailVerification"],
  banner: ["Banner:Text", "Banner:Tone", "Banner:Until"],
  models: ["Catalog:PublicDiscovery"],
  chats: ["Chat:DefaultModel", "Chat:TrashDays"],
  limits: [
    "CallLimits:RequestsPerMinute",
    "CallLimits:ConcurrentStreams",
    "CallLimits:TokensPerMinute",
    "CallLimits:TokensPerDay",
    "CallLimits:TokensPerMonth",
  ],
  cost: ["Usage:Currency", "Usage:MonthlyBudget", "Usage:BudgetAlarmPercent"],
  retention: ["Usage:RetentionMonths", "Audit:RetentionMonths"],
  outgoing: ["Outgoing:PrivateTargets"],
  monitoring: ["Telemetry:MetricsToken"],
} as const;
export type Group = keyof typeof GROUPS | "other";

export function grouped(settings: Setting[]): [Group, Setting[]][] {
  const known = new Set<string>(Object.values(GROUPS).flat());
  const of = (names: readonly string[]) =>
    names.flatMap((name) => settings.find((setting) => setting.name === name) ?? []);
  const groups: [Group, Setting[]][] = Object.entries(GROUPS).map(([group, names]) => [group as Group, of(names)]);
  groups.push(["other", settings.filter(({ name }) => !known.has(name))]);
  return groups.filter(([, some]) => some.length > 0);
}

export type Draft = Record<string, Value>;

/** What differs from what is there. */
export const changesOf = (draft: Draft, settings: Setting[]): Draft =>
  Object.fromEntries(
    Object.entries(draft).filter(([name, value]) => {
      const setting = settings.find((one) => one.name === name);
      if (!setting) return false;
      return value === null ? setting.isStored : setting.kind === "secret" || value !== setting.value;
    }),
  );

/** For the browser's own field, in the reader's time. */
export function toLocal(iso: Value): string {
  if (typeof iso !== "string") return "";
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
export const fromLocal = (local: string) => (local ? new Date(local).toISOString() : null);

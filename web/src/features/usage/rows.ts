import { locale } from "@/texts/language";
import { manage } from "@/texts/manage";
import type { Grouping, Range, UsageFigures, UsageItem, UsageRow } from "./api";

const HOUR = 3_600_000;
const STEP = { hour: HOUR, day: 24 * HOUR };
const NOTHING: UsageFigures = {
  requests: 0,
  promptTokens: 0,
  answerTokens: 0,
  errors: 0,
  firstTokenMs: null,
  durationMs: null,
};
const hourLabel = new Intl.DateTimeFormat(locale, {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "UTC",
});
const dayLabel = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", year: "numeric", timeZone: "UTC" });

export const isTime = (by: Grouping): by is "hour" | "day" => by === "hour" || by === "day";
export const tokensOf = ({ promptTokens, answerTokens }: UsageFigures) => promptTokens + answerTokens;

/** What the server says as rows to show: in order of time, without holes; or what used most first. */
export function rowsOf(items: UsageItem[], by: Grouping, range: Range): UsageRow[] {
  const rows = items.map((item): UsageRow => {
    const group = String(item[by] ?? "");
    return { ...NOTHING, ...figuresOf(item), group, label: labelOf(item, group, by) };
  });
  if (!isTime(by)) return rows.sort((a, b) => tokensOf(b) - tokensOf(a) || b.requests - a.requests);
  const step = STEP[by];
  const known = new Map(rows.map((row) => [Math.floor(Date.parse(row.group) / step), row]));
  const first = Math.floor(Date.parse(range.from) / step);
  const last = Math.ceil(Date.parse(range.to) / step);
  return Array.from({ length: Math.max(0, last - first) }, (_, index) => {
    const group = new Date((first + index) * step).toISOString();
    return known.get(first + index) ?? { ...NOTHING, group, label: timeLabel(group, by) };
  });
}

export function sumOf(rows: UsageFigures[]): UsageFigures {
  const sum = (pick: (row: UsageFigures) => number) => rows.reduce((total, row) => total + pick(row), 0);
  return {
    ...NOTHING,
    requests: sum((row) => row.requests),
    promptTokens: sum((row) => row.promptTokens),
    answerTokens: sum((row) => row.answerTokens),
    errors: sum((row) => row.errors),
  };
}

const figuresOf = ({
  requests,
  promptTokens,
  answerTokens,
  errors,
  firstTokenMs,
  durationMs,
}: UsageItem): UsageFigures => ({
  requests,
  promptTokens,
  answerTokens,
  errors,
  firstTokenMs,
  durationMs,
});

const timeLabel = (iso: string, by: "hour" | "day") => (by === "hour" ? hourLabel : dayLabel).format(new Date(iso));

function labelOf(item: UsageItem, group: string, by: Grouping): string {
  if (isTime(by)) return timeLabel(group, by);
  if (by === "protocol") return manage.usage.protocols[group] ?? group;
  if (by === "key") return group ? String(item.name ?? manage.usage.deletedKey) : manage.usage.signedIn;
  return String(item.name ?? group) || manage.usage.reachedNone;
}

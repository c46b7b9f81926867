import { save } from "@/lib/download";
import type { Grouping, UsageRow } from "./api";

/** A table for a spreadsheet. What a user named so that it looks like a formula stays text. */
export function csvOf(rows: UsageRow[], by: Grouping): string {
  const head = [by, "requests", "promptTokens", "answerTokens", "errors", "firstTokenMs", "durationMs"];
  const lines = rows.map((row) => [
    by === "hour" || by === "day" ? row.group : row.label,
    row.requests,
    row.promptTokens,
    row.answerTokens,
    row.errors,
    row.firstTokenMs === null ? "" : Math.round(row.firstTokenMs),
    row.durationMs === null ? "" : Math.round(row.durationMs),
  ]);
  return `${[head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The mark tells spreadsheets that this is UTF-8. */
export const saveCsv = (name: string, content: string) =>
  save(new Blob([`\ufeff${content}`], { type: "text/csv;charset=utf-8" }), name);

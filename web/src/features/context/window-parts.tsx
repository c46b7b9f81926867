import { cn } from "@/lib/cn";
import { formatNumber } from "@/lib/format";
import { context as texts } from "@/texts/context";
import type { Context } from "./api";

const SHADES: Record<string, string> = {
  system: "bg-primary",
  folder: "bg-primary",
  pinned: "bg-signal",
  summary: "bg-primary/70",
  passages: "bg-primary/55",
  messages: "bg-primary/40",
};

/** The window as a bar, and its parts with their tokens. */
export function WindowParts({ data }: { data: Context }) {
  const { parts, promptTokens, room, contextLength, exact } = data;
  const whole = Math.max(room, promptTokens);
  const sign = exact ? "" : "≈ ";
  return (
    <section>
      <p className="text-2xl font-semibold tracking-tight tabular-nums">
        {sign}
        {texts.used(formatNumber(promptTokens), formatNumber(room))}
      </p>
      <div aria-hidden className="mt-3 flex h-2.5 gap-px overflow-hidden rounded-full bg-muted">
        {parts.map(({ kind, tokens }) => (
          <div key={kind} className={SHADES[kind]} style={{ width: `${(tokens / whole) * 100}%` }} />
        ))}
      </div>
      <dl className="mt-3 space-y-1 text-sm">
        {parts.map(({ kind, tokens, count }) => (
          <div key={kind} className="flex items-center gap-2">
            <span aria-hidden className={cn("size-2.5 rounded-full", SHADES[kind])} />
            <dt className="min-w-0 flex-1 truncate">
              {count > 1 ? texts.count(texts.parts[kind] ?? kind, formatNumber(count)) : (texts.parts[kind] ?? kind)}
            </dt>
            <dd className="tabular-nums">
              {sign}
              {formatNumber(tokens)}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-xs text-muted-foreground">
        {texts.reserve(formatNumber(contextLength - room), formatNumber(contextLength))}{" "}
        {exact ? texts.exact : texts.estimate}
      </p>
    </section>
  );
}

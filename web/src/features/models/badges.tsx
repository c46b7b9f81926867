import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { formatBytes, formatContext } from "@/lib/format";
import { text } from "@/texts/text";
import type { Model } from "./api";

function Badge({ children, signal = false }: { children: ReactNode; signal?: boolean }) {
  return (
    <span
      className={cn(
        "rounded-full border px-1.5 py-px text-[0.6875rem] leading-4 font-medium whitespace-nowrap",
        signal ? "border-signal-border bg-signal-soft text-signal" : "text-muted-foreground",
      )}
    >
      {children}
    </span>
  );
}

export function Warnings({ model }: { model: Model }) {
  return (
    <>
      {model.demo && <Badge signal>{text.models.demo}</Badge>}
      {model.dataLeavesSite && <Badge signal>{text.models.leaves}</Badge>}
    </>
  );
}

export function Capabilities({ model }: { model: Model }) {
  const known = model.capabilities.flatMap((capability) => text.models.capability[capability] ?? []);
  const facts = [model.parameterSize, model.quantization, model.size ? formatBytes(model.size) : null]
    .filter(Boolean)
    .join(" · ");
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      {facts && <span className="text-xs text-muted-foreground">{facts}</span>}
      {model.contextLength ? <Badge>{text.models.context(formatContext(model.contextLength))}</Badge> : null}
      {known.map((name) => (
        <Badge key={name}>{name}</Badge>
      ))}
    </span>
  );
}

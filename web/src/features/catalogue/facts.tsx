import { Link } from "@tanstack/react-router";
import { MessageSquarePlus } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { buttonStyles } from "@/components/ui/button";
import { formatBytes, formatContext } from "@/lib/format";
import { catalogue as t } from "@/texts/catalogue";
import { text } from "@/texts/text";
import { canChat, type ModelCard, shownName, type TagOnModel } from "./api";

export const TagChip = ({ tag: { name, colour } }: { tag: Pick<TagOnModel, "name" | "colour"> }) => (
  <span className="inline-flex max-w-full items-center gap-1.5 rounded-full border px-2 py-px text-xs leading-5 font-medium">
    <span
      aria-hidden
      className="size-2 shrink-0 rounded-full bg-muted-foreground"
      style={{ backgroundColor: colour ? `var(--mark-${colour})` : undefined }}
    />
    <bdi className="truncate">{name}</bdi>
  </span>
);

export const nameOfCapability = (capability: string) => t.capability[capability] ?? capability;

export function Warnings({ model }: { model: ModelCard }) {
  return (
    <>
      {model.demo && <Badge tone="signal">{text.models.demo}</Badge>}
      {model.dataLeavesSite && <Badge tone="signal">{text.models.leaves}</Badge>}
    </>
  );
}

/** What it is in a line: parameters, bytes, window. */
export const factLine = (model: ModelCard) =>
  [
    model.parameterSize,
    model.quantization,
    model.size && formatBytes(model.size),
    model.contextLength && text.models.context(formatContext(model.contextLength)),
  ]
    .filter(Boolean)
    .join(" · ");

/** Begins a conversation with the model. */
export function TryIt({ model, small = false }: { model: ModelCard; small?: boolean }) {
  if (!canChat(model)) return null;
  return (
    <Link
      to="/"
      search={{ model: model.name }}
      aria-label={t.tryNamed(shownName(model))}
      className={buttonStyles(small ? { variant: "outline", size: "sm", className: "relative z-10" } : {})}
    >
      <MessageSquarePlus aria-hidden />
      {t.tryIt}
    </Link>
  );
}

import { Link } from "@tanstack/react-router";
import { Gauge, Star } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { formatNumber } from "@/lib/format";
import { catalogue as t } from "@/texts/catalogue";
import { text } from "@/texts/text";
import { type ModelCard, shownName } from "./api";
import { factLine, nameOfCapability, TagChip, TryIt, Warnings } from "./facts";
import { ModelPicture } from "./model-picture";

const QUIET = new Set(["completion", "jsonSchema"]);

/** A model among others: the whole of it leads to everything about it. */
export function ModelTile({ model }: { model: ModelCard }) {
  const speed = model.tokensPerSecond;
  return (
    <article className="relative flex h-full flex-col gap-2.5 rounded-2xl border bg-card p-4 transition-colors hover:border-input hover:bg-accent/40 has-[h3_a:focus-visible]:outline-2 has-[h3_a:focus-visible]:outline-ring">
      <div className="flex items-start gap-3">
        <ModelPicture name={shownName(model)} pictureId={model.pictureId} />
        <div className="min-w-0 flex-1">
          <h3 className="leading-snug font-semibold [overflow-wrap:anywhere]">
            <Link
              to="/models/detail"
              search={{ name: model.name }}
              className="outline-none after:absolute after:inset-0 after:rounded-2xl"
            >
              <bdi>{shownName(model)}</bdi>
            </Link>
          </h3>
          <p className="truncate text-xs text-muted-foreground">
            <bdi dir="ltr">{model.displayName ? model.name : (model.publisher ?? model.family ?? model.name)}</bdi>
          </p>
        </div>
        {model.featured && (
          <Star role="img" aria-label={t.featured} className="size-4 shrink-0 fill-signal text-signal" />
        )}
      </div>
      {(model.description || model.aliasOf) && (
        <p dir="auto" className="page-start line-clamp-3 text-sm text-muted-foreground">
          {model.description ?? text.models.aliasOf(model.aliasOf?.join(", ") ?? "")}
        </p>
      )}
      <p className="text-xs text-muted-foreground">
        <bdi dir="ltr">{factLine(model)}</bdi>
      </p>
      <div className="flex flex-wrap gap-1.5">
        <Warnings model={model} />
        {model.capabilities
          .filter((one) => !QUIET.has(one))
          .map((one) => (
            <Badge key={one}>{nameOfCapability(one)}</Badge>
          ))}
        {model.tags.map((tag) => (
          <TagChip key={tag.id} tag={tag} />
        ))}
      </div>
      <div className="mt-auto flex min-h-9 items-center justify-between gap-3 pt-1">
        <span className="flex items-center gap-1.5 text-xs text-muted-foreground tabular-nums">
          {speed !== null && (
            <>
              <Gauge aria-hidden className="size-3.5" />
              {t.perSecond(formatNumber(Math.round(speed)))}
            </>
          )}
        </span>
        <TryIt model={model} small />
      </div>
    </article>
  );
}

export const Tiles = ({ models, label }: { models: ModelCard[]; label: string }) => (
  <ul aria-label={label} className="grid grid-cols-[repeat(auto-fill,minmax(min(17rem,100%),1fr))] gap-3">
    {models.map((model) => (
      <li key={model.name}>
        <ModelTile model={model} />
      </li>
    ))}
  </ul>
);

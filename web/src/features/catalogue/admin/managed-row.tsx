import { Pencil, Star, Users } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { access } from "@/texts/access";
import { catalogue } from "@/texts/catalogue";
import { TagChip } from "../facts";
import { ModelPicture } from "../model-picture";
import type { ManagedModel } from "./api";

export const COLUMNS =
  "lg:grid lg:grid-cols-[1.25rem_minmax(0,1.5fr)_minmax(0,1fr)_minmax(0,9rem)_4.75rem] lg:items-center lg:gap-4";

type Props = {
  model: ManagedModel;
  selected: boolean;
  onSelect: (on: boolean) => void;
  onEdit: () => void;
  onGrants: () => void;
};

/** A line of the table; on a phone a card. */
export function ManagedRow({ model, selected, onSelect, onEdit, onGrants }: Props) {
  const t = catalogue.admin;
  const { name, edited, tags, nodes, goneAt, featured, pictureId } = model;
  return (
    <div className={`${COLUMNS} relative flex flex-col gap-1.5 px-4 py-2.5 text-sm max-lg:ps-12 max-lg:pe-24`}>
      <input
        type="checkbox"
        aria-label={t.select(name)}
        checked={selected}
        onChange={(event) => onSelect(event.target.checked)}
        className="size-4 accent-primary max-lg:absolute max-lg:start-4 max-lg:top-4.5"
      />
      <div className="flex min-w-0 items-center gap-3">
        <ModelPicture name={edited.displayName ?? name} pictureId={pictureId} className="size-9" />
        <div className="min-w-0">
          <h3 className="flex items-center gap-1.5 font-medium">
            <bdi className="truncate">{edited.displayName ?? name}</bdi>
            {featured && (
              <Star role="img" aria-label={catalogue.featured} className="size-3.5 shrink-0 fill-signal text-signal" />
            )}
          </h3>
          {edited.displayName && (
            <bdi dir="ltr" className="block truncate text-xs text-muted-foreground">
              {name}
            </bdi>
          )}
        </div>
      </div>
      <div className="flex min-w-0 flex-wrap gap-1 empty:max-lg:hidden">
        {tags.map((tag) => (
          <TagChip key={tag.id} tag={tag} />
        ))}
      </div>
      <div className="min-w-0">
        {goneAt ? (
          <Badge tone="danger">{t.gone}</Badge>
        ) : (
          <span className="block truncate text-muted-foreground">
            <bdi>{(model.aliasOf ?? nodes.map((node) => node.name)).join(", ")}</bdi>
          </span>
        )}
      </div>
      <div className="flex gap-0.5 max-lg:absolute max-lg:end-3 max-lg:top-2">
        <Button variant="quiet" size="iconSm" aria-label={access.grantsTitle(name)} onClick={onGrants}>
          <Users aria-hidden />
        </Button>
        <Button variant="quiet" size="iconSm" aria-label={t.editTitle(name)} onClick={onEdit}>
          <Pencil aria-hidden />
        </Button>
      </div>
    </div>
  );
}

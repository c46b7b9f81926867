import { Copy, Download, Ellipsis, Pencil, Star, StarOff, Trash2 } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { presets } from "@/texts/presets";
import type { PresetSummary } from "./api";

export type PresetActions = {
  open: (preset: PresetSummary) => void;
  duplicate: (preset: PresetSummary) => void;
  download: (ids: string[]) => void;
  begin: (presetId: string | null) => void;
  remove: (preset: PresetSummary) => void;
};
type Props = { preset: PresetSummary; isDefault: boolean; actions: PresetActions };

export function PresetRow({ preset, isDefault, actions }: Props) {
  const { name, description, model, visibility, editable } = preset;
  return (
    <li className="flex items-center justify-between gap-3 px-4 py-3 sm:px-5">
      <div className="min-w-0 grow">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h3 dir="auto" className="font-semibold [overflow-wrap:anywhere]">
            {name}
          </h3>
          {visibility !== "private" && <Badge>{presets.visibility[visibility]}</Badge>}
          {isDefault && <Badge tone="good">{presets.isDefault}</Badge>}
        </div>
        {(description || model) && (
          <p className="bidi-lines page-start mt-0.5 text-sm text-muted-foreground [overflow-wrap:anywhere]">
            {[model, description].filter(Boolean).join(" · ")}
          </p>
        )}
      </div>
      <div className="flex shrink-0 items-center gap-1">
        <Button
          variant="outline"
          size="sm"
          aria-label={`${editable ? presets.edit : presets.view}: ${name}`}
          onClick={() => actions.open(preset)}
        >
          {editable && <Pencil aria-hidden />}
          {editable ? presets.edit : presets.view}
        </Button>
        <Menu
          container={document.getElementById("main")}
          trigger={
            <Button variant="quiet" size="iconSm" aria-label={presets.actionsFor(name)}>
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          <MenuItem
            icon={isDefault ? <StarOff aria-hidden /> : <Star aria-hidden />}
            onClick={() => actions.begin(isDefault ? null : preset.id)}
          >
            {isDefault ? presets.noDefault : presets.makeDefault}
          </MenuItem>
          <MenuItem icon={<Copy aria-hidden />} onClick={() => actions.duplicate(preset)}>
            {presets.duplicate}
          </MenuItem>
          <MenuItem icon={<Download aria-hidden />} onClick={() => actions.download([preset.id])}>
            {presets.export}
          </MenuItem>
          {editable && (
            <>
              <MenuSeparator />
              <MenuItem danger icon={<Trash2 aria-hidden />} onClick={() => actions.remove(preset)}>
                {presets.remove}
              </MenuItem>
            </>
          )}
        </Menu>
      </div>
    </li>
  );
}

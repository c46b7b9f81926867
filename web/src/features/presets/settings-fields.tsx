import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Notice } from "@/components/ui/notice";
import { SelectField } from "@/components/ui/select-field";
import { Switch } from "@/components/ui/switch";
import { presets } from "@/texts/presets";
import { type ChatSettings, type Inherited, type PresetSummary, presetsQuery } from "./api";
import { OptionValues } from "./option-values";
import { PromptField } from "./prompt-field";
import { countOf, said } from "./values";

type Props = {
  own: ChatSettings;
  inherited: Inherited;
  model: string | null;
  /** `preset` is given when it was chosen anew; null: none. */
  onChange: (settings: ChatSettings, preset?: PresetSummary | null) => void;
  state?: "saving" | "saved" | null;
  problem?: string | null;
};

/** The preset of a chat, and what it changes of it. */
export function SettingsFields({ own, inherited, model, onChange, state = null, problem = null }: Props) {
  const options = said(own.options);
  const count = countOf(options) + (own.systemPrompt === null ? 0 : 1);
  return (
    <div className="space-y-5">
      <PresetField own={own} inherited={inherited} onChange={onChange} />
      <div className="flex min-h-8 items-center justify-between gap-3 text-sm text-muted-foreground">
        <span role="status">
          {[
            count > 0 ? presets.chat.changedCount(count) : null,
            state && presets.chat[state === "saving" ? "saving" : "savedNow"],
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
        {count > 0 && (
          <Button variant="outline" size="sm" onClick={() => onChange({ ...own, systemPrompt: null, options: {} })}>
            <RotateCcw aria-hidden />
            {presets.chat.resetAll}
          </Button>
        )}
      </div>
      {problem && <Notice tone="danger">{problem}</Notice>}
      {(inherited.systemPrompt !== null || own.systemPrompt === "") && (
        <Switch
          label={presets.chat.noPrompt}
          checked={own.systemPrompt === ""}
          onChange={(none) => onChange({ ...own, systemPrompt: none ? "" : null })}
        />
      )}
      <div className="relative" data-changed={own.systemPrompt !== null ? "" : undefined}>
        <PromptField
          value={own.systemPrompt ?? ""}
          placeholder={own.systemPrompt === "" ? undefined : (inherited.systemPrompt ?? undefined)}
          model={model}
          onChange={(text) => onChange({ ...own, systemPrompt: text === "" ? null : text })}
        />
        {own.systemPrompt !== null && (
          <div className="absolute end-0 -top-2">
            <IconButton
              label={presets.reset(presets.systemPrompt)}
              onClick={() => onChange({ ...own, systemPrompt: null })}
            >
              <RotateCcw aria-hidden />
            </IconButton>
          </div>
        )}
      </div>
      <OptionValues
        options={options}
        inherited={inherited.options}
        onChange={(next) => onChange({ ...own, options: next })}
      />
    </div>
  );
}

function PresetField({ own, inherited, onChange }: Pick<Props, "own" | "inherited" | "onChange">) {
  const list = useQuery(presetsQuery("")).data ?? [];
  const gone = own.presetId !== null && list.length > 0 && !list.some((one) => one.id === own.presetId);
  const folder = own.presetId === null && inherited.presetName ? presets.chat.fromFolder(inherited.presetName) : null;
  return (
    <div>
      <SelectField
        label={presets.chat.preset}
        value={own.presetId ?? ""}
        error={gone ? presets.chat.gone : undefined}
        options={[
          { value: "", label: folder ?? presets.chat.noPreset },
          ...(own.presetId && !list.some((one) => one.id === own.presetId)
            ? [{ value: own.presetId, label: inherited.presetName ?? "…" }]
            : []),
          ...list.map((one) => ({ value: one.id, label: one.name })),
        ]}
        onChange={(event) => {
          const preset = list.find((one) => one.id === event.target.value) ?? null;
          onChange({ ...own, presetId: preset?.id ?? null }, preset);
        }}
      />
      <Link
        to="/settings/presets"
        className="mt-1.5 inline-block min-h-6 text-sm font-medium text-primary underline-offset-4 hover:underline"
      >
        {presets.chat.manage}
      </Link>
    </div>
  );
}

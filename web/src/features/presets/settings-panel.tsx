import { useQuery } from "@tanstack/react-query";
import Drawer from "@/components/ui/drawer";
import { Loaded } from "@/components/ui/loaded";
import { useSignal } from "@/lib/signal";
import { presets } from "@/texts/presets";
import { type Inherited, presetQuery } from "./api";
import { type Beginning, beginning, chatSettingsQuery, defaultPresetQuery } from "./chat-api";
import { SettingsFields } from "./settings-fields";
import { useSavedSettings } from "./use-saved-settings";

type Props = {
  id: string | null;
  model: string | null;
  onModel: (model: string) => void;
  open: boolean;
  onClose: () => void;
};
type Inside = { model: string | null; onModel: (model: string) => void };

const NOTHING: Inherited = { presetId: null, presetName: null, model: null, systemPrompt: null, options: {} };

/** The settings of one chat, beside it. */
export default function SettingsPanel({ id, open, onClose, ...inside }: Props) {
  return (
    <Drawer
      open={open}
      onOpenChange={(now) => !now && onClose()}
      title={presets.chat.title}
      hint={id ? presets.chat.hint : presets.chat.newHint}
    >
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-6">
        {id ? <OfChat id={id} {...inside} /> : <OfNewChat {...inside} />}
      </div>
    </Drawer>
  );
}

function OfChat({ id, ...inside }: Inside & { id: string }) {
  const query = useQuery(chatSettingsQuery(id));
  return <Loaded query={query}>{() => <Saved id={id} {...inside} />}</Loaded>;
}

function Saved({ id, model, onModel }: Inside & { id: string }) {
  const { own, inherited, change, state, problem } = useSavedSettings(id);
  return (
    <SettingsFields
      own={own}
      inherited={inherited}
      model={model}
      state={state}
      problem={problem}
      onChange={(next, preset) => {
        change(next);
        if (preset?.model) onModel(preset.model);
      }}
    />
  );
}

function OfNewChat({ model, onModel }: Inside) {
  const standard = useQuery(defaultPresetQuery);
  const chosen = useSignal(beginning);
  const own: Beginning = chosen ?? {
    presetId: standard.data?.presetId ?? null,
    presetName: standard.data?.name ?? null,
    systemPrompt: null,
    options: {},
  };
  const preset = useQuery({ ...presetQuery(own.presetId ?? ""), enabled: own.presetId !== null }).data;
  const inherited: Inherited =
    preset && own.presetId
      ? {
          ...NOTHING,
          presetId: preset.id,
          presetName: preset.name,
          systemPrompt: preset.systemPrompt,
          options: preset.options,
        }
      : NOTHING;
  return (
    <SettingsFields
      own={own}
      inherited={inherited}
      model={model}
      onChange={(next, picked) => {
        beginning.set({ ...next, presetName: picked === undefined ? own.presetName : (picked?.name ?? null) });
        if (picked?.model) onModel(picked.model);
      }}
    />
  );
}

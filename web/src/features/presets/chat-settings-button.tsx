import { useQuery } from "@tanstack/react-query";
import { SlidersHorizontal } from "lucide-react";
import { Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { lazy } from "@/lib/lazy";
import { useSignal } from "@/lib/signal";
import { text } from "@/texts/text";
import { beginning, chatSettingsQuery, defaultPresetQuery } from "./chat-api";

const SettingsPanel = lazy(() => import("./settings-panel"));

type Props = {
  /** Null: of the chat that is about to begin. */
  id: string | null;
  model: string | null;
  onModel: (model: string) => void;
};

/** Opens the settings of a chat; says which preset it has. */
export function ChatSettingsButton({ id, model, onModel }: Props) {
  const [open, setOpen] = useState<boolean | null>(null);
  const chat = useQuery({ ...chatSettingsQuery(id ?? ""), enabled: id !== null });
  const begin = useQuery({ ...defaultPresetQuery, enabled: id === null });
  const chosen = useSignal(beginning);
  const name = id ? chat.data?.inherited.presetName : chosen ? chosen.presetName : begin.data?.name;
  const own = id ? chat.data : chosen;
  const changed = own && (own.systemPrompt !== null || Object.values(own.options).some((value) => value !== null));
  return (
    <>
      <Button
        variant="quiet"
        size={name ? "sm" : "iconSm"}
        aria-label={name ? `${text.chat.settings}: ${name}` : text.chat.settings}
        title={text.chat.settings}
        className="relative min-w-8 shrink"
        onClick={() => setOpen(true)}
      >
        <SlidersHorizontal aria-hidden />
        {name && <span className="max-w-32 truncate">{name}</span>}
        {changed && <span aria-hidden className="absolute end-1 top-1 size-1.5 rounded-full bg-primary" />}
      </Button>
      {open !== null && (
        <Suspense fallback={null}>
          <SettingsPanel id={id} model={model} onModel={onModel} open={open} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

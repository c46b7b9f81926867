import { Paperclip } from "lucide-react";
import { useRef } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { announce } from "@/lib/announcer";
import { LaterPart } from "@/lib/on-intent";
import { text } from "@/texts/text";
import type { Tray } from "./tray";

const later = new LaterPart(() => import("./tray-list"));
const prefetch = () => void later.fetch().catch(() => undefined);

/** Takes files in, however they came; what does it is fetched for the first one. */
export const attach = (tray: Tray, files: readonly File[]) => {
  if (files.length > 0)
    void later.fetch().then(
      ({ add }) => add(tray, files),
      () => announce(text.app.unreachable),
    );
};

/** What the server reads as text; the picker shows these first. */
const TEXTS =
  "text/*,application/json,application/xml,application/x-yaml,.md,.csv,.tsv,.log,.json,.jsonl,.xml,.yaml,.yml,.toml,.ini,.sql,.cs,.ts,.tsx,.js,.py,.go,.rs,.java,.c,.h,.cpp,.sh,.html,.css";

type Props = { tray: Tray; blind: boolean };

export function AttachButton({ tray, blind }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const label = blind ? text.chat.attachText : text.chat.attach;
  return (
    <>
      <IconButton
        label={label}
        size="icon"
        onPointerEnter={prefetch}
        onFocus={prefetch}
        onClick={() => input.current?.click()}
      >
        <Paperclip aria-hidden />
      </IconButton>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={label}
        accept={blind ? TEXTS : undefined}
        onChange={({ currentTarget }) => {
          attach(tray, [...(currentTarget.files ?? [])]);
          // The same file can be chosen again.
          currentTarget.value = "";
        }}
      />
    </>
  );
}

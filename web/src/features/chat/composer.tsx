import { ArrowUp, Square } from "lucide-react";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useId,
  useRef,
} from "react";
import { Button } from "@/components/ui/button";
import { useSignal } from "@/lib/signal";
import { text } from "@/texts/text";
import { AttachButton, attach } from "./files/attach-button";
import { hindrance, type Tray } from "./files/tray";

const TrayList = lazy(() => import("./files/tray-list"));

type Props = {
  value: string;
  onChange: (value: string) => void;
  onSend: () => void;
  onStop: () => void;
  /** An answer is being made: what is sent waits for its end, and stopping is possible. */
  answering: boolean;
  stopping: boolean;
  canSend: boolean;
  placeholder: string;
  /** The files that go with it. */
  tray: Tray;
  /** A chosen model that sees no images. */
  blind: string | null;
  tools?: ReactNode;
};

export const COMPOSER_ID = "composer";

/** Where one writes. It grows with its text; what is in it is kept by the caller. */
export function Composer(props: Props) {
  const { value, onChange, onSend, onStop, answering, stopping, canSend, placeholder, tray, blind, tools } = props;
  const files = useSignal(tray.files);
  const area = useRef<HTMLTextAreaElement>(null);
  const hint = useId();
  useEffect(() => {
    // On touch screens the keyboard would cover half the page uninvited.
    if (matchMedia("(pointer: fine)").matches) area.current?.focus({ preventScroll: true });
  }, []);
  const ready = canSend && (value.trim() !== "" || files.length > 0) && hindrance(files, blind) === null;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (ready) onSend();
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    // Who copies from a table has a picture of it too, and wants the words.
    const pasted = [...event.clipboardData.files];
    if (pasted.length === 0 || event.clipboardData.getData("text/plain") !== "") return;
    event.preventDefault();
    attach(tray, pasted);
  };
  return (
    <form
      className="rounded-2xl border border-input bg-card p-2 shadow-float transition-colors focus-within:border-ring"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onSend();
      }}
    >
      {files.length > 0 && (
        <Suspense fallback={<div className="h-17" />}>
          <TrayList tray={tray} blind={blind} reason={`${hint}-files`} />
        </Suspense>
      )}
      <textarea
        ref={area}
        id={COMPOSER_ID}
        aria-label={text.chat.label}
        aria-describedby={hint}
        placeholder={placeholder}
        rows={1}
        className="block field-sizing-content max-h-[min(40dvh,20rem)] min-h-11 w-full resize-none bg-transparent px-2.5 py-2 text-base outline-none placeholder:text-muted-foreground"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <p id={hint} className="sr-only">
        {text.chat.sendHint}
      </p>
      <div className="flex items-center justify-between gap-2">
        <div className="flex min-w-0 items-center gap-1">
          <AttachButton tray={tray} blind={blind !== null} />
          {tools}
        </div>
        <div className="flex items-center gap-1.5">
          {answering && (
            <Button
              size="icon"
              variant={ready ? "outline" : "primary"}
              aria-label={stopping ? text.chat.stopping : text.chat.stop}
              disabled={stopping}
              onClick={onStop}
            >
              <Square aria-hidden className="fill-current" />
            </Button>
          )}
          {(!answering || ready) && (
            <Button
              size="icon"
              type="submit"
              aria-label={answering ? text.chat.sendLater : text.chat.send}
              aria-disabled={!ready}
              aria-describedby={files.length > 0 ? `${hint}-files` : undefined}
            >
              <ArrowUp aria-hidden />
            </Button>
          )}
        </div>
      </div>
    </form>
  );
}

import { Check, Copy } from "lucide-react";
import { useCopy } from "@/lib/use-copy";
import { text } from "@/texts/text";
import { Button } from "./button";
import { IconButton } from "./icon-button";

/** Copies a value; as an icon, or with words where it is the main thing to do. */
export function CopyButton({ value, label, words = false }: { value: string; label: string; words?: boolean }) {
  const [copied, copy] = useCopy();
  const icon = copied ? <Check aria-hidden className={words ? "" : "text-primary"} /> : <Copy aria-hidden />;
  if (words)
    return (
      <Button onClick={() => copy(value)}>
        {icon}
        {copied ? text.chat.copied : label}
      </Button>
    );
  return (
    <IconButton label={copied ? text.chat.copied : label} onClick={() => copy(value)}>
      {icon}
    </IconButton>
  );
}

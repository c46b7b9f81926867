import { useState } from "react";
import { text } from "@/texts/text";
import { announce } from "./announcer";

/** Copies to the clipboard and says so for a moment. */
export function useCopy(): [copied: boolean, copy: (value: string) => void] {
  const [copied, setCopied] = useState(false);
  const copy = async (value: string) => {
    try {
      await navigator.clipboard.writeText(value);
      announce(text.chat.copied);
      setCopied(true);
      setTimeout(() => setCopied(false), 1_600);
    } catch {
      announce(text.chat.copyFailed);
    }
  };
  return [copied, (value) => void copy(value)];
}

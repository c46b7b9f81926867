import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { announce } from "@/lib/announcer";
import { text } from "@/texts/text";
import { type Conversation, useRenameConversation } from "./api";

type Props = { conversation: Conversation; onDone: () => void };

/** Enter or leaving the field saves, Escape gives up; a refused title stays in the field with the reason. */
export function RenameField({ conversation, onDone }: Props) {
  const [title, setTitle] = useState(conversation.title ?? "");
  const { mutate, error, isPending } = useRenameConversation();
  const field = useRef<HTMLInputElement>(null);
  const given = useRef(false);
  useEffect(() => {
    // After the menu that opened this has given the focus back.
    const timer = setTimeout(() => field.current?.select());
    return () => clearTimeout(timer);
  }, []);
  const save = () => {
    const wanted = title.trim();
    if (given.current || isPending) return;
    if (!wanted || wanted === conversation.title) return onDone();
    mutate(
      { id: conversation.id, title: wanted },
      {
        onSuccess: () => {
          announce(text.chat.renamed(wanted));
          onDone();
        },
      },
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") save();
    if (event.key !== "Escape") return;
    event.stopPropagation();
    given.current = true;
    onDone();
  };
  return (
    <>
      <input
        ref={field}
        aria-label={text.chat.renameLabel}
        aria-invalid={error ? true : undefined}
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={save}
        className="h-8 w-full min-w-0 rounded-lg border border-input bg-card px-2 text-sm aria-invalid:border-danger"
      />
      {error && (
        <p role="alert" className="px-2 py-1 text-xs text-danger">
          {error.message}
        </p>
      )}
    </>
  );
}

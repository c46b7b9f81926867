import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { COMPOSER_ID } from "@/features/chat/composer";
import { LIST_ID } from "@/features/chat/conversation-list";
import { threadOf } from "@/features/chat/thread";
import { announce } from "@/lib/announcer";
import { shortcutOf } from "@/lib/shortcuts";
import { text } from "@/texts/text";

type Actions = { toggleSidebar: () => void; showSidebar: () => void; showHelp: () => void; search: () => void };

export function useShortcuts({ toggleSidebar, showSidebar, showHelp, search }: Actions) {
  const navigate = useNavigate();
  const { id } = useParams({ strict: false });
  useEffect(() => {
    const thread = id ? threadOf(id) : null;
    const step = (by: 1 | -1) =>
      thread && void import("@/features/chat/tree-actions").then(({ stepNear }) => stepNear(thread, by));
    const actions = {
      new: () => void navigate({ to: "/" }).then(focusComposer),
      focus: focusComposer,
      list: () => {
        showSidebar();
        setTimeout(() => document.querySelector<HTMLElement>(`#${LIST_ID} [data-main]`)?.focus());
      },
      sidebar: toggleSidebar,
      copy: () => {
        const last = thread?.rows.all().findLast((row) => row.role === "assistant" && row.text);
        if (last) void navigator.clipboard.writeText(last.text).then(() => announce(text.chat.copied));
      },
      notes: () => void (id && import("./conversation-tools").then((tools) => tools.noteByKey())),
      edit: () => {
        const last = thread?.rows.all().findLast((row) => row.role === "user" && row.id);
        if (last && !thread?.rows.answering()) thread?.editing.set({ key: last.key, ask: true });
      },
      previous: () => step(-1),
      next: () => step(1),
      stop: () => void thread?.stop(),
      help: showHelp,
      search,
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const action = shortcutOf(event);
      if (!action || event.defaultPrevented) return;
      // Escape first closes what is open.
      if (action === "stop" && (!thread?.answering() || document.querySelector("[data-open][role]"))) return;
      event.preventDefault();
      actions[action]();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [id, navigate, toggleSidebar, showSidebar, showHelp, search]);
}

const focusComposer = () => document.getElementById(COMPOSER_ID)?.focus();

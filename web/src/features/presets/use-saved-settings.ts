import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "@/lib/http";
import type { ChatSettings, ChatSettingsAnswer, Inherited } from "./api";
import { chatSettingsQuery } from "./chat-api";
import { wrongOption } from "./form-values";
import { unknownVariables } from "./prompt-variables";
import { said } from "./values";

const PAUSE = 500;
const NOTHING: Inherited = { presetId: null, presetName: null, model: null, systemPrompt: null, options: {} };

/** The settings of a chat as they are typed; saved when one stops, never while something in them is wrong. */
export function useSavedSettings(id: string) {
  const queries = useQueryClient();
  const { queryKey } = chatSettingsQuery(id);
  const saved = useQuery(chatSettingsQuery(id)).data;
  const [draft, setDraft] = useState<ChatSettings | null>(null);
  const [state, setState] = useState<"saving" | "saved" | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; save: () => void } | null>(null);
  const sending = useRef<Promise<unknown>>(Promise.resolve());

  const save = (next: ChatSettings) => {
    waiting.current = null;
    setState("saving");
    sending.current = sending.current
      .then(() =>
        api<ChatSettingsAnswer>(`/conversations/${encodeURIComponent(id)}/settings`, { method: "PUT", body: next }),
      )
      .then(
        (answer) => {
          queries.setQueryData(queryKey, answer);
          void queries.invalidateQueries({ queryKey: ["conversation", id], exact: true });
          setDraft((now) => (now === next ? null : now));
          setState("saved");
          setProblem(null);
        },
        (error: unknown) => {
          setState(null);
          setProblem(error instanceof Error ? error.message : String(error));
        },
      );
  };
  const change = (next: ChatSettings) => {
    const whole = { presetId: next.presetId, systemPrompt: next.systemPrompt, options: said(next.options) };
    setDraft(whole);
    if (waiting.current) clearTimeout(waiting.current.timer);
    waiting.current = null;
    if (wrongOption(whole.options) || unknownVariables(whole.systemPrompt ?? "").length > 0) return;
    const now = () => save(whole);
    waiting.current = { timer: setTimeout(now, PAUSE), save: now };
  };
  // Closed before the pause was over: what was typed counts.
  useEffect(
    () => () => {
      if (!waiting.current) return;
      clearTimeout(waiting.current.timer);
      waiting.current.save();
    },
    [],
  );
  const own: ChatSettings = draft ?? saved ?? { presetId: null, systemPrompt: null, options: {} };
  return { own, inherited: saved?.inherited ?? NOTHING, change, state, problem };
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { storage } from "@/lib/storage";
import { type Model, modelsQuery } from "./api";

const KEY = "ollamanet.model";

/** Which model the next question goes to: chosen here, else the conversation's, else the last one used, else a real one. */
export function useModelChoice(conversationModel: string | null | undefined) {
  const models = useQuery(modelsQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const list = models.data;
  const name = chosen ?? conversationModel ?? (list ? preferred(list) : null);
  const choose = (next: string) => {
    storage.set(KEY, next);
    setChosen(next);
  };
  const model = list?.find((one) => one.name === name);
  // Also what is there, but not for this user.
  const missing = list !== undefined && list.length > 0 && name !== null && !model;
  return { models, name, model, missing, choose };
}

export type Choice = ReturnType<typeof useModelChoice>;

function preferred(models: Model[]): string | null {
  const last = storage.get(KEY);
  const choice = models.find((model) => model.name === last) ?? models.find((model) => !model.demo) ?? models[0];
  return choice?.name ?? null;
}

import type { QueryKey } from "@tanstack/react-query";
import { readChanges } from "@/lib/change-channel";
import { type ChangeKind, followChanges, onChange } from "@/lib/changes";
import { queryClient } from "@/lib/query-client";

/** Which queries show what changed. `everything` means all of them. */
const KEYS: Record<Exclude<ChangeKind, "everything">, (id: string | null) => QueryKey[]> = {
  conversation: (id) => [["conversations"], id ? ["conversation", id] : ["conversation"]],
  folder: () => [["folders"]],
  tag: () => [["tags"]],
  note: () => [["notes"]],
  feedback: (id) => [id ? ["feedback", id] : ["feedback"]],
  preset: () => [["presets"]],
  share: () => [["shares"]],
  queue: (id) => [id ? ["queue", id] : ["queue"]],
  job: () => [["jobs"]],
  models: () => [["models"], ["admin", "catalogue"]],
};
/** Changes come in bursts: an answer ends, and its title follows. */
const GATHER = 80;

/** Keeps what is shown as it is on the server, as long as someone is signed in. */
export function followLive(): () => void {
  const due = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    for (const queryKey of due.values()) void queryClient.invalidateQueries({ queryKey });
    due.clear();
  };
  const stopListening = onChange("any", ({ kind, id }) => {
    const keys = kind === "everything" ? Object.values(KEYS).flatMap((of) => of(null)) : (KEYS[kind]?.(id) ?? []);
    for (const key of keys) due.set(JSON.stringify(key), key);
    timer ??= setTimeout(flush, GATHER);
  });
  const stopFollowing = followChanges(readChanges);
  return () => {
    stopFollowing();
    stopListening();
    clearTimeout(timer);
  };
}

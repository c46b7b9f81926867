import { useNavigate, useParams } from "@tanstack/react-router";
import type { Conversation } from "../api";

/** Puts conversations into the trash, and leaves the one that was open. */
export function useTrash() {
  const { id: open } = useParams({ strict: false });
  const navigate = useNavigate();
  return async (conversations: readonly Conversation[]) => {
    const { trash } = await import("./actions");
    const done = await trash(conversations);
    if (done && conversations.some(({ id }) => id === open)) await navigate({ to: "/" });
  };
}

import { announce } from "@/lib/announcer";
import { api } from "@/lib/http";
import { queryClient } from "@/lib/query-client";
import { offerUndo, undoable } from "@/lib/undo";
import { organise } from "@/texts/organise";
import { type Conversation, conversationQuery } from "../api";
import { forgetThreads } from "../thread";
import { type Folder, foldersQuery, patchLists } from "./lists";
import { clearSelection, unfold } from "./state";

/** A call takes this many at most. */
const MOST = 500;

async function each(path: string, ids: string[], more: object = {}) {
  for (let at = 0; at < ids.length; at += MOST)
    await api(path, { method: "POST", body: { ids: ids.slice(at, at + MOST), ...more } });
}

export async function refresh() {
  await Promise.all(
    [["conversations"], ["conversation"], ["folders"]].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  );
}

/** Does it, says it, and offers the way back; what fails is said where the way back would be. True when it was done. */
async function act(what: string, work: () => Promise<unknown>, back?: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
  } catch (error) {
    const problem = `${organise.failed}: ${error instanceof Error ? error.message : String(error)}`;
    const again = async () => {
      undoable.set(null);
      await act(what, work, back);
    };
    undoable.set({ what, undo: again, problem });
    announce(problem);
    return false;
  }
  clearSelection();
  announce(what);
  if (back) offerUndo(what, () => back().then(refresh));
  await refresh();
  return true;
}

const idsOf = (conversations: readonly Conversation[]) => conversations.map(({ id }) => id);

export const restore = (ids: string[]) => act(organise.restored(ids.length), () => each("/trash/restore", ids));

export function trash(conversations: readonly Conversation[]) {
  const ids = idsOf(conversations);
  return act(
    organise.trashed(ids.length),
    async () => {
      await each("/conversations/delete", ids);
      const gone = new Set(ids);
      patchLists(queryClient, (item) => (gone.has(item.id) ? null : item));
      for (const id of ids) {
        queryClient.removeQueries({ queryKey: conversationQuery(id).queryKey });
        forgetThreads(id);
      }
    },
    () => each("/trash/restore", ids),
  );
}

export function move(conversations: readonly Conversation[], folderId: string | null) {
  const moved = conversations.filter((conversation) => conversation.folderId !== folderId);
  if (moved.length === 0) return;
  const ids = idsOf(moved);
  const folder = queryClient.getQueryData(foldersQuery.queryKey)?.find(({ id }) => id === folderId);
  if (folderId) unfold(folderId, true);
  return act(
    folder ? organise.moved(ids.length, folder.name) : organise.movedOut(ids.length),
    () => each("/conversations/move", ids, { folderId }),
    async () => {
      for (const from of new Set(moved.map((conversation) => conversation.folderId)))
        await each("/conversations/move", idsOf(moved.filter((one) => one.folderId === from)), { folderId: from });
    },
  );
}

export function moveFolder(folder: Folder, parentId: string | null) {
  if (folder.parentId === parentId) return;
  const put = (to: string | null) => api(`/folders/${folder.id}/move`, { method: "POST", body: { parentId: to } });
  if (parentId) unfold(parentId, true);
  return act(
    organise.movedFolder(folder.name),
    () => put(parentId),
    () => put(folder.parentId),
  );
}

export function archive(conversations: readonly Conversation[], archived: boolean) {
  const ids = idsOf(conversations.filter((conversation) => conversation.archived !== archived));
  const put = (to: boolean) => each("/conversations/change", ids, { archived: to });
  return act(
    (archived ? organise.archived : organise.unarchived)(ids.length),
    () => put(archived),
    () => put(!archived),
  );
}

export function pin(conversations: readonly Conversation[], pinned: boolean) {
  const ids = idsOf(conversations);
  return act((pinned ? organise.pinned : organise.unpinned)(ids.length), () =>
    each("/conversations/change", ids, { pinned }),
  );
}

export async function setTag(conversations: readonly Conversation[], tag: string, on: boolean) {
  await each("/conversations/change", idsOf(conversations), on ? { addTags: [tag] } : { removeTags: [tag] });
  await refresh();
}

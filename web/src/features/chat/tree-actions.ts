import { queryClient } from "@/lib/query-client";
import { offerUndo, undoable } from "@/lib/undo";
import { treeText as text } from "@/texts/tree";
import {
  continueAnswer,
  conversationQuery,
  deleteMessage,
  editMessage,
  fetchAround,
  fetchMessage,
  forkConversation,
  restoreMessage,
  showBranch,
} from "./api";
import { isAnswering, type Row, rowOf } from "./row";
import { asProblem, type Thread } from "./thread";

/** The rest of an answer enters the same message. */
export function goOn(thread: Thread, row: Row): Promise<void> {
  const id = row.id;
  if (!id || thread.rows.answering()) return Promise.resolve();
  const key = crypto.randomUUID();
  const { status, error } = row;
  forgetSuggestions(id);
  thread.rows.patch(row.key, { status: "running", stopping: false, error: null, problem: null, followUps: [] });
  return thread.read(row.key, {
    open: (signal) => continueAnswer(thread.id, id, key, signal),
    onRefused: (problem) => thread.rows.patch(row.key, { status, error, problem }),
  });
}

/** Shows the branch through a message, with the message in view. */
export async function show(thread: Thread, messageId: string) {
  const conversation = await showBranch(thread.id, messageId);
  queryClient.setQueryData(conversationQuery(thread.id).queryKey, conversation);
  thread.showAround(await fetchAround(thread.id, messageId));
  const row = thread.rows.all().find(({ id }) => id === messageId);
  if (row) thread.revealed.set({ key: row.key });
}

/** To the version before or after; beyond the last one nothing happens. */
export function step(thread: Thread, row: Row, by: 1 | -1): Promise<void> | undefined {
  const next = row.siblings[row.siblings.indexOf(row.id ?? "") + by];
  return next ? stepTo(thread, row, next, by) : undefined;
}

async function stepTo(thread: Thread, row: Row, next: string, by: 1 | -1): Promise<void> {
  const held = document.activeElement?.closest("[data-row]")?.getAttribute("data-row") === row.key;
  thread.stepped = held ? { id: next, by } : null;
  try {
    await show(thread, next);
  } catch (error) {
    thread.stepped = null;
    const problem = asProblem(error).message;
    const undo = async () => {
      undoable.set(null);
      await stepTo(thread, row, next, by);
    };
    undoable.set({ what: text.versions, undo, problem });
  }
}

/** For the keyboard: the message that has the focus, else the last that has versions. */
export function stepNear(thread: Thread, by: 1 | -1) {
  const rows = thread.rows.all();
  const focused = document.activeElement?.closest("[data-row]")?.getAttribute("data-row");
  const row =
    rows.find(({ key, siblings }) => key === focused && siblings.length > 1) ??
    rows.findLast(({ siblings }) => siblings.length > 1);
  if (row) void step(thread, row, by);
}

/** Changes a text in place. */
export async function edit(thread: Thread, row: Row, changed: string) {
  const message = await editMessage(thread.id, row.id as string, changed, row.textAt);
  forgetSuggestions(message.id);
  thread.rows.patch(row.key, rowOf(message, row));
}

/** They were about another text. */
const forgetSuggestions = (message: string) => queryClient.removeQueries({ queryKey: ["follow-ups", message] });

/** Deletes a message with all that follows it, and offers the way back. */
export async function remove(thread: Thread, row: Row) {
  const id = row.id as string;
  await deleteMessage(thread.id, id);
  offerUndo(text.deleted, async () => {
    await restoreMessage(thread.id, id);
    await thread.toNewest();
  });
  thread.compared.set([]);
  await thread.toNewest();
}

/** A conversation of its own, up to this message; gives its id. */
export async function fork(thread: Thread, row: Row, title: string | null): Promise<string> {
  const forked = await forkConversation(thread.id, row.id as string, text.forkOf(title));
  void queryClient.invalidateQueries({ queryKey: ["conversations"] });
  return forked.id;
}

/** The rows of answers that are shown side by side, read along where they are being made. */
export async function readBeside(thread: Thread, ids: readonly string[]): Promise<string[]> {
  const rows = await Promise.all(ids.map(async (id) => thread.rows.takeBeside(await fetchMessage(thread.id, id))));
  for (const row of rows) if (isAnswering(row)) void thread.follow(row);
  return rows.map((row) => row.key);
}

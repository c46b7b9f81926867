import type { Source } from "@/components/ui/sources";
import type { ApiError } from "@/lib/api-error";
import type { Durations, Message, MessageStatus, Usage } from "./api";
import type { FilePart } from "./files/part";

/** One message as the thread shows it. `key` stays the same while `id` arrives from the server. */
export type Row = {
  key: string;
  id: string | null;
  parentId: string | null;
  role: "user" | "assistant";
  text: string;
  reasoning: string;
  files: readonly FilePart[];
  /** Pages that an answer leans on. */
  sources: readonly Source[];
  /** Ids of all messages in its place, itself among them, oldest first. */
  siblings: readonly string[];
  /** When its text came to be: the answer's or question's own time, or the last edit's. */
  textAt: string | null;
  edited: boolean;
  /** `sending`: on its way. `unsent`: refused or lost, see `problem`. The others are the server's. */
  status: MessageStatus | "sending" | "unsent";
  model: string | null;
  usage: Usage | null;
  durations: Durations | null;
  error: { code: string; message: string } | null;
  finishReason: string | null;
  /** Why the last attempt of this row failed. */
  problem: ApiError | null;
  /** When thinking began and ended, as seen here: said until the server's `durations` are there. */
  thinking: { from: number; to: number | null } | null;
  /** Its place while every place of the model is taken; 1 is next. */
  queue: number | null;
  /** The connection is lost and being made again. */
  reconnecting: boolean;
  stopping: boolean;
  /** Goes to the model with every question. */
  pinned: boolean;
  /** What the model suggested to ask next, when the page was read. */
  followUps: readonly string[];
};

const EMPTY: Omit<Row, "key" | "role"> = {
  id: null,
  parentId: null,
  text: "",
  reasoning: "",
  files: [],
  sources: [],
  siblings: [],
  textAt: null,
  edited: false,
  status: "complete",
  model: null,
  usage: null,
  durations: null,
  error: null,
  finishReason: null,
  problem: null,
  thinking: null,
  queue: null,
  reconnecting: false,
  stopping: false,
  pinned: false,
  followUps: [],
};

export const newRow = (row: Pick<Row, "key" | "role"> & Partial<Row>): Row => ({ ...EMPTY, ...row });

const join = (message: Message, type: "text" | "reasoning") =>
  message.parts
    .filter((part) => part.type === type)
    .map((part) => (part as { text: string }).text)
    .join("");

/** The server's message as a row; what only this browser knows is kept from the row it replaces. */
export const rowOf = (message: Message, known: Row | undefined): Row => ({
  ...EMPTY,
  key: known?.key ?? message.id,
  id: message.id,
  parentId: message.parentId,
  role: message.role,
  text: join(message, "text"),
  reasoning: join(message, "reasoning"),
  files: message.parts.filter((part) => part.type === "file"),
  sources: message.parts.filter((part) => part.type === "source-url"),
  siblings: message.siblings,
  textAt: message.editedAt ?? message.createdAt,
  edited: message.editedAt !== null,
  status: message.status,
  model: message.model,
  usage: message.usage,
  durations: message.durations,
  error: message.error,
  finishReason: message.finishReason,
  thinking: known?.thinking ?? null,
  pinned: message.pinned ?? false,
  followUps: message.followUps ?? [],
});

export const isAnswering = (row: Row | undefined) =>
  row?.role === "assistant" && (row.status === "running" || row.status === "sending");

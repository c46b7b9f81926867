import type { FilePart } from "./files/part";
import type { Row } from "./row";

/** What can be done with a message of the thread. */
export type TurnActions = {
  /** With the model that is chosen, or with this one. */
  regenerate: (row: Row, model?: string) => void;
  /** Goes on with an answer that broke off. */
  goOn: (row: Row) => void;
  /** A question in other words, beside the first. */
  askInstead: (row: Row, question: string, files: readonly FilePart[]) => void;
  /** Names of the models that can be asked. */
  models: readonly string[];
  resend: (row: Row) => void;
  edit: (row: Row) => void;
  discard: (row: Row) => void;
  pin: (row: Row) => void;
};

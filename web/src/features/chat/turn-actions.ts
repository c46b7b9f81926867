import type { Row } from "./row";

/** What can be done with a message of the thread. */
export type TurnActions = {
  regenerate: (row: Row) => void;
  resend: (row: Row) => void;
  edit: (row: Row) => void;
  discard: (row: Row) => void;
  pin: (row: Row) => void;
};

import type { Message, MessagePage } from "./api";
import { isAnswering, type Row, rowOf } from "./row";

export type ThreadView = {
  /** Row keys, oldest first. */
  path: readonly string[];
  /** Cursor of the page before the oldest row; null at the beginning. */
  older: string | null;
  /** Cursor of the page after the newest row, while the thread was entered in its middle; null at the end. */
  newer: string | null;
  /** The end of the branch that was entered so. */
  leaf: string | null;
  /** How often the place was left for the end: a list begins anew there, whatever it measured and wherever it was. */
  left: number;
};

/**
 * The rows of a conversation, kept outside React with one subscription a row, so that a token re-renders one message.
 */
export class ThreadRows {
  private rows = new Map<string, Row>();
  private listeners = new Map<string, Set<() => void>>();
  private viewListeners = new Set<() => void>();
  private view: ThreadView = { path: [], older: null, newer: null, leaf: null, left: 0 };

  get = (key: string) => this.rows.get(key) as Row;
  getView = () => this.view;
  last = (): Row | undefined => this.rows.get(this.view.path.at(-1) ?? "");
  all = () => this.view.path.map(this.get);
  withIds = (ids: readonly string[]) =>
    ids.length === 0 ? [] : [...this.rows.values()].filter(({ id }) => id !== null && ids.includes(id));
  answering = () => this.all().findLast(isAnswering);

  subscribeView = (listener: () => void) => {
    this.viewListeners.add(listener);
    return () => {
      this.viewListeners.delete(listener);
    };
  };

  subscribeRow = (key: string) => (listener: () => void) => {
    const set = this.listeners.get(key) ?? new Set();
    this.listeners.set(key, set.add(listener));
    return () => {
      set.delete(listener);
    };
  };

  patch(key: string, change: Partial<Row>) {
    const row = this.rows.get(key);
    if (!row) return;
    const answering = isAnswering(row);
    const next = { ...row, ...change };
    this.rows.set(key, next);
    for (const listener of this.listeners.get(key) ?? []) listener();
    if (answering !== isAnswering(next)) this.show({ ...this.view });
  }

  append(...added: Row[]) {
    this.put(added);
    this.show({ ...this.view, path: [...this.view.path, ...added.map((row) => row.key)] });
  }

  /** Replaces the row and all that follows it; returns the way back. */
  replaceFrom(key: string, row: Row): () => void {
    const before = this.view;
    this.put([row]);
    this.show({ ...before, newer: null, path: [...before.path.slice(0, before.path.indexOf(key)), row.key] });
    return () => this.show(before);
  }

  /** A message that is not on the way to the end, such as an answer beside another. */
  takeBeside(message: Message): Row {
    const known = [...this.rows.values()].find((row) => row.id === message.id);
    const row = known && isAnswering(known) ? known : rowOf(message, known);
    this.put([row]);
    return row;
  }

  remove(key: string) {
    this.show({ ...this.view, path: this.view.path.filter((other) => other !== key) });
    this.rows.delete(key);
  }

  /** Takes the newest page as the truth about the end of the thread; rows being written here stay as they are. */
  takeNewest(page: MessagePage, beingRead: (key: string) => boolean) {
    const { head, local, older } = this.around(page);
    const rows = this.adopt(page, beingRead);
    const path = [...head, ...rows.map((row) => row.key), ...local];
    this.show({ ...this.view, path, older, newer: null, leaf: null });
  }

  takeOlder(page: MessagePage) {
    const rows = this.adopt(page, () => false).filter((row) => !this.view.path.includes(row.key));
    this.show({ ...this.view, path: [...rows.map((row) => row.key), ...this.view.path], older: page.previous });
  }

  /** Takes a page from the middle of the conversation in place of what is shown. */
  takeAround(page: MessagePage, beingRead: (key: string) => boolean) {
    const rows = this.adopt(page, beingRead);
    const { previous: older, next: newer, leaf = null } = page;
    this.show({ ...this.view, path: rows.map((row) => row.key), older, newer, leaf });
  }

  forgetPlace() {
    this.show({ path: [], older: null, newer: null, leaf: null, left: this.view.left + 1 });
  }

  takeNewer(page: MessagePage) {
    const rows = this.adopt(page, () => false).filter((row) => !this.view.path.includes(row.key));
    this.show({ ...this.view, path: [...this.view.path, ...rows.map((row) => row.key)], newer: page.next });
  }

  private around(page: MessagePage) {
    const path = this.view.path;
    const at = path.findIndex((key) => this.get(key).id === page.items[0]?.id);
    return {
      head: at > 0 ? path.slice(0, at) : [],
      local: path.filter((key) => this.get(key).id === null),
      older: at >= 0 ? this.view.older : page.previous,
    };
  }

  private adopt(page: MessagePage, beingRead: (key: string) => boolean): Row[] {
    const known = new Map([...this.rows.values()].map((row) => [row.id, row]));
    const rows = page.items.map((message) => {
      const row = known.get(message.id);
      return row && beingRead(row.key) ? row : rowOf(message, row);
    });
    this.put(rows);
    return rows;
  }

  private put(rows: Row[]) {
    for (const row of rows) {
      this.rows.set(row.key, row);
      for (const listener of this.listeners.get(row.key) ?? []) listener();
    }
  }

  private show(view: ThreadView) {
    this.view = view;
    for (const listener of this.viewListeners) listener();
  }
}

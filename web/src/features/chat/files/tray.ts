import { Signal } from "@/lib/signal";
import { drafts, together } from "../drafts";
import { type FilePart, isImage } from "./part";

/** A file beside the text that is being written. */
export type TrayFile = {
  key: string;
  name: string;
  size: number;
  image: boolean;
  state: "sending" | "ready" | "failed";
  /** From 0 to 1. */
  progress: number;
  /** Why it was not taken. */
  problem: string | null;
  /** It makes sense to try again. */
  again: boolean;
  /** As it was chosen here; gone after a reload. */
  file: File | null;
  /** As it goes with the question, once it is there. */
  part: FilePart | null;
};

/** The files of one draft, kept like its text: what is on the server is there after a reload. */
export class Tray {
  readonly files: Signal<readonly TrayFile[]>;

  /** @param place None: a chat that is not stored, whose files are not either. */
  constructor(readonly place: string | null) {
    this.files = new Signal(place === null ? [] : drafts.files(place).map(restored));
  }

  add(...files: TrayFile[]) {
    this.change([...this.files.get(), ...files]);
  }

  patch(key: string, change: Partial<TrayFile>) {
    if (!this.has(key)) return;
    const files = this.files.get().map((file) => (file.key === key ? { ...file, ...change } : file));
    if ("part" in change) this.change(files);
    else this.files.set(files);
  }

  remove(key: string) {
    this.change(this.files.get().filter((file) => file.key !== key));
  }

  has = (key: string) => this.files.get().some((file) => file.key === key);

  /** They go with the question; the next begins without. */
  take(): FilePart[] {
    const parts = this.files.get().flatMap(({ part }) => part ?? []);
    this.change([]);
    return parts;
  }

  /** They were not sent after all. */
  giveBack(parts: readonly FilePart[]) {
    const there = new Set(this.files.get().map(({ part }) => part?.attachmentId ?? null));
    this.add(...parts.filter((part) => !part.attachmentId || !there.has(part.attachmentId)).map(restored));
  }

  private change(files: readonly TrayFile[]) {
    this.files.set(files);
    if (this.place !== null)
      drafts.setFiles(
        this.place,
        files.flatMap(({ part }) => (part?.attachmentId ? part : [])),
      );
  }
}

const restored = (part: FilePart): TrayFile => ({
  key: crypto.randomUUID(),
  name: part.name ?? "",
  size: part.size ?? 0,
  image: isImage(part),
  state: "ready",
  progress: 1,
  problem: null,
  again: false,
  file: null,
  part,
});

const trays = new Map<string, Tray>();

export function trayOf(place: string): Tray {
  const key = drafts.keyOf(place);
  const tray = trays.get(key) ?? new Tray(place);
  trays.set(key, tray);
  return tray;
}

/** A question that was not taken goes back to where it was written, whoever looks there now. */
export function giveBack(place: string, question: string, files: readonly FilePart[]) {
  drafts.set(place, together(question, drafts.get(place)));
  trayOf(place).giveBack(files);
}

/** Why a question cannot be sent with its files yet. */
export function hindrance(files: readonly TrayFile[], blind: string | null): "sending" | "failed" | "unseen" | null {
  if (files.some(({ state }) => state === "failed")) return "failed";
  if (files.some(({ state }) => state === "sending")) return "sending";
  return blind !== null && files.some(({ image }) => image) ? "unseen" : null;
}

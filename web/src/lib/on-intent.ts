import { type MouseEvent, useState } from "react";
import { text } from "@/texts/text";
import { announce } from "./announcer";

/** Code that is fetched when somebody is about to use it: the pointer is over its trigger, or the focus on it. */
export class LaterPart<M> {
  private part: M | undefined;

  constructor(private readonly load: () => Promise<M>) {}

  /** For what is only shown once the part is there. */
  get = () => this.part;

  fetch = async () => {
    this.part ??= await this.load();
    return this.part;
  };
}

/** What the trigger of a later part listens to, and the part from the first click on. */
export function useLaterPart<M>(later: LaterPart<M>) {
  const [opened, setOpened] = useState<{ part: M; byKeyboard: boolean }>();
  const prefetch = () => void later.fetch().catch(() => undefined); // the click tells
  const onClick = ({ detail }: MouseEvent) =>
    void later.fetch().then(
      (part) => setOpened({ part, byKeyboard: detail === 0 }),
      () => announce(text.app.unreachable),
    );
  return { opened, trigger: { onPointerEnter: prefetch, onFocus: prefetch, onClick } };
}

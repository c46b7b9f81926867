import { lazy, Suspense, useEffect, useState } from "react";
import { attach } from "./attach-button";
import type { Tray } from "./tray";

const DropSign = lazy(async () => ({ default: (await import("./tray-list")).DropSign }));

const carriesFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;

/** Files that are dropped on the page go to the draft: over the chat it says so. */
export function DropArea({ tray, blind }: { tray: Tray; blind: boolean }) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      // Else the browser would leave the page for the file.
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(false);
      attach(tray, [...(event.dataTransfer?.files ?? [])]);
    };
    addEventListener("dragover", onOver);
    addEventListener("dragleave", onLeave);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("dragover", onOver);
      removeEventListener("dragleave", onLeave);
      removeEventListener("drop", onDrop);
    };
  }, [tray]);
  return over ? (
    <Suspense>
      <DropSign blind={blind} />
    </Suspense>
  ) : null;
}

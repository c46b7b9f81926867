import { lazy, Suspense, useEffect, useState } from "react";
import { attach } from "./attach-button";
import { FOLDER } from "./part";
import type { Tray } from "./tray";

const DropSign = lazy(async () => ({ default: (await import("./tray-list")).DropSign }));

const carriesFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;

/** A folder looks like a file that cannot be read; as one without content it can be told apart later. */
const filesOf = ({ items }: DataTransfer) =>
  [...items].flatMap((item) => {
    const file = item.getAsFile();
    if (!file) return [];
    return item.webkitGetAsEntry()?.isDirectory ? new File([], file.name, { type: FOLDER }) : file;
  });

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
      if (event.dataTransfer) attach(tray, filesOf(event.dataTransfer));
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

import { lazy, Suspense } from "react";
import { type FilePart, isImage } from "./part";

const MessageFiles = lazy(() => import("./message-files"));

/** One image has more room than several; the size is known before the image is. */
export const boxOf = (images: number) => (images === 1 ? "size-52" : "size-32");

/** The files of a message, in places that do not change while they are fetched. */
export function Files({ files }: { files: readonly FilePart[] }) {
  if (files.length === 0) return null;
  const box = boxOf(files.filter(isImage).length);
  return (
    <Suspense
      fallback={
        <div className="flex max-w-[92%] flex-wrap items-end justify-end gap-2">
          {files.map((file, index) => (
            <div key={index} className={isImage(file) ? box : "h-14 w-60 max-w-full"} />
          ))}
        </div>
      }
    >
      <MessageFiles files={files} />
    </Suspense>
  );
}

import { lazy, Suspense, useState } from "react";
import { cn } from "@/lib/cn";
import { attachments as text } from "@/texts/attachments";
import { useOnceOpen } from "./dialog";

const ImageViewer = lazy(() => import("./image-viewer"));

type Props = { url: string; name: string; className: string };

/** A small image of fixed size that can be seen large. */
export function Thumbnail({ url, name, className }: Props) {
  const [open, setOpen] = useState(false);
  const opened = useOnceOpen(open);
  return (
    <>
      <button
        type="button"
        title={text.show(name)}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className="block cursor-zoom-in rounded-xl"
      >
        {/* Dragged, it would look like a file that is being brought. */}
        <img
          src={url}
          alt={name}
          draggable={false}
          className={cn("max-w-full rounded-xl border bg-muted object-cover", className)}
        />
      </button>
      {opened && (
        <Suspense>
          <ImageViewer open={open} onOpenChange={setOpen} url={url} name={name} />
        </Suspense>
      )}
    </>
  );
}

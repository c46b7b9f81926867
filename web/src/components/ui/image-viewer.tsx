import { Dialog as Base } from "@base-ui/react/dialog";
import { Download, X } from "lucide-react";
import { attachments } from "@/texts/attachments";
import { text } from "@/texts/text";
import { Button, buttonStyles } from "./button";

type Props = { open: boolean; onOpenChange: (open: boolean) => void; url: string; name: string };

/** An image as large as the window lets it. */
export default function ImageViewer({ open, onOpenChange, url, name }: Props) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[oklch(0.15_0.02_195/0.7)] transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup className="fixed inset-2 z-50 m-auto flex h-fit max-h-[calc(100dvh-1rem)] w-fit max-w-[calc(100vw-1rem)] flex-col overflow-hidden rounded-2xl border bg-card shadow-float outline-none transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0 sm:inset-6 sm:max-h-[calc(100dvh-3rem)] sm:max-w-[calc(100vw-3rem)]">
          <div className="flex items-center justify-between gap-3 py-1.5 ps-4 pe-2">
            <Base.Title dir="auto" className="min-w-0 truncate text-sm font-semibold">
              {name}
            </Base.Title>
            <div className="flex shrink-0 items-center gap-1">
              <a href={url} download={name} className={buttonStyles({ variant: "quiet", size: "sm" })}>
                <Download aria-hidden />
                {attachments.downloadShort}
              </a>
              <Base.Close render={<Button variant="quiet" size="iconSm" aria-label={text.app.close} />}>
                <X aria-hidden />
              </Base.Close>
            </div>
          </div>
          <img src={url} alt={name} className="min-h-0 min-w-40 flex-1 bg-muted object-contain" />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

import { EyeOff, FileText, ImageOff, RotateCcw, TriangleAlert, X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { ProgressBar } from "@/components/ui/progress-bar";
import { cn } from "@/lib/cn";
import { formatBytes, formatPercent } from "@/lib/format";
import { attachments as text } from "@/texts/attachments";
import { useContent } from "./content";
import type { FilePart } from "./part";
import type { TrayFile } from "./tray";

type Props = {
  file: TrayFile;
  unseen: boolean;
  onRemove: () => void;
  onAgain?: (() => void) | undefined;
};

/** A file that is about to go with a question: what it is, how far it is, what is wrong with it. */
export function FileChip({ file, unseen, onRemove, onAgain }: Props) {
  const { name, state, progress, problem, part } = file;
  const sending = state === "sending";
  return (
    <Chip
      name={name || text.file}
      bad={state === "failed"}
      picture={<Picture file={file} unseen={unseen} />}
      actions={
        <>
          {onAgain && (
            <IconButton label={text.retry(name)} onClick={onAgain}>
              <RotateCcw aria-hidden />
            </IconButton>
          )}
          <IconButton label={sending ? text.cancel(name) : text.remove(name)} onClick={onRemove}>
            <X aria-hidden />
          </IconButton>
        </>
      }
    >
      {problem ? (
        <span className="text-danger">{problem}</span>
      ) : sending ? (
        <span className="flex items-center gap-2 tabular-nums">
          <ProgressBar label={text.progress(name)} className="w-16" value={progress < 1 ? progress : undefined} />
          {progress < 1 ? formatPercent(progress) : text.checking}
        </span>
      ) : unseen ? (
        <span className="text-signal">{text.unseen}</span>
      ) : (
        formatBytes(part?.size ?? file.size)
      )}
    </Chip>
  );
}

type ChipProps = { name: string; bad?: boolean; picture: ReactNode; actions: ReactNode; children: ReactNode };

function Chip({ name, bad = false, picture, actions, children }: ChipProps) {
  return (
    <li
      className={cn(
        "flex max-w-full min-w-0 items-center gap-2.5 rounded-xl border bg-background p-1.5 pe-1 max-sm:w-full sm:w-68",
        bad && "border-danger-border bg-danger-soft",
      )}
    >
      {picture}
      <div className="min-w-0 flex-1 text-xs text-muted-foreground">
        <p title={name} dir="auto" className="page-start truncate text-sm font-medium text-foreground">
          {name}
        </p>
        {children}
      </div>
      <div className="flex shrink-0">{actions}</div>
    </li>
  );
}

const BOX = "grid size-11 shrink-0 place-content-center overflow-hidden rounded-lg bg-muted text-muted-foreground";

function Picture({ file, unseen }: { file: TrayFile; unseen: boolean }) {
  const Icon = file.state === "failed" ? TriangleAlert : unseen ? EyeOff : null;
  if (Icon)
    return (
      <span className={BOX}>
        <Icon aria-hidden className={cn("size-5", file.state === "failed" ? "text-danger" : "text-signal")} />
      </span>
    );
  if (!file.image)
    return (
      <span className={BOX}>
        <FileText aria-hidden className="size-5" />
      </span>
    );
  return <Preview file={file} />;
}

const NOTHING: FilePart = { type: "file" };

/** From the file itself as long as what the server made of it is not there. */
function Preview({ file }: { file: TrayFile }) {
  const { url, failed } = useContent(file.part ?? NOTHING);
  const own = useOwn(file.file);
  const shown = url ?? own;
  return (
    <span className={BOX}>
      {shown ? (
        <img src={shown} alt="" className="size-11 object-cover" />
      ) : (
        failed && <ImageOff aria-hidden className="size-5" />
      )}
    </span>
  );
}

function useOwn(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return;
    const address = URL.createObjectURL(file);
    setUrl(address);
    return () => URL.revokeObjectURL(address);
  }, [file]);
  return url;
}

/** A file of a message that is being changed. */
export function PartChip({ file, onRemove }: { file: FilePart; onRemove: () => void }) {
  const name = file.name ?? (file.mediaType?.startsWith("image/") ? text.image : text.file);
  return (
    <Chip
      name={name}
      picture={<PartPicture file={file} />}
      actions={
        <IconButton label={text.remove(name)} onClick={onRemove}>
          <X aria-hidden />
        </IconButton>
      }
    >
      {file.size ? formatBytes(file.size) : null}
    </Chip>
  );
}

function PartPicture({ file }: { file: FilePart }) {
  const image = file.mediaType?.startsWith("image/") ?? false;
  const { url } = useContent(image ? file : NOTHING);
  return (
    <span className={BOX}>
      {image ? (
        url && <img src={url} alt="" className="size-11 object-cover" />
      ) : (
        <FileText aria-hidden className="size-5" />
      )}
    </span>
  );
}

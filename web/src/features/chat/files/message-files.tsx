import { ImageOff } from "lucide-react";
import { Button } from "@/components/ui/button";
import { FILE_TILE, FileTile } from "@/components/ui/file-tile";
import { Thumbnail } from "@/components/ui/thumbnail";
import { announce } from "@/lib/announcer";
import { download, save } from "@/lib/download";
import { attachments as text } from "@/texts/attachments";
import { useContent } from "./content";
import { type FilePart, isImage, keyOf } from "./part";
import { boxOf } from "./places";

/** What went with a question. */
export default function MessageFiles({ files }: { files: readonly FilePart[] }) {
  const images = files.filter(isImage).length;
  return (
    <ul aria-label={text.list} className="flex max-w-[92%] flex-wrap items-end justify-end gap-2">
      {files.map((file, index) => (
        <li key={keyOf(file, index)}>
          {isImage(file) ? <Image file={file} box={boxOf(images)} /> : <TextFile file={file} />}
        </li>
      ))}
    </ul>
  );
}

function Image({ file, box }: { file: FilePart; box: string }) {
  const { url, failed, again } = useContent(file);
  if (url) return <Thumbnail url={url} name={file.name || text.image} className={box} />;
  return (
    <div className={`${box} grid place-content-center justify-items-center gap-2 rounded-xl border bg-muted p-2`}>
      {failed && (
        <>
          <ImageOff aria-hidden className="size-5 text-muted-foreground" />
          <p role="alert" className="sr-only">
            {text.notLoaded}
          </p>
          <Button variant="outline" size="sm" onClick={again}>
            {text.tryLoading}
          </Button>
        </>
      )}
    </div>
  );
}

function TextFile({ file }: { file: FilePart }) {
  const name = file.name || text.file;
  const fetchIt = () => {
    if (file.text !== undefined) save(new Blob([file.text], { type: "text/plain" }), name);
    else if (file.attachmentId)
      download(`/attachments/${file.attachmentId}/content`).catch((error: Error) => announce(error.message));
  };
  return (
    <button type="button" aria-label={text.download(name)} onClick={fetchIt} className={FILE_TILE}>
      <FileTile name={name} size={file.size} />
    </button>
  );
}

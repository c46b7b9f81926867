import { attachments as text } from "@/texts/attachments";
import { PartChip } from "./file-chip";
import { type FilePart, keyOf } from "./part";

type Props = { files: readonly FilePart[]; onChange: (files: FilePart[]) => void };

/** The files of a message that is being changed. */
export function PartList({ files, onChange }: Props) {
  return (
    <ul aria-label={text.list} className="flex flex-wrap gap-2 p-1">
      {files.map((file, index) => (
        <PartChip
          key={keyOf(file, index)}
          file={file}
          onRemove={() => onChange(files.filter((other) => other !== file))}
        />
      ))}
    </ul>
  );
}

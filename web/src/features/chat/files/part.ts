/** A file of a message. Uploaded ones are known by their id; others bring their content themselves. */
export type FilePart = {
  type: "file";
  attachmentId?: string | null;
  name?: string | null;
  mediaType?: string | null;
  /** Bytes; pixels, for images. */
  size?: number | null;
  width?: number | null;
  height?: number | null;
  /** A `data:` URL. */
  url?: string | null;
  /** Content of a text file that is not stored anywhere. */
  text?: string;
};

/** Type of a folder that was dropped. */
export const FOLDER = "inode/directory";

export const isImage = ({ mediaType }: { mediaType?: string | null }) => mediaType?.startsWith("image/") ?? false;

/** What tells two of them apart. */
export const keyOf = (file: FilePart, index: number) => file.attachmentId ?? `${index}`;

type Wire =
  | { type: "text"; text: string }
  | { type: "file"; attachmentId: string }
  | { type: "file"; mediaType: string; url: string };

/** A question as the API takes it: the files, then what is said about them. */
export function partsOf(text: string, files: readonly FilePart[]): Wire[] {
  return [...files.flatMap(wireOf), ...(text.trim() ? [{ type: "text" as const, text }] : [])];
}

function wireOf(file: FilePart): Wire[] {
  if (file.attachmentId) return [{ type: "file", attachmentId: file.attachmentId }];
  if (file.text !== undefined) return [{ type: "text", text: fenced(file.name, file.text) }];
  return file.url ? [{ type: "file", mediaType: file.mediaType ?? "", url: file.url }] : [];
}

/** As the server does it for files that are stored: a file does not end where it says so. */
function fenced(name: string | null | undefined, text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `File ${name}:\n${fence}\n${text}\n${fence}`;
}

import { ApiError } from "@/lib/api-error";
import { formatNumber } from "@/lib/format";
import { upload } from "@/lib/upload";
import { attachments as text } from "@/texts/attachments";
import { isPicture, LIMITS } from "./limits";
import type { FilePart } from "./part";

type How = { signal: AbortSignal; onProgress: (part: number) => void };
type Attachment = {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  width: number | null;
  height: number | null;
};
export type Keep = (file: File, how: How) => Promise<FilePart>;

/** On the server, which looks what it is and writes images anew. */
export const keepThere: Keep = async (file, how) => {
  const { id, name, mediaType, size, width, height } = await upload<Attachment>("/attachments", file, {
    ...how,
    query: { name: file.name },
  });
  return { type: "file", attachmentId: id, name, mediaType, size, width, height };
};

const SIDE = 1_568;

/** In the page only, for a chat that is not stored: an image in few pixels, a text as it is. */
export const keepHere: Keep = async (file) => (isPicture(file) ? drawn(file) : read(file));

async function read(file: File): Promise<FilePart> {
  const content = await new Response(file).arrayBuffer();
  let words: string;
  try {
    words = new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw refused("unsupported-file");
  }
  if (words.includes("\0")) throw refused("unsupported-file");
  if (words.length > LIMITS.textCharacters)
    throw new ApiError(0, "text-too-long", text.textTooLong(formatNumber(LIMITS.textCharacters)));
  return { type: "file", name: file.name, mediaType: "text/plain", size: file.size, text: words };
}

/** Drawn anew: where it was taken, and by what, does not come along. */
async function drawn(file: File): Promise<FilePart> {
  const image = await createImageBitmap(file).catch(() => {
    throw refused("image-unreadable");
  });
  const scale = Math.min(1, SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  const mediaType = file.type === "image/jpeg" ? "image/jpeg" : "image/png";
  const url = canvas.toDataURL(mediaType, 0.88);
  const { width, height } = canvas;
  return { type: "file", name: file.name, mediaType, size: Math.round((url.length * 3) / 4), width, height, url };
}

const refused = (code: string) => new ApiError(0, code, text.errors[code] ?? code);

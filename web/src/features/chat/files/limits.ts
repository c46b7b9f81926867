import { formatBytes, formatNumber } from "@/lib/format";
import { attachments as text } from "@/texts/attachments";
import { FOLDER } from "./part";

/** What the server takes unless its administrator says otherwise; it looks again itself. */
export const LIMITS = {
  imageBytes: 20 * 1024 * 1024,
  textBytes: 512 * 1024,
  files: 8,
  /** Images within the message itself, in a chat that is not stored. */
  images: 4,
  /** Of a text file in a chat that is not stored: it goes within the message. */
  textCharacters: 80_000,
};
const IMAGES = ["image/png", "image/jpeg", "image/webp", "image/gif"];
const OTHER_IMAGE = /\.(?:svgz?|bmp|tiff?|avif|hei[cf]|ico|jxl)$/i;
const NO_TEXT = /^(?:audio|video|font)\/|\/(?:pdf|zip|gzip|x-7z-compressed|x-tar|vnd\.(?!api))/;

export const isPicture = ({ type }: File) => IMAGES.includes(type);

type Beside = { images: number; files: number; stored: boolean };

/** Why a file need not be sent at all. */
export function refusalOf(file: File, beside: Beside): string | null {
  if (beside.files >= LIMITS.files) return text.tooManyFiles(formatNumber(LIMITS.files));
  if (file.type === FOLDER) return text.errors.folder ?? null;
  if (file.size === 0) return text.errors["file-empty"] ?? null;
  if (isPicture(file)) {
    if (!beside.stored && beside.images >= LIMITS.images) return text.tooManyImages(formatNumber(LIMITS.images));
    return file.size > LIMITS.imageBytes ? text.imageTooLarge(formatBytes(LIMITS.imageBytes)) : null;
  }
  if (file.type.startsWith("image/") || OTHER_IMAGE.test(file.name)) return text.errors["not-an-image"] ?? null;
  if (NO_TEXT.test(file.type)) return text.errors["unsupported-file"] ?? null;
  return file.size > LIMITS.textBytes ? text.textTooLarge(formatBytes(LIMITS.textBytes)) : null;
}

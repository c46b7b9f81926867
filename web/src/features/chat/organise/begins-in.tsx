import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { buttonStyles } from "@/components/ui/button";
import { text } from "@/texts/text";
import { FolderMark } from "./folder-mark";
import { foldersQuery } from "./lists";

/** Says above the message field which folder the new chat goes into. */
export function BeginsIn({ folder: id }: { folder: string }) {
  const folder = useQuery(foldersQuery).data?.find((one) => one.id === id);
  if (!folder) return null;
  return (
    <p className="mb-2 flex items-center gap-2 text-sm text-muted-foreground">
      <FolderMark folder={folder} />
      <span className="min-w-0 truncate">{text.organise.inFolder(folder.name)}</span>
      <Link
        to="/"
        aria-label={text.organise.notInFolder}
        className={buttonStyles({ variant: "quiet", size: "iconSm", className: "size-6" })}
      >
        <X aria-hidden />
      </Link>
    </p>
  );
}

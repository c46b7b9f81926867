import { useEffect, useState } from "react";
import { cn } from "@/lib/cn";
import { send } from "@/lib/http";

// Under an id a picture never changes.
const pictures = new Map<string, Promise<string>>();

function pictureOf(id: string): Promise<string> {
  const known = pictures.get(id);
  if (known) return known;
  const fresh = send(`/models/pictures/${id}`)
    .then((response) => response.blob())
    .then((picture) => URL.createObjectURL(picture));
  fresh.catch(() => pictures.delete(id));
  pictures.set(id, fresh);
  return fresh;
}

type Props = { name: string; pictureId: string | null; className?: string };

/** A model's picture, or the first letter of its name. */
export function ModelPicture({ name, pictureId, className }: Props) {
  const [shown, setShown] = useState<{ id: string; url: string } | null>(null);
  useEffect(() => {
    if (!pictureId) return;
    let here = true;
    pictureOf(pictureId).then(
      (url) => here && setShown({ id: pictureId, url }),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [pictureId]);
  const box = cn("size-10 shrink-0 rounded-xl", className);
  if (pictureId && shown?.id === pictureId) return <img src={shown.url} alt="" className={cn("object-cover", box)} />;
  return (
    <span aria-hidden className={cn("grid place-items-center bg-muted font-semibold uppercase", box)}>
      {[...name][0]}
    </span>
  );
}

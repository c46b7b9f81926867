import { useEffect, useState } from "react";
import { cn } from "@/lib/cn";
import { send } from "@/lib/http";
import { nameOf, type User } from "@/lib/session";

// Under an id a picture never changes, and there are as many as one person sets while the page is open.
const pictures = new Map<string, Promise<string>>();

function pictureOf(id: string): Promise<string> {
  const known = pictures.get(id);
  if (known) return known;
  const fresh = send(`/me/avatar/${id}`)
    .then((response) => response.blob())
    .then((picture) => URL.createObjectURL(picture));
  fresh.catch(() => pictures.delete(id));
  pictures.set(id, fresh);
  return fresh;
}

/** Somebody's picture, or the first letter of the name. */
export function Avatar({ user, className }: { user: User; className: string }) {
  const [shown, setShown] = useState<{ id: string; url: string } | null>(null);
  const id = user.avatarId;
  useEffect(() => {
    if (!id) return;
    let here = true;
    pictureOf(id).then(
      (url) => here && setShown({ id, url }),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [id]);
  if (id && shown?.id === id)
    return <img src={shown.url} alt="" className={cn("shrink-0 rounded-full object-cover", className)} />;
  return (
    <span
      aria-hidden
      className={cn(
        "grid shrink-0 place-items-center rounded-full bg-primary font-semibold text-primary-foreground uppercase",
        className,
      )}
    >
      {[...nameOf(user)][0]}
    </span>
  );
}

import { useEffect, useState } from "react";
import { send } from "@/lib/http";
import type { FilePart } from "./part";

/** An address for what only who is signed in can fetch; it is given up a while after nobody shows it. */
type Held = { url: Promise<string>; users: number; timer: ReturnType<typeof setTimeout> | undefined };

const LINGER = 30_000;
const held = new Map<string, Held>();

function hold(id: string): Held {
  const known = held.get(id);
  if (known) {
    clearTimeout(known.timer);
    known.users += 1;
    return known;
  }
  const fresh: Held = { url: fetchContent(id), users: 1, timer: undefined };
  fresh.url.catch(() => held.delete(id));
  held.set(id, fresh);
  return fresh;
}

function release(id: string, one: Held) {
  one.users -= 1;
  if (one.users > 0) return;
  one.timer = setTimeout(() => {
    if (held.get(id) === one) held.delete(id);
    void one.url.then(URL.revokeObjectURL, () => undefined);
  }, LINGER);
}

async function fetchContent(id: string): Promise<string> {
  const response = await send(`/attachments/${encodeURIComponent(id)}/content`);
  return URL.createObjectURL(await response.blob());
}

/** Where an image can be shown from; null while it is on its way. */
export function useContent({ attachmentId, url }: FilePart) {
  const [state, setState] = useState<{ url: string | null; failed: boolean }>({ url: null, failed: false });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt is made anew
  useEffect(() => {
    if (!attachmentId) return;
    let here = true;
    const one = hold(attachmentId);
    one.url.then(
      (address) => here && setState({ url: address, failed: false }),
      () => here && setState({ url: null, failed: true }),
    );
    return () => {
      here = false;
      release(attachmentId, one);
    };
  }, [attachmentId, attempt]);
  const again = () => {
    setState({ url: null, failed: false });
    setAttempt(attempt + 1);
  };
  // No image is fetched from elsewhere.
  return attachmentId
    ? { ...state, again }
    : { url: url?.startsWith("data:image/") ? url : null, failed: false, again };
}

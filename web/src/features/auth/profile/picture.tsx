import { ImageUp, Trash2 } from "lucide-react";
import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { api } from "@/lib/http";
import { type User, updateUser } from "@/lib/session";
import { upload } from "@/lib/upload";
import { useSubmit } from "@/lib/use-submit";
import { account } from "@/texts/account";
import { Avatar } from "../avatar";

const PATIENCE = 120_000;

export function Picture({ user }: { user: User }) {
  const t = account.profile;
  const input = useRef<HTMLInputElement>(null);
  const { run, busy, problem } = useSubmit();
  const set = (file: File) =>
    run(async () => {
      const signal = AbortSignal.timeout(PATIENCE);
      updateUser(await upload<User>("/me/avatar", file, { signal, onProgress: () => undefined }));
    }, t.pictureSet);
  const remove = () =>
    run(async () => {
      await api("/me/avatar", { method: "DELETE" });
      updateUser({ ...user, avatarId: null });
    }, t.pictureRemoved);
  return (
    <div>
      <div className="flex items-center gap-5">
        <Avatar user={user} className="size-20 text-3xl" />
        <div>
          <div className="flex flex-wrap gap-2">
            <Button variant="outline" disabled={busy} onClick={() => input.current?.click()}>
              <ImageUp aria-hidden />
              {user.avatarId ? t.changePicture : t.setPicture}
            </Button>
            {user.avatarId && (
              <Button variant="outline" disabled={busy} onClick={() => void remove()}>
                <Trash2 aria-hidden />
                {t.removePicture}
              </Button>
            )}
          </div>
          <p className="mt-2 text-sm text-muted-foreground">{t.pictureHint}</p>
        </div>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t.picture}
          accept="image/png,image/jpeg,image/webp,image/gif"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file) void set(file);
          }}
        />
      </div>
      {problem && (
        <Notice tone="danger" className="mt-4">
          {problem.message}
        </Notice>
      )}
    </div>
  );
}
